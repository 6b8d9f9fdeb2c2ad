import * as E from 'fp-ts/lib/Either.js'
import { nameKey } from '../../../store/index.ts'
import { withConnectProgress } from '../../client/connect-progress.ts'
import { Deadline } from '../../client/deadline.ts'
import { noticeOutage } from '../../client/outage.ts'
import { exitOf } from '../../client/outcome.ts'
import { noticeSilence } from '../../client/silence.ts'
import { contractTalker, type Showing, type Talk, type Talker, textTalker } from '../../client/talker.ts'
import { withRemedy } from '../../errors.ts'
import { Exit, type ExitCode } from '../../exit.ts'
import type { SpokenContract } from '../../files/spoken-contract.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import type { Phrase } from '../../i18n/errors.ts'
import { stopRequest } from '../../signals.ts'
import { type Line, linesOf } from '../../terminal/input-lines.ts'
import { roomOnStdout } from '../../terminal/output.ts'
import { printable } from '../../terminal/printable.ts'
import type { Progress } from '../../terminal/progress.ts'
import type { StandardInput } from '../../terminal/standard-input.ts'
import { hasSessionWork, manageSessions } from '../own-sessions.ts'
import { connectSettings, type Given } from './connect-settings.ts'
import { purposeOf } from './purpose.ts'

/** A terminal, or what stands in for one. */
interface Terminal {
  readonly input: () => StandardInput
  readonly progress: Progress
}

/** Connects, says what there is to say, and leaves. Resolves with the exit code that comes of it; rejects where no conversation began. */
export const converse = async (given: Given, { input, progress }: Terminal): Promise<ExitCode> => {
  const { flags, person, prompts } = given
  const { lang, json, quiet } = flags
  const purpose = purposeOf(flags)
  const { messages, work, isBounded, timeoutMs, logout } = purpose
  const talker = await talkerOf(given.spoken, { lang, isInteractive: purpose.isTyped, json, quiet })
  const { output } = talker
  const complain = (phrase: Phrase): void => output.showError(phrase)
  const left = stopRequest()
  const { log, isSilent } = noticeSilence(prompts?.quiet(output.log) ?? output.log)
  const tooLong: Phrase = (say) =>
    isSilent() ? say.neverBegan('TIMEOUT', 'SILENCE') : say.tookTooLong(timeoutMs)
  const deadline = purpose.isTimed ? new Deadline(timeoutMs, () => complain(tooLong)) : null
  const signal = deadline === null ? left.signal : AbortSignal.any([left.signal, deadline.signal])
  const { settings, asked } = await connectSettings(given, purpose, { deadline, signal, complain })
  let talk: Talk | null = null
  /** Bounds the wait until a conversation goes on, or the next one begins, from the moment in which it broke off. */
  const boundOutage = async (): Promise<void> => {
    deadline?.start()
    await talk?.client.ready().then(() => deadline?.stop(), noReason)
  }
  try {
    const connecting = talker.connect({
      ...settings,
      ended: (conversation) => talker.ended(conversation),
      log: withConnectProgress(
        isBounded ? log : noticeOutage(log, boundOutage),
        progress,
        catalogues[lang].console,
      ),
    })
    // After the connection's own time, which has more to say when it is over.
    deadline?.start()
    talk = await connecting
    await asked?.begun()
    const { client } = talk
    tellOtherName(client.name, asked?.toldName ?? person.name, complain)
    if (hasSessionWork(work)) await manageSessions(client, work, json, lang)
    if (!isBounded) deadline?.stop()
    const talked = await talk.hold({
      lines: (maxBytes) => (isBounded ? eachOf(messages) : linesOf(input(), maxBytes)),
      answersWithinMs: timeoutMs,
      deadline,
      room: () => roomOnStdout(left.signal),
      isStopped: () => left.signal.aborted,
      isUnheard: () => left.signal.aborted && left.exit() === null,
      logout,
    })
    const { failure } = client
    return (
      left.exit() ?? exitOf({ ...talked, failure, logout: logout !== null, isStopped: left.signal.aborted })
    )
  } catch (error) {
    const exit = left.exit()
    if (exit !== null) return exit
    if (deadline?.hasPassed === true) return Exit.cannotConnect
    throw json ? error : withRemedy(error)
  } finally {
    await talk?.client.bye()
    deadline?.stop()
    progress.end()
    await prompts?.release()
    process.stdin.destroy()
    output.close()
  }
}

const talkerOf = async (spoken: SpokenContract | null, showing: Showing): Promise<Talker> => {
  if (spoken === null) return textTalker(showing)
  const { MessageForms } = await import('../../messages/message-forms.ts')
  return contractTalker(spoken.runnable, new MessageForms(spoken.contract, 'client'), showing)
}

/** Tells somebody whom the server greets by another name than the one that was given. */
const tellOtherName = (
  greeted: string | null,
  told: string | null,
  complain: (phrase: Phrase) => void,
): void => {
  if (told !== null && greeted !== null && nameKey(greeted) !== nameKey(told))
    complain((say) => say.otherName(printable(greeted), printable(told)))
}

/** Why there is none is told elsewhere. */
const noReason = (): void => {}

async function* eachOf(messages: readonly string[]): AsyncGenerator<Line> {
  yield* messages.map(E.right)
}
