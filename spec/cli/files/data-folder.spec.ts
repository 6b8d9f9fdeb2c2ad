import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs, type Serving } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

const serveOn = (data: string): ReturnType<Programs['run']> =>
  programs.run(['serve', '--port', '0', '--data', data])

const register = async ({ port }: Serving): Promise<void> => {
  const args = [
    'connect',
    '127.0.0.1',
    String(port),
    '--name',
    'Ada',
    '--register',
    '--no-tokens',
    '--message',
    'x',
  ]
  expect((await programs.run(args, { env: { COLLOQUY_PASSWORD: programs.secret() } })).code).toBe(0)
}

test('the folder is made for its owner only, and so is every file in it, while the server runs and after', async () => {
  const above = join(programs.folder(), 'deeper')
  const server = await programs.serve({ data: join(above, 'data') })
  await register(server)
  const modes = (): ReadonlySet<string> =>
    new Set(readdirSync(server.data).map((file) => mode(join(server.data, file))))
  expect(readdirSync(server.data)).toEqual(
    expect.arrayContaining(['serve.lock', 'server.log', 'store.sqlite']),
  )
  expect([mode(above), mode(server.data), ...modes()]).toEqual(['700', '700', '600'])
  await server.stop()
  expect([...modes()]).toEqual(['600'])
})

test.each([
  ['that is empty', () => {}],
  ['with our log in it', (data: string) => writeFileSync(join(data, 'server.log'), '')],
  [
    'with our store in it',
    (data: string) => {
      writeFileSync(join(data, 'store.sqlite'), '')
      writeFileSync(join(data, 'notes'), '')
    },
  ],
])('a folder %s that others may enter is closed to them, and that is said', async (_what, fill) => {
  const data = programs.folder()
  fill(data)
  chmodSync(data, 0o755)
  const server = await programs.serve({ data })
  expect(mode(data)).toBe('700')
  expect((await server.stop()).stderr).toBe(
    `Others could enter ${data}; now only its owner can (mode 700).\n`,
  )
  expect((await (await programs.serve({ data })).stop()).stderr).toBe('')
})

test('a folder that others may enter and that holds what is not ours, or is shared, is refused untouched', async () => {
  const [notes, shared] = [programs.folder(), programs.folder()]
  writeFileSync(join(notes, 'notes'), '')
  for (const [data, as] of [
    [notes, 0o750],
    [shared, 0o1777],
  ] as const) {
    chmodSync(data, as)
    const names = readdirSync(data)
    expectRefusal(
      await serveOn(data),
      1,
      /^Others may enter .+; give a folder of its own with --data, or run: chmod 700 .+$/m,
    )
    expect(statSync(data).mode & 0o7777).toBe(as)
    expect(readdirSync(data)).toEqual(names)
  }
  chmodSync(notes, 0o700)
  expect((await (await programs.serve({ data: notes })).stop()).code).toBe(0)
})

test('it is ./colloquy-data unless another is given', async () => {
  const cwd = programs.folder()
  const program = programs.start(['serve', '--port', '0'], { cwd })
  await program.firstLine()
  program.signal('SIGTERM')
  await program.end()
  expect(readdirSync(cwd)).toEqual(['colloquy-data'])
})

test('a second server on one folder is refused, and the first goes on', async () => {
  const server = await programs.serve()
  expectRefusal(
    await serveOn(server.data),
    1,
    /^Another server already uses .+; stop it or choose another folder\.$/m,
  )
  await register(server)
  expect((await server.stop()).code).toBe(0)
  const next = await programs.serve({ data: server.data })
  next.program.signal('SIGKILL')
  await next.program.end()
  expect((await (await programs.serve({ data: server.data })).stop()).code).toBe(0)
})

test('a log that cannot be opened refuses the start', async () => {
  const data = programs.folder()
  mkdirSync(join(data, 'server.log'))
  expectRefusal(await serveOn(data), 1, /^The log .+server\.log cannot be opened \(EISDIR\); check /)
})

test('a folder that cannot be made refuses the start', async () => {
  const file = join(programs.folder(), 'file')
  writeFileSync(file, '')
  for (const data of [file, join(file, 'data'), '/proc/data', '/dev/null/data'])
    expectRefusal(
      await serveOn(data),
      1,
      /^The folder .+ cannot be made \([A-Z]+\); give another with --data\.$/m,
    )
})

test('a store that is damaged, foreign or none is refused untouched, with the step to take', async () => {
  const server = await programs.serve()
  await register(server)
  await server.stop()
  const good = readFileSync(join(server.data, 'store.sqlite'))
  const damaged = Buffer.from(good)
  damaged.fill(0xa5, 120, 4_000)
  const foreign = Buffer.from(good)
  foreign.writeUInt32BE(0x12345678, 68)
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['damaged', damaged, /is damaged; put it aside and restore it from a backup\.$/m],
    ['cut off', good.subarray(0, 5_000), /is damaged; put it aside and restore it from a backup\.$/m],
    ['of another program', foreign, /was not made by this program; choose another file or folder\.$/m],
    [
      'no database',
      Buffer.alloc(5_000, 'x'),
      /was not made by this program; choose another file or folder\.$/m,
    ],
  ]
  for (const [what, bytes, why] of cases) {
    const data = programs.folder()
    const file = join(data, 'store.sqlite')
    writeFileSync(file, bytes, { mode: 0o600 })
    const refused = await serveOn(data)
    expectRefusal(refused, 1, why)
    expect(refused.stderr).toContain(file)
    expect([what, readFileSync(file).equals(bytes)]).toEqual([what, true])
  }
  const restored = programs.folder()
  copyFileSync(join(server.data, 'store.sqlite'), join(restored, 'store.sqlite'))
  expect((await (await programs.serve({ data: restored })).stop()).code).toBe(0)
})

test('mode echo needs no store, and makes none', async () => {
  const server = await programs.serve({ mode: 'echo' })
  await server.stop()
  expect(readdirSync(server.data).sort()).toEqual(['audit.log', 'data.log', 'server.log'])
})

programs.keepSecrets()
