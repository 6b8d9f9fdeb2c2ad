import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()
const example = (file: string): string =>
  fileURLToPath(new URL(`../../examples/credit/${file}`, import.meta.url))
const contract = example('credit.yaml')
const producer = example('producer.js')

test('the machines that run here are verified, and the report fits one screen', async () => {
  const { code, stdout, stderr } = await programs.run(['verify'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/\npair +[\d,]+ configurations, at most 4 messages on their way in each direction\n/)
  expect(stdout).toMatch(/\nNothing was found\.\n[\d.]+ s\n$/)
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

test('what cannot be verified is refused with a sentence', async () => {
  const cwd = programs.folder()
  const empty = join(cwd, 'empty.js')
  const bad = join(cwd, 'bad.yaml')
  writeFileSync(empty, 'export const machine = {}\n')
  writeFileSync(bad, 'protocol: bad\u001b[2J\n')
  const own = ['--client', producer, '--server', producer]
  for (const [flags, exit, why] of [
    [['--bound', '0'], 2, /^--bound is “0”; give a whole number from 1 to 16\.$/m],
    [['--bound', 'many', '--lang', 'ru'], 2, /^--bound: указано «many»; нужно целое число от 1 до 16\.$/m],
    [['--lang', 'fr'], 2, /^--lang is “fr”; give en or ru\.$/m],
    [['--contract', contract], 2, /give --client and --server/],
    [['--contract', join(cwd, 'none.yaml'), ...own], 2, /none\.yaml/],
    [['--contract', bad, ...own], 2, /bad\.yaml:1:/],
    [['--client', empty], 2, /empty\.js/],
    [['--client', join(cwd, 'none.js')], 2, /none\.js/],
  ] as const)
    expectRefusal(await programs.run(['verify', ...flags], { cwd }), exit, why)
})
