import ts from 'typescript'

/** What running a contract takes of the modules that are generated from it, and what of each. */
const OUTPUTS = [
  ['codec', 'js'],
  ['contract', 'js'],
  ['index', 'js'],
  ['index', 'd.ts'],
  ['messages', 'd.ts'],
] as const

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
}

/** Generated modules as JavaScript, with the types of what they export, for programs that nobody compiles. */
export const asJavaScript = (generated: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    OUTPUTS.map(([name, ending]) => {
      const source = generated.get(`${name}.ts`) ?? ''
      const transpile = ending === 'js' ? ts.transpileModule : ts.transpileDeclaration
      const { outputText } = transpile(source, { compilerOptions: options, fileName: `${name}.ts` })
      const [mark = ''] = source.split('\n')
      // The mark goes with an import of types alone that it stands before.
      const text = outputText.startsWith(mark) ? outputText : `${mark}\n${outputText}`
      return [`${name}.${ending}`, text.replaceAll(/ from '\.\/(\w+)\.ts'/g, " from './$1.js'")]
    }),
  )
