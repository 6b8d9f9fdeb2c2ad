/** Names of protocols: words in lower case, with a dash between each two. */
export const PROTOCOL_NAME = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+){0,7}$/

/** Whether a protocol may be called so. */
export const isProtocolName = (name: string): boolean => PROTOCOL_NAME.test(name)
