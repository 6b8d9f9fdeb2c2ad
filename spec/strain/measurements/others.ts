import type { Measurement } from '../measurement.ts'
import { besiege, type Siege } from '../siege.ts'

const sieges: readonly Siege[] = [
  {
    name: 'TLS handshakes left half way',
    attack: { attack: 'handshakes', sockets: 8 },
    serve: { flags: ['--tls', 'auto'] },
  },
  { name: 'conversations that read nothing', attack: { attack: 'slowReaders', sockets: 32 }, accounts: 4 },
  { name: 'floods of pings', attack: { attack: 'pings', sockets: 8 }, accounts: 1 },
  { name: 'floods of messages', attack: { attack: 'messages', sockets: 8 }, accounts: 1 },
]

export const others: Measurement = {
  about: 'handshakes left half way, conversations that read nothing, floods: honest people log in and talk',
  withinMs: 120_000,
  run: async (lab) => {
    for (const siege of sieges) {
      const { accounts = 0, attack } = siege
      const settled = accounts === 0 ? {} : { settled: { word: 'Granted', times: attack.sockets } }
      await besiege(lab, { ...siege, ...settled, visits: lab.amount(40, 6) })
    }
  },
}
