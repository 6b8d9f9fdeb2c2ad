/** Subpaths that export all that the index of their folder does; of the others, `src/exports` says what they export. */
const folders = ['codec', 'testing', 'machines', 'verify', 'inspect']
const faces = ['contract', 'codegen', 'transport', 'engine', 'capture', 'visualize', 'store', 'auth']
const runtimes = ['types', 'io', 'arbitraries']

const contracts = ['base', 'talk']
const generated = ['index', 'messages', 'contract', 'codec', 'io', 'arbitraries']

/** The entries of the package: the file in `dist`, without its ending, and the source that it is built from. */
export const entries: Readonly<Record<string, string>> = {
  index: 'src/index.ts',
  ...Object.fromEntries(folders.map((folder) => [`${folder}/index`, `src/${folder}/index.ts`])),
  ...Object.fromEntries(faces.map((face) => [`${face}/index`, `src/exports/${face}.ts`])),
  ...Object.fromEntries(runtimes.map((file) => [`codec/${file}`, `src/codec/${file}.ts`])),
  ...Object.fromEntries(
    contracts.flatMap((contract) =>
      generated.map((file) => [`protocol/${contract}/${file}`, `protocol/${contract}/${file}.ts`]),
    ),
  ),
}
