import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXEMPT } from '../addresses.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { filesBelow, placesOf } from '../needles.ts'
import { begin, dial, leave, type Outcome, type Proof } from '../peer.ts'
import { judged } from '../row.ts'

const secret = (): string => `canary ${randomBytes(12).toString('base64url')}`
const someToken = (): string => randomBytes(33).toString('base64url').slice(0, 43)

const bodyOf = async (url: string): Promise<Uint8Array> => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
  return Buffer.from(await answer.arrayBuffer())
}

/** Takes all that a stream of events says, until it is stopped. */
const listenTo = async (url: string): Promise<{ readonly stop: () => Promise<Uint8Array> }> => {
  const leaving = new AbortController()
  const answer = await fetch(url, { signal: leaving.signal })
  if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}.`)
  const chunks: Uint8Array[] = []
  const reading = (async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) chunks.push(chunk)
  })().catch(() => {})
  return {
    stop: async () => {
      leaving.abort()
      await reading
      return Buffer.concat(chunks)
    },
  }
}

const measure = async (lab: Lab): Promise<void> => {
  const secrets: string[] = []
  const hide = (text: string): string => {
    secrets.push(text)
    return text
  }
  const folder = lab.newFolder()
  const [data, record, home] = ['data', 'record', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(home)
  const served = await lab.serve({
    data,
    flags: [
      ...['--tls', 'auto', '--record', record, '--metrics', '127.0.0.1:0', '--inspect', '--inspect-texts'],
      ...['--log-level', 'trace', '--log', 'both'],
    ],
  })
  const { port } = served
  const ready: { readonly metrics: string; readonly inspect: string } = JSON.parse(
    served.lines().find((line) => line.includes('"inspect"')) ?? '{}',
  )
  const live = await listenTo(`${ready.inspect}events`)
  const outputs = new Map<string, Uint8Array>()
  const prove = async (proof: Proof, tls: boolean): Promise<Outcome> => {
    const peer = await dial({ port, from: EXEMPT, tls })
    const outcome = await begin(peer, proof)
    if (outcome.token !== '') hide(outcome.token)
    await leave(peer)
    return outcome
  }
  const words: string[] = []
  for (const tls of [false, true]) {
    const name = tls ? 'Ada over TLS' : 'Ada'
    const password = hide(secret())
    const registered = await prove({ type: 'Register', name, password }, tls)
    const proofs: readonly Proof[] = [
      { type: 'Login', name, password },
      { type: 'Login', name, password: hide(secret()) },
      { type: 'Register', name, password: hide(secret()) },
      { type: 'Register', name: 'Bob', password: hide('c4n4ry') },
      { type: 'Resume', token: registered.token },
      { type: 'Resume', token: hide(someToken()) },
    ]
    words.push(registered.word)
    for (const proof of proofs) words.push((await prove(proof, tls)).word)
    // Of another channel, and in a body that is none.
    words.push((await prove({ type: 'Resume', token: registered.token }, !tls)).word)
    words.push((await prove({ type: 'Login', name: '', password: hide(secret()) }, tls)).word)
  }
  // The program's own client: its tokens, which it is to keep, lie elsewhere.
  const password = hide(secret())
  const passwordFile = join(home, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const talk = ['connect', '127.0.0.1', String(port), '--name', 'Eva', '--tokens', join(home, 'tokens.json')]
  const recorded = ['--record', join(record, 'client.jsonl')]
  const runs: readonly (readonly string[])[] = [
    ['--password-file', passwordFile, '--register', '--message', 'hello', ...recorded],
    ['--message', 'hello', '--json'],
    ['--sessions'],
    ['--logout', '--message', 'bye'],
  ]
  const codes: (number | null)[] = []
  for (const [at, more] of runs.entries()) {
    const { code, stdout, stderr } = await lab.run([...talk, ...more], { XDG_STATE_HOME: home })
    outputs.set(`what connect ${at} printed`, Buffer.from(stdout + stderr))
    codes.push(code)
  }
  outputs.set('the metrics', await bodyOf(ready.metrics))
  for (const path of ['', 'refused/1'])
    outputs.set(`the live page /${path}`, await bodyOf(`${ready.inspect}${path}`))
  outputs.set('the events of the live page', await live.stop())
  await lab.stop(served.child)
  outputs.set('what serve printed', served.output())
  const files = filesBelow(data, record)
  const places = placesOf(secrets, files, outputs)
  const heardLive = outputs.get('the events of the live page')?.length ?? 0
  const isThorough =
    heardLive > 1_000 &&
    words.includes('Granted') &&
    words.includes('Denied BAD_CREDENTIALS') &&
    codes.every((code) => code === 0)
  lab.add(
    judged(
      'passwords and tokens in files and output',
      'nowhere',
      `${places.length === 0 ? 'nowhere' : places.join(', ')}; ${secrets.length} secrets as they are, in hex and base64, in ${files.length} files and ${outputs.size} outputs`,
      places.length === 0,
    ),
    judged(
      'logins, denials, resumes, and connect',
      'all took place',
      `${[...new Set(words)].join(', ')}; connect ended with ${codes.join(', ')}`,
      isThorough,
    ),
  )
}

export const secrets: Measurement = {
  about:
    'passwords and tokens of a run with everything on: whether they are in any file, log, record or output',
  withinMs: 60_000,
  run: measure,
}
