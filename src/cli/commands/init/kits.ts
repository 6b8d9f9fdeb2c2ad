import type { Language } from '../../../codegen/languages.ts'

/** The beginning of a protocol in one language. */
export interface Kit {
  /** Where the package has its files. */
  readonly folder: string
  readonly files: readonly string[]
  /** The one of them that is left as it is where there is one already: settings of an editor or a compiler. */
  readonly settings: string
  /** The file that the contract is generated into. */
  readonly protocol: string
  /** The commands that run the server and the client. */
  readonly run: { readonly server: string; readonly client: string }
  /** Packages that what is written is run and checked with. */
  readonly tools: readonly string[]
  /** Scripts of package.json beside `generate` and `verify`. */
  readonly scripts: (name: string) => Readonly<Record<'start' | 'test', string>> & { readonly check?: string }
}

/** The kits, by what `init --language` calls them. */
export const kits: Readonly<Record<Language, Kit>> = {
  typescript: {
    folder: 'examples/init',
    files: ['src/handlers.ts', 'server.ts', 'client.ts', 'key-value.test.ts', 'tsconfig.json'],
    settings: 'tsconfig.json',
    protocol: 'src/protocol.ts',
    run: { server: 'npx tsx server.ts', client: 'npx tsx client.ts' },
    tools: ['tsx', 'typescript', '@types/node'],
    scripts: (name) => ({
      start: 'tsx server.ts',
      check: 'tsc',
      test: `node --import tsx --test ${name}.test.ts`,
    }),
  },
  javascript: {
    folder: 'examples/init/javascript',
    files: ['src/handlers.js', 'server.js', 'client.js', 'key-value.test.js', 'jsconfig.json'],
    settings: 'jsconfig.json',
    protocol: 'src/protocol.js',
    run: { server: 'node server.js', client: 'node client.js' },
    tools: [],
    scripts: (name) => ({ start: 'node server.js', test: `node --test ${name}.test.js` }),
  },
}
