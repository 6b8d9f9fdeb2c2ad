import {
  type HeldConversation,
  type HeldSummary,
  MAX_HELD_STATE_BYTES,
  type TakenConversation,
} from './store.ts'

/** Whether the state is larger than a store keeps. Throws a RangeError for what only its server can have got wrong. */
export const isTooLarge = ({ session, owner, account, epoch, state }: HeldConversation): boolean => {
  assertBytes('session', session, 1, MAX_SESSION_BYTES)
  assertBytes('owner', owner, 1, MAX_OWNER_BYTES)
  if (account !== null) assertBytes('account', account, 0, MAX_ACCOUNT_BYTES)
  if (!Number.isSafeInteger(epoch) || epoch < 0) throw new RangeError('epoch is a whole number from 0.')
  return state !== null && state.length > MAX_HELD_STATE_BYTES
}

/** Whether what is there of a session may be written over: the epoch is the fence. */
export const mayReplace = (there: HeldSummary, { owner, epoch }: HeldSummary): boolean =>
  epoch > there.epoch || (epoch === there.epoch && owner === there.owner)

/** The conversation as its next owner has it. */
export const takenBy = (owner: string, there: HeldSummary, state: Uint8Array): TakenConversation => ({
  ...there,
  owner,
  epoch: there.epoch + 1,
  state,
})

const MAX_SESSION_BYTES = 32
const MAX_OWNER_BYTES = 64
const MAX_ACCOUNT_BYTES = 64

const assertBytes = (what: string, value: string, min: number, max: number): void => {
  const bytes = Buffer.byteLength(value)
  if (bytes < min || bytes > max) throw new RangeError(`${what} has ${min} to ${max} bytes.`)
}
