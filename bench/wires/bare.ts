import { hopping, TEXT, type Wire } from './wire.ts'

/** Text after text, with nothing in between. */
export const bare: Wire = {
  hello: Buffer.alloc(0),
  greeted: () => 0,
  messages: (_from, count) => Buffer.alloc(count * TEXT.length, TEXT),
  counter: () =>
    hopping(
      () => TEXT.length,
      () => TEXT.length,
    ),
}
