import { texted } from './option.ts'

/** The flag of a command that holds one conversation after the other. */
export const recordFile = texted(
  '--record <file>',
  'record what is said, without secrets, for visualize to step through; further connections, and those after an earlier recording, beside it as talk-2.jsonl',
)

/** The flag of a command that holds many conversations. */
export const recordFolder = texted(
  '--record <folder>',
  'record what is said, without secrets, for visualize to step through: a file a connection, up to 1000 of 4 MiB',
)
