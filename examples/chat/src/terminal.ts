// A client at a terminal, or in a pipe: CHAT_PASSWORD='…' npx tsx src/terminal.ts NAME [port]
import { clearLine, createInterface, cursorTo } from 'node:readline'
import { type ChatClient, openChat } from './client.ts'

const [name, port = '7707'] = process.argv.slice(2)
const password = process.env.CHAT_PASSWORD
if (name === undefined || password === undefined) {
  console.error("CHAT_PASSWORD='…' npx tsx src/terminal.ts NAME [port]")
  process.exit(1)
}

const isTyped = process.stdin.isTTY && process.stdout.isTTY
let prompt = (): void => {}

/** Prints a line above the one that is being typed. */
const show = (text: string): void => {
  if (isTyped) {
    cursorTo(process.stdout, 0)
    clearLine(process.stdout, 0)
  }
  console.log(text)
  prompt()
}

const chat: ChatClient = await openChat({ name, password, port: Number(port), show }).catch(
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)

const input = createInterface({ input: process.stdin, ...(isTyped ? { output: process.stdout } : {}) })
input.setPrompt(`${name}> `)
if (isTyped) prompt = () => input.prompt(true)
prompt()

// It ends in order, be it by Ctrl-C, by Ctrl-D or at the other side.
input.on('SIGINT', () => input.close())
process.once('SIGINT', () => input.close())
void chat.over.then(() => input.close())
for await (const line of input) {
  if (line !== '') await chat.obey(line)
  prompt()
}
prompt = () => {}
if (isTyped) console.log()
await chat.leave()
