// @ts-check

/**
 * What `say` says: the name of a message, and what is worth showing of it.
 * @typedef {{ readonly type: string, readonly code?: string }} Said
 */

/** The action that speaks. @param {string} type */
export const say = (type) => ({ type: /** @type {const} */ ('say'), params: { type } })

/** Says what went wrong. @param {string} code */
export const fault = (code) => ({
  type: /** @type {const} */ ('say'),
  params: { type: 'Fault', code },
})

/** The deadlines of the contract, in milliseconds, by the names of its states. */
export const deadlines = {
  open: 60_000,
  'flow.none': 60_000,
  'flow.one': 60_000,
  'flow.two': 60_000,
  'end.client': 10_000,
  'end.server': 10_000,
}
