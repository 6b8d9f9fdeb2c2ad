import { connect } from '../../src/index.ts'
import { drive } from '../parts/drive.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const client = await connect({ port, reconnect: false })
    return { ask: async (text) => (await client.ask({ type: 'Say', text })).text }
  },
})
