import { aText, oneOf } from '../arguments.ts'
import { aContract } from '../contract/arguments.ts'
import type { Contract } from '../contract/contract.ts'
import { contractHash } from '../contract/hash.ts'
import { codecLines, usedFunctions } from './codec.ts'
import { type Language, languages } from './languages.ts'
import { baseTypeExports, baseTypeImports, hasBrands, messageLines } from './messages.ts'
import { faceImports, faceLines, valueDeclaration, valueLines } from './module.ts'
import { anOrigin, type Origin } from './options.ts'
import { packageImports } from './package-imports.ts'
import { fileOf, literal, mark } from './source.ts'
import { ABOUT_BOUNDS, boundsLines, numberLines, tableLines } from './tables.ts'

/**
 * A contract in one file, whose imports are from the package alone: its types, its tables, its codec, and the one value
 * that holds them. In JavaScript its types stand in a second file beside it. By the names of the files: the same contract
 * gives the same texts.
 */
export const generateSingleFile = (
  contract: Contract,
  file: string,
  language: Language,
  origin: Origin,
): ReadonlyMap<string, string> => {
  aContract('contract', contract)
  aText('file', file)
  oneOf(languages)('language', language)
  anOrigin('origin', origin)
  return language === 'typescript'
    ? new Map([[file, code(contract, language, origin)]])
    : new Map([
        [file, code(contract, language, origin)],
        [file.replace(/js$/, 'd.ts').replace(/([cm])d\.ts$/, 'd.$1ts'), declarations(contract, origin)],
      ])
}

const { runtime, types, base } = packageImports

const code = (contract: Contract, language: Language, origin: Origin): string => {
  const isTyped = language === 'typescript'
  const codec = codecLines(contract)
  const functions = usedFunctions(codec)
  const bounds = boundsLines(contract)
  return fileOf(
    [
      `// ${mark(origin)}`,
      ...(isTyped ? typeImports(contract) : []),
      ...(isTyped ? [`import type { Reader, Writer } from ${literal(runtime)}`] : []),
      ...(functions.length === 0 ? [] : [`import { ${functions.join(', ')} } from ${literal(runtime)}`]),
      ...(contract.base === null ? [] : [`import * as baseCodec from ${literal(base.codec)}`]),
      ...(isTyped ? typeLines(contract) : []),
      ...(bounds.length === 0 ? [] : ['', `/** ${ABOUT_BOUNDS} */`, 'export const bounds = {', ...bounds]),
      ...(bounds.length === 0 ? [] : [isTyped ? '} as const' : '}']),
      '',
      `const tables${isTyped ? ': codec.ContractTables' : ''} = {`,
      ...tableLines(contract, contractHash(contract)),
      '}',
      '',
      'const numbers = {',
      ...numberLines(contract),
      '}',
      // Of the codec nothing is exported but what the value holds.
      ...codec.map((line) => line.replace(/^export (?=const )/, '')),
      ...valueLines(contract),
    ],
    language,
  )
}

const declarations = (contract: Contract, origin: Origin): string => {
  const bounds = boundsLines(contract).map((line) =>
    line.replace(/(?<=^ {2}|\{ |, )(?='|\w+: )/g, 'readonly '),
  )
  const about = `/** ${ABOUT_BOUNDS} */`
  return fileOf([
    `// ${mark(origin)}`,
    ...typeImports(contract),
    ...typeLines(contract),
    ...(bounds.length === 0 ? [] : ['', about, 'export declare const bounds: {', ...bounds, '}']),
    ...valueDeclaration(contract),
  ])
}

const typeImports = (contract: Contract): readonly string[] => [
  ...faceImports(contract, packageImports),
  ...(hasBrands(contract) ? [`import type { Brand } from ${literal(types)}`] : []),
  ...(contract.base === null ? [] : baseTypeImports(contract, base.messages)),
]

const typeLines = (contract: Contract): readonly string[] => [
  ...(contract.base === null ? [] : baseTypeExports(contract, base.messages)),
  ...messageLines(contract),
  ...faceLines({ contract, messages: '' }),
]
