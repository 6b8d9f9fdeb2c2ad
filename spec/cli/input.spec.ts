import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, expect, test } from '@jest/globals'
import { StandardInput } from '../../src/cli/terminal/standard-input.ts'
import { Programs, type Serving, within } from '../support/program.ts'
import { expectNoTrace } from './refusal.ts'

const programs = new Programs()
let echo: Serving
beforeAll(async () => {
  echo = await programs.serve({ mode: 'echo' })
})

const chunks = (...texts: readonly string[]): StandardInput =>
  new StandardInput(Readable.from(texts.map((text) => Buffer.from(text))))

const rest = async (input: StandardInput): Promise<string> => {
  const read: Buffer[] = []
  for await (const chunk of input) read.push(chunk)
  return Buffer.concat(read).toString()
}

test.each([
  [['first\nsecond\nthird'], 'first', 'second\nthird'],
  [['fi', 'rst\nse', 'cond'], 'first', 'second'],
  [['first', '\n', 'second'], 'first', 'second'],
  [['\nsecond'], '', 'second'],
  [['first'], 'first', ''],
  [[], '', ''],
])('the first line of %j is taken, and what follows is left', async (texts, line, left) => {
  const input = chunks(...texts)
  expect((await input.line(100)).toString()).toBe(line)
  expect(await rest(input)).toBe(left)
})

test('of a first line that is too long no more is read than shows that it is', async () => {
  let given = 0
  const endless = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      given += 1
      yield Buffer.alloc(50, 'x')
    }
  }
  const line = await new StandardInput(Readable.from(endless(), { highWaterMark: 1 })).line(100)
  expect(line.length).toBeGreaterThan(100)
  expect(given).toBeLessThan(10)
})

test('an input that fails says with which code', async () => {
  const failing = new Readable({
    read: () => failing.destroy(Object.assign(new Error('no'), { code: 'EIO' })),
  })
  await expect(new StandardInput(failing).next()).rejects.toThrow(
    'Standard input cannot be read (EIO); check where it comes from.',
  )
})

const folder = programs.folder()
const cli = resolve(process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')

/** Runs a client whose standard input is this file, opened so. */
const runOn = async (
  path: string,
  flags: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> => {
  const descriptor = openSync(path, flags)
  const child = spawn(process.execPath, [cli, 'connect', '127.0.0.1', String(echo.port), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
    stdio: [descriptor, 'pipe', 'pipe'],
  })
  closeSync(descriptor)
  const printed = { stdout: '', stderr: '' }
  for (const way of ['stdout', 'stderr'] as const)
    child[way]?.on('data', (chunk: Buffer) => {
      printed[way] += chunk
    })
  const closed = new Promise<number | null>((resolved) => child.once('close', resolved))
  try {
    return { code: await within(`connect on ${path}`, closed), ...printed }
  } finally {
    child.kill('SIGKILL')
  }
}

const unreadable = [
  ['one that is for writing only, as nohup leaves it', '/dev/null', 'w', 'EBADF'],
  ['a folder', '/', 'r', 'EISDIR'],
] as const

test.each(unreadable)(
  'standard input that cannot be read (%s) ends with one sentence, and Bye',
  async (...how) => {
    const [, path, flags, code] = how
    const ended = await runOn(path, flags)
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain(`\nStandard input cannot be read (${code}); check where it comes from.\n`)
    expect(ended.stderr).toMatch(/\nDisconnected \(DONE\): .+\n$/)
    expectNoTrace(ended.stderr)
  },
)

test.each(unreadable)(
  'with --json disconnected is the last all the same (%s)',
  async (_, path, flags, code) => {
    const ended = await runOn(path, flags, '--json')
    expect(ended).toMatchObject({
      code: 1,
      stderr: `Standard input cannot be read (${code}); check where it comes from.\n`,
    })
    expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'disconnected',
      code: 'DONE',
    })
  },
)

test.each(unreadable)(
  'no more is wanted of it where something else is said (%s)',
  async (...[, path, flags]) => {
    expect(await runOn(path, flags, '--message', 'x')).toMatchObject({ code: 0, stdout: 'x\n' })
  },
)

test.each(unreadable)('a password cannot come from there (%s)', async (_, path, flags, code) => {
  const ended = await runOn(path, flags, '--name', 'Ada', '--password-file', '-')
  expect(ended).toMatchObject({
    stdout: '',
    stderr: `Standard input cannot be read (${code}); check where it comes from.\n`,
  })
  expect(ended.code).toBe(1)
})

test.each(unreadable)('an operator is told so, and the server goes on (%s)', async (_, path, flags, code) => {
  const descriptor = openSync(path, flags)
  const args = [
    'serve',
    '--port',
    '0',
    '--mode',
    'echo',
    '--data',
    join(folder, 'data'),
    '--reply',
    'operator',
  ]
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
    stdio: [descriptor, 'pipe', 'pipe'],
  })
  closeSync(descriptor)
  let told = ''
  try {
    await within(
      'the sentence',
      new Promise<void>((resolved) => {
        child.stdout?.on('data', (chunk: Buffer) => {
          told += chunk
          if (told.includes('-- Standard input')) resolved()
        })
      }),
    )
    expect(told).toContain(`-- Standard input cannot be read (${code}); check where it comes from.\n`)
    const closed = new Promise<number | null>((resolved) => child.once('close', resolved))
    child.kill('SIGTERM')
    expect(await within('the end', closed)).toBe(0)
  } finally {
    child.kill('SIGKILL')
  }
})

test.each(unreadable)('a raw client is told so, and ends (%s)', async (_, path, flags, code) => {
  const raw = programs.start([
    'serve',
    '--port',
    '0',
    '--mode',
    'raw',
    '--data',
    join(folder, 'raw'),
    '--json',
  ])
  const { port } = JSON.parse(await raw.firstLine())
  const descriptor = openSync(path, flags)
  const child = spawn(process.execPath, [cli, 'connect', '127.0.0.1', String(port), '--raw'], {
    stdio: [descriptor, 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
  })
  closeSync(descriptor)
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const closed = new Promise<number | null>((resolved) => child.once('close', resolved))
  try {
    expect(await within('the end', closed)).toBe(1)
  } finally {
    child.kill('SIGKILL')
  }
  expect(stderr).toContain(`Standard input cannot be read (${code}); `)
  expectNoTrace(stderr)
  raw.signal('SIGTERM')
  await raw.end()
})
