import { createServer } from '../../src/index.ts'
import { question } from '../contracts/question.ts'
import { answer } from '../parts/answer.ts'

// A contract of one's own, whose handlers return the answer.
const server = await createServer({
  contract: question,
  port: 0,
  mode: 'echo',
  converse: { Question: ({ text }) => ({ type: 'Answer', text }) },
})
answer(server.port)
