import type { Message, UncheckedContract } from '../contract.ts'
import { opposite, sides } from '../contract.ts'
import { type Flaw, quote } from '../failure.ts'
import type { WrittenContract, WrittenMessage } from '../model.ts'
import type { Path, Places } from '../places.ts'
import type { Rule } from '../rules.ts'
import { isSaidBy } from '../turns.ts'

const MAX_WINDOW = 65_535
/** That what answers a message is said by the other side, and that whoever asks can be answered. */
export const checkAnswers = (
  written: WrittenContract,
  { messages }: UncheckedContract,
  places: Places,
): readonly Flaw[] => {
  const byName = new Map(messages.map((message) => [message.name, message]))
  return Object.entries(written.messages).flatMap(([name, { answer }]) => {
    const asked = byName.get(name)
    if (answer === undefined || asked === undefined) return []
    return checkAnswer(asked, answer, byName, ['messages', name, 'answer'], places)
  })
}

const checkAnswer = (
  asked: Message,
  answer: NonNullable<WrittenMessage['answer']>,
  byName: ReadonlyMap<string, Message>,
  path: Path,
  places: Places,
): readonly Flaw[] => {
  const flaw = (at: Path, rule: Rule, message: string): Flaw => ({ place: places.ofValue(at), rule, message })
  if (!asked.conversation) {
    return [flaw(path, 'ANSWER_UNFIT', `${quote(asked.name)} is no conversation message.`)]
  }
  const lists = 'end' in answer ? [answer.each, answer.end] : [answer]
  const paths =
    'end' in answer
      ? [
          [...path, 'each'],
          [...path, 'end'],
        ]
      : [path]
  const all = lists.flat()
  const named = lists.flatMap((names, which) =>
    names.flatMap((name, index): readonly Flaw[] => {
      const at = [...(paths[which] ?? path), index]
      const found = byName.get(name)
      if (found === undefined) return [flaw(at, 'MESSAGE_UNKNOWN', `There is no message ${quote(name)}.`)]
      const isOther = sides.some((side) => isSaidBy(asked, side) && isSaidBy(found, opposite(side)))
      return found.conversation && isOther && all.filter((other) => other === name).length === 1
        ? []
        : [flaw(at, 'ANSWER_UNFIT', `${quote(name)} cannot answer ${quote(asked.name)}.`)]
    }),
  )
  if (named.length > 0) return named.slice(0, 1)
  // An ask must get an answer: each list names a message that the other side says.
  const silent = lists.flatMap((names, which) =>
    sides.some(
      (side) =>
        isSaidBy(asked, side) && !names.some((name) => isSaidBy(byName.get(name) ?? asked, opposite(side))),
    )
      ? [
          flaw(
            paths[which] ?? path,
            'ANSWER_EMPTY',
            `Nothing here answers whoever says ${quote(asked.name)}.`,
          ),
        ]
      : [],
  )
  const { window = 1 } = 'end' in answer ? answer : {}
  return window >= 1 && window <= MAX_WINDOW
    ? silent
    : [
        ...silent,
        flaw([...path, 'window'], 'WINDOW_OUT_OF_RANGE', `${window} answers cannot be on their way.`),
      ]
}
