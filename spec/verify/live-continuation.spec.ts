import { expect, jest, test } from '@jest/globals'
import * as engine from '../../src/engine/may-go-on.ts'

// The findings for conversations that go on after every ending, as engine, server and client run them over TCP.

let everyEnding = false
const mayGoOn: typeof engine.mayGoOn = (ending) => everyEnding || engine.mayGoOn(ending)
jest.unstable_mockModule('../../src/engine/may-go-on.ts', () => ({ mayGoOn }))
const { connect, createServer } = await import('../../src/index.ts')
const { memoryStore } = await import('../../src/store/index.ts')
const { client, server } = await import('../support/machines.ts')
const { contract } = await import('../support/contract.ts')
const { verify } = await import('../../src/verify/index.ts')
const { TokenJar } = await import('../support/token-jar.ts')

/** A conversation whose handler fails at its first message; which of both sides heard that it is over, or that it goes on. */
const broken = async () => {
  const told: string[] = []
  let decided = (): void => {}
  const isDecided = new Promise<void>((resolve) => {
    decided = resolve
  })
  let heard = 0
  const dialogue = await createServer({
    port: 0,
    store: memoryStore(),
    log: {
      data: false,
      write: (event) => {
        if (event.event === 'continued') told.push('the server goes on')
      },
    },
    converse: {
      Say: () => {
        heard += 1
        if (heard === 1) throw new Error('planted')
      },
    },
  })
  const speaker = await connect({
    port: dialogue.port,
    reconnect: true,
    credentials: { name: 'Ada', password: 'made up here', register: true, tokens: new TokenJar() },
    ended: () => {
      told.push('the client has ended it')
      decided()
    },
    log: {
      data: false,
      write: (event) => {
        if (event.event !== 'continued') return
        told.push('the client goes on')
        decided()
      },
    },
  })
  await speaker.say({ type: 'Say', text: 'fails' })
  await isDecided
  const outcome = [...told]
  await speaker.bye()
  await dialogue.close()
  return outcome
}

test('CONTINUES_ENDED: a conversation that a Fault ended goes on where every ending lets it, and else does not', async () => {
  everyEnding = true
  const { findings } = verify({ contract, client, server }, { bound: 2, limit: 100_000 })
  expect(findings.map(({ rule }) => rule)).toContain('CONTINUES_ENDED')
  expect(await broken()).toEqual(['the server goes on', 'the client goes on'])
  everyEnding = false
  expect(verify({ contract, client, server }, { bound: 2, limit: 100_000 }).findings).toEqual([])
  expect(await broken()).toEqual(['the client has ended it'])
})
