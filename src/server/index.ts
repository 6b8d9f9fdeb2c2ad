export { closingOnce } from './closing.ts'
export type { GreetKnown, IdentifyBy, Mode, ServerPeer } from './context.ts'
export { createServer, startServer } from './create-server.ts'
export { notListening } from './listening.ts'
export type {
  InstrumentOptions,
  Meter,
  MeterHistogram,
  MeterObserver,
  ObservableInstrument,
} from './metrics/meter.ts'
export { PROMETHEUS_TYPE, prometheusText } from './metrics/prometheus.ts'
export type {
  CountsBy,
  EventLoopDelay,
  HistogramSnapshot,
  QueueHistograms,
  ServerMetrics,
} from './metrics/snapshot.ts'
export type { Server, ServerOptions } from './options.ts'
export type { SourceOptions, Startups } from './sources/options.ts'
export type { Port } from './workers/calls.ts'
export { createPrimary, type PrimaryServer } from './workers/create-primary.ts'
export { remotePrimary } from './workers/remote.ts'
export { receivedOptions, type Start } from './workers/start.ts'
export type { Handed, Usage, WorkerProcess } from './workers/worker.ts'
export { WorkerFailed } from './workers/worker-pool.ts'
