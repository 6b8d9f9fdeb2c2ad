import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { CliError } from '../../../src/cli/errors.ts'
import { openLog } from '../../../src/cli/log/open.ts'
import type { LogOptions } from '../../../src/cli/log/options.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { needs } from '../../support/tools/index.ts'

const usual = (folder: string, more: Partial<LogOptions> = {}): LogOptions => ({
  folder,
  to: 'file',
  level: 'info',
  lang: 'en',
  ...more,
})

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('the log and the older ones are for their owner only, also one that others could read before', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'server.log')
  appendFileSync(file, '{"event":"stopped","msg":"Of the last run."}\n')
  chmodSync(file, 0o644)
  const log = openLog(usual(folder, { limits: { rotation: { bytes: 100, files: 5 } } }))
  for (let number = 0; number < 3; number += 1) log.write({ event: 'stopped' })
  log.close()
  expect(readdirSync(folder).sort()).toEqual([
    'audit.log',
    'data.log',
    'server.log',
    'server.log.1',
    'server.log.2',
    'server.log.3',
  ])
  for (const name of readdirSync(folder)) expect(modeOf(join(folder, name))).toBe('600')
  expect(readFileSync(join(folder, 'server.log.3'), 'utf8')).toContain('Of the last run.')
})

test.each([
  ['a folder in its place', (folder: string) => mkdirSync(join(folder, 'server.log')), 'EISDIR'],
  ['no folder', (folder: string) => rmSync(folder, { recursive: true }), 'ENOENT'],
])('a log that cannot be opened refuses the start: %s', (_what, spoil, code) => {
  const folder = temporaryFolder()
  spoil(folder)
  const opening = (): unknown => openLog(usual(folder))
  expect(opening).toThrow(CliError)
  expect(opening).toThrow(
    `The log ${join(folder, 'server.log')} cannot be opened (${code}); check the folder and its rights.`,
  )
})

needs('linux').test(
  'a disk that is full from the first line on neither throws nor waits, and its device keeps its rights',
  () => {
    const folder = temporaryFolder()
    const file = join(folder, 'server.log')
    const before = modeOf('/dev/full')
    symlinkSync('/dev/full', file)
    const complaints: string[] = []
    const clock = new SimulatedClock()
    const log = openLog(usual(folder, { clock, complain: (sentence) => complaints.push(sentence) }))
    for (let number = 1; number <= 5_000; number += 1) log.write({ event: 'stopping', sessions: number })
    clock.advance(61_000)
    expect(complaints).toHaveLength(2)
    expect(complaints[1]).toMatch(/\(ENOSPC\); \d{4} lines wait\. /)
    rmSync(file)
    clock.advance(1_000)
    log.close()
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const [first, second] = lines.map((line) => JSON.parse(line))
    expect(first).toMatchObject({ event: 'lost', lines: 5_000 - (lines.length - 1) })
    expect(second).toMatchObject({ sessions: 5_000 - (lines.length - 2) })
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ sessions: 5_000 })
    expect([modeOf('/dev/full'), modeOf(file), clock.pending]).toEqual([before, '600', 0])
  },
)

test('a log that goes to the console alone touches no folder', () => {
  const folder = temporaryFolder()
  let text = ''
  const console = {
    open: () => true,
    close: () => {},
    write: (bytes: Buffer) => {
      text += bytes.toString('utf8')
      return bytes.length
    },
  }
  const log = openLog(usual(join(folder, 'none'), { to: 'console', lang: 'ru', coloured: false, console }))
  log.write({ event: 'starting', mode: 'echo' })
  log.close()
  expect(text).toMatch(/^\d\d:\d\d:\d\d info {2}Сервер запускается в режиме echo: .+\.\n$/)
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['info', true, ['starting', 'taken', 'failed']],
  ['debug', true, ['starting', 'taken', 'failed']],
  ['warn', false, ['taken', 'failed']],
  ['error', false, ['failed']],
  ['silent', false, []],
] as const)('at level %s data are wanted: %s, and what is below it is left out', (level, data, events) => {
  const folder = temporaryFolder()
  const log = openLog(usual(folder, { level }))
  log.write({ event: 'starting', mode: 'echo' })
  log.write({ event: 'taken', host: '127.0.0.1', port: 1 })
  log.write({ event: 'failed', what: 'test', detail: 'no' })
  log.close()
  const lines = readFileSync(join(folder, 'server.log'), 'utf8').split('\n').slice(0, -1)
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(events)
  expect(log.data).toBe(data)
})
