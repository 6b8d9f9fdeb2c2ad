import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
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

/** The package as its subpaths lead to it, for files that import from it. */
export const paths: NonNullable<ts.CompilerOptions['paths']> = {
  colloquy: [join(root, 'src/index.ts')],
  'colloquy/codec/types': [join(root, 'src/codec/types.ts')],
  'colloquy/protocol/*': [join(root, 'protocol/*.ts')],
  'colloquy/*': [join(root, 'src/*/index.ts')],
}

/** The errors of source files, by their paths below a folder of the project that is not there. */
export const compile = (
  sources: ReadonlyMap<string, string>,
  settings: ts.CompilerOptions = {},
): readonly string[] => {
  const folder = join(root, 'protocol/sample')
  const virtual = new Map([...sources].map(([file, text]) => [join(folder, file), text]))
  const read = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options: project } = ts.parseJsonConfigFileContent({ ...read.config, include: [] }, ts.sys, root)
  const compilerOptions = { ...project, ...settings }
  const host = ts.createCompilerHost(compilerOptions)
  const { fileExists, readFile, getSourceFile } = host
  host.directoryExists = (path) => path.startsWith(folder) || ts.sys.directoryExists(path)
  host.fileExists = (path) => virtual.has(path) || fileExists(path)
  host.readFile = (path) => virtual.get(path) ?? readFile(path)
  host.getSourceFile = (path, version, ...rest) => {
    const text = virtual.get(path)
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version)
  }
  const program = ts.createProgram([...virtual.keys()], compilerOptions, host)
  // What they import is looked at elsewhere, or not at all.
  const found = [...virtual.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)
    const declared = compilerOptions.declaration === true ? program.getDeclarationDiagnostics(file) : []
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file), ...declared]
  })
  return [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...found].map(
    ({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  )
}
