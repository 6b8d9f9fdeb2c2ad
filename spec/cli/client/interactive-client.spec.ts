import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { fakeServer, type TcpPeer } from '../../support/tcp-peer.ts'
import { needs } from '../../support/tools/index.ts'
import { type Heard, len, message, sample, sayFrame, textOf } from '../../support/wire.ts'
import { type Terminal, Terminals } from '../terminals.ts'

const { describe, test } = needs('tmux', 'linux')
const programs = new Programs()
const terminals = new Terminals()

const open = (
  port: number,
  env: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Terminal =>
  terminals.open(['connect', '127.0.0.1', String(port), ...more], { folder: programs.folder(), env })

const colours = '\u001b['
const begun = 'The conversation has begun'

/** A server that says what a test tells it to, and a terminal in conversation with it. */
const inConversation = async (env: Readonly<Record<string, string>> = {}) => {
  const peers: TcpPeer[] = []
  const { port, close } = await fakeServer((peer) => {
    peers.push(peer)
    peer.socket.once('data', () => peer.say(message('Welcome'), message('Ready')))
  })
  const terminal = open(port, env)
  await terminal.until(begun)
  const [peer] = peers
  if (peer === undefined) throw new Error('nobody has connected')
  return { terminal, peer, peers, close }
}

/** Says Bye in answer to the client's, whenever it comes. */
const answerBye = async (peer: TcpPeer): Promise<void> => {
  await peer.hear('Bye')
  peer.say(message('Bye'))
  peer.socket.end()
}

/** Resolves with what the client has said when it is so much. */
const said = async (peer: TcpPeer, count: number): Promise<readonly Heard[]> => {
  for (let tries = 0; tries < 300; tries++, await pause(20)) {
    const says = peer.frames.filter(({ name }) => name === 'Say')
    if (says.length >= count) return says
  }
  throw new Error(`less than ${count} were said: ${peer.words}`)
}

/** The last lines of a terminal. */
const last = ({ screen: output }: Terminal, count = 1): readonly string[] =>
  output.trimEnd().split('\n').slice(-count)

describe('what is said and heard', () => {
  test('stands above the line with time, id and what it answers; /re answers, and the server hears what', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.enter('hello')
    await terminal.until('you #1 hello')
    peer.say(sayFrame(1, 'hello yourself', 1), sayFrame(2, 'who are you?'))
    await terminal.until('#2 who are you?')
    terminal.enter('/re 2 nobody')
    await terminal.until('you #2 ↳ #2 nobody')
    expect((await said(peer, 2)).map((frame) => [frame.id, frame.re, textOf(frame, 1)])).toEqual([
      [1, 0, 'hello'],
      [2, 2, 'nobody'],
    ])
    expect(terminal.screen).toMatch(/^\d\d:\d\d:\d\d you #1 hello$/m)
    expect(terminal.screen).toMatch(/^\d\d:\d\d:\d\d #1 ↳ #1 hello yourself$/m)
    expect(terminal.screen).not.toMatch(/^> (hello|\/re)/m)
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('does not tear a line that is half typed, even one of several rows with the cursor inside', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.type('half a thought')
    await terminal.until('> half a thought')
    peer.say(sayFrame(1, 'an interruption'))
    await terminal.until('#1 an interruption')
    expect(last(terminal)).toEqual(['> half a thought'])
    terminal.type(` that goes on ${'and on '.repeat(30)}`)
    terminal.press('Home', 'Right', 'Right', 'Right', 'Right')
    await terminal.until('and on and on')
    peer.say(sayFrame(2, 'another\none of two lines'))
    await terminal.until('one of two lines')
    peer.say(sayFrame(3, 'a third'))
    await terminal.until('#3 a third')
    terminal.type(' of')
    await terminal.until('> half of a thought')
    expect(terminal.screen).toMatch(/^\d\d:\d\d:\d\d #2 another\n {9}│ one of two lines\n/m)
    expect(terminal.screen.match(/> half/g)).toHaveLength(1)
    terminal.press('Enter')
    await terminal.until('you #1 half of a thought that goes on')
    expect(terminal.screen).not.toContain('> half')
    const [whole] = await said(peer, 1)
    expect(whole && textOf(whole, 1)).toBe(`half of a thought that goes on ${'and on '.repeat(30)}`)
    terminal.press('C-c')
    await answerBye(peer)
    expect(await terminal.end()).toBe(130)
    close()
  })

  test('does not tear a line of several rows whose cursor stands in the last one', async () => {
    const { terminal, peer, close } = await inConversation()
    peer.say(sayFrame(1, 'before'))
    await terminal.until('#1 before')
    terminal.type(`long ${'and longer '.repeat(20)}end`)
    await terminal.until('longer end')
    for (const id of [2, 3, 4]) {
      peer.say(sayFrame(id, `number ${id}`))
      await terminal.until(`#${id} number ${id}`)
    }
    terminal.type(' of it')
    await terminal.until('longer end of it')
    expect(terminal.screen.match(/> long/g)).toHaveLength(1)
    for (const text of ['#1 before', '#2 number 2', '#3 number 3', '#4 number 4'])
      expect(terminal.screen.split(text)).toHaveLength(2)
    terminal.press('C-d', 'C-c', 'C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('may be pasted into the middle of what is typed, however much comes at once', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.type('ac')
    terminal.press('Left')
    terminal.paste('b'.repeat(10_000))
    await terminal.until(`b${'c'}`)
    peer.say(sayFrame(1, 'an interruption'))
    await terminal.until('#1 an interruption')
    terminal.paste('\u001b[D\u001b[Dx\u009b31my')
    terminal.press('Enter')
    const [whole] = await said(peer, 1)
    expect(whole && textOf(whole, 1)).toBe(`a${'b'.repeat(9_998)}x31mybbc`)
    await terminal.until('you #1 a')
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('is one message when several lines are pasted, and none before Enter', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.pasteBracketed('one\n\ttwo\n\nthree\n')
    await terminal.until('␤three')
    terminal.press('Enter')
    const [whole] = await said(peer, 1)
    expect(whole && textOf(whole, 1)).toBe('one\n\ttwo\n\nthree')
    expect(terminal.screen).not.toContain('Several lines')
    await terminal.until('│ three')
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    // The shell asked for no brackets, and the program does no longer.
    terminal.pasteBracketed('as it was')
    await terminal.until('as it was')
    expect(terminal.screen).not.toContain('200~')
    close()
  })

  test('is asked about when several lines come at once without brackets; /lines says them one by one', async () => {
    const { terminal, peer, close } = await inConversation()
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)
    terminal.paste(`${lines.join('\n')}\n`)
    await terminal.until('Several lines came at once. Enter says them as one message')
    await terminal.until('␤line 100')
    terminal.press('Home')
    terminal.enter('/lines ')
    await terminal.until('you #100 line 100')
    expect((await said(peer, 100)).map((frame) => textOf(frame, 1))).toEqual(lines)
    terminal.paste('once\nmore\n')
    await terminal.until('once␤more')
    terminal.press('Enter')
    expect(textOf((await said(peer, 101)).at(-1) as Heard, 1)).toBe('once\nmore')
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('is said to the last when Ctrl-D follows at once', async () => {
    const { port } = await programs.serve({ mode: 'echo' })
    const terminal = open(port)
    await terminal.until(begun)
    terminal.paste('one line\n\u0004')
    expect(await terminal.end()).toBe(0)
    await terminal.until('you #1 one line')
    expect(terminal.screen).not.toContain('was not said')
  })

  test('is laid out where the terminal does not tell its width', async () => {
    const { port } = await programs.serve({ mode: 'echo' })
    const terminal = terminals.open(['connect', '127.0.0.1', String(port)], {
      folder: programs.folder(),
      through: ['sh', '-c', 'stty cols 0; "$@"; code=$?; stty cols 100; exit "$code"', 'sh'],
    })
    await terminal.until(begun)
    terminal.enter('hello, whoever you are')
    await terminal.until('#1 ↳ #1 hello, whoever you are')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(0)
  })

  test('is fetched back with the arrow', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.enter('once')
    await terminal.until('you #1 once')
    terminal.press('Up')
    await terminal.until('> once')
    terminal.enter(' more')
    await terminal.until('you #2 once more')
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('is inert, whatever it holds, and cannot pass for anything of ours', async () => {
    const { terminal, peer, close } = await inConversation()
    const pretence = '12:00:00 -- Disconnected (DONE): Everything was said.'
    peer.say(
      sayFrame(1, '\u001b]0;title\u0007\u001b[2J\u009b31m\u202etxt'),
      sayFrame(2, `x\n> /quit\r${pretence}\n\u001b[A\u001b[2K`),
      sayFrame(3, `${' '.repeat(99 - 12)}> ${pretence}`),
      sayFrame(4, 'y'.repeat(10_000)),
      sayFrame(5, 'the end'),
    )
    await terminal.until('#5 the end')
    const { screen: output } = terminal
    expect(output).toContain('#1 \\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\u202etxt\n')
    expect(output).toContain('#2 x\n         │ > /quit\n         │ 12:00:00 -- Dis')
    expect(output).not.toMatch(/^(12:00:00|> ?.)/m)
    expect(output.match(/^ {9}│ y{88}$/gm)?.length).toBeGreaterThan(100)
    expect(last(terminal)).toEqual(['>'])
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('reads the same without colours, and NO_COLOR takes them away', async () => {
    const coloured = await inConversation()
    const plain = await inConversation({ NO_COLOR: '1' })
    for (const { terminal, peer } of [coloured, plain]) {
      peer.say(sayFrame(1, 'hello'))
      await terminal.until('#1 hello')
    }
    const { attributes } = coloured.terminal
    expect(attributes).toContain(`${colours}2m`)
    expect(attributes).toContain(`${colours}35m`)
    expect(plain.terminal.attributes).not.toContain(colours)
    coloured.close()
    plain.close()
  })
})

describe('commands', () => {
  test('are completed by Tab, and a tab is no text', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.type('/st')
    terminal.press('Tab')
    await terminal.until('> /status')
    terminal.press('Enter')
    await terminal.until('Messages: 0 said,')
    terminal.type('/l')
    terminal.press('Tab', 'Tab')
    await terminal.until('/logout  ')
    terminal.press('C-u')
    terminal.type('a')
    terminal.press('Tab')
    terminal.enter('b')
    const [whole] = await said(peer, 1)
    expect(whole && textOf(whole, 1)).toBe('ab')
    terminal.press('C-d')
    await answerBye(peer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('tell what there is, how things stand, and what there is not; two slashes say one', async () => {
    const { port } = await programs.serve({ mode: 'identify' })
    const terminal = open(port, {}, '--name', 'Ada')
    await terminal.until(begun)
    await terminal.until('Ada>')
    terminal.enter('/help')
    await terminal.until('/logout      revokes')
    terminal.enter('//etc/hosts')
    await terminal.until('#1 ↳ #1 /etc/hosts')
    terminal.enter('/frobnicate now')
    await terminal.until('There is no command /frobnicate; /help lists them.')
    terminal.enter('/re 9 what?')
    await terminal.until('Give the id of a message of theirs')
    terminal.enter('/status')
    await terminal.until('Messages: 1 said,')
    expect(terminal.screen).toMatch(/Server: 127\.0\.0\.1, port \d+, “colloquy\//)
    expect(terminal.screen).toMatch(/Session: [\w-]{21}, as Ada, since \d\d:\d\d:\d\d\./)
    expect(terminal.screen).toMatch(/Messages: 1 said, [01] of them acknowledged; 1 heard\./)
    expect(terminal.screen.match(/Sent \d+ bytes/g)).toHaveLength(1)
    terminal.enter('/bytes')
    await terminal.until('Data is no longer told of.')
    terminal.enter('unnoticed')
    await terminal.until('#2 ↳ #2 unnoticed')
    terminal.enter('/quit')
    expect(await terminal.end()).toBe(0)
    expect(terminal.screen.match(/Sent \d+ bytes/g)).toHaveLength(1)
  })

  test('/logout revokes the token', async () => {
    const { port, data } = await programs.serve({ mode: 'auth' })
    const secret = programs.secret()
    const terminal = open(port, { COLLOQUY_PASSWORD: secret }, '--name', 'Ada', '--register')
    await terminal.until(begun)
    terminal.enter('/logout')
    expect(await terminal.end()).toBe(0)
    expect(await programs.logged(data, 'disconnected')).toMatchObject({ code: 'LOGGED_OUT', by: 'them' })
  })

  test('Ctrl-C clears what is typed before it ends anything', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.type('never mind')
    await terminal.until('> never mind')
    terminal.press('C-c')
    terminal.enter('something else')
    await terminal.until('you #1 something else')
    expect(terminal.screen).not.toContain('never mind')
    terminal.press('C-c')
    await answerBye(peer)
    expect(await terminal.end()).toBe(130)
    close()
  })
})

describe('a conversation that breaks off', () => {
  test('is shown, and what is typed meanwhile is said in the next one', async () => {
    const { terminal, peer, peers, close } = await inConversation()
    peer.say(message('Bye', Buffer.from([0x08, 4])))
    await peer.hear('Bye')
    peer.socket.end()
    await terminal.until('connecting again in')
    terminal.enter('patience')
    await terminal.until('you #1 patience')
    expect(terminal.screen.split(begun)).toHaveLength(3)
    expect(await said(peers.at(-1) as TcpPeer, 1)).toHaveLength(1)
    terminal.press('C-d')
    await answerBye(peers.at(-1) as TcpPeer)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('and does not go on: what waits is said to be unsaid, and Ctrl-C ends the waiting', async () => {
    const { terminal, peer, close } = await inConversation()
    close()
    peer.socket.destroy()
    await terminal.until('connecting again in')
    terminal.enter('in vain')
    await terminal.until('This waits until it can be said: in vain')
    terminal.enter('/status')
    await terminal.until('There is no conversation at the moment')
    terminal.press('C-c')
    expect(await terminal.end()).toBe(130)
    await terminal.until('This was not said: in vain')
  })

  test('names the lines that may not have arrived, and /again says those again in the next one', async () => {
    const { terminal, peer, peers, close } = await inConversation()
    for (const [index, line] of ['first', 'second', 'third'].entries()) {
      terminal.enter(line)
      await terminal.until(`you #${index + 1} ${line}`) // lines that come in one read are a paste
    }
    peer.say(sayFrame(1, 'yes', 1))
    await terminal.until('#1 ↳ #1 yes')
    peer.socket.destroy()
    await terminal.until('2 lines may not have arrived; /again says them again: “second”, “third”')
    await terminal.until(begun, 2)
    terminal.enter('/again')
    await terminal.until('you #2 third')
    const next = peers.at(-1) as TcpPeer
    expect((await said(next, 2)).map((frame) => textOf(frame, 1))).toEqual(['second', 'third'])
    terminal.enter('/again')
    await terminal.until('There is no line to say again.')
    terminal.press('C-d')
    await answerBye(next)
    expect(await terminal.end()).toBe(0)
    close()
  })

  test('and lines that are not said again are named once more at the end, and the exit code is not 0', async () => {
    const { terminal, peer, peers, close } = await inConversation()
    terminal.enter('lost')
    await terminal.until('you #1 lost')
    await said(peer, 1)
    peer.socket.destroy()
    await terminal.until(begun, 2)
    terminal.press('C-d')
    await answerBye(peers.at(-1) as TcpPeer)
    expect(await terminal.end()).toBe(1)
    await terminal.until('1 line may not have arrived: “lost”; nobody has acknowledged it.')
    close()
  })

  test('tells why each try failed, and Enter tries now', async () => {
    const { port, data, stop } = await programs.serve({ mode: 'echo' })
    const terminal = open(port)
    await terminal.until(begun)
    await stop()
    await terminal.until('Enter tries now.')
    expect(terminal.screen).toMatch(/No connection yet; connecting again in \d+ ms\. Nobody/)
    const again = await programs.serve({ mode: 'echo', port, data })
    terminal.press('Enter')
    await terminal.until(begun, 2)
    terminal.press('C-d')
    expect(await terminal.end()).toBe(0)
    await again.stop()
  })

  test('and is over leaves the terminal as it was, with what was half typed', async () => {
    const { terminal, peer, close } = await inConversation()
    terminal.type('half typed')
    await terminal.until('> half typed')
    peer.say(message('Bye', sample.Bye))
    await peer.hear('Bye')
    peer.socket.end()
    expect(await terminal.end()).toBe(0)
    await terminal.until('> half typed\n')
    await terminal.until('Disconnected (DONE)')
    close()
  })

  test('and is over leaves a line of several rows whole, wherever the cursor stood in it', async () => {
    const { terminal, peer, close } = await inConversation()
    const typed = `half ${'typed '.repeat(40)}end`
    terminal.type(typed)
    await terminal.until('typed end')
    terminal.press('Home')
    terminal.type('not ')
    await terminal.until('not half')
    peer.say(message('Bye', sample.Bye))
    await peer.hear('Bye')
    peer.socket.end()
    expect(await terminal.end()).toBe(0)
    await terminal.until(`> not ${typed}\n`)
    close()
  })

  test('does not outlive its terminal', async () => {
    const { port } = await programs.serve({ mode: 'echo' })
    const terminal = terminals.open(['connect', '127.0.0.1', String(port)], {
      folder: programs.folder(),
      through: ['setsid', '-w'],
    })
    await terminal.until(begun)
    expect(['0', '130']).toContain(await terminal.vanish())
  })

  test('with a Fault is told in our words: what the other side wrote of it is not shown', async () => {
    const { terminal, peer, close } = await inConversation()
    const detail = '\n12:00:00 you #9 yes\u001b[2J'
    peer.say(message('Fault', Buffer.concat([Buffer.from([0x08, 2]), len(2, detail)])))
    expect(await terminal.end()).toBe(5)
    expect(terminal.screen).toContain(
      'Disconnected (MALFORMED): That is not what the contract says. The other',
    )
    expect(terminal.screen).not.toContain('12:00:00')
    close()
  })
})

describe('an operator at a terminal', () => {
  test('answers above an intact line, and leaves the terminal as it was', async () => {
    const folder = programs.folder()
    const where = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo', '--data', folder]
    const terminal = terminals.open(['serve', ...where, '--reply', 'operator', '--log', 'both'], { folder })
    await terminal.until('listening on 127.0.0.1:')
    const [, port = ''] = /listening on 127\.0\.0\.1:(\d+)/.exec(terminal.screen) ?? []
    await terminal.until('operator>')
    terminal.type('#1 half')
    await terminal.until('operator> #1 half')
    const client = programs.start(['connect', '127.0.0.1', port])
    client.type('question\n')
    await terminal.until(' question')
    await terminal.until('the last message heard is 1')
    expect(last(terminal)).toEqual(['operator> #1 half'])
    terminal.enter(' an answer')
    expect(await client.firstLine()).toBe('half an answer')
    await terminal.until('you #1 ↳ #1:1')
    client.typeLast()
    await terminal.until('has left (DONE).')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(0)
  })
})
