import { Client, credentials } from '@grpc/grpc-js'
import { drive } from '../parts/drive.ts'
import { conversation, type Text } from '../parts/grpc-talk.ts'
import { InOrder } from '../parts/in-order.ts'

const { path, requestSerialize, responseDeserialize } = conversation.Talk

drive<string>({
  text: (text) => text,
  open: async (port) => {
    // A connection for each session, as if each were a program of its own.
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    })
    const call = client.makeBidiStreamRequest<Text, Text>(path, requestSerialize, responseDeserialize)
    const answers = new InOrder<string>()
    call.on('data', ({ text }: Text) => answers.take(text))
    return {
      ask: (text) => {
        call.write({ text })
        return answers.next()
      },
    }
  },
})
