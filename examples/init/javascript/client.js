// @ts-check
// A client of key-value: node client.js [port]
import { connect } from 'colloquy'
import { keyValue } from './src/protocol.js'

/**
 * An error of the library says in a sentence what is wrong and what to do.
 * @param {Error} error
 * @returns {never}
 */
const fail = (error) => {
  console.error(error.message)
  process.exit(1)
}

const client = await connect({
  contract: keyValue,
  port: Number(process.argv[2] ?? 7707),
  // Registers the name where nobody has it yet, and else logs in.
  credentials: { name: 'anna', password: 'correct horse battery', register: true },
}).catch(fail)

await client.ask({ type: 'Put', key: 'greeting', text: `hello from ${client.name}` })

const got = await client.ask({ type: 'Get', key: 'greeting' })
console.log(got.type === 'Found' ? got.entry.text : 'It holds nothing.')

const list = client.stream({ type: 'List', prefix: '' })
for await (const { entry } of list) console.log(`${entry.key}, change ${entry.revision}`)
const { revision } = await list.end
console.log(`up to change ${revision}`)

await client.bye()
