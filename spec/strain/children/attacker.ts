// One who attacks a server, in one way, until it is stopped.
import { Attacker, type AttackSettings, type Counts } from '../attacks/attack.ts'
import { attacks } from '../attacks/index.ts'
import { answer } from '../inside.ts'

/** The outcome of an attack. */
export interface AttackReport {
  readonly connections: number
  readonly counts: Counts
}

let attacker: Attacker | null = null
let running: Promise<void> = Promise.resolve()

const soFar = (): AttackReport => ({
  connections: attacker?.connections ?? 0,
  counts: attacker?.counts ?? {},
})
const report = async (): Promise<AttackReport> => {
  await running
  return soFar()
}

answer({
  begin: (settings: AttackSettings) => {
    attacker = new Attacker(settings)
    running = attacks[settings.attack](attacker)
    // The caller that asks for its end hears of a failure.
    running.catch(() => {})
  },
  soFar,
  /** When it is over by itself. */
  end: report,
  stop: () => {
    attacker?.stop()
    return report()
  },
})
