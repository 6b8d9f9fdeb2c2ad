import { describe, expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()

/** A call of each command that is refused for its port, once all flags were understood. */
const badPort: Readonly<Record<string, readonly string[]>> = {
  serve: ['serve', '--port', 'abc'],
  connect: ['connect', '127.0.0.1', 'abc'],
}

describe.each(['serve', 'connect'])('colloquy %s', (command) => {
  test('--help has examples, and every flag that it mentions is accepted', async () => {
    const { code, stdout, stderr } = await programs.run([command, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/\nExamples:\n {2}.*colloquy /)
    const flags = new Set(stdout.match(/--[a-z][a-z-]*/g))
    const valued = new Set(stdout.match(/--[a-z][a-z-]* <[a-z|:]+>/g)?.map((flag) => flag.split(' ')[0]))
    expect(valued.size).toBeGreaterThan(3)
    flags.delete('--help')
    // Its file is read before anything is checked.
    flags.delete('--config')
    for (const flag of ['--host', '--port']) if (command === 'serve') flags.delete(flag)
    const all = [...flags].flatMap((flag) => [flag, ...(valued.has(flag) ? ['x'] : [])])
    expectRefusal(
      await programs.run([...(badPort[command] as string[]), ...all]),
      2,
      /^(--)?(port|mode|host|log-level|registration|max-[a-z-]+|metrics|login-grace-time) is /,
    )
  })

  test('the flags that it takes are all in its help', async () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      serve: [
        '--account-bytes',
        '--account-messages',
        '--check-config',
        '--client-ca',
        '--config',
        '--contract',
        '--data',
        '--exempt',
        '--greet-known',
        '--help',
        '--host',
        '--identify-by',
        '--insecure-password',
        '--inspect',
        '--inspect-texts',
        '--json',
        '--lang',
        '--log',
        '--log-level',
        '--login-grace-time',
        '--max-account-sessions',
        '--max-registrations',
        '--max-sessions',
        '--max-startups',
        '--metrics',
        '--mode',
        '--no-input',
        '--node',
        '--port',
        '--proxy-from',
        '--quiet',
        '--record',
        '--registration',
        '--reply',
        '--socket',
        '--store',
        '--store-password-file',
        '--strict-port',
        '--tls',
        '--tls-cert',
        '--tls-key',
        '--workers',
      ],
      connect: [
        '--ca',
        '--cert',
        '--contract',
        '--fingerprint',
        '--forget-server',
        '--help',
        '--insecure-password',
        '--json',
        '--key',
        '--known-servers',
        '--lang',
        '--logout',
        '--logout-everywhere',
        '--message',
        '--name',
        '--no-input',
        '--no-tokens',
        '--password-file',
        '--quiet',
        '--raw',
        '--record',
        '--register',
        '--revoke-session',
        '--sessions',
        '--timeout',
        '--tls',
        '--tokens',
      ],
    }
    const { stdout } = await programs.run(['help', command])
    const listed = stdout.match(/^ {2}(-., )?--[a-z-]+/gm)?.map((line) => line.replace(/^.*(?=--)/, ''))
    expect(listed?.sort()).toEqual(known[command])
  })
})

test('without a command the help goes to stderr, and it is wrong usage', async () => {
  const { code, stdout, stderr } = await programs.run([])
  expect(stderr).toMatch(/^Usage: colloquy /)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('--version is the version of the package', async () => {
  const { code, stdout } = await programs.run(['--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(code).toBe(0)
})

test('a command that does not exist is wrong usage', async () => {
  expectRefusal(await programs.run(['serv']), 2, /unknown command 'serv'/)
})

programs.keepSecrets()
