import { expect, test } from '@jest/globals'
import { connect, createServer } from '../../../src/index.ts'
import { SourceLimits } from '../../../src/server/sources/limits.ts'

const quiet = { data: false, write: () => {} }

test('whatever is changed holds at once, and what cannot be changes nothing', () => {
  const limits = new SourceLimits({ maxStartups: { begin: 1, rate: 50, full: 2 }, messagesPerSecond: 3 })
  const { rates, isExempt } = limits
  limits.change({ registrationsPerHour: 5, exempt: ['192.0.2.0/24'], bytesPerSecond: 5_000 })
  expect(limits.maxStartups).toEqual({ begin: 10, rate: 30, full: 100 })
  expect({ ...rates }).toEqual({ messagesPerSecond: null, bytesPerSecond: 5_000 })
  expect([isExempt('192.0.2.7'), isExempt('127.0.0.1')]).toEqual([true, false])
  expect(() => limits.change({ registrationsPerHour: 0 })).toThrow(RangeError)
  const { registrationsPerHour, sessionsPerAccount, freeFailures, loginGraceMs } = limits
  expect([registrationsPerHour, sessionsPerAccount, freeFailures, loginGraceMs]).toEqual([5, 64, 20, 60_000])
})

test('a server that is given other limits goes by them while it runs', async () => {
  const server = await createServer({
    port: 0,
    converse: { Say: () => {} },
    log: { ...quiet, countsUnproven: true },
    sources: { exempt: [], registrationsPerHour: 1 },
  })
  const password = 'made up here'
  const come = (name: string, register: boolean) =>
    connect({
      port: server.port,
      log: quiet,
      reconnect: false,
      name,
      credentials: { name, password, register },
    })
  const ada = await come('ada', true)
  await expect(come('eva', true)).rejects.toMatchObject({ failure: { reason: 'TOO_MANY_ATTEMPTS' } })
  server.setSources({ exempt: [], registrationsPerHour: 2, sessionsPerAccount: 1 })
  const eva = await come('eva', true)
  await expect(come('ida', true)).rejects.toMatchObject({ failure: { reason: 'TOO_MANY_ATTEMPTS' } })
  const again = await come('ada', false)
  // Of one conversation at the same time the older one ends.
  expect(await ada.over).toMatchObject({ code: 'REPLACED' })
  server.setSources({})
  const ida = await come('ida', true)
  expect(() => server.setSources({ sessionsPerAccount: 0 })).toThrow(/sessionsPerAccount/)
  await Promise.all([eva, again, ida].map((client) => client.bye()))
  await server.close(0)
})
