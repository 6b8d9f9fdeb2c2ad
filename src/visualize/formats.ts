/** Subjects of a picture: the server's machine, the client's, the contract, or both machines beside each other. */
export const subjects = ['server', 'client', 'contract', 'pair'] as const
/** A subject of a picture. */
export type Drawn = (typeof subjects)[number]

/** Formats of a picture. */
export const formats = ['svg', 'mermaid', 'dot', 'html', 'json'] as const
/** A format of a picture. */
export type Format = (typeof formats)[number]
