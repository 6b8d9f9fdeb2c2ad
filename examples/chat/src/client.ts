// One person's side of a chat, without a terminal: lines that were typed come in, lines to be seen go out.
import { connect } from 'colloquy'
import { chat, type Line, type Refused } from './protocol.ts'

export interface ChatOptions {
  readonly name: string
  readonly password: string
  readonly port: number
  readonly host?: string
  /** Shows a line. */
  readonly show: (text: string) => void
}

export interface ChatClient {
  /** Does what a line says: /join, /who, /history, or else it is said in the room. */
  obey(line: string): Promise<void>
  leave(): Promise<void>
  /** Resolves when the conversation is over and none follows. */
  readonly over: Promise<unknown>
}

/** Lines of a room that are shown to somebody who enters it. */
const LINES_AT_FIRST = 10

/** Connects, and enters the lobby. A name that nobody has yet is registered. Rejects with a ColloquyError. */
export const openChat = async (options: ChatOptions): Promise<ChatClient> => {
  const { show, name, password, port, host = '127.0.0.1' } = options
  /** The room that one is in, and its last line that was seen. */
  let here = { room: '', seen: 0 }

  const showLine = ({ number, who, text, atMs }: Line): void => {
    here.seen = Math.max(here.seen, number)
    show(`${new Date(atMs).toTimeString().slice(0, 5)} ${who}: ${text}`)
  }

  const client = await connect({
    contract: chat,
    host,
    port,
    credentials: { name, password, register: true },
    // Handlers for messages that the server says of its own accord.
    converse: {
      Said: ({ room: where, line }) => {
        if (where === here.room) showLine(line)
      },
      Moved: ({ who, presence }) => {
        if (presence === 'HERE') show(`-- ${who} is here`)
        if (presence === 'GONE') show(`-- ${who} is gone`)
      },
    },
    // The library connects again; which room one was in is for us to know.
    ended: ({ again }) => {
      if (!again) return
      show('-- The connection is lost. Waiting for the next one.')
      client
        .ready()
        .then(() => enter(here.room, here.seen), ignore)
        .catch(ignore)
    },
  })

  /** Shows the lines behind one, up to another: what came later has come by itself. */
  const showHistory = async (after: number, upTo: number): Promise<void> => {
    const history = client.stream({ type: 'History', room: here.room, after })
    for await (const { line } of history) {
      if (line.number > upTo) return // to leave the loop cancels the rest
      showLine(line)
    }
    const end = await history.end
    if (end.type === 'Refused') showRefusal(end)
  }

  /** Enters a room and shows the lines behind the one that was seen last; the last few lines, where none was. */
  const enter = async (room: string, seen: number | null): Promise<void> => {
    const before = here
    // Set at once: what is said in the room may come right behind Joined.
    here = { room, seen: seen ?? 0 }
    const joined = await client.ask({ type: 'Join', room }).catch((error) => {
      here = before
      throw error
    })
    if (joined.type === 'Refused') {
      here = before
      return showRefusal(joined)
    }
    if (before.room !== '' && before.room !== room) await client.ask({ type: 'Leave', room: before.room })
    show(`-- In ${room}: ${joined.members.join(', ')}`)
    await showHistory(seen ?? Math.max(0, joined.last - LINES_AT_FIRST), joined.last)
  }

  const showRefusal = ({ detail }: Refused): void => show(`-- ${detail}`)

  const commands: Readonly<Record<string, (word: string) => Promise<void>>> = {
    join: (wanted) => enter(wanted, null),
    who: async () => {
      const { people } = await client.ask({ type: 'Who' })
      show(`-- Here: ${people.join(', ')}`)
    },
    history: (count) => showHistory(Math.max(0, here.seen - (Number(count) || LINES_AT_FIRST)), here.seen),
  }

  const tell = async (text: string): Promise<void> => {
    const told = await client.ask({ type: 'Tell', room: here.room, text })
    if (told.type === 'Refused') return showRefusal(told)
    here.seen = Math.max(here.seen, told.number)
  }

  await enter('lobby', null)
  return {
    obey: async (line) => {
      const [, command, word = ''] = /^\/(\w+) ?(.*)$/.exec(line) ?? []
      try {
        if (command === undefined) await tell(line)
        else if (Object.hasOwn(commands, command)) await commands[command]?.(word)
        else show('-- /join ROOM, /who, /history COUNT, or text')
      } catch (error) {
        // One sentence: what is wrong, and what to do. A text that is too long, say; then nothing was said.
        show(`-- ${error instanceof Error ? error.message : error}`)
      }
    },
    leave: () => client.bye(),
    over: client.over,
  }
}

const ignore = (): void => {}
