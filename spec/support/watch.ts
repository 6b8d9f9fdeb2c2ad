import { talk } from '../../protocol/talk/index.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import type { OutgoingMessage } from '../../src/engine/machine.ts'
import { observeAll } from '../../src/engine/observer.ts'
import type { MachineState } from '../../src/engine/stepper.ts'
import type { Connection } from '../../src/transport/connection.ts'

/** A step that the machine of an end took. */
export interface Taken {
  /** Told apart by identity: one for each session of a server, and for each client. */
  readonly runner: object
  readonly machine: 'client' | 'server'
  readonly from: MachineState
  readonly event: string
  readonly to: MachineState
  readonly said: readonly OutgoingMessage[]
}

/** A message at one end of a connection, in the moment in which that end said or took it. */
interface Passing {
  readonly does: 'says' | 'hears'
  readonly side: 'client' | 'server'
  readonly connection: Connection
  readonly message: Message
  readonly id: number
  readonly re: number
}

/** An observer of the ends in this process. */
export interface Observer {
  /** Before its effects are performed. `connection` is null while there is none. */
  readonly stepped?: (taken: Taken, connection: Connection | null) => void
  readonly passed?: (passing: Passing) => void
}

/** Watches every end of talk that is made in this process from now on, until the function that it gives is called. */
export const watch = ({ stepped, passed }: Observer): (() => void) =>
  observeAll({
    stepped: ({ protocol, end, side, from, event, step: { to, effects }, connection }) => {
      if (protocol !== talk.tables.protocol) return
      const said = effects.flatMap((effect) => (effect.do === 'say' ? [effect.said] : []))
      stepped?.({ runner: end, machine: side, from, event, to, said }, connection)
    },
    passed: ({ protocol, message, ...rest }) => {
      // The contract says that it is one of its messages.
      if (protocol === talk.tables.protocol) passed?.({ ...rest, message: message as Message })
    },
  })
