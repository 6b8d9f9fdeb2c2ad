import type { MethodDefinition } from '@grpc/grpc-js'
import { fromJSON } from '@grpc/proto-loader'

export interface Text {
  readonly text: string
}

/** A service with one method: a stream of texts in each direction. */
const loaded = fromJSON({
  nested: {
    bench: {
      nested: {
        Text: { fields: { text: { type: 'string', id: 1 } } },
        Conversation: {
          methods: {
            Talk: {
              requestType: 'Text',
              requestStream: true,
              responseType: 'Text',
              responseStream: true,
              comment: '',
            },
          },
        },
      },
    },
  },
})['bench.Conversation']

// The loader's own type for what a package can hold is not that of grpc-js for a service.
export const conversation = loaded as unknown as { readonly Talk: MethodDefinition<Text, Text> }
