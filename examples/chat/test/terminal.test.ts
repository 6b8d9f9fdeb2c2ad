// Run by: npm test
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'

const running: ChildProcess[] = []
after(() => {
  for (const program of running) program.kill()
})

/** Starts a program, and gives what it takes to talk with it. */
const start = (...args: readonly string[]) => {
  const program = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { ...process.env, CHAT_PASSWORD: 'correct horse battery' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  running.push(program)
  let printed = ''
  program.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  /** Resolves with what it has printed when that matches. */
  const prints = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(printed)
      if (found !== null) return found
      await once(program.stdout, 'data')
    }
  }
  return {
    type: (line: string) => program.stdin.write(`${line}\n`),
    leave: () => program.stdin.end(),
    prints,
  }
}

test('three terminals chat', async () => {
  const [, port = ''] = await start('src/server.ts', '0').prints(/listening on .*:(\d+)\n/)
  const anna = start('src/terminal.ts', 'anna', port)
  await anna.prints(/-- In lobby: anna\n/)
  const bert = start('src/terminal.ts', 'bert', port)
  const carl = start('src/terminal.ts', 'carl', port)
  await Promise.all([bert, carl].map((one) => one.prints(/-- In lobby: /)))
  anna.type('hello')
  await Promise.all([bert, carl].map((one) => one.prints(/^\d\d:\d\d anna: hello\n/m)))
  bert.leave()
  assert.ok(await anna.prints(/-- bert is gone\n/))
})
