import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine } from 'xstate'
import { loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { reportText, sequenceText, verify } from '../../src/verify/index.ts'
import { contract as credit, fileOf, loadMachine } from '../examples/credit.ts'
import { faultless, mutants } from './mutants.ts'

const limit = 1_000_000
const client = await loadMachine('producer.js')
const server = await loadMachine('consumer.js')
const lookingOnce = await loadMachine('deadlock/consumer.js')

describe('credit with a Keep that says nothing but that somebody is there', () => {
  // The producer may say it wherever it is in flow, and it leads nowhere.
  const yaml = readFileSync(fileOf('credit.yaml'), 'utf8')
    .replace('  Item:\n', '  Keep: { number: 65, from: client, since: 1, about: Is there. }\n  Item:\n')
    .replace(
      'turn: server\n    within: 1 min\n    maxBody: 1 KiB\n    about: No credit.',
      'turn: both\n    within: 1 min\n    maxBody: 1 KiB\n    about: No credit.',
    )
    .replace('Grant: flow.one\n', 'Grant: flow.one\n      Keep: flow.none\n')
    .replace('Grant: flow.two\n', 'Grant: flow.two\n      Keep: flow.one\n')
    .replace('Item: flow.one\n', 'Item: flow.one\n      Keep: flow.two\n')
  const loaded = loadContract(yaml, 'credit.yaml')
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  const contract = loaded.right

  type Nodes = Record<string, { on?: object; after?: object; states?: Nodes }>
  const withKeep = (module: MachineModule, event: string, does: object): MachineModule => {
    const config = JSON.parse(JSON.stringify(module.machine.config))
    for (const [name, node] of Object.entries((config.states as Nodes).flow?.states ?? {})) {
      node.on = { ...node.on, [event]: does }
      // Now the consumer hears something there.
      if (name === 'none' && event === 'recv.Keep')
        node.after = {
          'flow.none': {
            target: '#consumer.done',
            actions: { type: 'say', params: { type: 'Fault', code: 'TIMEOUT' } },
          },
        }
    }
    // Keep may have been on its way.
    if (event === 'recv.Keep') config.states.end.states.server.on['recv.Keep'] = {}
    return {
      ...module,
      machine: createMachine(config, module.machine.implementations as never),
      prompts: [...module.prompts, ...(event === 'do.keep' ? ['do.keep'] : [])],
    }
  }
  const keeping = withKeep(client, 'do.keep', { actions: { type: 'say', params: { type: 'Keep' } } })
  const found = (module: MachineModule, bound: number) =>
    verify({ contract, client: keeping, server: withKeep(module, 'recv.Keep', {}) }, { bound, limit })
      .findings

  test.each([2, 4, 6])(
    'has the deadlock still: Keep is no way out of it, with at most %d messages',
    (bound) => {
      const rules = found(lookingOnce, bound).map(({ rule }) => rule)
      expect(rules).toEqual(['DEADLOCK'])
    },
  )

  test('and is without fault where the consumer looks for room', () => {
    expect(found(server, 4)).toEqual([])
  })
})

describe('a circle', () => {
  const mutant = mutants.find(({ finds }) => finds === 'LIVELOCK')
  if (mutant === undefined) throw new Error('There is no such mutant.')
  const finding = verify(mutant.pair, { bound: 2, limit }).findings.find(({ rule }) => rule === 'LIVELOCK')
  if (finding === undefined) throw new Error('It is not found.')

  test('is shown with the steps that come again and again', () => {
    const { way, repeatsFrom } = finding
    expect(way.slice(repeatsFrom ?? 0)).toEqual([
      { side: 'server', event: 'settled', said: [] },
      { side: 'server', event: 'loggedOut.done', said: [] },
    ])
    expect(finding.moments.at(-1)?.server).toEqual(finding.moments.at(-3)?.server)
    expect(finding.moments.slice(-3).map(({ text }) => text.endsWith(', again and again'))).toEqual([
      false,
      true,
      true,
    ])
  })

  test('is told of in the text and drawn as a loop', () => {
    expect(sequenceText(finding)).toMatch(
      / {2}loop without end\n {2}Note over server: settled\n {2}Note over server: loggedOut.done\n {2}end\n {2}Note over client,server: LIVELOCK\n$/,
    )
    const report = verify(mutant.pair, { bound: 2, limit })
    expect(reportText(report)).toContain(
      `   …  and from ${(finding.repeatsFrom ?? 0) + 1} on again, without end\n`,
    )
  })
})

describe('room', () => {
  test.each([1, 2, 3])(
    'comes while a side only hears and stays in its place, for the pair as it is and at most %d messages',
    (bound) => {
      const report = verify(faultless, { bound, limit })
      expect(report.pair.exhaustive).toBe(bound > 1)
      expect(reportText(report)).toContain(
        ` had to wait for room, and ${bound > 1 ? 'each' : 'not each'} got it while its side only heard, and stayed in its place\n`,
      )
    },
  )

  test.each([2, 3])('and for credit with at most %d', (bound) => {
    const report = verify({ contract: credit, client, server }, { bound, limit })
    expect(report.pair).toMatchObject({ exhaustive: true })
    expect(reportText(report)).toContain('\nNothing was found, with any number of messages on their way.\n')
  })

  test('and the verdict names the bound where it does not', () => {
    const { pair } = mutants.find(({ finds }) => finds === 'NO_ROOM') ?? { pair: faultless }
    const report = verify(pair, { bound: 2, limit })
    expect(report.pair.exhaustive).toBe(false)
    expect(reportText({ ...report, findings: [] })).toContain(
      '\nNothing was found with at most 2 messages on their way in each direction.\n',
    )
  })
})
