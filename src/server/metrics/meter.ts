import { families } from './families.ts'
import type { HistogramFamily } from './histograms.ts'
import type { ServerMetrics } from './snapshot.ts'

type Attributes = Readonly<Record<string, string>>

/** How an instrument is described. */
export interface InstrumentOptions {
  readonly description?: string
  readonly unit?: string
}

/** Takes values when a meter collects. */
export interface MeterObserver {
  /** Takes one value. */
  observe(value: number, attributes?: Attributes): void
}

/** An instrument that is asked for its values when a meter collects. */
export interface ObservableInstrument {
  /** Asks this one, too, whenever it collects. */
  addCallback(callback: (observer: MeterObserver) => void): void
  /** Asks it no more. */
  removeCallback(callback: (observer: MeterObserver) => void): void
}

/** A histogram of a meter. */
export interface MeterHistogram {
  /** Takes one value. */
  record(value: number, attributes?: Attributes): void
}

/** As much of the Meter of @opentelemetry/api as is used: one of its own fits. */
export interface Meter {
  /** Makes a number that never goes back. */
  createObservableCounter(name: string, options?: InstrumentOptions): ObservableInstrument
  /** Makes a number that goes up and down. */
  createObservableGauge(name: string, options?: InstrumentOptions): ObservableInstrument
  /** Makes a distribution of values. */
  createHistogram(name: string, options?: InstrumentOptions): MeterHistogram
}

/** A server's metrics at a meter. */
export interface Metered {
  /** Makes a distribution there; what it gives takes each value. */
  readonly distribution: (family: HistogramFamily) => (value: number, labels: Attributes) => void
  readonly stop: () => void
}

/** Lets a meter read metrics whenever it collects, until it is stopped. */
export const meterMetrics = (meter: Meter, read: () => ServerMetrics): Metered => {
  const stopping: (() => void)[] = []
  let collected: ServerMetrics | null = null
  /** The instruments of one collection are asked one after the other, and see the same. */
  const current = (): ServerMetrics => {
    if (collected === null)
      queueMicrotask(() => {
        collected = null
      })
    collected ??= read()
    return collected
  }
  for (const { name, kind, help, read: samplesOf } of families) {
    const create = kind === 'counter' ? 'createObservableCounter' : 'createObservableGauge'
    const instrument = meter[create](meterName(name), { description: help })
    const observe = (observer: MeterObserver): void => {
      for (const { value, labels } of samplesOf(current())) observer.observe(value, labels)
    }
    instrument.addCallback(observe)
    stopping.push(() => instrument.removeCallback(observe))
  }
  return {
    distribution: ({ name, help, unit }) => {
      const histogram = meter.createHistogram(meterName(name), { description: help, unit })
      return (value, labels) => histogram.record(value, labels)
    },
    stop: () => {
      for (const stop of stopping) stop()
    },
  }
}

/** The name as OpenTelemetry has them: `colloquy_messages_heard_total` is `colloquy.messages_heard`. */
const meterName = (name: string): string => name.replace(/_total$/, '').replace(/^colloquy_/, 'colloquy.')
