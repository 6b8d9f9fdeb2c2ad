import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GenerateOptions } from '../../src/codegen/options.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const runtime = (file: string): string => join(root, 'src/codec', file)

/** Where generated files find the run-time, wherever they stand. */
export const imports: GenerateOptions['imports'] = {
  runtime: runtime('index.ts'),
  types: runtime('types.ts'),
  io: runtime('io.ts'),
  arbitraries: runtime('arbitraries.ts'),
  engine: join(root, 'src/engine/index.ts'),
}
