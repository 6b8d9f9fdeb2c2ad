import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import protobuf from 'protobufjs'
import { generate } from '../../src/codegen/generate.ts'
import { base, bases, onBase, talk } from '../contract/files.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { needs, tool } from '../support/tools/index.ts'
import { anyContracts } from './contracts.ts'
import { contractOf, filesOf } from './generated.ts'
import { imports } from './imports.ts'

const contracts = anyContracts()
const generated = contracts.map((contract) => ({
  contract,
  files: generate(contract, new Uint8Array(8), { source: 'any.yaml', command: 'any codegen', imports }),
}))

describe('of any contract', () => {
  test('the sample has what is rare', () => {
    expect(contracts).toHaveLength(30)
    const froms = contracts.map(({ messages }) => new Set(messages.map(({ from }) => from)))
    for (const side of ['client', 'server'] as const)
      expect(froms.some((from) => from.size === 1 && from.has(side))).toBe(true)
    const unused = contracts.flatMap(({ types, messages }) =>
      types.filter(({ name }) => !messages.some(({ fields }) => fields.some(({ type }) => type === name))),
    )
    expect(new Set(unused.map(({ value }) => value.base)).size).toBe(6)
  })

  test('the .proto gives the messages, fields and values of the contract back', () => {
    for (const { contract, files } of generated) {
      const [, text = ''] = [...files].find(([file]) => file.endsWith('.proto')) ?? []
      const { root } = protobuf.parse(text)
      const pkg = `${contract.protocol.replaceAll('-', '_')}.v${contract.version}`
      for (const { name, fields } of contract.messages) {
        const found = root.lookupType(`${pkg}.${name}`).fieldsArray.map(({ name, id }) => ({ name, id }))
        expect(found).toEqual(fields.map(({ name, tag }) => ({ name, id: tag })))
      }
      for (const { name, value } of contract.types)
        if (value.base === 'enum')
          expect(Object.values(root.lookupEnum(`${pkg}.${name}`).values)).toEqual([
            0,
            ...value.values.map(({ number }) => number),
          ])
    }
  })

  test('the ids of the state diagram begin as no word of Mermaid does, and its labels are the names', () => {
    for (const { contract, files } of generated) {
      const lines = (files.get('states.mmd') ?? '').split('\n').map((line) => line.trim())
      const ids = lines.flatMap((line) => [
        ...(/^(\w+) : (\w+)$/.exec(line) ?? []).slice(1, 2),
        ...(/^(\S+) --> (\S+)/.exec(line) ?? []).slice(1),
        ...(/^state "\w+" as (\w+) \{$/.exec(line) ?? []).slice(1),
        ...(/^note (?:left|right) of (\w+)$/.exec(line) ?? []).slice(1),
      ])
      expect(ids.filter((id) => !/^(?:at_|in_|\[\*\]$)/.test(id))).toEqual([])
      for (const { name } of contract.states) {
        const id = `at_${name.replaceAll('.', '_')}`
        expect(lines).toContain(`${id} : ${name.slice(name.lastIndexOf('.') + 1)}`)
      }
    }
  })
})

/** The findings of `buf lint` in generated files by its STANDARD rules; those of the base stand beside those on it. */
const lint = (...generated: readonly ReadonlyMap<string, string>[]) => {
  const folder = temporaryFolder()
  // One of each package: two files of one name would be an error of their own.
  for (const [name, text] of generated.flatMap((files) => [...files])) {
    const file = join(folder, name.replace(/^base\//, ''))
    if (!file.endsWith('.proto')) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const config = JSON.stringify({ version: 'v2', lint: { use: ['STANDARD'] } })
  const { status, stdout, stderr } = spawnSync(tool('buf').path, ['lint', folder, '--config', config], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

needs('buf').test(
  'buf finds nothing by its STANDARD rules in the .proto of any contract, and of this one',
  () => {
    const onBases = [
      filesOf(contractOf(talk, new Map([['colloquy@1', base]]))),
      filesOf(contractOf(onBase.replace('type: Price', 'type: Cause'), bases)),
    ]
    const nothing = { status: 0, stdout: '', stderr: '' }
    expect(lint(...generated.map(({ files }) => files))).toEqual(nothing)
    expect(lint(...onBases)).toEqual(nothing)
  },
)
