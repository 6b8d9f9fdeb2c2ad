// @ts-check

/** The action that speaks. @param {string} type */
export const say = (type) => ({ type: /** @type {const} */ ('say'), params: { type } })

/** The deadlines of the contract, in milliseconds, by the names of its states. */
export const deadlines = {
  free: 3_600_000,
  asked: 10_000,
  held: 3_600_000,
  releasing: 10_000,
  revoking: 10_000,
  freed: 10_000,
  'end.client': 5_000,
  'end.server': 5_000,
}

/** Whichever side has said its last word takes in what was on its way. @param {readonly string[]} messages */
export const skipping = (messages) => Object.fromEntries(messages.map((message) => [`recv.${message}`, {}]))
