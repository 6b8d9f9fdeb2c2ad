import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { message } from '../support/wire.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()

test('nothing is found of a server of ours over TLS', async () => {
  const { port, data } = await programs.serve({ more: ['--tls', 'auto'] })
  const found = await programs.run(['conform', `127.0.0.1:${port}`, '--tls', '--ca', `${data}/tls-cert.pem`])
  expect(found.stdout).toMatch(/^Nothing was found: \d{3} cases tried\.$/m)
  expect([found.code, found.stderr]).toEqual([0, ''])
})

test('nor over a socket in the file system', async () => {
  const folder = temporaryFolder()
  const socket = join(folder, 'colloquy.sock')
  const program = programs.start(['serve', '--json', '--socket', socket, '--data', join(folder, 'data')])
  await program.event('listening')
  const found = await programs.run(['conform', `unix:${socket}`])
  expect(found.stdout).toMatch(/^Nothing was found: \d{3} cases tried\.$/m)
  expect([found.code, found.stderr]).toEqual([0, ''])
  program.signal('SIGTERM')
  await program.end()
  expectRefusal(
    await programs.run(['conform', `unix:${socket}`]),
    3,
    /^Nobody listens on the socket \S+\/colloquy\.sock /,
  )
  expectRefusal(await programs.run(['conform', `unix:${socket}`, '7707']), 2, /port means nothing with unix:/)
  expectRefusal(await programs.run(['conform', `unix:${socket}`, '--tls']), 2, /unix: .*--tls/)
})

const HELLO = '0000000a000100000000000000000000080110012a0474616c6b'

/** All that this server ever says. */
const greeting = Buffer.concat([message('Welcome'), message('Ready')])

test('of a server that breaks a rule it says which, what was sent, what came and what should have come', async () => {
  const silently = '00000002000d000100000000000000000807'
  // It hangs up at all but Hello and that: whatever waits does so for as long as a busy machine may take.
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        const said = bytes.toString('hex')
        if (said === HELLO) socket.write(greeting)
        else if (said !== silently) socket.end()
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const at = ['conform', '127.0.0.1', String(port), '--timeout', '2s']
  const text = await programs.run(at)
  expect(text.code).toBe(5)
  expect(text.stdout).toContain(
    [
      'converse: the lowest flag is set',
      '  rule: frame.flags: flags not 0 — MALFORMED',
      `  sent: ${silently}`,
      '  came: nothing, and it goes on',
      '  wanted: Fault MALFORMED',
      '',
    ].join('\n'),
  )
  expect(text.stdout).toMatch(/^\d+ of \d+ cases came out otherwise than protocol\/WIRE\.md says\.$/m)
  const json = await programs.run([...at, '--json'])
  server.close()
  expect(json.code).toBe(5)
  const lines = json.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.find((one) => one.case === 'converse: the lowest flag is set')).toEqual({
    case: 'converse: the lowest flag is set',
    rule: 'frame.flags',
    sentence: 'flags not 0 — MALFORMED',
    outcome: 'broken',
    sent: silently,
    came: [],
    ended: false,
    expect: ['Fault MALFORMED'],
  })
})

test('where nobody listens, or no certificate is accepted, that is told', async () => {
  expectRefusal(
    await programs.run(['conform', '127.0.0.1:1']),
    3,
    /^Nobody listens on port 1 of 127\.0\.0\.1; /,
  )
  expectRefusal(await programs.run(['conform', '127.0.0.1:1', '--ca', 'x']), 2, /--ca .* --tls/)
})

test('a password that is denied is told to be, and what lies behind it is not judged', async () => {
  const { port } = await programs.serve()
  const env = { COLLOQUY_PASSWORD: 'not the password' }
  const denied = await programs.run(['conform', '127.0.0.1', String(port), '--name', 'anna'], { env })
  expect(denied.stderr).toMatch(/^The name and the password do not belong together\. Check both;/)
  expect(denied.stdout).not.toContain('otherwise')
  expect(denied.code).toBe(4)
})

test('a server that breaks off behind a proof is told of without the password', async () => {
  const proving = Buffer.concat([message('Welcome'), message('Greeting'), message('Challenge')])
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(proving)
      socket.on('data', () => socket.end(message('Bye')))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const env = { COLLOQUY_PASSWORD: 'made up here' }
  const at = ['conform', '127.0.0.1', String(port), '--name', 'anna', '--timeout', '1s']
  const { code, stdout } = await programs.run(at, { env })
  server.close()
  // Whether the end was seen by then, too, is left open.
  expect([code, stdout.replace(/, and .*/, '').split('\n')]).toEqual([
    5,
    [
      'Hello',
      '  rule: version.protocol: The name comes first',
      `  sent: ${HELLO}`,
      '  came: Bye DONE',
      '  wanted: Welcome',
      '1 of 1 cases came out otherwise than protocol/WIRE.md says.',
      '',
    ],
  ])
})
