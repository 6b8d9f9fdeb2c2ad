import { expect } from '@jest/globals'
import type { CaptureEntry } from '../../src/capture/index.ts'
import type { ServerSession } from '../../src/server/session.ts'
import { breachesIn } from './conduct.ts'
import type { Heard, Stage } from './stage.ts'
import type { Talks } from './talks.ts'

/** Longer than anything that is waited for. */
const LONG_MS = 600_000

/** Ends everything, and judges what happened. */
export const finale = async (talks: Talks, stage: Stage): Promise<void> => {
  const { world } = stage
  for (const { caller } of stage.guests) caller.bye()
  await world.pass(LONG_MS)
  stage.recording.stop()

  expect(talks.surprises).toEqual([])
  expect(talks.pending).toBe(0)
  expect(world.clock.pending).toBe(0)
  everyConversationHasAnEnd(stage)
  messagesArriveOnceAndInOrder(talks, stage)
  whatIsConfirmedHasArrived(stage)
  bothKeepTheContract(stage)
  nothingSecretIsSeen(stage)
}

const everyConversationHasAnEnd = ({ world, guests }: Stage): void => {
  for (const { begun, failure, ending } of guests) {
    expect(ending).not.toBeUndefined()
    if (begun) expect(ending).toMatchObject({ how: expect.stringMatching(/bye|fault|lost/) })
    else expect(failure).not.toBeNull()
  }
  for (const { connection } of world.sessions) expect(connection.ending?.code).toMatch(/^[A-Z_]+$/)
  for (const log of [world.serverLog, world.clientLog])
    expect(log.filter(({ event }) => event === 'disconnected')).toHaveLength(world.sessions.length)
}

const messagesArriveOnceAndInOrder = (talks: Talks, stage: Stage): void => {
  for (const [session, last] of lastConnections(stage)) {
    const { connection } = last
    const toServer = stage.heardByServer.get(session) ?? []
    const toClient = heardByClient(stage, session)
    const whole = !talks.broken.has(last.session) && connection.ending?.how === 'bye'
    for (const [heard, voice] of [
      [toServer, talks.client.get(session)],
      [toClient, talks.server.get(session)],
    ] as const) {
      expect(heard.map(({ id }) => id)).toEqual(sinceOne(heard))
      const texts = heard.map(({ text }) => text)
      expect(new Set(texts).size).toBe(texts.length)
      for (const text of voice?.refused ?? []) expect(texts).not.toContain(text)
      for (const [id, text] of voice?.said ?? []) {
        const arrived = heard[id - 1]
        if (arrived !== undefined || whole) expect([session, id, arrived?.text]).toEqual([session, id, text])
      }
    }
    answersBelongTo(toServer, toClient)
  }
}

/** The connection that each conversation went over last, by the session in which it began. */
const lastConnections = ({ world }: Stage): ReadonlyMap<string, ServerSession> =>
  new Map(
    world.sessions.flatMap((session): readonly [string, ServerSession][] => {
      const conversation = world.conversations.get(session.session)
      return conversation === undefined ? [] : [[conversation, session]]
    }),
  )

/** The messages given to a client's handlers, in their order, and between them the answers that were waited for. */
const heardByClient = (stage: Stage, session: string): readonly Heard[] => {
  const handled = stage.heardByClient.get(session) ?? []
  const answers = stage.answered.get(session) ?? []
  const ids = handled.map(({ id }) => id)
  expect(ids).toEqual([...ids].sort((one, other) => one - other))
  return [...handled, ...answers].sort((one, other) => one.id - other.id)
}

const sinceOne = (heard: readonly Heard[]): readonly number[] => heard.map((_, index) => index + 1)

const answersBelongTo = (asked: readonly Heard[], answers: readonly Heard[]): void => {
  const seen = new Set<number>()
  for (const { re, text } of answers) {
    if (re === 0) continue
    expect(text).toBe(`canary-text answer to ${asked[re - 1]?.text}`)
    expect(seen.has(re)).toBe(false)
    seen.add(re)
  }
}

/** Each side is told how far its own messages were acknowledged: these arrived, and of the others it knows. */
const whatIsConfirmedHasArrived = (stage: Stage): void => {
  const { serverLog, sessions } = stage.world
  const told = serverLog.flatMap((one) =>
    one.event === 'disconnected' ? [`${one.said} ${one.acknowledged}`] : [],
  )
  // A conversation that is held, or goes on elsewhere, comes further than its log line says.
  const ended = sessions.filter(({ connection }) => connection.heldConversation === null)
  for (const { counts } of ended) expect(told).toContain(`${counts.said} ${counts.acknowledged}`)
  for (const [session, { counts }] of lastConnections(stage)) {
    const guest = stage.guests.find(({ caller }) => caller.messaging?.session === session)
    const toClient = heardByClient(stage, session)
    const toServer = stage.heardByServer.get(session) ?? []
    expect(counts.heard).toBe(toServer.length)
    expect(counts.acknowledged).toBeLessThanOrEqual(toClient.length)
    expect(counts.said).toBeGreaterThanOrEqual(toClient.length)
    if (guest === undefined) continue
    const { said, acknowledged } = guest.caller.counts
    expect(acknowledged).toBeLessThanOrEqual(toServer.length)
    expect(said).toBeGreaterThanOrEqual(toServer.length)
  }
}

/** Only a store that failed is a reason for a Fault: nobody else breaks anything here. */
const bothKeepTheContract = ({ recording, store, world }: Stage): void => {
  for (const lived of recording.incidents) {
    expect(breachesIn(lived)).toEqual([])
    const faults = lived.flatMap((one) => (isFault(one) ? [one.message.code] : []))
    expect(store.struck > 0 ? faults.filter((code) => code !== 'INTERNAL') : faults).toEqual([])
  }
  if (store.struck === 0) expect(world.serverLog.filter(({ event }) => event === 'failed')).toEqual([])
  expect(world.clientLog.filter(({ event }) => event === 'failed')).toEqual([])
}

const isFault = (one: CaptureEntry): one is CaptureEntry & { readonly does: 'says' } =>
  one.does === 'says' && one.message.type === 'Fault'

const nothingSecretIsSeen = ({ world, recording }: Stage): void => {
  const seen = JSON.stringify([world.serverLog, world.clientLog])
  expect(seen).not.toContain('canary')
  expect(recording.texts().join('')).not.toMatch(/canary-(password|wrong|token)/)
}
