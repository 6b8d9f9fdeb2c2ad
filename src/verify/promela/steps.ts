import { opposite, type Side } from '../../contract/index.ts'
import type { Move, Player, PlayerSpot } from '../player.ts'

/** One side of the model, and what its steps are written with. */
export interface Part {
  readonly side: Side
  readonly player: Player
  /** Its places by their index. */
  readonly places: readonly string[]
  /** The channels on which it hears and says. */
  readonly hears: string
  readonly says: string
  /** Messages by their number. */
  readonly messages: readonly string[]
  /** The messages that can arrive. */
  readonly arriving: readonly number[]
  /** How many messages the server says at once where a connection is opened. */
  readonly greetings: number
  readonly bound: number
}

/** What is not there: a client before its first step, a server without a connection. */
export const unborn = 'client_unborn'
export const absent = 'server_absent'

/** The steps of a side as branches of its loop, place by place. A branch is one step: nothing comes between. */
export const stepsOf = (part: Part): readonly string[] =>
  part.player.spots.flatMap((spot, index) => {
    const moves = [
      ...(spot.ended ? [] : spot.hears.filter((move) => move !== null)),
      ...(spot.ended || spot.loss.to === index ? [] : [spot.loss]),
      ...spot.others,
    ]
    return [
      '',
      `/* In ${part.player.role.spots[index]?.path}. */`,
      ...(spot.ended ? [] : unexpected(part, spot, index)),
      ...moves.flatMap((move) => [
        `:: d_step { ${guardOf(part, index, move)} -> ${noteOf(move)}`,
        ...body(part, spot, move),
      ]),
    ]
  })

/** The step that opens a connection before anything else, of a client that does not begin offline. */
export const firstStep = (part: Part): readonly string[] => [
  `:: d_step { client == ${unborn} ->`,
  ...opening(part, part.player.start),
]

/** What the contract does not let be heard is not to arrive. */
const unexpected = (part: Part, spot: PlayerSpot, index: number): readonly string[] => {
  const polls = part.arriving
    .filter((message) => spot.hears[message] === null)
    .map((message) => `${part.hears}?[${part.messages[message]}]`)
  return polls.length === 0
    ? []
    : [
        `:: d_step { ${part.side} == ${part.places[index]} && (${polls.join(' || ')}) ->`,
        `     assert(len(${part.hears}) == 0) }`,
      ]
}

const guardOf = ({ side, places, hears }: Part, index: number, move: Move): string =>
  [
    `${side} == ${places[index]}`,
    ...(move.leap.cause === 'hear' ? [`${hears}?[${heardIn(move)}]`] : []),
    ...(move.leap.cause === 'loss' ? [`len(${hears}) == 0 && (cut || ${opposite(side)}Ended)`] : []),
    ...(move.helps ? [] : ['!calm']),
  ].join(' && ')

const noteOf = ({ leap: { cause, event } }: Move): string =>
  cause === 'hear' ? '' : `/* ${cause}: ${event} */`

/** What a step does, behind what keeps it from being taken: the first that holds counts. */
const body = (part: Part, from: PlayerSpot, move: Move): readonly string[] => {
  const { side, player, hears, says } = part
  const to = player.spots[move.to]
  if (side === 'client' && from.offline && to?.offline === false) return opening(part, move)
  const other = `${opposite(side)}Ended`
  const ends = !from.ended && to?.ended === true
  const hearing = move.leap.cause === 'hear'
  const hurdles = [
    ...(move.says.length > 0
      ? [`:: !cut && !${other} && len(${says}) + ${move.says.length} > bound -> ${noRoom}`]
      : []),
    ...(move.says.length > 0 && !move.breaks ? [`:: ${other} && !broken -> assert(broken)`] : []),
    ...(ends && !move.breaks
      ? [`:: len(${hears}) > ${hearing ? 1 : 0} && !broken -> assert(broken)`]
      : []),
  ]
  const effects = [
    ...(hearing ? [`${hears}?${heardIn(move)}`] : []),
    ...saying(part, move),
    ...(ends ? [`drain(${hears})`] : []),
    ...placing(part, move),
    ...((side === 'server' ? to?.ended : to?.offline) ? ['forget()'] : []),
  ].join('; ')
  return hurdles.length === 0
    ? [`     ${effects} }`]
    : ['     if', ...hurdles.map((line) => `     ${line}`), `     :: else -> ${effects}`, '     fi }']
}

/** The step with which a client comes online. */
const opening = (part: Part, move: Move): readonly string[] =>
  Math.max(move.says.length, part.greetings) > part.bound
    ? [`     ${noRoom} }`]
    : [`     ${['connect()', ...saying(part, move), ...placing(part, move)].join('; ')} }`]

/** The step is not taken, and yet there is no deadlock. */
const noRoom = 'skip /* no room */'

const saying = ({ side, messages }: Part, { says, breaks }: Move): readonly string[] => [
  ...says.map((said) => `${opposite(side)}IsTold(${messages[said]})`),
  ...(breaks ? ['broken = true'] : []),
]

const placing = ({ side, places }: Part, { to }: Move): readonly string[] => [`${side} = ${places[to]}`]

const heardIn = ({ leap }: Move): string => leap.event.slice('recv.'.length)
