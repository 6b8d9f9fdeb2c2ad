// Run by: npm test
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'

const env = { ...process.env, KV_PASSWORD: 'correct horse battery' }
const tsx = ['--import', 'tsx']

let server: ChildProcess
let port = ''
before(async () => {
  server = spawn(process.execPath, [...tsx, 'src/server.ts', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  assert.ok(server.stdout)
  const [ready] = await once(server.stdout.setEncoding('utf8'), 'data')
  port = /:(\d+)\n$/.exec(ready)?.[1] ?? ''
})
after(async () => {
  server.kill('SIGINT')
  await once(server, 'exit')
})

/** Runs the command line to its end. */
const kv = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const line = [...tsx, 'src/cli.ts', '--port', port, ...args]
    execFile(process.execPath, line, { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })

test('what one puts another gets, and a conflict is told', async () => {
  const done = { code: 0, stderr: '' }
  assert.deepEqual(await kv('put', 'a', 'hello', '--if', '0'), { ...done, stdout: 'revision 1\n' })
  assert.deepEqual(await kv('get', 'a', '--name', 'bert'), { ...done, stdout: 'hello' })
  assert.deepEqual(await kv('list'), { ...done, stdout: '1 a, 5 bytes\n' })
  const refused = { code: 1, stdout: '', stderr: 'The key is at revision 1.\n' }
  assert.deepEqual(await kv('delete', 'a', '--if', '7'), refused)
})

test('a wrong command is answered by those that there are', async () => {
  const { code, stdout } = await kv('fetch', 'a')
  assert.equal(code, 1)
  assert.match(stdout, /^kv get KEY/)
})
