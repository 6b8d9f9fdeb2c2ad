import { resolve } from 'node:path'
import { beforeAll, expect } from '@jest/globals'
import { Programs, type Serving } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'

const { test } = needs('python3', 'linux')

const programs = new Programs({ alone: true })
let server: Serving
beforeAll(async () => {
  server = await programs.serve({ mode: 'echo' })
})

/** Runs a program in the background of a terminal whose shell has forgotten it, and prints what the terminal shows. */
const background = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    forgetting = os.fork()
    if forgetting == 0:
        os.setpgid(0, 0)
        if os.fork() == 0:
            os.execv('/bin/sh', ['sh', '-c', '"$@"; echo "Ended with $?."', 'sh'] + sys.argv[1:])
        os._exit(0)
    os.waitpid(forgetting, 0)
    # The terminal lives as long as its first process.
    sys.stdin.readline()
    os._exit(0)
shown = b''
while b'Ended with' not in shown:
    shown += os.read(terminal, 4096)
os.write(terminal, b'\\n')
sys.stdout.buffer.write(shown)
`

const cli = resolve(process.env.COLLOQUY_DIST ?? 'dist', 'cli.js')
const run = async (...args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await programs
    .startPython(['-c', background, process.execPath, cli, ...args])
    .end()
  expect(stderr).toBe('')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal is sent
  return stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, '')
}

test('a conversation that may not have its terminal says so, and Bye, and the exit code is 1', async () => {
  const shown = await run('connect', '127.0.0.1', String(server.port))
  expect(shown).toContain('-- Standard input cannot be read (EIO); check where it comes from.')
  expect(shown).toContain('-- Disconnected (DONE)')
  expect(shown).toContain('Ended with 1.')
})

test('a question that may not have its terminal is not waited for', async () => {
  const shown = await run('connect')
  expect(shown).toContain('The input ended before host and port were known; give both on the command line.')
  expect(shown).toContain('Ended with 1.')
})
