import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { reportText, rules, sequenceText, verify } from '../../src/verify/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { needs } from '../support/tools/index.ts'
import { contract, fileOf, loadMachine } from './credit.ts'
import { installedPackages } from './packages.ts'
import { serveRegistry } from './registry.ts'

const guide = readFileSync(new URL('../../docs/own-protocol.md', import.meta.url), 'utf8')

const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of, block]) =>
    of === language && block !== undefined ? [block] : [],
  )

describe('the guide to a protocol of one’s own', () => {
  test('lists the rules as they are', () => {
    const listed = [...guide.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, rule, text]) => [rule, text])
    expect(listed).toEqual(Object.entries(rules))
  })

  test.each([
    ['yaml', 'credit.yaml'],
    ['js', 'producer.js', 'serve.js'],
  ])('quotes %s from the example', (language, ...files) => {
    const sources = files.map((file) => readFileSync(fileOf(file), 'utf8'))
    const quoted = blocksOf(language)
    expect(quoted).toHaveLength(files.length)
    for (const [at, block] of quoted.entries()) expect(sources[at]).toContain(block)
  })

  test('quotes the whole of talk', () => {
    const talk = readFileSync(new URL('../../protocol/talk.yaml', import.meta.url), 'utf8')
    // Its first line is for editors.
    expect(blocksOf('').map((block) => talk.replace(/^#.*\n/, '') === block)).toContain(true)
  })

  test('shows the deadlock as it is found', async () => {
    const client = await loadMachine('producer.js')
    const server = await loadMachine('deadlock/consumer.js')
    const report = verify({ contract, client, server }, { bound: 4, limit: 10_000 })
    const [, told] = reportText(report).split('\n\n')
    expect(blocksOf('')).toContain(`${told}\n`)
    expect(blocksOf('mermaid')).toEqual(report.findings.map(sequenceText))
  })

  needs('npx', 'time').test(
    'gives commands that do what it says, as they are written',
    async () => {
      const folder = temporaryFolder()
      const clone = join(folder, 'a clone')
      mkdirSync(clone)
      const root = fileURLToPath(new URL('../..', import.meta.url))
      for (const name of ['dist', 'examples', 'node_modules', 'package.json', 'protocol'])
        symlinkSync(join(root, name), join(clone, name))
      const registry = await serveRegistry((name) => (name === 'xstate' ? installedPackages(name) : []))
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        npm_config_registry: registry.url,
        npm_config_audit: 'false',
        npm_config_update_notifier: 'false',
      }
      const script = blocksOf('sh').join('echo "= $?"\n')
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: clone, env })
      registry.close()
      expect(stderr).toBe('')
      const [inClone, inCopy, found] = stdout.split(/^= /m)
      expect(inClone).toMatch(/\nNothing was found, with any number of messages on their way\.\n[\d.]+ s\n$/)
      expect(inCopy).toMatch(
        /^0\n\nadded \d+ packages[\s\S]*\nNothing was found, with any number of messages on their way\.\n[\d.]+ s\n$/,
      )
      const shown = `${blocksOf('')[0]}\n1 finding.\n`
      expect(found?.startsWith('0\n')).toBe(true)
      expect(found).toContain(shown)
      expect(found).toContain(`\`\`\`mermaid\n${blocksOf('mermaid')[0]}`)
      expect(readFileSync(join(folder, 'credit', 'credit.html'), 'utf8')).toContain('DEADLOCK')
      const [, schema = ''] = /\$schema=(\S+)/.exec(readFileSync(fileOf('credit.yaml'), 'utf8')) ?? []
      expect(existsSync(join(folder, 'credit', schema))).toBe(true)
      // Nothing comes from elsewhere: no package that happens to be called as the program is.
      expect([...new Set(registry.asked)].sort()).toEqual([
        '/xstate',
        expect.stringMatching(/^\/xstate-[\d.]+\.tgz$/),
      ])
    },
    120_000,
  )
})
