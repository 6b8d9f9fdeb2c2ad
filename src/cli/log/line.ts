import { formatHostPort } from '../../address.ts'
import type { Endpoint, ServerEvent } from '../../index.ts'
import { Calendar, timeOfDay } from '../i18n/time.ts'
import { noStyles, styles } from '../terminal/colours.ts'
import { printable } from '../terminal/printable.ts'
import type { AdminEvent, LogEvent } from './events.ts'
import { type Level, levels } from './levels.ts'

/** Any event that a line can report. */
type LoggedEvent = ServerEvent | LogEvent | AdminEvent

/**
 * Writes an event as one line, with its newline. `nowMs` is since 1970, `msg` what the event means, `seq` the number of the
 * line in all files of the log, from 1 at the start of the server; none where another process wrote it.
 */
export type Format = (nowMs: number, event: LoggedEvent, msg: string, seq?: number) => string

/**
 * One JSON object. Whatever could act on a terminal or forge a line leaves as an escape of JSON: the line is
 * printable, and parses to the very text that came.
 */
export const jsonLine: Format = (nowMs, event, msg, seq) => {
  const time = isoTime(nowMs)
  const level = levels[event.event]
  if (event.event === 'received' || event.event === 'sent') return dataLine(time, seq, level, event, msg)
  const head = seq === undefined ? { time, level } : { time, seq, level }
  const fields =
    'remote' in event
      ? { ...head, ...event, remote: addressOf(event.remote), msg }
      : { ...head, ...event, msg }
  return `${printable(JSON.stringify(fields))}\n`
}

/** A line without a number, as `jsonLine` writes it with one. */
export const numbered = (line: string, seq: number): string => {
  const at = line.indexOf('"', TIME.length) + 1
  return `${line.slice(0, at)},"seq":${seq}${line.slice(at)}`
}

/** Stands before the time, which has no quotation marks in it. */
const TIME = '{"time":"'

type DataEvent = Extract<ServerEvent, { readonly event: 'received' | 'sent' }>

/**
 * The same for a chunk, whose event and sentence have nothing but words and numbers of ours, which need no escape: two such lines
 * come with every message.
 */
const dataLine = (
  time: string,
  seq: number | undefined,
  level: Level,
  event: DataEvent,
  msg: string,
): string => {
  const re = event.event === 'sent' ? `,"re":${event.re}` : ''
  const data = `"event":"${event.event}","bytes":${event.bytes},"id":${event.id}${re}`
  const numbered = seq === undefined ? '' : `"seq":${seq},`
  return `{"time":"${time}",${numbered}"level":"${level}",${sessionOf(event)},${data},"msg":"${msg}"}\n`
}

const sessions = new WeakMap<Endpoint, string>()

/** The session in a line, remembered for as long as its connection is there. */
const sessionOf = ({ session, remote }: DataEvent): string => {
  const known = sessions.get(remote)
  if (known !== undefined) return known
  const part = printable(JSON.stringify({ session, remote: addressOf(remote) }).slice(1, -1))
  sessions.set(remote, part)
  return part
}

/**
 * For a person: time of day, level, the other side, what happened; a line with the date where a new day begins. Hostile
 * characters stay visible as `\u001b`.
 */
export const plainLine = (coloured: boolean, startMs: number): Format => {
  const calendar = new Calendar(startMs)
  const { service: dimmed } = coloured ? styles : noStyles
  return (nowMs, event, msg) => {
    const time = dimmed(timeOfDay(nowMs))
    const day = calendar.turn(nowMs)
    const date = day === null ? '' : `${dimmed(day)}\n`
    const level = levels[event.event]
    const padded = level.padEnd(5)
    const remote = 'remote' in event ? `${addressOf(event.remote)} ` : ''
    const told = printable(`${remote}${msg}${placesOf(event)}`)
    const shown = coloured ? `\u001b[${colours[level]}m${padded}\u001b[39m` : padded
    return `${date}${time} ${shown} ${told}\n`
  }
}

/** Where something failed, on the same line. */
const placesOf = (event: LoggedEvent): string => {
  if (event.event !== 'failed' || event.stack === undefined) return ''
  const [, ...places] = event.stack.split('\n')
  return places.map((place) => ` | ${place.trim()}`).join('')
}

const colours: Readonly<Record<Level, number>> = { trace: 90, debug: 90, info: 32, warn: 33, error: 31 }

const addressOf = ({ address, port }: Endpoint): string => formatHostPort(address, port)

let isoMs = Number.NaN
let iso = ''

/** The same for all lines of a millisecond: there are many. */
const isoTime = (nowMs: number): string => {
  if (nowMs !== isoMs) {
    iso = new Date(nowMs).toISOString()
    isoMs = nowMs
  }
  return iso
}
