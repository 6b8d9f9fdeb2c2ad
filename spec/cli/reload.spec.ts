import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { takeSettings } from '../../src/cli/commands/serve/reload.ts'
import { texted } from '../../src/cli/options/option.ts'
import { connect } from '../../src/index.ts'
import { Programs } from '../support/program.ts'

const programs = new Programs()

test('what can be taken is taken once, and what cannot is told each time', () => {
  const declared = {
    one: texted('--one <x>', ''),
    otherOne: texted('--other-one <x>', ''),
    list: texted('--list <x>', ''),
  }
  const running = { one: 'a', otherOne: 'a', list: ['a'] as readonly string[] }
  const read = { one: 'b', otherOne: 'b', list: ['a'] as readonly string[] }
  const got: string[] = []
  const takers = { one: (value: string) => void got.push(value) }
  expect(takeSettings(declared, running, read, takers)).toEqual({ taken: ['one'], restart: ['other-one'] })
  expect(takeSettings(declared, running, read, takers)).toEqual({ taken: [], restart: ['other-one'] })
  expect(got).toEqual(['b'])
})

test('SIGHUP has the settings of a file read again, and no conversation ends by it', async () => {
  const folder = programs.folder()
  const config = join(folder, 'serve.yaml')
  const data = join(folder, 'data')
  const write = (text: string): void => writeFileSync(config, `port: 0\njson: true\ndata: ${data}\n${text}`)
  write('log-level: debug\n')
  const program = programs.start(['serve', '--config', config])
  const { port } = JSON.parse(await program.firstLine())
  const come = (name: string) => {
    const password = programs.secret()
    return connect({
      port,
      reconnect: false,
      log: { data: false, write: () => {} },
      name,
      credentials: { name, password, register: true },
    })
  }
  const client = await come('ada')
  write('log-level: warm\n')
  program.signal('SIGHUP')
  const { detail } = await programs.logged(data, 'failed', { what: 'settings' })
  expect(detail).toMatch(/serve\.yaml:4:12: log-level is “warm”; give /)
  write('log-level: info\nregistration: closed\nmax-sessions: 7\nmax-account-sessions: 1\nexempt: none\n')
  program.signal('SIGHUP')
  const reloaded = await programs.logged(data, 'reloaded')
  expect(reloaded).toMatchObject({
    taken: ['log-level', 'registration', 'max-account-sessions', 'exempt'],
    restart: ['max-sessions'],
  })
  await expect(come('eva')).rejects.toMatchObject({ failure: { reason: 'REGISTRATION_CLOSED' } })
  // The settings that were taken count from then on, not those that the server was started with.
  write('log-level: info\nregistration: open\nmax-sessions: 7\nmax-account-sessions: 1\nexempt: none\n')
  program.signal('SIGHUP')
  const reopened = await programs.logged(data, 'reloaded', { taken: ['registration'] })
  expect(reopened).toMatchObject({ restart: ['max-sessions'] })
  const eva = await come('eva')
  await eva.bye()
  expect((await client.ask({ type: 'Say', text: 'still here' })).text).toBe('still here')
  await client.bye()
  program.signal('SIGTERM')
  expect((await program.end()).code).toBe(0)
})

programs.keepSecrets()
