import { formatHostPort } from '../../../address.ts'
import { ColloquyError } from '../../../index.ts'
import type { Inspector } from '../../../inspect/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { inspectToken } from '../../files/inspect-token.ts'
import type { Language } from '../../i18n/language.ts'
import { impliable, toggle, type Values } from '../../options/option.ts'
import { localPlace } from '../../options/value-types.ts'
import { loadMachines } from '../machines/load-machines.ts'

/** The flags of the live page. */
export const inspectOptions = {
  inspect: impliable(
    '--inspect [host:port]',
    'open a live page of it, for this machine alone, and print its secret address (default: 127.0.0.1:0, any free port)',
    localPlace,
    '127.0.0.1:0',
  ),
  inspectTexts: toggle(
    '--inspect-texts',
    'show texts of conversations on that page, where they are masked otherwise',
  ),
}

type InspectFlags = Values<typeof inspectOptions> & {
  readonly contract: string | undefined
  readonly lang: Language
}

/** Checks the flags by themselves. Throws a CliError for one that means nothing. */
export const checkInspect = ({ inspect, inspectTexts }: Values<typeof inspectOptions>): void => {
  if (inspectTexts && inspect === undefined)
    throw new CliError(Exit.wrongUsage, (say) => say.flagNeeds('--inspect-texts', '--inspect'))
}

/**
 * Opens the live page of a server, if that is wanted. Throws a CliError where it cannot listen, or the contract is too
 * large to be drawn.
 */
export const openInspection = async (flags: InspectFlags, folder: string): Promise<Inspector | null> => {
  const { inspect: place, inspectTexts: texts, lang: language } = flags
  if (place === undefined) return null
  // Loaded here, since other servers start without it.
  const [{ openInspector }, { MAX_DRAWN, tooLargeToDraw }, machines] = await Promise.all([
    import('../../../inspect/index.ts'),
    import('../../../visualize/index.ts'),
    loadMachines({ contract: flags.contract, client: undefined, server: undefined }),
  ])
  const { contract, client, server } = machines
  const extent = tooLargeToDraw('pair', 'html', { contract, source: '', client, server, stories: [] })
  if (extent !== null)
    throw new CliError(Exit.failed, (say) => say.tooLargeToDraw(extent.states, extent.arrows, MAX_DRAWN))
  const token = inspectToken(folder)
  try {
    return await openInspector({ contract, client, server, ...place, token, texts, language })
  } catch (error) {
    if (!(error instanceof ColloquyError) || error.failure.code !== 'CANNOT_LISTEN') throw error
    const { code } = error.failure.fault
    throw new CliError(Exit.cannotConnect, (say) =>
      say.inspectUnheard(formatHostPort(place.host, place.port), code),
    )
  }
}
