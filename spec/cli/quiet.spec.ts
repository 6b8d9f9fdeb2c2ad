import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'

const programs = new Programs()

test('connect --quiet prints the conversation, and service messages only of what goes wrong', async () => {
  const server = await programs.serve()
  const connect = (password: string, ...more: readonly string[]) =>
    programs.run(
      [
        'connect',
        `127.0.0.1:${server.port}`,
        '--name',
        'Ada',
        '--quiet',
        '--no-tokens',
        '--message',
        'hi',
        ...more,
      ],
      { env: { COLLOQUY_PASSWORD: password } },
    )
  expect(await connect(programs.secret(), '--register')).toMatchObject({
    code: 0,
    stdout: 'hi\n',
    stderr: '',
  })
  const { code, stdout, stderr } = await connect(programs.secret())
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr.split('\n').map((line) => line.split(/[:.]/)[0])).toEqual([
    'Denied (BAD_CREDENTIALS)',
    'The name and the password do not belong together',
    '',
  ])
})

programs.keepSecrets()
