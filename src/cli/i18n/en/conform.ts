import type { LeftOut } from '../../../conform/index.ts'
import type { ConformTexts } from '../conform.ts'

const reasons: Readonly<Record<LeftOut, string>> = {
  PROOF: 'the server asks for a proof; give --name and a password',
  MODE: 'the server asks for another proof than they are about',
  SLOW: 'they wait for deadlines; give --slow to try those that a network lets be tried',
  CONTRACT: 'they are about another contract',
  PROGRAM: 'they need a program on the other side',
  REGISTERS: 'they would register names',
  KNOWN: 'the server knows this address, and asks for no name',
  CHANNEL: 'where TLS is spoken they mean something else',
}

/** Sentences of `colloquy conform`, in English. */
export const conform: ConformTexts = {
  rule: 'rule',
  sent: 'sent',
  came: 'came',
  wanted: 'wanted',
  nothing: 'nothing',
  ended: 'and the end',
  open: 'and it goes on',
  about: (number) => `about message ${number}`,
  summary: (passed, broken) =>
    broken === 0
      ? `Nothing was found: ${passed} ${passed === 1 ? 'case' : 'cases'} tried.`
      : `${broken} of ${passed + broken} cases came out otherwise than protocol/WIRE.md says.`,
  leftOut: (cases, why) => `${cases} left out: ${reasons[why]}.`,
}
