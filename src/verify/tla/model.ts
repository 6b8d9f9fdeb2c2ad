import { type Side, sides } from '../../contract/index.ts'
import { aPair, modelOptions } from '../arguments.ts'
import { fold } from '../fold.ts'
import { mayContinue } from '../pair/carrying.ts'
import { mergedSidesOf } from '../pair/merged-sides.ts'
import type { PairSides } from '../pair/side.ts'
import { type Configuration, PairSystem, reserveOf } from '../pair/system.ts'
import { standInLines } from '../stand-ins.ts'
import type { Pair } from '../verify.ts'
import { type Action, actionsOf, NO_SERVER, namesOfPlaces, setOf, type Tla, tupleOf } from './actions.ts'
import { taking } from './taking.ts'

/** Bounds of the model. */
export interface TlaOptions {
  /** The most messages that may be on their way in each direction. */
  readonly bound: number
}

/**
 * The pair as a module of TLA+, with the configurations that `verify` explores. A violated invariant `Expected` is an
 * UNEXPECTED_MESSAGE, a violated `Peaceful` LEFT_OVER or ENDS_DIFFER, a violated property `Progress` a DEADLOCK, a LIVELOCK
 * or NO_ROOM. What may be relied on is fair, action by action; deadlines, refusals and the network are not.
 */
export const tlaOf = (pair: Pair, options: TlaOptions): string => {
  aPair('pair', pair)
  modelOptions('options', options)
  const { bound } = options
  const { contract } = pair
  const pairSides = mergedSidesOf(pair)
  const messages = contract.messages.map(({ name }) => name)
  const tla: Tla = {
    pairSides,
    places: { client: namesOfPlaces(pairSides.client), server: namesOfPlaces(pairSides.server) },
    messages,
  }
  const start = new PairSystem(pairSides, messages.length, bound)
  const actions = [...actionsOf(tla, 'client'), ...actionsOf(tla, 'server')]
  return `${[
    '---------------------------------- MODULE pair ----------------------------------',
    `(* ${contract.protocol} ${contract.version}: a client and a server, and a queue of messages in each direction.`,
    '   A step for which there is no room is not taken.',
    ...(mayContinue(contract)
      ? [
          '   Each connection begins a conversation of its own: one that goes on over another',
          '   connection is no part of it.',
        ]
      : []),
    ...standInLines(contract, pairSides),
    '   Expected   every message that arrives is one that the contract lets be heard there',
    '   Peaceful   nobody leaves a message behind, and both agree how it ended',
    '   Progress   somebody gets on again and again, until both have ended or something happens that is not relied on',
    '   For TLC, pair.cfg:  SPECIFICATION Spec  INVARIANTS Expected Peaceful  PROPERTY Progress  CHECK_DEADLOCK FALSE *)',
    'EXTENDS Naturals, Sequences',
    '',
    'VARIABLES client, server, toServer, toClient, broken, cut, clientLost, serverLost, amiss',
    'vars == <<client, server, toServer, toClient, broken, cut, clientLost, serverLost, amiss>>',
    '',
    `Bound == ${bound}`,
    '\\* Room beyond it, for what does not wait.',
    `Share == Bound + ${reserveOf(pairSides)}`,
    '',
    `ClientEnds == ${setOf(endsOf(tla, 'client'))}`,
    `ServerEnds == ${setOf([...endsOf(tla, 'server'), NO_SERVER])}`,
    `Offline == ${setOf(placesWhere(tla, 'client', ({ offline }) => offline))}`,
    'Over == client \\in ClientEnds /\\ server \\in ServerEnds',
    '',
    ...beginning(tla, start),
    '',
    ...taking(tla),
    '',
    ...actions.flatMap(({ name, note, does }) => [
      ...(note === null ? [] : [note]),
      ...(name.length + does.length < 106 ? [`${name} == ${does}`] : [`${name} ==`, `    ${does}`]),
    ]),
    '',
    '\\* The stream breaks, whatever was on its way.',
    'Breaks ==',
    '  /\\ amiss = "nothing" /\\ ~cut /\\ ~Over',
    "  /\\ toServer' = <<>> /\\ toClient' = <<>> /\\ cut' = TRUE /\\ broken' = TRUE",
    '  /\\ UNCHANGED <<client, server, clientLost, serverLost, amiss>>',
    '',
    ...disjunction('Next', [...actions.map(({ name }) => name), 'Breaks']),
    '',
    ...fairness(actions),
    '',
    'Spec == Init /\\ [][Next]_vars /\\ Fairness',
    '',
    ...expected(tla),
    '',
    'Peaceful == amiss = "nothing"',
    '',
    ...disjunction(
      'GetsOn',
      actions.filter(({ progresses }) => progresses).map(({ name }) => name),
    ),
    ...disjunction('Storms', [
      ...actions.filter(({ fair }) => fair === null).map(({ name }) => name),
      'Breaks',
    ]),
    'Progress == []<>(Over \\/ amiss # "nothing") \\/ []<><<GetsOn \\/ Storms>>_vars',
    '=================================================================================',
  ]
    .flatMap(fold)
    .join('\n')}\n`
}

const placesWhere = (
  { places, pairSides }: Tla,
  side: Side,
  isSo: (location: PairSides[Side]['locations'][number]) => boolean,
): readonly string[] =>
  places[side].filter((_, index) => {
    const location = pairSides[side].locations[index]
    return location !== undefined && isSo(location)
  })

const endsOf = (tla: Tla, side: Side): readonly string[] => placesWhere(tla, side, ({ ended }) => ended)

const beginning = (tla: Tla, { start, words }: PairSystem): readonly string[] => {
  // The first step of a client may have no room.
  if (start === null) return ['Init == FALSE']
  const placeOf = (side: Side): string => JSON.stringify(tla.places[side][start[side]] ?? NO_SERVER)
  const queue = (word: number): string =>
    tupleOf(words.list(word).map((number) => tla.messages[number] ?? ''))
  const flag = (name: keyof Configuration): string => (start[name] === true ? 'TRUE' : 'FALSE')
  return [
    'Init ==',
    `  /\\ client = ${placeOf('client')} /\\ server = ${placeOf('server')}`,
    `  /\\ toServer = ${queue(start.toServer)} /\\ toClient = ${queue(start.toClient)}`,
    `  /\\ broken = ${flag('broken')} /\\ cut = FALSE /\\ clientLost = FALSE /\\ serverLost = FALSE`,
    '  /\\ amiss = "nothing"',
  ]
}

/** Each step that does not wait for room is fair for itself; of those that wait, a side gets at one again and again. */
const fairness = (actions: readonly Action[]): readonly string[] => {
  const weak = actions.filter(({ fair }) => fair === 'weak')
  const strong = (side: Side, cause: string): readonly string[] => {
    const names = actions.flatMap((action) =>
      action.fair === 'strong' && action.side === side && action.cause === cause ? [action.name] : [],
    )
    return names.length === 0 ? [] : [`  /\\ SF_vars(${names.join(' \\/ ')})`]
  }
  return [
    '\\* What may be relied on: what arrives is heard, actors end, a loss is told of, and somebody says',
    '\\* what brings them on.',
    'Fairness ==',
    '  /\\ TRUE',
    ...weak.map(({ name }) => `  /\\ WF_vars(${name})`),
    '  \\* What waits for room gets it, if there is room again and again.',
    ...sides.flatMap((side) => [...strong(side, 'outcome'), ...strong(side, 'prompt')]),
  ]
}

/** In each place, the messages that may be the next to be heard. */
const expected = (tla: Tla): readonly string[] => [
  'Expected ==',
  ...sides.flatMap((side) => {
    const queue = side === 'client' ? 'toClient' : 'toServer'
    return tla.places[side].flatMap((place, index) => {
      const location = tla.pairSides[side].locations[index]
      if (location === undefined || location.ended) return []
      const heard = tla.messages.filter((_, number) => location.hears[number] != null)
      return [
        `  /\\ ${side} = ${JSON.stringify(place)} /\\ ${queue} # <<>> => Head(${queue}) \\in ${setOf(heard)}`,
      ]
    })
  }),
]

const disjunction = (name: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [`${name} == FALSE`] : [`${name} ==`, ...names.map((one) => `  \\/ ${one}`)]
