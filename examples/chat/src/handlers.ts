// The handlers of the server, and its hooks for clients that come and go.
import { personName, type ServerOptions, type ServerPeer } from 'colloquy'
import type { Chat, PersonName, Presence, Refused, Said } from './protocol.ts'
import { Room } from './room.ts'

const MAX_ROOMS = 100

/** As many as a list of people in the contract may have. */
export const MAX_PEOPLE = 500

type Peer = ServerPeer<Chat>

/** A chat: handlers that are missing or answer wrongly do not compile. */
export const createChat = (): Pick<ServerOptions<Chat>, 'converse' | 'began' | 'gone'> => {
  const rooms = new Map<string, Room>()
  const present = new Map<string, Peer>()

  /** Tells everybody that somebody has come or gone, unless they are there from another terminal, too. */
  const tellPresence = (peer: Peer, presence: Presence): void => {
    const who = nameOf(peer)
    const others = [...present.values()].filter(({ session }) => session !== peer.session)
    if (others.some((other) => nameOf(other) === who)) return
    for (const other of others) tell(other, { type: 'Moved', who, presence })
  }

  return {
    // Each conversation begins once, when its name is proven, and is over once: by a Bye, or because it was lost.
    began: (peer) => {
      present.set(peer.session, peer)
      tellPresence(peer, 'HERE')
    },
    gone: (peer) => {
      present.delete(peer.session)
      for (const room of rooms.values()) room.members.delete(peer.session)
      tellPresence(peer, 'GONE')
    },

    converse: {
      Join: ({ room: name }, { session }) => {
        const room = rooms.get(name) ?? new Room()
        if (!rooms.has(name) && rooms.size >= MAX_ROOMS) return tooManyRooms
        rooms.set(name, room)
        const peer = present.get(session)
        if (peer !== undefined) room.members.set(session, peer)
        return { type: 'Joined', members: namesOf(room.members), last: room.last }
      },

      Leave: ({ room }, { session }) =>
        rooms.get(room)?.members.delete(session) ? { type: 'Done' } : notInRoom,

      Tell: ({ room: name, text }, teller) => {
        const room = rooms.get(name)
        if (!room?.members.has(teller.session)) return notInRoom
        const said: Said = { type: 'Said', room: name, line: room.add(nameOf(teller), text) }
        for (const [session, member] of room.members) if (session !== teller.session) tell(member, said)
        return { type: 'Told', number: said.line.number }
      },

      // A generator yields the answers and returns their end. It is pulled only as fast as the client takes them.
      async *History({ room: name, after }, { session }) {
        const room = rooms.get(name)
        if (!room?.members.has(session)) return notInRoom
        for (const line of room.linesAfter(after)) yield { type: 'Said', room: name, line }
        return { type: 'Done' }
      },

      Who: () => ({ type: 'People', people: namesOf(present) }),
    },
  }
}

/**
 * Says something to somebody, and waits for nobody: one who is slow must not stop the others. Somebody for whom too much
 * waits is shown out. Their client comes again by itself, and asks for what it missed.
 */
const tell = (peer: Peer, message: Parameters<Peer['say']>[0]): void => {
  peer.say(message).catch(() => peer.bye('IDLE'))
}

/** In the mode auth everybody has a name. */
const nameOf = ({ name }: Pick<Peer, 'name'>): PersonName => personName(name ?? 'nobody')

const namesOf = (peers: ReadonlyMap<string, Peer>): readonly PersonName[] =>
  [...new Set([...peers.values()].map(nameOf))].sort()

const notInRoom: Refused = { type: 'Refused', trouble: 'NOT_IN_ROOM', detail: 'Join that room first.' }

const tooManyRooms: Refused = {
  type: 'Refused',
  trouble: 'TOO_MANY_ROOMS',
  detail: 'There are too many rooms. Join one that there is.',
}
