import { readdirSync } from 'node:fs'
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
  const sources = ['servers', 'clients'].flatMap((folder) =>
    readdirSync(join(here, folder)).map((file) => join(here, folder, file)),
  )
  await build({
    entryPoints: [...sources, join(here, 'codecs', 'compare.ts')],
    outdir: BUNDLES,
    outbase: here,
    entryNames: '[dir]/[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
    tsconfig: join(here, 'tsconfig.json'),
  })
}
