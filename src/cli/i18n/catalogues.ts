import type { AccountTexts } from './accounts.ts'
import type { ConformTexts } from './conform.ts'
import type { ConsoleTexts } from './console.ts'
import type { ContractTexts } from './contracts.ts'
import { accounts as enAccounts } from './en/accounts.ts'
import { conform as enConform } from './en/conform.ts'
import { console as enConsole } from './en/console.ts'
import { contracts as enContracts } from './en/contracts.ts'
import { errors as enErrors } from './en/errors.ts'
import { events as enEvents } from './en/events.ts'
import { probes as enProbes } from './en/probes.ts'
import { prompts as enPrompts } from './en/prompts.ts'
import type { ErrorTexts } from './errors.ts'
import type { EventTexts } from './events.ts'
import type { Language } from './language.ts'
import type { ProbeTexts } from './probes.ts'
import type { PromptTexts } from './prompts.ts'
import { accounts as ruAccounts } from './ru/accounts.ts'
import { conform as ruConform } from './ru/conform.ts'
import { console as ruConsole } from './ru/console.ts'
import { contracts as ruContracts } from './ru/contracts.ts'
import { errors as ruErrors } from './ru/errors.ts'
import { events as ruEvents } from './ru/events.ts'
import { probes as ruProbes } from './ru/probes.ts'
import { prompts as ruPrompts } from './ru/prompts.ts'

/** Every sentence of the program, in one language. */
export interface Catalogue {
  readonly errors: ErrorTexts
  readonly events: EventTexts
  readonly console: ConsoleTexts
  readonly prompts: PromptTexts
  readonly accounts: AccountTexts
  readonly contracts: ContractTexts
  readonly probes: ProbeTexts
  readonly conform: ConformTexts
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: {
    errors: enErrors,
    events: enEvents,
    console: enConsole,
    prompts: enPrompts,
    accounts: enAccounts,
    contracts: enContracts,
    probes: enProbes,
    conform: enConform,
  },
  ru: {
    errors: ruErrors,
    events: ruEvents,
    console: ruConsole,
    prompts: ruPrompts,
    accounts: ruAccounts,
    contracts: ruContracts,
    probes: ruProbes,
    conform: ruConform,
  },
}
