import { type Contract, opposite, type Side } from '../../contract/index.ts'
import { aPair, modelOptions } from '../arguments.ts'
import { fold } from '../fold.ts'
import { mayContinue } from '../pair/carrying.ts'
import { mergedSidesOf } from '../pair/merged-sides.ts'
import type { PairSide, PairSides } from '../pair/side.ts'
import { reserveOf } from '../pair/system.ts'
import { standInLines } from '../stand-ins.ts'
import type { Pair } from '../verify.ts'
import { firstStep, NO_CLIENT, NO_SERVER, type Part, stepsOf } from './steps.ts'

/** Bounds of the model. */
export interface PromelaOptions {
  /** The most messages that may be on their way in each direction. */
  readonly bound: number
}

/**
 * The pair as a model for SPIN, with the configurations that `verify` explores, and each once more in calm. An invalid
 * end state is a DEADLOCK, a violated `broken` LEFT_OVER, a violated `len(…) == 0` UNEXPECTED_MESSAGE. Whether a
 * conversation can always be ended is no matter of a single run: of NEVER_LEFT the model says nothing.
 */
export const promelaOf = (pair: Pair, options: PromelaOptions): string => {
  aPair('pair', pair)
  modelOptions('options', options)
  const { bound } = options
  const { contract } = pair
  const pairSides = mergedSidesOf(pair)
  const messages = contract.messages.map(({ name }) => name)
  const reserve = reserveOf(pairSides)
  const partOf = (side: Side, hears: string, says: string): Part => ({
    side,
    pairSide: pairSides[side],
    places: placesOf(side, pairSides[side]),
    hears,
    says,
    messages,
    arriving: saidBy(pairSides[opposite(side)]),
    greetings: pairSides.server.start.says.length,
    bound,
    reserve,
  })
  const client = partOf('client', 'toClient', 'toServer')
  const server = partOf('server', 'toServer', 'toClient')
  const { start } = pairSides.client
  const beginsOffline = pairSides.client.locations[start.to]?.offline === true
  return `${[
    ...heading(contract, pairSides),
    '',
    `#define bound ${bound}`,
    '',
    `mtype = { ${messages.join(', ')} };`,
    ...namesOf('clientPlace', [...client.places, ...(beginsOffline ? [] : [NO_CLIENT])]),
    ...namesOf('serverPlace', [...server.places, NO_SERVER]),
    '',
    `chan toServer = [bound + ${reserve}] of { mtype };`,
    `chan toClient = [bound + ${reserve}] of { mtype };`,
    `clientPlace client = ${beginsOffline ? client.places[start.to] : NO_CLIENT};`,
    `serverPlace server = ${NO_SERVER};`,
    '',
    ...flags,
    '',
    `#define clientEnded (${isAnyOf('client', [...endsOf(client), ...(beginsOffline ? [] : [NO_CLIENT])])})`,
    `#define serverEnded (${isAnyOf('server', [...endsOf(server), NO_SERVER])})`,
    `#define clientOffline (${isAnyOf('client', offlineOf(client))})`,
    '',
    ...telling(client),
    ...telling(server),
    '',
    ...clearing,
    '',
    ...connecting(server),
    '',
    ...loop('clientSide', [...(beginsOffline ? [] : firstStep(client)), ...stepsOf(client)]),
    '',
    ...loop('serverSide', stepsOf(server)),
    '',
    ...network,
  ]
    .flatMap(fold)
    .join('\n')}\n`
}

const NOT_CONTINUED = [
  '   Each connection begins a conversation of its own: one that goes on over another connection',
  '   is no part of the model.',
]

const heading = (contract: Contract, pairSides: PairSides): readonly string[] => [
  `/* ${contract.protocol} ${contract.version}: a client and a server, and a queue of messages in each direction.`,
  '   A step for which there is no room is not taken; nothing is claimed of what follows.',
  ...(mayContinue(contract) ? NOT_CONTINUED : []),
  ...standInLines(contract, pairSides),
  '   invalid end state            both wait for each other, or for room',
  '   non-progress cycle           with spin -DPROGRESS and pan -l: both go round in a circle, and neither gets on,',
  '                                be it by what is said again and again to one who waits for something else',
  '   assertion violated cut       a conversation ended in peace for one side, and by a loss for the other',
  '   assertion violated broken    a conversation ended in peace, and a message was left',
  '   assertion violated len == 0  a message arrived that the contract does not let be heard */',
]

/** Two places that would be called the same are told apart by their index. */
const placesOf = (side: Side, { graph }: PairSide): readonly string[] =>
  graph.locations
    .map(({ path }) => `${side}_${path.replaceAll(/\W/g, '_')}`)
    .map((name, index, all) => (all.indexOf(name) === index ? name : `${name}__${index}`))

/** The messages that a side ever says, in the order of their numbers. */
const saidBy = ({ start, locations }: PairSide): readonly number[] => {
  const pairSteps = [start, ...locations.flatMap(({ hears, loss, others }) => [...hears, loss, ...others])]
  return [...new Set(pairSteps.flatMap((pairStep) => pairStep?.says ?? []))].sort((one, two) => one - two)
}

const endsOf = ({ places, pairSide }: Part): readonly string[] =>
  places.filter((_, index) => pairSide.locations[index]?.ended)

const offlineOf = ({ places, pairSide }: Part): readonly string[] =>
  places.filter((_, index) => pairSide.locations[index]?.offline)

const isAnyOf = (side: Side, places: readonly string[]): string =>
  places.length === 0 ? 'false' : places.map((place) => `${side} == ${place}`).join(' || ')

const flags = [
  '/* The conversation can no longer end in peace: a Fault was said, time was up, or the stream broke. */',
  'bool broken;',
  '/* The stream was cut: nothing arrives any more. */',
  'bool cut;',
  '/* No deadline passes any more, nobody refuses or leaves, and the stream holds. Calm may begin at any moment:',
  '   who only gets on by such things is stuck then. */',
  'bool calm;',
  '/* A side was told that the stream has ended, and stays. It is told once. */',
  'bool clientLost, serverLost;',
  '',
  '/* After a step with which somebody gets on; and whether somebody may say what need not be said: where circles are',
  '   looked for, in calm, only after all that happens of itself. */',
  '#ifdef PROGRESS',
  '#define GETS_ON ; goto progress',
  '#define unprompted (!calm || timeout)',
  '#else',
  '#define GETS_ON',
  '#define unprompted true',
  '#endif',
]

/** The places of a side as values of a type of its own; as numbers where SPIN has no more names. */
const namesOf = (type: string, places: readonly string[]): readonly string[] =>
  places.length < MAX_MTYPES
    ? [`mtype:${type} = { ${places.join(', ')} };`, `#define ${type} mtype:${type}`]
    : [`#define ${type} short`, ...places.map((place, index) => `#define ${place} ${index}`)]

const MAX_MTYPES = 255

const telling = ({ side, hears }: Part): readonly string[] => [
  `inline ${side}IsTold(message) { if :: !cut && !${side}Ended -> ${hears}!message :: else fi }`,
]

const clearing = ['inline drain(queue) { do :: len(queue) > 0 -> queue?_ :: else -> break od }']

/** The server comes with the connection, and goes when both have left it. */
const connecting = ({ pairSide: { start }, places, messages }: Part): readonly string[] => [
  'inline connect() {',
  `  drain(toServer); drain(toClient); broken = false; cut = false; clientLost = false; serverLost = false;
  server = ${places[start.to]}${start.says.map((said) => `; toClient!${messages[said]}`).join('')}`,
  '}',
  'inline forget() {',
  `  if :: clientOffline && serverEnded -> broken = false; cut = false; clientLost = false; serverLost = false;
     server = ${NO_SERVER} :: else fi`,
  '}',
]

const getsOn = ['#ifdef PROGRESS', '  progress: goto again', '#endif']

const network = [
  'active proctype network() {',
  '  /* Before calm, nothing is waited for. */',
  '  progress_storm: do',
  '  /* the stream breaks, whatever was on its way */',
  '  :: d_step { !cut && !(clientEnded && serverEnded) ->',
  '       drain(toServer); drain(toClient); cut = true; broken = true }',
  '  :: d_step { calm = true }; break',
  '  /* what is over is no deadlock */',
  '  :: d_step { clientEnded && serverEnded -> skip }',
  '  od;',
  '  again: do',
  '  :: d_step { clientEnded && serverEnded -> skip } GETS_ON',
  '  od',
  ...getsOn,
  '}',
]

const loop = (name: string, branches: readonly string[]): readonly string[] => [
  `active proctype ${name}() {`,
  '  again: do',
  ...branches.map((line) => (line === '' ? '' : `  ${line}`)),
  '  od',
  ...getsOn,
  '}',
]
