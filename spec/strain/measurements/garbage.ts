import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ATTACKER, TALKER } from '../addresses.ts'
import type { Lab, Served } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { begin, dial, isIn, leave } from '../peer.ts'
import { judged, told } from '../row.ts'
import { besiege } from '../siege.ts'

const SOCKETS = 32
/** Time limit of the measurement, which makes do with what is done by then. */
const AT_MOST_MS = 140_000
const MARKER = 'marker of the log'
/** Files of the log in which an honest login leaves a line. */
const MARKED = ['server.log', 'data.log']

/** The files of a log, those that were laid aside, too. */
const logFiles = (data: string): readonly string[] =>
  readdirSync(data)
    .filter((name) => /\.log(\.\d+)?$/.test(name))
    .map((name) => join(data, name))

/** The session of the marker, as its lines name it. */
const sessionOf = (data: string): string => {
  const lines = logFiles(data).flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  const line = lines.find((each) => each.includes(MARKER))
  if (line === undefined) throw new Error('The marker was never in the log.')
  return String(JSON.parse(line).session)
}

const besiegeLog = async (lab: Lab, name: string, accounts: number): Promise<void> => {
  let session = ''
  const connections = lab.amount(100_000, 500)
  await besiege(lab, {
    name,
    attack: { attack: 'garbage', sockets: SOCKETS, connections },
    accounts,
    forMs: AT_MOST_MS,
    before: async ({ port, data }: Served) => {
      if (accounts > 0)
        await visit(port, ATTACKER, {
          type: 'Login',
          name: 'attacker 1',
          password: 'a password of attacker 1',
        })
      await visit(port, TALKER, { type: 'Register', name: MARKER, password: 'a long password' })
      session = sessionOf(data)
    },
    after: async ({ data }) => {
      const files = logFiles(data)
      const texts = files.map((file) => readFileSync(file, 'utf8'))
      const kept = MARKED.filter((log) =>
        files.some(
          (file, index) => file.includes(join(data, log)) && texts[index]?.includes(session) === true,
        ),
      )
      const lines = texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
      const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
      lab.add(
        judged(
          `${name}: lines from before are still there`,
          `in ${MARKED.join(' and ')}`,
          `in ${kept.join(' and ') || 'none'}`,
          kept.length === MARKED.length,
        ),
        told(`${name}: the log`, `${lines} lines, ${(bytes / 1024).toFixed(0)} KiB in ${files.length} files`),
      )
    },
  })
}

const visit = async (port: number, from: string, proof: Parameters<typeof begin>[1]): Promise<void> => {
  const peer = await dial({ port, from })
  const outcome = await begin(peer, proof)
  if (!isIn(outcome)) throw new Error(`A visitor was not let in: ${outcome.word}`)
  await leave(peer)
}

export const garbage: Measurement = {
  about: '100,000 connections of one address with garbage; what is left of the log, and another conversation',
  withinMs: 300_000,
  run: async (lab) => {
    await besiegeLog(lab, 'garbage of a stranger', 0)
    await besiegeLog(lab, 'garbage of a known address', 1)
  },
}
