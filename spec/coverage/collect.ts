// Run in front of each spec when COLLOQUY_COVERAGE names a folder: a file in it says what the spec reached.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect } from '@jest/globals'
import { contract } from '../../protocol/talk/contract.ts'
import type { MachineState } from '../../src/engine/stepper.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { watch } from '../support/watch.ts'
import { stateReached, transitionsTaken, wordSaid } from './reach.ts'

/** The event of a machine for a message of converse that is said; the driver says it without a step. */
const asked: Readonly<Record<string, string>> = {
  Say: 'do.say.Say',
  Ping: 'do.ping',
  Ack: 'do.ack',
  ListSessions: 'do.listSessions',
  RevokeSession: 'do.revokeSession',
  SessionInfo: 'do.sessionInfo',
  SessionsAnswered: 'do.sessionsAnswered',
}

const folder = process.env.COLLOQUY_COVERAGE
if (folder !== undefined) {
  const reached = new Set<string>()
  const rests = (machine: string, { state }: MachineState): void => {
    const row = contract.states[state]
    if (row !== undefined) reached.add(stateReached(machine, row.name))
  }
  const places = new WeakMap<Connection, MachineState>()
  watch({
    stepped: ({ machine, from, event, to }, connection) => {
      rests(machine, from)
      rests(machine, to)
      for (const one of transitionsTaken(from.snapshot, event)) reached.add(one)
      if (connection !== null) places.set(connection, to)
    },
    passed: ({ does, side, connection, message }) => {
      // The driver does not step for messages that leave the state as it is, and does what the machine says.
      const event = does === 'hears' ? `recv.${message.type}` : asked[message.type]
      const place = places.get(connection)
      if (event !== undefined && place !== undefined && place.step(event).to === place)
        for (const one of transitionsTaken(place.snapshot, event)) reached.add(one)
      if (does === 'hears') return
      if (message.type === 'Fault') reached.add(wordSaid('fault', side, message.code))
      if (message.type === 'Bye') reached.add(wordSaid('bye', side, message.reason))
      if (message.type === 'Denied') reached.add(wordSaid('denied', side, message.reason))
    },
  })
  afterAll(() => {
    const spec = (expect.getState().testPath ?? '').replace(/\W+/g, '-')
    writeFileSync(join(folder, `${spec}.json`), JSON.stringify([...reached].sort()))
  })
}
