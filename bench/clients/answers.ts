import { connect } from '../../src/index.ts'
import { question } from '../contracts/question.ts'
import { drive } from '../parts/drive.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const client = await connect({ contract: question, port, reconnect: false })
    return { ask: async (text) => (await client.ask({ type: 'Question', text })).text }
  },
})
