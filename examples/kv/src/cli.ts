// The command line: npx tsx src/cli.ts --help
import { parseArgs } from 'node:util'
import type { Client } from 'colloquy'
import { connectKv, watch } from './client.ts'
import type { Kv } from './protocol.ts'

const HELP = `kv get KEY                      print what a key holds
kv put KEY VALUE                keep a value
kv delete KEY                   forget a key
kv list [PREFIX]                print the keys with a prefix
kv watch [PREFIX]               print them, and then each change, until Ctrl-C

--if REVISION   put, delete: only if that is the key's revision; put: 0, only if it holds nothing
--ttl SECONDS   put: for so long
--name NAME     who you are (default: anna); the password is in KV_PASSWORD
--host HOST     the server (default: 127.0.0.1)
--port PORT     its port (default: 7707)

A name that is new is registered. Exit code 1: it was not done.`

const options = {
  if: { type: 'string' },
  ttl: { type: 'string' },
  name: { type: 'string', default: 'anna' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '7707' },
  help: { type: 'boolean', default: false },
} as const

const readArguments = () => parseArgs({ options, allowPositionals: true })
type Flags = ReturnType<typeof readArguments>['values']

/** Resolves with why it could not be done; null: it was. */
type Command = (client: Client<Kv>, flags: Flags, words: readonly string[]) => Promise<string | null>

const commands: Readonly<Record<string, Command>> = {
  get: async (client, _flags, [key]) => {
    const got = await client.ask({ type: 'Get', key: required(key, 'KEY') })
    if (got.type === 'NotFound') return 'The key holds nothing.'
    process.stdout.write(got.entry.value)
    if (process.stdout.isTTY) process.stdout.write('\n')
    return null
  },

  put: async (client, flags, [key, value]) => {
    const done = await client.ask({
      type: 'Put',
      key: required(key, 'KEY'),
      value: Buffer.from(required(value, 'VALUE')),
      ...(flags.if === undefined ? {} : { ifRevision: Number(flags.if) }),
      ...(flags.ttl === undefined ? {} : { ttl: Number(flags.ttl) }),
    })
    if (done.type === 'Refused') return done.detail
    console.log(`revision ${done.revision}`)
    return null
  },

  delete: async (client, flags, [key]) => {
    const done = await client.ask({
      type: 'Delete',
      key: required(key, 'KEY'),
      ...(flags.if === undefined ? {} : { ifRevision: Number(flags.if) }),
    })
    // Three messages may answer. What is left when two are dealt with is known to be the third.
    if (done.type === 'NotFound') return 'The key holds nothing.'
    if (done.type === 'Refused') return done.detail
    console.log(`revision ${done.revision}`)
    return null
  },

  list: async (client, _flags, [prefix = '']) => {
    await list(client, prefix)
    return null
  },

  watch: async (client, _flags, [prefix = '']) => {
    const stopping = new AbortController()
    process.once('SIGINT', () => stopping.abort())
    // Nothing is missed between the list and the watch: one goes on where the other was.
    const changes = watch(client, prefix, await list(client, prefix), stopping.signal)
    for (;;) {
      const { done, value } = await changes.next()
      if (done) return value?.detail ?? null
      const { revision, change } = value
      // The compiler knows which value each arm of a union has.
      if (change.case === 'put') console.log(`${revision} put ${change.value.key}`)
      else console.log(`${revision} deleted ${change.value}`)
    }
  },
}

/** Prints the entries under a prefix. Resolves with the revision at which they were so. */
const list = async (client: Client<Kv>, prefix: string): Promise<number> => {
  const entries = client.stream({ type: 'List', prefix })
  for await (const { entry } of entries)
    console.log(`${entry.revision} ${entry.key}, ${entry.value.length} bytes`)
  return (await entries.end).revision
}

const required = (word: string | undefined, what: string): string => {
  if (word === undefined) throw new Error(`${what} is missing; see --help.`)
  return word
}

/** Runs a command. Resolves with the exit code. */
const run = async (): Promise<number> => {
  const { values: flags, positionals } = readArguments()
  const [name = '', ...words] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (flags.help || command === undefined) {
    console.log(HELP)
    return flags.help ? 0 : 1
  }
  const password = required(process.env.KV_PASSWORD, 'KV_PASSWORD')
  const client = await connectKv({ name: flags.name, password }, Number(flags.port), flags.host)
  try {
    const trouble = await command(client, flags, words)
    if (trouble === null) return 0
    console.error(trouble)
    return 1
  } finally {
    await client.bye()
  }
}

try {
  process.exitCode = await run()
} catch (error) {
  // Errors of the library say in a sentence what is wrong and what to do.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
