import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const example = (file: string): string =>
  fileURLToPath(new URL(`../../../examples/credit/${file}`, import.meta.url))
const contract = example('credit.yaml')
const producer = example('producer.js')

test('the machines that run here are verified, and the report fits one screen', async () => {
  const { code, stdout, stderr } = await programs.run(['verify'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/\npair +[\d,]+ configurations, at most 4 messages on their way in each direction\n/)
  expect(stdout).toMatch(
    /\nNothing was found, with any number of messages on their way, and at most 2 where a conversation goes on over another connection\.\n[\d.]+ s\n$/,
  )
  expect(stdout.split('\n').length).toBeLessThan(20)
})

test('machines of one’s own are verified, and what is found is an exit code, a text, a diagram and JSON', async () => {
  const right = ['verify', '--contract', contract, '--client', producer, '--server', example('consumer.js')]
  expect(await programs.run(right)).toMatchObject({ code: 0 })
  const wrong = [...right.slice(0, -1), example('deadlock/consumer.js')]
  const told = await programs.run(wrong)
  expect(told.code).toBe(1)
  expect(told.stdout).toMatch(/\nDEADLOCK {2}Both wait.*\n {3}1 {2}client /)
  expect(told.stdout).toMatch(/\n1 finding\.\n[\d.]+ s\n$/)
  expect((await programs.run([...wrong, '--markdown'])).stdout).toMatch(
    /```mermaid\nsequenceDiagram\n[^`]+DEADLOCK\n```/,
  )
  const { findings, seconds } = JSON.parse((await programs.run([...wrong, '--json'])).stdout)
  expect(seconds).toEqual(expect.any(Number))
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ rule: 'DEADLOCK', mermaid: expect.stringContaining('sequenceDiagram') })
})

test.each(['kv', 'chat'])('a contract on the base, as %s, needs no machines of its own', async (name) => {
  const file = fileURLToPath(new URL(`../../contract/own/${name}.yaml`, import.meta.url))
  const { code, stdout } = await programs.run(['verify', '--contract', file, '--bound', '2'])
  expect(stdout).toMatch(new RegExp(`^contract +${name} `))
  expect({ code, isFaultless: stdout.includes('Nothing was found, with any number') }).toEqual({
    code: 0,
    isFaultless: true,
  })
})

test('of a bad contract every fault is told, up to twenty, and then how many more there are', async () => {
  const cwd = programs.folder()
  const own = ['--contract', 'bad.yaml', '--client', producer, '--server', producer]
  const first = readFileSync(contract, 'utf8').split('\n').length
  const faults = Array.from({ length: 25 }, (_, index) => `k${index}: 1\n`)
  const told = (count: number): readonly string[] =>
    Array.from(
      { length: count },
      (_, index) =>
        `bad.yaml:${first + index}:1 KEY_UNKNOWN There is no "k${index}" here. Remove the key, or correct its spelling.`,
    )
  for (const [args, count, more] of [
    [['verify', '--json'], 3, []],
    [['visualize'], 20, []],
    [['verify', '--promela'], 25, ['And 5 more.']],
    [['verify', '--lang', 'ru'], 25, ['И ещё ошибок: 5.']],
  ] as const) {
    writeFileSync(join(cwd, 'bad.yaml'), readFileSync(contract, 'utf8') + faults.slice(0, count).join(''))
    const { code, stdout, stderr } = await programs.run([...args, ...own], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.split('\n')).toEqual([...told(Math.min(count, 20)), ...more, ''])
  }
})

test('the pair is printed as a model, for SPIN or for TLC', async () => {
  const right = ['verify', '--contract', contract, '--client', producer, '--server', example('consumer.js')]
  const tla = await programs.run([...right, '--tla', '--bound', '3'])
  expect(tla).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^-+ MODULE pair -+\n(.*\n)*Bound == 3\n/),
  })
  const promela = await programs.run([...right, '--promela', '--bound', '3'])
  expect(promela).toMatchObject({ code: 0, stdout: expect.stringContaining('\n#define bound 3\n') })
})

test('what was verified is written down, and checked by another walk', async () => {
  const cwd = programs.folder()
  const right = ['verify', '--contract', contract, '--client', producer, '--server', example('consumer.js')]
  const made = await programs.run([...right, '--certificate', 'verified.json'], { cwd })
  expect(made.code).toBe(0)
  const checked = await programs.run([...right, '--check-certificate', 'verified.json'], { cwd })
  expect(checked).toMatchObject({ code: 0, stdout: 'The certificate holds.\n' })
  const wrong = [...right.slice(0, -1), example('deadlock/consumer.js')]
  const other = await programs.run([...wrong, '--check-certificate', 'verified.json'], { cwd })
  expect(other).toMatchObject({ code: 1, stdout: 'The machine of the server is another one.\n' })
  await programs.run([...wrong, '--certificate', 'none.json'], { cwd })
  const none = await programs.run([...right, '--check-certificate', 'none.json'], { cwd })
  expectRefusal(none, 2, /certificate none\.json cannot be read/)
  writeFileSync(join(cwd, 'bad.json'), '{}')
  const bad = await programs.run([...right, '--check-certificate', 'bad.json'], { cwd })
  expectRefusal(bad, 2, /bad\.json is no certificate/)
})

test('what cannot be verified is refused with a sentence', async () => {
  const cwd = programs.folder()
  const empty = join(cwd, 'empty.js')
  const bad = join(cwd, 'bad.yaml')
  writeFileSync(empty, 'export const machine = {}\n')
  writeFileSync(bad, `${readFileSync(contract, 'utf8')}"\\e[2J": 1\n`)
  const own = ['--client', producer, '--server', producer]
  for (const [flags, exit, why] of [
    [['--bound', '0'], 2, /^--bound is “0”; give a whole number from 1 to 16\.$/m],
    [['--bound', 'many', '--lang', 'ru'], 2, /^--bound: указано «many»; нужно целое число от 1 до 16\.$/m],
    [['--promela', '--tla'], 2, /^--tla means nothing with --promela/m],
    [['--tla', '--json'], 2, /^--json means nothing with --tla/m],
    [['--json', '--markdown'], 2, /^--markdown means nothing with --json/m],
    [['--check-certificate', 'x.json', '--strict'], 2, /^--strict means nothing with --check-certificate/m],
    [['--lang', 'fr'], 2, /^--lang is “fr”; give en or ru\.$/m],
    [['--contract', contract], 2, /give --client and --server/],
    [['--contract', join(cwd, 'none.yaml'), ...own], 2, /none\.yaml/],
    [['--contract', bad, ...own], 2, /bad\.yaml:\d+:1 KEY_UNKNOWN .*\\u001b\[2J/],
    [['--client', empty], 2, /empty\.js/],
    [['--client', join(cwd, 'none.js')], 2, /none\.js/],
  ] as const)
    expectRefusal(await programs.run(['verify', ...flags], { cwd }), exit, why)
})

test('a contract is a word, too, and --contract is the same', async () => {
  const cwd = programs.folder()
  const file = (name: string): string =>
    fileURLToPath(new URL(`../../contract/own/${name}.yaml`, import.meta.url))
  const { code, stdout } = await programs.run(['verify', file('chat'), '--bound', '2'])
  expect(stdout).toMatch(/^contract +chat /)
  expect(code).toBe(0)
  const machines = ['--client', producer, '--server', example('consumer.js')]
  expect(await programs.run(['verify', contract, ...machines])).toMatchObject({ code: 0 })
  expectRefusal(
    await programs.run(['verify', file('kv'), '--contract', 'chat.yaml'], { cwd }),
    2,
    /^contract is given twice, as “.*kv\.yaml” and as “chat\.yaml”; leave one out\.$/m,
  )
  expectRefusal(await programs.run(['verify', contract]), 2, /give --client and --server, too\.$/m)
})
