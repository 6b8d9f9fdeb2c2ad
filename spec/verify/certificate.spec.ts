import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { contractHash } from '../../src/contract/hash.ts'
import {
  type Certificate,
  certificateOf as certify,
  checkCertificate as check,
  type Hashing,
  type Pair,
  type Report,
  verify,
} from '../../src/verify/index.ts'
import { contract as credit, loadMachine } from '../examples/credit.ts'
import { faultless, mutants } from './mutants.ts'

const limit = 1_000_000
const client = await loadMachine('producer.js')
const server = await loadMachine('consumer.js')
const hashing: Hashing = {
  ofContract: (one) => Buffer.from(contractHash(one)).toString('hex'),
  ofText: (text) => createHash('sha256').update(text).digest('hex'),
}
const certificateOf = (pair: Pair, report: Report): Certificate => certify(pair, report, hashing)
const checkCertificate = (pair: Pair, certificate: Certificate, most: number): readonly string[] =>
  check(pair, certificate, hashing, most)
const small = { contract: credit, client, server }

test.each([
  // A plain walk over the pair takes its time.
  ...(process.env.COLLOQUY_SPIN === 'all' ? [['the pair as it is', faultless, 2] as const] : []),
  ['credit', small, 2],
  ['credit with more room than it needs', small, 4],
] as const)('a certificate of %s is checked by a walk of its own', (_, pair, bound) => {
  const certificate = certificateOf(pair, verify(pair, { bound, limit }))
  expect(certificate).toMatchObject({ bound, exhaustive: true, protocol: pair.contract.protocol })
  expect(checkCertificate(pair, JSON.parse(JSON.stringify(certificate)), limit)).toEqual([])
})

test('one of another contract, of other machines or of another number of configurations does not fit', () => {
  const certificate = certificateOf(small, verify(small, { bound: 2, limit }))
  const { configurations } = certificate
  expect(checkCertificate(faultless, certificate, limit)).toEqual([
    'The contract is another one.',
    'The machine of the client is another one.',
    'The machine of the server is another one.',
  ])
  expect(checkCertificate({ ...small, client: { ...client, prompts: [] } }, certificate, limit)).toEqual([
    'The machine of the client is another one.',
  ])
  expect(checkCertificate(small, { ...certificate, configurations: 7 }, limit)).toEqual([
    `There are ${configurations} configurations, and not 7.`,
  ])
})

test('messages that a machine tells apart do not stand for each other', () => {
  const certificate = certificateOf(small, verify(small, { bound: 2, limit }))
  const standsFor = { client: {}, server: { End: ['Item'] } }
  expect(checkCertificate(small, { ...certificate, standsFor }, limit)).toEqual([
    'The server tells Item from End.',
  ])
})

test.each(['LEFT_OVER', 'ENDS_DIFFER', 'UNEXPECTED_MESSAGE', 'DEADLOCK', 'LIVELOCK', 'NO_ROOM'] as const)(
  'what breaks %s is no certificate’s, whoever wrote it',
  (rule) => {
    const { pair } = mutants.find(({ finds, together }) => finds === rule && together) ?? { pair: faultless }
    const certificate = certificateOf(pair, verify(pair, { bound: 2, limit }))
    const problems = checkCertificate(pair, certificate, limit)
    expect(problems.filter((problem) => !problem.startsWith('There are '))).not.toEqual([])
  },
)
