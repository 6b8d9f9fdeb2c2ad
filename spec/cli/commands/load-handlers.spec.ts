import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Ended, Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()

/** The path of a module with this text. */
const moduleOf = (text: string): string => {
  const path = join(programs.folder(), 'replies.mjs')
  writeFileSync(path, text)
  return path
}

const replying = (reply: string) => programs.serve({ mode: 'echo', more: ['--reply', reply] })

const said = (port: number, ...texts: readonly string[]): Promise<Ended> =>
  programs.run(['connect', '127.0.0.1', String(port), ...texts.flatMap((text) => ['--message', text])])

/** A call of serve with a module that is to be refused. */
const serving = (path: string): readonly string[] => {
  const always = ['serve', '--port', '0', '--mode', 'echo', '--data', programs.folder()]
  return [...always, '--reply', path]
}

describe('serve --reply with a module', () => {
  test('its default export answers', async () => {
    const path = moduleOf(
      'export default { Say: ({ text }, peer) => peer.reply({ type: "Say", text: text.toUpperCase() }) }',
    )
    const { port } = await replying(path)
    expect(await said(port, 'hello', 'again')).toMatchObject({ code: 0, stdout: 'HELLO\nAGAIN\n' })
  })

  test('so does its export converse', async () => {
    const path = moduleOf(
      'export const converse = { async Say({ text }, peer) { await peer.reply({ type: "Say", text: peer.id + text }) } }',
    )
    const { port } = await replying(path)
    expect(await said(port, 'hello')).toMatchObject({ code: 0, stdout: '1hello\n' })
  })

  test('a handler that throws ends that session with Fault INTERNAL, and the server goes on', async () => {
    const path = moduleOf(`export default { Say({ text }, peer) {
      if (text === 'bad') throw new Error('no such answer')
      return peer.reply({ type: 'Say', text })
    } }`)
    const { port, data, stop } = await replying(path)
    const client = programs.start(['connect', '127.0.0.1', String(port), '--json', '--message', 'bad'])
    expect(await client.event('disconnected')).toMatchObject({ how: 'fault', code: 'INTERNAL', by: 'them' })
    client.signal('SIGTERM')
    expect(await programs.logged(data, 'failed')).toMatchObject({
      what: 'handler',
      level: 'error',
      detail: 'Error: no such answer',
      stack: expect.stringMatching(/^Error: no such answer\n {4}at .*replies\.mjs:2:\d+\)\n/),
    })
    expect(await said(port, 'good')).toMatchObject({ code: 0, stdout: 'good\n' })
    expect(await stop()).toMatchObject({ code: 0, stderr: '' })
  })

  test.each([
    ['is not there', () => './nowhere.mjs', /^--reply is “\.\/nowhere\.mjs”, and there is no such file/],
    [
      'is a folder',
      () => programs.folder(),
      /there is no such file; give echo, operator, or the path of a module\.\n$/,
    ],
    [
      'does not parse',
      () => moduleOf('export default {\n  Say(m, peer) {\n    return (\n  }\n}'),
      /cannot be loaded \(SyntaxError: .*\); mend it at \/.*replies\.mjs:4, or give another with --reply\.\n$/,
    ],
    [
      'imports what does not parse',
      () => moduleOf(`import '${moduleOf('\nconst of =')}'`),
      /cannot be loaded \(SyntaxError: .*\); mend it at \/.*replies\.mjs:2, or give another/,
    ],
    [
      'imports a name that is not exported',
      () => moduleOf(`\nimport { none } from '${moduleOf('')}'`),
      /cannot be loaded \(SyntaxError: .*\); mend it at \/.*replies\.mjs:2, or give another/,
    ],
    [
      'throws what has no text',
      () => moduleOf('throw Object.create(null)'),
      /cannot be loaded \(something was thrown that has no text\); mend it/,
    ],
    [
      'throws',
      () => moduleOf('throw new Error("ill\\u001b[31m")'),
      /cannot be loaded \(Error: ill\\u001b\[31m\); mend it at \/.*replies\.mjs:1, or/,
    ],
    [
      'imports what is not there',
      () => moduleOf('import "./gone.mjs"'),
      /cannot be loaded \(Error \[ERR_MODULE_NOT_FOUND\]/,
    ],
    [
      'has no handlers',
      () => moduleOf('export const Say = 1'),
      /has no handlers; it must have: export default/,
    ],
    [
      'has something else in their place',
      () => moduleOf('export default { Say: "hello" }'),
      /has no handlers; it must have/,
    ],
    [
      'has one for what is mistyped',
      () => moduleOf('export default { Say() {}, sya() {} }'),
      /handles “sya”, which clients never say; it may handle: Say\.\n$/,
    ],
    [
      'has one for a control message',
      () => moduleOf('export const converse = { Ping() {} }'),
      /handles “Ping”, which clients never say/,
    ],
  ])('one that %s is refused in one sentence', async (_what, path, why) => {
    expectRefusal(await programs.run(serving(path())), 2, why)
  })

  test('one that waits for what never happens is refused in one sentence', async () => {
    const path = moduleOf('await new Promise(() => {})')
    const ended = await programs.run(serving(path))
    expectRefusal(ended, 2, /cannot be loaded \(Error: it waits for what never happens\); mend it/)
  })
})
