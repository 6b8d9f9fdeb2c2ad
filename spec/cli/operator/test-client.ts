import { connect } from 'node:net'
import { TcpPeer } from '../../support/tcp-peer.ts'
import { type Heard, len, message, sayFrame, textOf } from '../../support/wire.ts'

/** A client of a server that asks for names only, and asks an address only once; from an address of its choice. */
export class TestClient {
  readonly peer: TcpPeer
  private said = 0

  constructor(port: number, localAddress: string) {
    this.peer = new TcpPeer(connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true }))
  }

  /** Somebody of this name, in conversation. */
  static async called(name: string, port: number, localAddress: string): Promise<TestClient> {
    const client = new TestClient(port, localAddress)
    const { peer } = client
    peer.say(message('Hello'))
    await peer.hear('AskName')
    peer.say(message('MyName', len(1, name)))
    await peer.hear('Ready')
    return client
  }

  say(text: string, re = 0): void {
    this.said += 1
    this.peer.say(sayFrame(this.said, text, re))
  }

  /** The texts said to this client: id, the id that it answers, text. */
  get heard(): readonly (readonly [id: number, re: number, text: string])[] {
    const says = this.peer.frames.filter(({ name }: Heard) => name === 'Say')
    return says.map((frame) => [frame.id, frame.re, textOf(frame, 1)] as const)
  }

  /** Says Bye, and goes. */
  leave(): void {
    this.peer.say(message('Bye'))
    this.peer.socket.end()
  }
}
