import { expect, test } from '@jest/globals'
import { fromPromise, setup } from 'xstate'
import type { OutgoingMessage } from '../../src/engine/machine.ts'
import { Runner, type RunnerConnection, type RunnerOwner } from '../../src/engine/machine-runner.ts'
import type { EnteredState } from '../../src/engine/observer.ts'
import type { Runtime } from '../../src/engine/runtime.ts'
import { placeIn, type Step, stepper } from '../../src/engine/stepper.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'

const states = [
  { name: 'asked', within: { ms: 100 } },
  { name: 'converse', within: { heartbeats: 3 } },
  { name: 'converse.other', within: { heartbeats: 3 } },
  { name: 'closing', within: { heartbeats: 2 } },
  { name: 'done', within: null, turn: 'nobody' },
] as const
const at = (name: string): number => states.findIndex((state) => state.name === name)

/** Asks an actor, converses, and closes; each state has a deadline. */
const machine = setup({
  actors: { work: fromPromise(async () => null) },
  actions: { note: () => {}, say: (_, _said: { type: string }) => {} },
}).createMachine({
  id: 'm',
  initial: 'away',
  states: {
    away: { meta: { contract: 'offline' }, on: { begin: 'asked' } },
    asked: {
      meta: { contract: 'asked' },
      invoke: { src: 'work', id: 'work' },
      after: { 100: { target: 'done', actions: { type: 'say', params: { type: 'Late' } } } },
      on: { 'work.ok': 'talk', stay: { actions: 'note' } },
    },
    talk: {
      meta: { contract: 'converse' },
      after: { 3000: 'done' },
      on: {
        'recv.Turn': { target: 'other', actions: { type: 'say', params: { type: 'Turned' } } },
        end: 'closing',
      },
    },
    other: { meta: { contract: 'converse.other' }, after: { 3000: 'done' }, on: { end: 'closing' } },
    closing: { meta: { contract: 'closing' }, after: { 2000: 'done' } },
    done: { meta: { contract: 'done' }, type: 'final' },
  },
})

const open = (
  outcome: string | Promise<string> = new Promise<string>(() => {}),
  first = stepper(machine, states) as Step,
) => {
  const clock = new SimulatedClock()
  const told: string[] = []
  const observed: unknown[] = []
  // A runner looks at no more of it.
  const runtime = {
    name: 'm',
    states,
    isConverse: [0, 1, 1, 0, 0],
    heardEvent: ['recv.Turn'],
    saidEvent: ['do.say.Turn'],
    stateName: (state: number) => states[state]?.name ?? 'offline',
  } as unknown as Runtime
  const owner: RunnerOwner = {
    heartbeatMs: 1_000,
    run: (actor: string) => {
      told.push(`run ${actor}`)
      return outcome
    },
    stop: (actor: string) => void told.push(`stop ${actor}`),
    perform: (action: string) => void told.push(`perform ${action}`),
    failed: (error: unknown) => void told.push(`${error}`),
  }
  const observer = {
    stepped: (step: object) => void observed.push(step),
    entered: ({ from, to }: EnteredState) => void told.push(`${from} -> ${to}`),
  }
  const turned: string[] = []
  const runner = new Runner('client', runtime, first, owner, clock, observer)
  const over: RunnerConnection = {
    state: -1,
    connection: null as never,
    session: 's',
    speak: ({ type }: OutgoingMessage) => void told.push(`say ${type}`),
    turned: (state: number, from: number) =>
      void turned.push(`${runtime.stateName(from)} -> ${runtime.stateName(state)}`),
  }
  return { clock, told, turned, observed, runner, over }
}

test('a machine steps with events, and its state is that of the connection', () => {
  const { runner, over, told, observed } = open()
  runner.speakOver(over)
  runner.start()
  expect([over.state, told]).toEqual([-1, []])
  runner.step('begin')
  expect([over.state, told.splice(0)]).toEqual([at('asked'), ['run work', 'offline -> asked']])
  runner.step('stay')
  expect(told.splice(0)).toEqual(['perform note'])
  runner.step('work.ok')
  expect(told).toEqual(['stop work', 'asked -> converse'])
  expect(observed).toHaveLength(3)
  expect(observed.at(-1)).toMatchObject({ event: 'work.ok', session: 's', side: 'client', protocol: 'm' })
})

test('an actor whose outcome is there at once, or comes later, makes the next step, and a late one none', async () => {
  const now = open('work.ok')
  now.runner.speakOver(now.over)
  now.runner.start()
  now.runner.step('begin')
  expect([now.over.state, now.told.at(-1)]).toEqual([at('converse'), 'asked -> converse'])
  const later = open(Promise.resolve('work.ok'))
  later.runner.speakOver(later.over)
  later.runner.start()
  later.runner.step('begin')
  await later.clock.pass(0)
  expect(later.over.state).toBe(at('converse'))
  let give = (_: string): void => {}
  const late = open(new Promise<string>((resolve) => (give = resolve)))
  late.runner.speakOver(late.over)
  late.runner.start()
  late.runner.step('begin')
  late.runner.step('work.ok')
  give('end')
  await late.clock.pass(0)
  expect(late.over.state).toBe(at('converse'))
  const failing = open(Promise.reject(new Error('gone')))
  failing.runner.speakOver(failing.over)
  failing.runner.start()
  failing.runner.step('begin')
  await failing.clock.pass(0)
  expect(failing.told.at(-1)).toBe('Error: gone')
})

test('an actor that has ended is not stopped: nothing of it runs', async () => {
  const { runner, over, told, clock } = open(Promise.resolve('stay'))
  runner.speakOver(over)
  runner.start()
  runner.step('begin')
  await clock.pass(0)
  told.length = 0
  runner.step('work.ok')
  expect(told).toEqual(['asked -> converse'])
})

test('its connection is told of the conversation, and of the end', () => {
  const { runner, over, turned } = open()
  runner.speakOver(over)
  runner.start()
  for (const event of ['begin', 'work.ok', 'recv.Turn', 'end']) runner.step(event)
  runner.expire()
  expect(turned).toEqual(['asked -> converse', 'converse.other -> closing', 'closing -> done'])
})

test('a deadline is that of its state: of time, of heartbeats, or of the silence that a conversation listens to', () => {
  const { runner, over, told, clock } = open()
  runner.speakOver(over)
  runner.start()
  runner.step('begin')
  clock.advance(99)
  expect(over.state).toBe(at('asked'))
  clock.advance(1)
  expect([over.state, told.slice(-3)]).toEqual([at('done'), ['stop work', 'say Late', 'asked -> done']])
  const talking = open('work.ok')
  talking.runner.speakOver(talking.over)
  talking.runner.start()
  talking.runner.step('begin')
  talking.clock.advance(100_000)
  expect(talking.over.state).toBe(at('converse'))
  talking.runner.expire()
  expect(talking.over.state).toBe(at('done'))
  const closing = open('work.ok')
  closing.runner.speakOver(closing.over)
  closing.runner.start()
  closing.runner.step('begin')
  closing.runner.step('end')
  closing.clock.advance(1_999)
  expect(closing.over.state).toBe(at('closing'))
  closing.clock.advance(1)
  expect([closing.over.state, closing.clock.pending]).toEqual([at('done'), 0])
  closing.runner.step('begin')
  closing.runner.expire()
  expect(closing.over.state).toBe(at('done'))
})

test('a deadline that was stopped rings no more', () => {
  const { runner, over, clock } = open()
  runner.speakOver(over)
  runner.start()
  runner.step('begin')
  runner.stop()
  runner.expire()
  clock.advance(1_000)
  expect([over.state, clock.pending]).toEqual([at('asked'), 0])
})

test('a machine that says something without a connection fails, and so does one whose way leads to no state', () => {
  const { runner, told, clock } = open()
  runner.start()
  runner.step('begin')
  clock.advance(100)
  expect(told.at(-1)).toBe('Error: The machine says Late where there is no connection.')
  const nowhere = stepper(machine, []) as Step
  expect(() => nowhere.to.step('begin')).toThrow('No state of the contract stands behind "asked".')
  const lost = open('work.ok', nowhere)
  lost.runner.speakOver(lost.over)
  lost.runner.step('begin')
  expect(lost.told).toEqual(['Error: No state of the contract stands behind "asked".'])
})

test('a conversation that goes on begins in its state, says nothing again, and has its deadline anew', () => {
  const { runner, over, told } = open('work.ok')
  runner.speakOver(over)
  runner.start()
  runner.step('begin')
  told.length = 0
  runner.continueIn(at('converse'))
  expect([over.state, told]).toEqual([at('converse'), []])
  runner.continueIn(at('converse.other'))
  expect([over.state, told]).toEqual([at('converse.other'), []])
  expect(() => runner.continueIn(at('asked'))).toThrow(new Error('No conversation leads to asked.'))
  runner.expire()
  expect(over.state).toBe(at('done'))
})

test('the way to a state is a shortest one by the events, and null where none leads there', () => {
  const first = stepper(machine, states) as Step
  const events = ['begin', 'work.ok', 'recv.Turn', 'end']
  const step = placeIn(first.to, at('converse.other'), events)
  expect([step?.to.state, step?.effects.filter((effect) => effect.do === 'say')]).toEqual([
    at('converse.other'),
    [{ do: 'say', said: { type: 'Turned' } }],
  ])
  expect(placeIn(first.to, at('converse'), ['begin'])).toBeNull()
  // Steps are remembered: a place is the same however often it is come to.
  expect(first.to.step('begin')).toBe(first.to.step('begin'))
  expect((stepper(machine, states) as Step).to.step('end').to.state).toBe(-1)
})
