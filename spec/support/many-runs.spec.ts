import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from './program.ts'

const programs = new Programs()

test('a run among many ends as one in a process of its own, and hears nothing of those before', async () => {
  const folder = programs.folder()
  const drawn = ['visualize', 'client', '--format', 'mermaid']
  for (const [args, around] of [
    [['serve', '--port', '0', '--host', 'nobody.invalid', '--data', join(folder, 'data')], {}],
    [['nothing'], { env: { LANG: 'ru_RU.UTF-8' } }],
    [['nothing'], {}],
    [drawn, {}],
    [[...drawn, '--out', 'client.mmd'], { cwd: folder }],
    [['connect', '127.0.0.1', '1', '--json'], {}],
    [['--version'], { env: { HOME: undefined } }],
  ] as const)
    expect([args, await programs.run(args, around)]).toEqual([
      args,
      await programs.run(args, { ...around, alone: true }),
    ])
  expect(readdirSync(folder).sort()).toEqual(['client.mmd', 'data'])
})

test('of two runs at once each has a process', async () => {
  const versions = await Promise.all([programs.run(['--version']), programs.run(['--version'])])
  for (const version of versions) expect(version).toMatchObject({ code: 0, stderr: '' })
})

test('what is typed belongs to one run, and a server that was stopped leaves its process to others', async () => {
  const server = await programs.serve({ mode: 'echo' })
  const say = (text: string) => programs.start(['connect', '127.0.0.1', String(server.port)]).typeLast(text)
  const [one, two] = [say('one\n'), say('two\n')]
  expect([(await one.end()).stdout, (await two.end()).stdout]).toEqual(['one\n', 'two\n'])
  expect((await server.stop()).code).toBe(0)
  const three = programs.start(['--version'])
  expect(three.child).toBe(server.program.child)
  expect((await three.end()).code).toBe(0)
})

programs.keepSecrets()
