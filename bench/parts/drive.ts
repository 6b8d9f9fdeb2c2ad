import { TEXT } from '../wires/wire.ts'

/** One connection to a server that echoes. Text is a string, or bytes where a client knows no text. */
export interface Session<Text extends string | Buffer> {
  ask(text: Text): Promise<Text>
}

/** How a library is spoken to. */
export interface Driven<Text extends string | Buffer> {
  /** A text in the form that it takes. */
  readonly text: (text: string) => Text
  readonly open: (port: number) => Promise<Session<Text>>
}

/** The commands of the parent for a client. Each is answered with a ClientReading when it is done; `pace` begins, and goes on. */
export type Command =
  | { readonly do: 'read' }
  | { readonly do: 'open'; readonly port: number; readonly sessions: number }
  | { readonly do: 'talk'; readonly ms: number; readonly deep: number; readonly bytes: number }
  | { readonly do: 'pace'; readonly everyMs: number; readonly bytes: number }

/** The work of a client since its start. */
export interface ClientReading {
  readonly cpuMicros: number
  readonly answers: number
}

const OPENED_AT_ONCE = 25

/** Does what the parent says, over as many sessions as it wants, and ends with it. */
export const drive = <Text extends string | Buffer>({ text, open }: Driven<Text>): void => {
  const sessions: Session<Text>[] = []
  let answers = 0

  const openOne = async (port: number): Promise<void> => {
    const session = await open(port)
    const echoed = await session.ask(text(TEXT))
    if (echoed.toString() !== TEXT) throw new Error(`The server answered with ${echoed.toString()}.`)
    answers += 1
    sessions.push(session)
  }

  const openMany = async (port: number, count: number): Promise<void> => {
    for (let left = count; left > 0; left -= OPENED_AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(left, OPENED_AT_ONCE) }, () => openOne(port)))
  }

  const exchange = async (session: Session<Text>, said: Text): Promise<void> => {
    const echoed = await session.ask(said)
    if (echoed.length !== said.length) throw new Error(`${echoed.length} came for ${said.length}.`)
    answers += 1
  }

  /** The first session alone; always `deep` messages wait for their answers. */
  const talk = async (ms: number, deep: number, bytes: number): Promise<void> => {
    const [session] = sessions
    if (session === undefined) throw new Error('No session is open.')
    const said = text(textOf(bytes))
    const until = performance.now() + ms
    const lane = async (): Promise<void> => {
      while (performance.now() < until) await exchange(session, said)
    }
    await Promise.all(Array.from({ length: deep }, lane))
  }

  /** Every session says something every so often, one after the other. */
  const pace = (everyMs: number, bytes: number): void => {
    const said = text(textOf(bytes))
    for (const [i, session] of sessions.entries())
      setTimeout(
        () => setInterval(() => void exchange(session, said), everyMs),
        (i * everyMs) / sessions.length,
      )
  }

  const perform = async (command: Command): Promise<void> => {
    if (command.do === 'open') await openMany(command.port, command.sessions)
    else if (command.do === 'talk') await talk(command.ms, command.deep, command.bytes)
    else if (command.do === 'pace') pace(command.everyMs, command.bytes)
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMicros: user + system, answers } satisfies ClientReading)
  }

  process.on('message', (command: Command) => void perform(command))
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}

const textOf = (bytes: number): string => TEXT.repeat(bytes / TEXT.length)
