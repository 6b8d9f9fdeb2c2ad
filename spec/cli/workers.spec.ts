import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { connect } from '../../src/index.ts'
import { logOf, Programs } from '../support/program.ts'

const programs = new Programs({ alone: true })

/** The processes that this one has started, as Linux tells. */
const workersOf = (pid: number | undefined): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0 && parentOf(each) === pid)

/** null: it is gone. */
const parentOf = (pid: number): number | null => {
  try {
    // Behind the name, which is in brackets, stand the state and the parent.
    const [, behind = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=\w )/)
    return Number(behind.split(' ')[1])
  } catch {
    return null
  }
}

const come = async (port: number, name: string, ended: (code: string, lost: number) => void) => {
  const client = await connect({
    port,
    log: { data: false, write: () => {} },
    credentials: { name, password: programs.secret(), register: true },
    ended: ({ ending, said, arrived }) => ended(ending.code, said - arrived),
  })
  return { client, ask: async (text: string) => (await client.ask({ type: 'Say', text })).text }
}

/** Says which process answers. */
const module = (folder: string): string => {
  const path = join(folder, 'replies.js')
  writeFileSync(
    path,
    "export default { Say: ({ text }, peer) => peer.reply({ type: 'Say', text: text + ' ' + process.pid }) }\n",
  )
  return path
}

test('of two workers one is killed: its client comes again, the other goes on; then all stop in peace, and conversations go on', async () => {
  const folder = programs.folder()
  const data = join(folder, 'data')
  const more = ['--workers', '2', '--reply', module(folder)]
  const { program, port } = await programs.serve({ data, more })
  const ended: string[] = []
  const [one, two] = [
    await come(port, 'one', (code) => ended.push(`one ${code}`)),
    await come(port, 'two', (code) => ended.push(`two ${code}`)),
  ]
  const [first, second] = [await one.ask('who'), await two.ask('who')].map((said) =>
    Number(said.split(' ')[1]),
  )
  expect(new Set([first, second])).toEqual(new Set(workersOf(program.child.pid)))
  process.kill(Number(first), 'SIGKILL')
  await programs.logged(data, 'workerEnded', { pid: first, how: 'SIGKILL' })
  one.client.connectNow()
  // Its conversation is gone with it, and its client is told so.
  while (ended.length === 0) await pause(20)
  await one.client.ready()
  expect(await one.ask('again')).toMatch(/^again \d+$/)
  expect(ended).toEqual([expect.stringMatching(/^one (RESET|BROKEN)$/)])
  expect(await two.ask('still')).toBe(`still ${second}`)

  program.signal('SIGTERM')
  expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
  const lines = logOf(data)
  expect(lines.filter(({ event }) => event === 'stopped')).toHaveLength(1)
  const numbers = lines.map(({ seq }) => Number(seq))
  expect(new Set(numbers).size).toBe(numbers.length)

  await programs.serve({ data, port, more })
  two.client.connectNow()
  expect(await two.ask('after')).toMatch(/^after \d+$/)
  expect(ended).toHaveLength(1)
  await Promise.all([one.client.bye(), two.client.bye()])
})

test('a module that no worker can load ends the server with its error', async () => {
  const folder = programs.folder()
  const path = join(folder, 'fails.mjs')
  writeFileSync(path, "throw new Error('out of order')\n")
  const { code, stdout, stderr } = await programs.run([
    ...['serve', '--port', '0', '--data', join(folder, 'data')],
    ...['--workers', '2', '--reply', path],
  ])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /^The module .*fails\.mjs cannot be loaded \(Error: out of order\); mend it at .*\n$/,
  )
})

test.each([
  [['--inspect'], '--inspect'],
  [['--reply', 'operator'], '--reply operator'],
])('what needs all conversations in one process is refused with --workers: %s', async (flags, named) => {
  const { code, stderr } = await programs.run(['serve', '--workers', '2', ...flags])
  expect(code).toBe(2)
  expect(stderr).toBe(
    `${named} needs all conversations in one process, and --workers spreads them over several; leave one of them out.\n`,
  )
})
