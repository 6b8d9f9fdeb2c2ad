import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()

/** The first event of a stream of views. */
const firstView = async (url: string): Promise<unknown> => {
  const response = await fetch(new URL('events', url))
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString('utf8')
    const [, view] = /^data: (\{"atMs".*)$/m.exec(text) ?? []
    // To leave the loop closes the stream.
    if (view !== undefined && text.endsWith('\n\n')) return JSON.parse(view)
  }
  return undefined
}

test('serve --inspect prints the address of a live page once, and again after a restart', async () => {
  const data = join(programs.folder(), 'data')
  const place = { mode: 'echo', data } as const
  const first = await programs.serve({ ...place, more: ['--inspect'] })
  const { inspect: url } = JSON.parse(await first.program.firstLine())
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/)
  const page = await fetch(url)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'nonce-/)
  expect(await page.text()).toContain('<h1>talk ')
  expect(await firstView(url)).toMatchObject({ sessions: 0, watched: null })
  expect((await fetch(new URL('/', url))).status).toBe(404)
  const taken = ['serve', '--mode', 'echo', '--port', '0', '--data', 'e', '--inspect', new URL(url).host]
  expectRefusal(await programs.run(taken), 3, /^The live page cannot be served on .* \(PORT_TAKEN\); choose /)
  const ended = await first.stop()
  expect(ended.code).toBe(0)
  const [, token = ''] = new URL(url).pathname.split('/')
  expect(`${ended.stdout}${ended.stderr}`.split(token).length).toBe(2)

  const again = await programs.serve({ ...place, more: ['--inspect', new URL(url).host] })
  expect(JSON.parse(await again.program.firstLine()).inspect).toBe(url)
  expect((await again.stop()).code).toBe(0)
  const file = (name: string) => join(data, name)
  if (process.platform !== 'win32') expect(statSync(file('inspect-token')).mode & 0o077).toBe(0)
  for (const log of ['server.log', 'data.log', 'audit.log'])
    expect(readFileSync(file(log), 'utf8')).not.toContain(token)
})

test('a live page is for this machine alone, and its texts are for those who have it', async () => {
  for (const place of ['0.0.0.0:0', '[::]:0', '192.0.2.1:1', 'example.org:1', '127.0.0.1'])
    expectRefusal(
      await programs.run(['serve', '--inspect', place]),
      2,
      /^--inspect is “.*”; give an address that nobody but this machine reaches, with a port/,
    )
  expectRefusal(
    await programs.run(['serve', '--inspect-texts']),
    2,
    /^--inspect-texts means nothing without --inspect/,
  )
  expectRefusal(
    await programs.run(['serve', '--mode', 'raw', '--inspect']),
    2,
    /^--inspect means nothing with --mode raw/,
  )
})
