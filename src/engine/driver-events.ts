// The events that a driver tells a machine beside the outcomes of its actors and the prompts of its program. Engine and
// verification share this list. A driver runs one actor at a time, and tells of each thing once.

/** The event of a message that was heard. */
export const heardEvent = (message: string): string => `recv.${message}`

/** The event of a conversation message that the program says. */
export const saidEvent = (message: string): string => `do.say.${message}`

/** The event of a breach that the driver found, by the code that is refused with. */
export const refusalEvent = (code: string): string => `refuse.${code}`

/** The code of a message that the contract forbids where it comes: the machine is told of a refusal, not of the message. */
export const FORBIDDEN_CODE = 'UNEXPECTED_MESSAGE'

/** The stream ended or broke. A machine that stays is not told again. */
export const LOST_EVENT = 'lost'

/** Whether a driver alone tells a machine of an event: of what came, of a breach, of the loss, or that time is up. */
export const isDriverEvent = (event: string): boolean =>
  event === LOST_EVENT ||
  [heardEvent(''), refusalEvent(''), 'xstate.'].some((begin) => event.startsWith(begin))

/** The actor that opens a connection: nothing but its outcome leads out of offline. */
export const OPENING_ACTOR = 'open'

/** Whether a state of the contract is converse, or one within it: there a driver has a conversation begin, or go on. */
export const isWithinConverse = (state: string): boolean =>
  state === 'converse' || state.startsWith('converse.')
