import type { GenerateOptions } from './options.ts'

/** Where generated modules find what they lean on. */
export type Imports = Required<GenerateOptions['imports']>

/** Where generated code finds its run-time and the base in the package, as whoever has installed it does. */
export const packageImports: Imports = {
  runtime: 'colloquy/codec',
  types: 'colloquy/codec/types',
  io: 'colloquy/codec/io',
  arbitraries: 'colloquy/codec/arbitraries',
  engine: 'colloquy/engine',
  base: {
    messages: 'colloquy/protocol/base/messages',
    codec: 'colloquy/protocol/base/codec',
    io: 'colloquy/protocol/base/io',
    arbitraries: 'colloquy/protocol/base/arbitraries',
  },
}
