// @ts-check

/** The action that speaks. @param {string} type */
export const say = (type) => ({ type: /** @type {const} */ ('say'), params: { type } })

/** The deadlines of the contract, in milliseconds, by the names of its states. */
export const deadlines = {
  'window.none': 60_000,
  'window.one': 60_000,
  'window.two': 60_000,
  storing: 60_000,
  'end.client': 5_000,
  'end.server': 5_000,
}

/** An actor of a name. @template {string} Name @param {Name} name */
export const runs = (name) => ({ src: name, id: name })
