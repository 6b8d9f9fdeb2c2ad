import { describe, expect, test } from '@jest/globals'
import { type Served, servingHint } from '../../../src/cli/commands/serve/hint.ts'
import { ownCommand } from '../../../src/cli/commands/serve/own-command.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'

const served: Served = {
  server: { host: '127.0.0.1', port: 7708 },
  mode: 'auth',
  data: './colloquy-data',
  log: 'file',
  insecurePassword: false,
  call: 'colloquy',
}
const on = (host: string): Pick<Served, 'server'> => ({ server: { host, port: 7708 } })
const hint = (change: Partial<Served>): readonly string[] =>
  servingHint({ ...served, ...change }, catalogues.en.console)
const refused =
  'Passwords from other machines are refused, since others could read them on the way; --tls auto keeps them private, and --insecure-password on both sides takes them as they are.'

describe('below the line that it listens', () => {
  test('stands where the log is, how to stop, and what to type in another terminal', () => {
    expect(hint({})).toEqual([
      'Log: colloquy-data/server.log. Ctrl-C stops it. In another terminal: colloquy connect 127.0.0.1 7708',
    ])
    expect(hint({ log: 'both' })).toEqual(hint({}))
    expect(hint({ contract: 'my kv.yaml' })[0]).toMatch(
      / connect 127\.0\.0\.1 7708 --contract 'my kv\.yaml'$/,
    )
    expect(hint({ log: 'console' })).toEqual([
      'Ctrl-C stops it. In another terminal: colloquy connect 127.0.0.1 7708',
    ])
  })

  test.each([
    ['raw mode', { mode: 'raw' }, 'connect 127.0.0.1 7708 --raw', false],
    ['IPv6', on('::1'), 'connect ::1 7708', false],
    ['every address', on('0.0.0.0'), 'connect 127.0.0.1 7708', true],
    ['every address of IPv6', on('::'), 'connect ::1 7708', true],
    ['another address', on('192.0.2.1'), 'connect 192.0.2.1 7708', true],
    [
      'another address, insecurely',
      { ...on('192.0.2.1'), insecurePassword: true },
      'connect 192.0.2.1 7708 --insecure-password',
      false,
    ],
    ['every address, over TLS', { ...on('0.0.0.0'), tls: true }, 'connect 127.0.0.1 7708', false],
    ['another address, over TLS', { ...on('192.0.2.1'), tls: true }, 'connect 192.0.2.1 7708 --tls', false],
    ['a socket', { server: { host: '/run/a b', port: 0 } }, "connect 'unix:/run/a b'", false],
    [
      'every address, insecurely',
      { ...on('0.0.0.0'), insecurePassword: true },
      'connect 127.0.0.1 7708',
      false,
    ],
    [
      'another address, without passwords',
      { ...on('192.0.2.1'), mode: 'identify' },
      'connect 192.0.2.1 7708',
      false,
    ],
  ] as const)('%s', (_what, change, command, refuses) => {
    const [first, ...more] = hint(change)
    expect(first?.endsWith(`: colloquy ${command}`)).toBe(true)
    expect(more).toEqual(refuses ? [refused] : [])
  })
})

test.each([
  ['/usr/local/bin/colloquy', {}, 'colloquy'],
  ['/home/anna/node_modules/.bin/colloquy', { npm_command: 'exec' }, 'npx colloquy'],
  ['/home/anna/colloquy/dist/cli.js', { npm_command: 'start' }, 'node dist/cli.js'],
  ['/home/anna/cli.js', {}, 'node /home/anna/cli.js'],
  ["/home/anna's own/cli.js", {}, String.raw`node '/home/anna'\''s own/cli.js'`],
])('the program in %s is called again as it was', (script, env, command) => {
  expect(ownCommand({ script, folder: '/home/anna/colloquy', env })).toBe(command)
})
