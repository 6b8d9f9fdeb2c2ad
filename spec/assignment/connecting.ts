import type { LogLine, Serving } from '../support/program.ts'

/** The arguments of a client of a server of this machine. */
export const connecting = ({ port }: Pick<Serving, 'port'>, ...more: readonly string[]): string[] => [
  'connect',
  '127.0.0.1',
  String(port),
  ...more,
]

/** Names of events in the order in which each came first. */
export const firstsOf = (lines: readonly LogLine[]): readonly string[] => [
  ...new Set(lines.map(({ event }) => event)),
]

/** These phrases, one after the other, with anything between them. */
export const inOrder = (...phrases: readonly string[]): RegExp =>
  new RegExp(phrases.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*'))
