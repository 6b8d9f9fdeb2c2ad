import type { ContractTexts } from '../contracts.ts'

/** Sentences of the commands on contracts, in English. */
export const contracts: ContractTexts = {
  next: 'Next:',
  besides: 'and in another terminal:',
}
