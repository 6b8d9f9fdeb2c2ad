import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { fakeServer } from '../support/tcp-peer.ts'

const programs = new Programs()

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1)

test('connect to a server in mode raw names the flag that helps, in either language', async () => {
  const { port } = await programs.serve({ more: ['--mode', 'raw'] })
  const client = (...more: readonly string[]) => programs.run(['connect', `127.0.0.1:${port}`, ...more])
  const english = await client('--message', 'hi')
  expect([english.code, lastLine(english.stderr)]).toEqual([
    5,
    'No conversation began (UNEXPECTED_MESSAGE): The other side gives back what it is sent, as a server in mode raw does; connect to it with --raw.',
  ])
  const russian = await client('--message', 'hi', '--lang', 'ru')
  expect(lastLine(russian.stderr)).toMatch(/^Разговор не начался \(UNEXPECTED_MESSAGE\): .* с --raw\.$/)
  const json = await client('--json')
  expect(JSON.parse(lastLine(json.stdout) as string)).toMatchObject({
    event: 'disconnected',
    looksLike: 'ECHO',
  })
})

test('connect --raw to a server that speaks with frames says so, and is no success', async () => {
  const { port } = await programs.serve({ mode: 'echo' })
  const client = (input: string) =>
    programs
      .start(['connect', `127.0.0.1:${port}`, '--raw', '--quiet'])
      .typeLast(input)
      .end()
  const long = await client('a line of more than sixteen bytes\n')
  expect([long.code, lastLine(long.stderr)]).toEqual([
    1,
    'The other side speaks with frames; connect to it without --raw.',
  ])
  // Less than a header is dropped at the end of the stream.
  const short = await client('hello\n')
  expect([short.code, short.stdout, lastLine(short.stderr)]).toEqual([
    1,
    '',
    'Nothing came back, as it does from a server in mode raw; leave out --raw for one of another mode, and check the port.',
  ])
})

test('connect --raw to a server of something else says what; to an echo of the same bytes nothing', async () => {
  const web = await fakeServer((peer) => peer.socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const { port } = await programs.serve({ more: ['--mode', 'raw'] })
  const client = (to: number) =>
    programs
      .start(['connect', `127.0.0.1:${to}`, '--raw', '--quiet'])
      .typeLast('HTTP/1.1 200 OK\r\n')
      .end()
  expect((await client(web.port)).stderr).toMatch(
    /^The other side speaks HTTP, as browsers and web servers do; /m,
  )
  web.close()
  expect(await client(port)).toMatchObject({ code: 0, stdout: 'HTTP/1.1 200 OK\r\n', stderr: '' })
})

programs.keepSecrets()
