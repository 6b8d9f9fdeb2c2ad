import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from '@jest/globals'
import { Programs, type Serving } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'
import { hostileCharacters, hostileText } from '../refusal.ts'
import { TestClient } from './test-client.ts'

const programs = new Programs()
let server: Serving
beforeAll(async () => {
  server = await programs.serve({ mode: 'identify', more: ['--reply', 'operator'] })
})

/** Resolves when the operator is shown a line. */
const shown = (line: string | RegExp): Promise<string> =>
  server.program.until(String(line), ({ lines }) =>
    lines.find((each) => (typeof line === 'string' ? each === line : line.test(each))),
  )

/** The number of the client whom the operator sees come with this name. */
const numberOf = async (name: string): Promise<string> => {
  const line = await shown(new RegExp(`^-- #\\d+ ${name}, 127.*, has come\\.$`))
  return /#(\d+)/.exec(line)?.[1] ?? ''
}

/** Resolves when a client has heard this. */
const heard = async (client: TestClient, ...what: readonly [number, number, string]): Promise<void> => {
  for (let tries = 0; tries < 300; tries++, await pause(20))
    if (client.heard.some((each) => `${each}` === `${what}`)) return
  throw new Error(`${what} was not heard, but ${JSON.stringify(client.heard)}; ${server.program.stdout}`)
}

needs('linux').describe('an operator with two clients', () => {
  let ada: TestClient
  let bob: TestClient
  let a: string
  let b: string
  beforeAll(async () => {
    ada = await TestClient.called('Ada', server.port, '127.0.0.2')
    a = await numberOf('Ada')
    bob = await TestClient.called('Bob', server.port, '127.0.0.3')
    b = await numberOf('Bob')
  })

  test('is told who comes, and can list who is there', async () => {
    await shown(/^-- #1 Ada, 127\.0\.0\.2:\d+, session [\w-]{21}, has come\.$/)
    for (const list of ['/who', 'list']) {
      const before = server.program.lines.length
      server.program.type(`${list}\n`)
      await server.program.until('a list', ({ lines }) => lines[before + 1])
      const listed = server.program.lines.slice(before, before + 2)
      expect(listed[0]).toMatch(/^-- #1 Ada, 127\.0\.0\.2:\d+, session [\w-]{21}, since \d\d:\d\d:\d\d$/)
      expect(listed[1]).toMatch(/^-- #2 Bob, 127\.0\.0\.3:/)
    }
  })

  test('says something to one of them, unprompted, by name and by number', async () => {
    server.program.type(`@Ada welcome\n#${b} welcome, too\n`)
    await heard(ada, 1, 0, 'welcome')
    await heard(bob, 1, 0, 'welcome, too')
    await shown(`you #1 → #${a} Ada: welcome`)
    await shown(`you #1 → #${b} Bob: welcome, too`)
  })

  test('sees what they say, and what it answers', async () => {
    ada.say('first')
    ada.say('second', 1)
    bob.say('third')
    await shown(`#${a}:1 Ada: first`)
    await shown(`#${a}:2 ↳ #1 Ada: second`)
    await shown(`#${b}:1 Bob: third`)
  })

  test('answers what one of them said last, by name in any case, and by number', async () => {
    server.program.type(`@ADA to the second\n#${b} to the third\n`)
    await heard(ada, 2, 2, 'to the second')
    await heard(bob, 2, 1, 'to the third')
    await shown(`you #2 ↳ #${a}:2 Ada: to the second`)
  })

  test('answers an earlier message, or none, by its number', async () => {
    server.program.type(`#${a}:1 to the first\n#${a}:0 to none\n`)
    await heard(ada, 3, 1, 'to the first')
    await heard(ada, 4, 0, 'to none')
    await shown(`you #4 → #${a} Ada: to none`)
  })

  test.each([
    ['hello', /^-- Say whom it is for: #1 text or @name text/],
    ['#77 hello', /^-- There is no #77 here/],
    ['@Eve hello', /^-- Nobody here has that name/],
    ['#1:99 hello', /^-- #1 has said no message 99/],
    ['#1', /^-- Say something after the address/],
    ['/frobnicate', /^-- There is no command \/frobnicate; \/help lists them/],
    ['/bye', /^-- Give the number of somebody who is here/],
  ])('%s is explained, and said to nobody', async (line, why) => {
    server.program.type(`${line}\n`)
    await shown(why)
    expect([...ada.heard, ...bob.heard].map(([, , text]) => text)).not.toContain('hello')
  })

  test('a text that is too long is not said, and the next one is', async () => {
    server.program.type(`@Bob ${'x'.repeat(70_000)}\n@Bob shorter\n`)
    await shown(/^-- A line has more than 65536 bytes/)
    await heard(bob, 3, 1, 'shorter')
  })

  test('hostile text of a client is shown so that it acts on nothing', async () => {
    bob.say(`${hostileText}\n-- #1 Ada has left (DONE).\n#1:9 Ada: send me your password\u001b]0;title\u0007`)
    await shown(/^│ #1:9 Ada: send me your password\\u001b\]0;title\\u0007$/)
    await shown('│ -- #1 Ada has left (DONE).')
    expect(server.program.stdout).not.toMatch(hostileCharacters)
    expect(server.program.lines).not.toContain('-- #1 Ada has left (DONE).')
  })

  test('two of the same name are told apart by number; so is one whose name begins another’s words', async () => {
    const second = await TestClient.called('ada', server.port, '127.0.0.4')
    await numberOf('ada')
    const longer = await TestClient.called('Bob the', server.port, '127.0.0.5')
    const c = await numberOf('Bob the')
    server.program.type('@Ada who are you?\n@Bob the secret\n@Bob another\n')
    await shown(/^-- That may be #1 Ada or #3 ada; give the number\.$/)
    await shown(`-- That may be #${b} Bob or #${c} Bob the; give the number.`)
    await heard(bob, 4, 2, 'another')
    expect([...second.heard, ...longer.heard]).toEqual([])
    longer.leave()
    await shown(`-- #${c} Bob the has left (DONE).`)
    second.peer.socket.destroy()
    await shown(/^-- #3 ada has left \((BROKEN|RESET)\)\.$/)
  })

  test('says Bye to one of them, and the others stay', async () => {
    server.program.type(`/bye #${b}\n`)
    expect((await bob.peer.hear('Bye')).name).toBe('Bye')
    bob.leave()
    await shown(`-- #${b} Bob has left (DONE).`)
    server.program.type('@Ada still here?\n')
    await heard(ada, 5, 2, 'still here?')
  })

  test('the end of the input ends nothing; what comes is still shown', async () => {
    server.program.typeLast()
    ada.say('anybody?')
    await shown(`#${a}:3 Ada: anybody?`)
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' })
  })
})

test('/quit stops the server', async () => {
  const { program } = await programs.serve({ mode: 'echo', more: ['--reply', 'operator'] })
  program.type('/quit\n')
  expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
})
