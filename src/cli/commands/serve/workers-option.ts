import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { valued } from '../../options/option.ts'
import { wholeNumber } from '../../options/value-types.ts'

const MAX_WORKERS = 64

/** The flag that says over how many processes conversations are spread. */
export const workersOption = valued(
  '--workers <count>',
  'processes that conversations are spread over, each on a core of its own (default: this process alone)',
  wholeNumber(1, MAX_WORKERS),
)

interface WorkersFlags {
  readonly workers: number | undefined
  readonly inspect: unknown
  readonly reply: string
  readonly node: string | undefined
}

/** Checks the flags by themselves. Throws a CliError for one that needs all conversations in one process. */
export const checkWorkers = ({ workers, inspect, reply, node }: WorkersFlags): void => {
  if (workers === undefined) return
  if (inspect !== undefined) throw new CliError(Exit.wrongUsage, (say) => say.oneProcess('--inspect'))
  if (reply === 'operator') throw new CliError(Exit.wrongUsage, (say) => say.oneProcess('--reply operator'))
  // Each worker has a name of its own behind it.
  if (node !== undefined && node.length > MAX_NODE_LENGTH)
    throw new CliError(Exit.wrongUsage, (say) =>
      say.badValue('--node', node, say.must.shortNode(MAX_NODE_LENGTH)),
    )
}

/** The name of a worker is a node's, a dot and its number. */
const MAX_NODE_LENGTH = 64 - `.${MAX_WORKERS}`.length
