import { getEventListeners } from 'node:events'
import { expect, test } from '@jest/globals'
import { addAbortListener, removeAbortListener } from '../../src/engine/abort-listeners.ts'
import { connect, createServer } from '../../src/index.ts'

const countOn = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

test('a signal has one listener, however many wait for it, and none when nobody does', () => {
  const aborting = new AbortController()
  const { signal } = aborting
  const called: number[] = []
  const listeners = Array.from({ length: 30 }, (_, at) => () => {
    called.push(at)
    // One that is called takes others back.
    if (at === 3) for (const other of [0, 4]) removeAbortListener(signal, listeners[other] ?? (() => {}))
  })
  for (const listener of listeners) addAbortListener(signal, listener)
  expect(countOn(signal)).toBe(1)
  for (const listener of listeners) removeAbortListener(signal, listener)
  expect(countOn(signal)).toBe(0)
  for (const listener of listeners.slice(0, 6)) addAbortListener(signal, listener)
  aborting.abort()
  expect(called).toEqual([0, 1, 2, 3, 5])
  expect(countOn(signal)).toBe(0)
})

test('clients, asks and streams that share a signal are no leak', async () => {
  const quiet = { data: false, write: () => {} }
  const server = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} }, log: quiet })
  const { signal } = new AbortController()
  const asking = new AbortController()
  const clients = await Promise.all(
    Array.from({ length: 12 }, () => connect({ port: server.port, log: quiet, signal, abandon: signal })),
  )
  const asks = clients.map((client) => client.ask({ type: 'Say', text: '' }, { signal: asking.signal }))
  expect([countOn(signal), countOn(asking.signal)]).toEqual([1, 1])
  asking.abort()
  for (const ask of asks) await expect(ask).rejects.toMatchObject({ code: 'ABORTED' })
  await Promise.all(clients.map((client) => client.bye()))
  await server.close(0)
  expect(countOn(signal)).toBe(0)
})
