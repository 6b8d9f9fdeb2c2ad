import type { ContractTexts } from '../contracts.ts'

/** Sentences of the commands on contracts, in Russian. */
export const contracts: ContractTexts = {
  next: 'Дальше:',
  besides: 'и в другом терминале:',
}
