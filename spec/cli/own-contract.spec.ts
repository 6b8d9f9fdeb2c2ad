import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { Programs, type Serving } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'
import { expectRefusal } from './refusal.ts'
import { Terminals } from './terminals.ts'

const programs = new Programs()
const terminals = new Terminals()
const own = (name: string): string => fileURLToPath(new URL(`../contract/own/${name}.yaml`, import.meta.url))

/** A store of kv in a few lines, which tells who has come and gone. */
const KV = `
const kept = new Map()
let revision = 0
const watches = new Set()
export default {
  Get: ({ key }, { signal }) => {
    if (key !== 'slow') return kept.has(key) ? { type: 'Found', entry: kept.get(key) } : { type: 'NotFound' }
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ type: 'NotFound' })))
  },
  Put: async ({ key, value }) => {
    if (key === 'full') return { type: 'Refused', trouble: 'FULL', detail: 'No room.' }
    const entry = { key, value, revision: ++revision, labels: [] }
    kept.set(key, entry)
    for (const watch of watches) watch(entry)
    return { type: 'Done', revision }
  },
  Delete: () => undefined,
  async *List({ prefix }) {
    for (const entry of kept.values()) if (entry.key.startsWith(prefix)) yield { type: 'Found', entry }
    return { type: 'Done', revision }
  },
  async *Watch({ prefix }, { signal }) {
    const changes = []
    let wake = () => {}
    const watch = (entry) => { changes.push(entry); wake() }
    watches.add(watch)
    signal.addEventListener('abort', () => wake())
    while (!signal.aborted) {
      const entry = changes.shift()
      if (entry) yield { type: 'Changed', revision: entry.revision, change: { case: 'put', value: entry } }
      else await new Promise((resolve) => { wake = resolve })
    }
    watches.delete(watch)
    kept.set('watches', { key: 'watches', value: Buffer.from('cancelled'), revision, labels: [] })
    return { type: 'Refused', trouble: 'FULL', detail: '' }
  },
}
export const began = ({ name }) => { kept.set('began', { key: 'began', value: Buffer.from(String(name)), revision: 1, labels: [] }) }
`

/** A server of jobs that asks who has come to run one, and tells what came of it. */
const JOBS = `
export default {
  Work: async (_, peer) => {
    setTimeout(async () => {
      const job = { id: 'a'.repeat(21), argv: ['ls'], environment: [], attempt: 1, leaseMs: 5 }
      const run = peer.stream({ type: 'Run', job })
      let alive = 0
      for await (const { type } of run) alive += type === 'Alive' ? 1 : 0
      const { outcome } = await run.end
      await peer.say({ type: 'Drain' })
      console.error('ended', outcome.case, outcome.value, alive)
    }, 50)
    return { type: 'Registered' }
  },
  Drain: () => {},
}
`

const moduleOf = (text: string): string => {
  const path = join(programs.folder(), 'handlers.mjs')
  writeFileSync(path, text)
  return path
}

const serving = (contract: string, handlers: string, port = 0) =>
  programs.serve({ mode: 'identify', port, more: ['--contract', contract, '--reply', moduleOf(handlers)] })

let server: Serving
beforeAll(async () => {
  server = await serving(own('kv'), KV)
}, 60_000)

const connecting = (...more: readonly string[]): readonly string[] => [
  ...['connect', '127.0.0.1', String(server.port), '--contract', own('kv'), '--name', 'anna'],
  ...more,
]

const saying = (...lines: readonly string[]) =>
  programs.run(connecting('--quiet', ...lines.flatMap((line) => ['--message', line])))

describe('a contract of one’s own', () => {
  test('is spoken by serve and connect, from its file alone', async () => {
    const said = await saying(
      'Put key=greeting value="hello there"',
      'Get key=greeting',
      'Get {"key":"none"}',
    )
    expect(said).toEqual({
      code: 0,
      signal: null,
      stdout: [
        'Done revision=1',
        'Found entry.key=greeting entry.value="hello there" entry.revision=1',
        'NotFound',
        '',
      ].join('\n'),
      stderr: '',
    })
    expect((await saying('List prefix=greet')).stdout).toBe(
      'Found entry.key=greeting entry.value="hello there" entry.revision=1\nDone revision=1\n',
    )
  })

  test('the module hears who has come', async () => {
    expect((await saying('Get key=began')).stdout).toBe(
      'Found entry.key=began entry.value="anna" entry.revision=1\n',
    )
  })

  test('lines of standard input are said one after the other, with --json as objects', async () => {
    const program = programs.start(connecting('--json'))
    const { code, stdout } = await program
      .typeLast('Put key=j value=00ff\n\nGet key=j\nList prefix=j\n')
      .end()
    expect(code).toBe(0)
    const [done, found, listed, end] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'received')
    expect(done).toEqual({
      event: 'received',
      answers: 'Put',
      last: true,
      message: { type: 'Done', revision: expect.any(Number) },
    })
    const entry = { key: 'j', value: '00ff', revision: done.message.revision, labels: [] }
    expect(found).toMatchObject({ answers: 'Get', message: { type: 'Found', entry } })
    expect(listed).toMatchObject({ answers: 'List', last: false, message: { type: 'Found', entry } })
    expect(end).toMatchObject({ answers: 'List', last: true, message: { type: 'Done' } })
  })

  test('a line that is no message names the field, what follows is said, and the exit code is 1', async () => {
    const { code, stdout, stderr } = await saying(
      'Get kee=a',
      'Gett',
      `Get key=${'x'.repeat(513)}`,
      'Get key=none',
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'NotFound\n' })
    expect(stderr.trimEnd().split('\n')).toEqual([
      'Get has no field “kee”; it has: key.',
      'There is no message “Gett” to be said; there are: Get, Put, Delete, List, Watch.',
      'The message breaks the contract (MALFORMED: OUT_OF_RANGE at Get.key). Nothing was said.',
    ])
  })

  test('what the server does not answer is told, and the conversation goes on', async () => {
    const { code, stdout, stderr } = await saying('Delete key=a', 'Put key=full')
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Refused trouble=FULL detail="No room."\n' })
    expect(stderr).toMatch(/^“Delete key=a”: [^\n]+\n$/)
  })

  test('a stream without end goes on until the time is over, and is told once', async () => {
    const { code, stderr } = await programs.run(
      connecting('--quiet', '--timeout', '500ms', '--message', 'Watch'),
    )
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'That took longer than 500ms; allow more with --timeout.\n',
    })
  })

  test('SIGINT elsewhere than at a terminal ends the conversation in peace', async () => {
    const program = programs.start(connecting('--json', '--message', 'Watch'))
    await program.until('the conversation', ({ stdout }) => stdout.includes('"ready"') || undefined)
    program.signal('SIGINT')
    const { code, stdout, stderr } = await program.end()
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'disconnected',
      how: 'bye',
      by: 'us',
      code: 'DONE',
    })
  })

  test('what the time did not suffice for is named', async () => {
    const { code, stderr } = await programs.run(
      connecting('--quiet', '--timeout', '500ms', '--message', 'Watch', '--message', 'Get key=a'),
    )
    expect(code).toBe(1)
    expect(stderr.split('\n')).toEqual([
      'That took longer than 500ms; allow more with --timeout.',
      '1 line was not said: “Get key=a”; connect again to say it.',
      '',
    ])
  })

  test('a client of another contract is refused', async () => {
    const { code, stdout, stderr } = await programs.run([
      'connect',
      '127.0.0.1',
      String(server.port),
      '--message',
      'hello',
    ])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toMatch(
      /\nNo conversation began \(VERSION\): [^\n]+ give the contract of the server with --contract, /,
    )
  })

  needs('tmux', 'linux').test(
    'at a terminal answers stand above the line, names are completed, and Ctrl-C cancels what still waits for answers',
    async () => {
      const terminal = terminals.open(connecting(), { folder: programs.folder() })
      await terminal.until('anna>')
      terminal.type('Pu')
      terminal.press('Tab')
      await terminal.until('anna> Put')
      terminal.enter('key=t value="x y"')
      await terminal.until('you Put key=t value="x y"')
      await terminal.until('↳ Put Done revision=')
      terminal.enter('Watch prefix=t')
      await terminal.until('you Watch prefix=t')
      terminal.enter('Put key=t value="z"')
      await terminal.until('↳ Watch Changed revision=')
      expect(terminal.screen).toMatch(
        /↳ Watch Changed revision=\d+ change\.put\.key=t change\.put\.value="z"/,
      )
      terminal.press('C-c')
      await terminal.until('No more answers to Watch are wanted.')
      terminal.enter('Get key=slow')
      await terminal.until('you Get key=slow')
      terminal.press('C-c')
      await terminal.until('No more answers to Get are wanted.')
      terminal.enter('Get kee=a')
      await terminal.until('Get has no field “kee”; it has: key.')
      terminal.enter('Get key=watches')
      await terminal.until('entry.value="cancelled"')
      terminal.pasteBracketed('Get key=one\nGet kei=two')
      terminal.press('Enter')
      await terminal.until('you Get key=one')
      await terminal.until('Get has no field “kei”; it has: key.')
      terminal.pasteBracketed('{"type": "Get",\n "key": "of two rows"}')
      terminal.press('Enter')
      await terminal.until('you Get key="of two rows"')
      terminal.enter('/help')
      await terminal.until('You may say: Get, Put, Delete, List, Watch.')
      terminal.press('C-c')
      expect(await terminal.end()).toBe(130)
    },
    60_000,
  )
})

needs('tmux', 'linux').test(
  'lines that a break left in doubt are named and can be said again, and what is typed until the next is kept',
  async () => {
    const first = await serving(own('kv'), KV)
    const terminal = terminals.open(
      ['connect', '127.0.0.1', String(first.port), '--contract', own('kv'), '--name', 'anna'],
      { folder: programs.folder() },
    )
    await terminal.until('anna>')
    first.program.signal('SIGSTOP')
    terminal.enter('Put key=q value="1"')
    await terminal.until('you Put key=q')
    first.program.signal('SIGKILL')
    await terminal.until('“Put key=q value="1"”: The conversation ended')
    await terminal.until('1 line may not have arrived; /again says it again: “Put key=q value="1"”')
    terminal.enter('Get key=q')
    await terminal.until('This waits until it can be said: Get key=q')
    await first.program.end()
    const second = await serving(own('kv'), KV, first.port)
    terminal.enter('')
    await terminal.until('↳ Get NotFound')
    terminal.enter('/again')
    await terminal.until('↳ Put Done revision=1')
    terminal.enter('/again')
    await terminal.until('There is no line to say again.')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(0)
    await second.stop()
  },
  60_000,
)

test('what a server asks is answered by the lines that are its answers', async () => {
  const jobs = await serving(own('jobs'), JOBS)
  const program = programs.start([
    ...['connect', '127.0.0.1', String(jobs.port), '--contract', own('jobs'), '--name', 'w', '--quiet'],
  ])
  program.type('Work queues.0=q slots=1\n')
  await program.until('a job', ({ lines }) => lines.find((line) => line.startsWith('Run job.id=aaa')))
  program.type('Alive percent=50\nAlive\nEnded outcome.exit=3\n')
  await program.until('the end of the job', ({ lines }) => lines.find((line) => line === 'Drain'))
  expect(await program.typeLast().end()).toMatchObject({ code: 0, stderr: '' })
  expect(program.lines).toEqual([
    'Registered',
    expect.stringMatching(/^Run job\.id=a{21} job\.argv\.0=ls /),
    'Drain',
  ])
  await jobs.program.until('the outcome', ({ stderr }) =>
    stderr.includes('ended exit 3 2') ? true : undefined,
  )
})

test('what cannot be spoken is refused with a sentence', async () => {
  const cwd = programs.folder()
  const credit = fileURLToPath(new URL('../../examples/credit/credit.yaml', import.meta.url))
  const handlers = moduleOf(KV)
  const missing = moduleOf('export default { Get() {} }')
  const serve = ['serve', '--port', '0', '--contract']
  for (const [args, why] of [
    [
      [...serve, own('kv')],
      /^With --contract nobody but a module .* --reply is echo; give --reply \.\/handlers\.js\.$/m,
    ],
    [[...serve, own('kv'), '--reply', 'operator'], /--reply is operator; give --reply/],
    [[...serve, own('kv'), '--lang', 'ru'], /^С --contract ответы знает только ваш модуль/],
    [[...serve, credit, '--reply', handlers], /^The contract .*credit\.yaml has no base/],
    [[...serve, 'none.yaml', '--reply', handlers], /^The contract none\.yaml cannot be read \(ENOENT\)/],
    [
      [...serve, own('chat'), '--reply', handlers],
      /handles “Get”, which clients never say; it may handle: Join, /,
    ],
    [
      [...serve, own('kv'), '--reply', missing],
      /has no handler for Put, which clients want answered; add it\.$/m,
    ],
    [[...serve, own('kv'), '--mode', 'raw'], /^--contract means nothing with --mode raw; /],
    [['connect', '--contract', 'none.yaml'], /^The contract none\.yaml cannot be read/],
    [['connect', '--contract', credit], /has no base/],
    [['connect', '--contract', own('kv'), '--raw'], /^--contract means nothing with --raw; /],
  ] as const)
    expectRefusal(await programs.run(args, { cwd }), 2, why)
  writeFileSync(join(cwd, 'bad.yaml'), 'protocol: x\nversion: 0\n')
  for (const args of [
    [...serve, 'bad.yaml', '--reply', handlers],
    ['connect', '--contract', 'bad.yaml'],
  ]) {
    const { code, stdout, stderr } = await programs.run(args, { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^bad\.yaml:\d+:\d+ [A-Z_]+ [^\n]+\nbad\.yaml:/)
  }
})

programs.keepSecrets()
