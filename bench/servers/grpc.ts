import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js'
import { answer } from '../parts/answer.ts'
import { conversation, type Text } from '../parts/grpc-talk.ts'

const server = new Server()
server.addService(conversation, {
  Talk: (call: ServerDuplexStream<Text, Text>) => {
    call.on('data', ({ text }: Text) => call.write({ text }))
    call.on('end', () => call.end())
    call.on('error', () => {})
  },
})
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error
  answer(port)
})
