import { join } from 'node:path'
import { build } from 'esbuild'

const here = import.meta.dirname

/** Where the bundles lie: within reach of both node_modules, and of no other tool. */
export const BUNDLES = join(here, 'node_modules', '.smoke')

/**
 * Bundles what is measured as the package is bundled. Run as sources through tsx, every function would be wrapped
 * to keep its name, and closures would cost more than they do.
 */
export const bundle = async (): Promise<void> => {
  const sources = ['bare', 'framer', 'ws', 'colloquy'].map((name) => join(here, 'servers', `${name}.ts`))
  await build({
    entryPoints: [...sources, join(here, 'codecs', 'compare.ts')],
    outdir: BUNDLES,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}
