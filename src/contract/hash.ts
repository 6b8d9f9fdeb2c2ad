import { createHash } from 'node:crypto'
import { canonicalContract } from './canonical.ts'
import type { Contract } from './contract.ts'

/** The contract hash of Hello and Welcome: the first 8 bytes of the SHA-256 of the canonical contract in UTF-8. */
export const contractHash = (contract: Contract): Uint8Array =>
  new Uint8Array(createHash('sha256').update(canonicalContract(contract), 'utf8').digest().subarray(0, 8))
