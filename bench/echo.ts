import { call } from './caller.ts'
import { type Child, type ServerName, startChild } from './child.ts'
import { median } from './median.ts'
import { type Row, ratio } from './row.ts'
import { TEXT, wires } from './wires/index.ts'

const ROUNDS = 15

/** How messages are sent, and against what the costs are held. */
interface Plan {
  readonly servers: readonly ServerName[]
  readonly messages: number
  readonly atATime: number
}

const pipelined: Plan = { servers: ['colloquy', 'framer', 'ws', 'bare'], messages: 25_600, atATime: 256 }
const oneByOne: Plan = { servers: ['colloquy', 'framer', 'ws', 'bare'], messages: 2_000, atATime: 1 }

/** Messages of 64 bytes, 256 at a time. */
export const echoPipelined = async (): Promise<readonly Row[]> => {
  const cost = await costs(pipelined)
  return [
    ratio('pipelined echo, as fast as a hand-written framer', cost.framer / cost.colloquy, 0.8),
    ratio('pipelined echo, as fast as ws', cost.ws / cost.colloquy, 8),
    ratio('  (a bare net echo, as fast as the hand-written framer)', cost.framer / cost.bare, null),
  ]
}

/** Messages of 64 bytes, each after the reply to the one before. */
export const echoOneByOne = async (): Promise<readonly Row[]> => {
  const cost = await costs(oneByOne)
  return [
    ratio('one message at a time, as fast as a bare net echo', cost.bare / cost.colloquy, 0.9),
    ratio('  (ws, as fast as a bare net echo)', cost.bare / cost.ws, null),
  ]
}

/** Processor time of the server for a message, in microseconds: the median of rounds that take turns. */
const costs = async (plan: Plan): Promise<Record<ServerName, number>> => {
  const found: Record<ServerName, number[]> = { colloquy: [], framer: [], ws: [], bare: [] }
  const children = new Map<ServerName, Child>()
  try {
    for (const name of plan.servers) children.set(name, await startChild(name))
    for (let round = -1; round < ROUNDS; round++)
      for (const [name, child] of children) {
        const cost = await roundOf(name, child, plan)
        // The first round warms up.
        if (round >= 0) found[name].push(cost)
      }
  } finally {
    for (const child of children.values()) await child.stop()
  }
  return {
    colloquy: median(found.colloquy),
    framer: median(found.framer),
    ws: median(found.ws),
    bare: median(found.bare),
  }
}

const roundOf = async (name: ServerName, child: Child, plan: Plan): Promise<number> => {
  const caller = await call(child.port, wires[name])
  const before = await child.ask('cpu')
  await caller.send(plan.messages, plan.atATime)
  const after = await child.ask('cpu')
  caller.hangUp()
  if (caller.texts.length === 0 || caller.texts.some((text) => text !== TEXT))
    throw new Error(`The server ${name} answered with ${JSON.stringify(caller.texts)}.`)
  return (after.cpuMicros - before.cpuMicros) / plan.messages
}
