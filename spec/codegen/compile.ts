import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompilerOptions, SourceFile } from 'typescript'
import { ts } from '../support/typescript.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Files that are on the disk: several programs of one suite read the same ones. */
const parsed = new Map<string, SourceFile | undefined>()

/** The package as its subpaths lead to it, for files that import from it. */
export const paths: NonNullable<CompilerOptions['paths']> = {
  colloquy: [join(root, 'src/index.ts')],
  'colloquy/codec/types': [join(root, 'src/codec/types.ts')],
  'colloquy/protocol/*': [join(root, 'protocol/*.ts')],
  'colloquy/*': [join(root, 'src/*/index.ts')],
}

/**
 * The errors of source files, by their paths below a folder of the project that is not there. What they import is read,
 * and no error of it told: that is looked at by `npm run typecheck`.
 */
export const compile = (
  sources: ReadonlyMap<string, string>,
  settings: CompilerOptions = {},
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
    if (text !== undefined) return ts.createSourceFile(path, text, version)
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, version, ...rest))
    return parsed.get(path)
  }
  const program = ts.createProgram([...virtual.keys()], compilerOptions, host)
  const found = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]
  for (const path of virtual.keys()) {
    const file = program.getSourceFile(path)
    found.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file))
    if (compilerOptions.declaration === true) found.push(...program.getDeclarationDiagnostics(file))
  }
  return found.map(
    ({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  )
}
