import type { ContractTexts } from '../contracts.ts'

/** Sentences of the commands on contracts, in English. */
export const contracts: ContractTexts = {
  flaws: (count) => (count === 0 ? 'Nothing was found.' : `${count} found.`),
  next: 'Next:',
  besides: 'and in another terminal:',
  cancelled: (type) => `No more answers to ${type} are wanted.`,
  severalLines: 'Several lines came at once. Enter says the message of each, Ctrl-C drops them.',
  help: (names) => [
    `You may say: ${names.join(', ')}.`,
    'Name field=value other.part="two words"   says a message; Name {"field": "value"} is the same. Tab completes names.',
    'Ctrl-C on an empty line cancels what was asked last and still waits for answers, and ends where nothing does.',
    '/again says again what may not have arrived before a conversation broke off.',
    '/logout revokes the token and ends; /quit ends, as Ctrl-D on an empty line does.',
  ],
}
