import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { Terminals } from '../cli/terminals.ts'
import { type Ended, type Program, Programs, type Serving, startProgram, within } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'
import { connecting } from './connecting.ts'

const tmux = needs('tmux', 'linux')
const programs = new Programs()
const terminals = new Terminals()

interface Entry {
  readonly token: string
}

/** The tokens in a client's file. */
const tokensIn = (file: string): readonly string[] => {
  if (!existsSync(file)) return []
  const { tokens } = JSON.parse(readFileSync(file, 'utf8')) as { readonly tokens: readonly Entry[] }
  return tokens.map(({ token }) => programs.hide(token))
}

/** All that a stopped server keeps in its store. */
const storeOf = ({ data }: Serving): Buffer =>
  Buffer.concat(
    readdirSync(data)
      .filter((file) => file.startsWith('store.sqlite'))
      .map((file) => readFileSync(join(data, file))),
  )

/** Ada, who keeps her tokens in this file. */
const adaWith = (server: Serving, file: string, password?: string, ...more: readonly string[]): Program =>
  programs.start(
    connecting(server, '--name', 'Ada', '--tokens', file, '--json', ...more),
    password === undefined ? {} : { env: { COLLOQUY_PASSWORD: password } },
  )

/** Ada says one line: how that ended, and how she was let in or not. */
const adaSays = async (
  server: Serving,
  file: string,
  password?: string,
  ...more: readonly string[]
): Promise<{ readonly code: Ended['code']; readonly how: readonly unknown[] }> => {
  const client = adaWith(server, file, password, ...more).typeLast('hello\n')
  const { code } = await client.end()
  const about = client.events.filter(({ event }) => event === 'granted' || event === 'denied')
  return { code, how: about.map(({ how, reason }) => how ?? reason) }
}

test('row E8: a password is asked for and checked, and the store holds nothing but its argon2id hash', async () => {
  const server = await programs.serve()
  const [right, wrong] = [programs.secret(), programs.secret()]
  const nowhere = (): string => join(programs.folder(), 'tokens.json')
  expect(await adaSays(server, nowhere(), right, '--register')).toEqual({ code: 0, how: ['register'] })
  expect(await adaSays(server, nowhere(), wrong)).toEqual({ code: 4, how: ['BAD_CREDENTIALS'] })
  expect(await adaSays(server, nowhere(), right)).toEqual({ code: 0, how: ['login'] })
  expect((await server.stop()).code).toBe(0)
  const store = storeOf(server)
  expect(
    store.toString('latin1').match(/\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+/g),
  ).toHaveLength(1)
  for (const password of [right, wrong])
    for (const form of [
      password,
      Buffer.from(password).toString('base64'),
      Buffer.from(password).toString('hex'),
    ])
      expect(store.includes(form)).toBe(false)
})

test('row E8: a token goes on without the password, after a restart too, until a log-out revokes it', async () => {
  const server = await programs.serve()
  const file = join(programs.folder(), 'tokens.json')
  expect(await adaSays(server, file, programs.secret(), '--register')).toEqual({ code: 0, how: ['register'] })
  expect(await adaSays(server, file)).toEqual({ code: 0, how: ['resume'] })
  await server.stop()
  const again = await programs.serve({ data: server.data, port: server.port })
  expect(again.port).toBe(server.port)

  /** A copy of the token that is good while Ada is there; then she leaves. */
  const copyWhileThere = async (...more: readonly string[]): Promise<string> => {
    const [before] = tokensIn(file)
    const client = adaWith(again, file, undefined, ...more)
    client.type('hello\n')
    await client.until('an answer', ({ events }) => events.find(({ event }) => event === 'received'))
    expect(tokensIn(file)).toHaveLength(1)
    expect(tokensIn(file)).not.toEqual([before])
    const copy = join(programs.folder(), 'tokens.json')
    copyFileSync(file, copy)
    expect((await client.typeLast().end()).code).toBe(0)
    return copy
  }
  // A copy of the file that lives on is good in the place of the first.
  const copy = await copyWhileThere()
  expect(await adaSays(again, copy)).toEqual({ code: 0, how: ['resume'] })
  copyFileSync(copy, file)
  const revoked = await copyWhileThere('--logout')
  expect(tokensIn(file)).toEqual([])
  expect(await adaSays(again, revoked)).toEqual({ code: 4, how: ['TOKEN_EXPIRED'] })
  expect((await adaSays(again, file)).code).toBe(4)
  await again.stop()
})

const root = fileURLToPath(new URL('../..', import.meta.url))
const library = pathToFileURL(resolve(root, process.env.COLLOQUY_DIST ?? 'dist', 'index.js')).href

const scripts: Program[] = []
afterAll(async () => {
  for (const script of scripts) if (script.isRunning) script.signal('SIGKILL')
  await Promise.all(scripts.map((script) => script.end()))
})

/** A program of somebody who uses the library, in a process of its own. */
const script = (text: string, ...args: readonly string[]): Program => {
  const whole = `import { FramedSocket, receiveText, sendText } from ${JSON.stringify(library)}
    import { connect, createServer, Socket } from 'node:net'
    setTimeout(() => process.exit(1), 30_000).unref()
    ${text}`
  const program = startProgram(process.execPath, ['--input-type=module', '-e', whole, '--', ...args], root, {
    PATH: process.env.PATH,
  })
  scripts.push(program)
  return program
}

const textServer = `
  const server = createServer({ allowHalfOpen: true }, async (accepted) => {
    const socket = FramedSocket.from(accepted)
    for (let text = await socket.receiveText(); text !== null; text = await socket.receiveText())
      await socket.sendText('echo: ' + text)
    socket.end()
    server.close()
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

const texts = ['hello', 'привет, мир', '', '👩‍👩‍👧 \u0000 \n', 'я'.repeat(30_000), ...Array.from('many')]
const echoes = texts.map((text) => `echo: ${text}`)

test.each([
  [
    'sendText and receiveText on a plain socket',
    `const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
     const send = (text) => sendText(socket, text), receive = () => receiveText(socket)`,
  ],
  [
    'the methods of FramedSocket, which is a net.Socket',
    `const socket = FramedSocket.connect(port, '127.0.0.1')
     if (!(socket instanceof Socket) || !(FramedSocket.prototype instanceof Socket)) throw new Error('no socket')
     const send = (text) => socket.sendText(text), receive = () => socket.receiveText()`,
  ],
])('row E9: two processes exchange texts by %s', async (_what, opening) => {
  const server = script(textServer)
  const port = await server.firstLine()
  const client = script(
    `const [port, texts] = process.argv.slice(-2).map((each) => JSON.parse(each))
     ${opening}
     const heard = []
     for (const text of texts) await send(text)
     socket.end()
     for (let text = await receive(); text !== null; text = await receive()) heard.push(text)
     console.log(JSON.stringify(heard))`,
    port,
    JSON.stringify(texts),
  )
  const { code, stdout, stderr } = await client.end()
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toEqual(echoes)
  expect(await server.end()).toMatchObject({ code: 0, stderr: '' })
})

test('row E9: before a text stands a header of 16 bytes, which begins with the length; a text may come in pieces', async () => {
  const server = script(textServer)
  const port = Number(await server.firstLine())
  const framed = (text: string): Buffer => {
    const header = Buffer.alloc(16)
    header.writeUInt32BE(Buffer.byteLength(text))
    return Buffer.concat([header, Buffer.from(text)])
  }
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((done, failed) => socket.once('end', done).once('error', failed))
  for (const byte of framed('привет')) {
    socket.write(Buffer.from([byte]))
    await new Promise((done) => setTimeout(done, 2))
  }
  socket.end(Buffer.concat([framed(''), framed('together')]))
  await within('the end', ended)
  expect(Buffer.concat(chunks)).toEqual(
    Buffer.concat([framed('echo: привет'), framed('echo: '), framed('echo: together')]),
  )
  expect((await server.end()).code).toBe(0)
})

const header = (length: number, type = 0): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32BE(length)
  bytes.writeUInt8(type, 4)
  return bytes
}

test('row E9: what is no text is an error with a code, and the server goes on', async () => {
  const server = script(`
    const server = createServer({ allowHalfOpen: true }, async (accepted) => {
      try {
        for (let text = await receiveText(accepted); text !== null; text = await receiveText(accepted))
          await sendText(accepted, 'echo: ' + text)
        server.close()
      } catch ({ code }) {
        console.log(code)
      }
      accepted.end()
    })
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`)
  const port = Number(await server.firstLine())
  const exchange = async (...sent: readonly Buffer[]): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise<void>((done, failed) => socket.once('end', done).once('error', failed))
    socket.end(Buffer.concat(sent))
    await within('the end', ended)
    return Buffer.concat(chunks).subarray(16).toString('utf8')
  }
  for (const bad of [
    [header(0xffff_ffff)],
    [header(2, 1), Buffer.from('hi')],
    [header(2), Buffer.from([0xc3, 0x28])],
    [header(9), Buffer.from('cut off')],
    [Buffer.from('hi')],
  ])
    expect(await exchange(...bad)).toBe('')
  expect(await exchange(header(2), Buffer.from('hi'))).toBe('echo: hi')
  const { code, stdout, stderr } = await server.end()
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.split('\n').slice(1, -1)).toEqual([
    'TOO_LONG',
    'BAD_HEADER',
    'BAD_UTF8',
    'CUT_SHORT',
    'CUT_SHORT',
  ])
})

const MANY = 200

test('row E10: client and server say many messages, the operator’s in reply to the client’s, none lost', async () => {
  const server = await programs.serve({ mode: 'echo', more: ['--reply', 'operator'] })
  const client = programs.start(connecting(server, '--json'))
  const numbers = Array.from({ length: MANY }, (_, index) => index + 1)
  await client.event('ready')
  for (const number of numbers) client.type(`question ${number}\n`)
  const last = new RegExp(`^#1:${MANY} .*question ${MANY}$`)
  await server.program.until('the last question', ({ lines }) => lines.find((line) => last.test(line)))
  const asked = server.program.lines.filter((line) => /^#1:\d+ /.test(line))
  expect(asked.map((line) => Number(/question (\d+)$/.exec(line)?.[1]))).toEqual(numbers)
  // In another order than they were asked, and with something said that answers nothing.
  const answers = [...numbers].reverse()
  for (const number of answers) server.program.type(`#1:${number} answer ${number}\n#1:0 aside ${number}\n`)
  await client.until('the last aside', ({ stdout }) => (stdout.includes('"aside 1"') ? true : undefined))
  const heard = client.events.filter(({ event }) => event === 'received')
  expect(heard.map(({ id, re, text }) => [id, re, text])).toEqual(
    answers.flatMap((number, index) => [
      [2 * index + 1, number, `answer ${number}`],
      [2 * index + 2, 0, `aside ${number}`],
    ]),
  )
  expect((await client.typeLast().end()).code).toBe(0)
  expect(client.events.at(-1)).toMatchObject({ code: 'DONE', said: MANY, heard: 2 * MANY })
  expect((await server.stop()).code).toBe(0)
})

tmux.test('row E10: a person at a terminal and the operator reply to each other’s replies', async () => {
  const server = await programs.serve({ mode: 'echo', more: ['--reply', 'operator'] })
  const client = terminals.open(connecting(server), { folder: programs.folder() })
  const shown = (line: RegExp): Promise<string> =>
    server.program.until(String(line), ({ lines }) => lines.find((each) => line.test(each)))
  await shown(/^-- #1 .*has come\.$/)
  server.program.type('#1 who is there?\n')
  await client.until('#1 who is there?')
  for (let turn = 1; turn <= 5; turn += 1) {
    client.enter(`/re ${turn} reply ${turn}`)
    await shown(new RegExp(`^#1:${turn} ↳ #${turn} .*reply ${turn}$`))
    server.program.type(`#1:${turn} and then ${turn}?\n`)
    await client.until(`#${turn + 1} ↳ #${turn} and then ${turn}?`)
  }
  client.press('C-d')
  expect(await client.end()).toBe(0)
  await shown(/^-- #1 .*has left \(DONE\)\.$/)
  expect((await server.stop()).code).toBe(0)
})

programs.keepSecrets()
