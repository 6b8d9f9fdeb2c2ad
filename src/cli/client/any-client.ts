import type { AnyMessages, Client } from '../../index.ts'

/** A client whose contract is known only once the program runs. */
export type AnyClient = Client<AnyMessages>
