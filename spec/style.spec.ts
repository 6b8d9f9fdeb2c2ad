import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { NamedDeclaration, Node, SourceFile } from 'typescript'
import { ts } from './support/typescript.ts'

/** Folders that keep these rules. */
const FOLDERS = [
  'src/cli',
  'src/auth',
  'src/capture',
  'src/client',
  'src/codec',
  'src/codegen',
  'src/contract',
  'src/engine',
  'src/inspect',
  'src/machines',
  'src/server',
  'src/store',
  'src/transport',
  'src/verify',
  'src/visualize',
]

/** Words of the old dialect, each with the field's own. */
const DIALECT: Readonly<Record<string, string>> = {
  trouble: 'error',
  guest: 'client',
  roster: 'clients',
  board: 'transcript',
  dialogue: 'interactive client',
  most: 'max',
  least: 'min',
  usual: 'default',
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file))
    .map((file) => join(folder, file)),
)

const sources = files.map((file) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true),
)

/** The places where something is wrong, as `file:line: what`. */
const offences = (find: (source: SourceFile, report: (at: number, what: string) => void) => void) =>
  sources.flatMap((source) => {
    const found: string[] = []
    find(source, (at, what) => {
      found.push(`${source.fileName}:${source.getLineAndCharacterOfPosition(at).line + 1}: ${what}`)
    })
    return found
  })

const eachNode = (node: Node, visit: (node: Node) => void): void => {
  visit(node)
  ts.forEachChild(node, (child) => eachNode(child, visit))
}

test('a file is named in kebab-case', () => {
  expect(files.length).toBeGreaterThan(200)
  expect(
    files.map((file) => basename(file)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.[jt]s$/.test(name)),
  ).toEqual([])
})

test('a comment begins with its subject', () => {
  const vague = '(?:What|Who|Whom|Whose|Whoever|Whatever|So (?:many|much|long))\\b.{0,30}'
  const ofDoc = new RegExp(`/\\*\\*[\\s*]*(${vague})`, 'g')
  // A comment of several lines begins in the first of them.
  const ofLine = new RegExp(`(?<!^[ ]*//.*\\n[ ]*)(?<=^|\\s)// (${vague}|Where\\b.{0,30})`, 'gm')
  const found = offences((source, report) => {
    for (const pattern of [ofDoc, ofLine])
      for (const { index, 1: beginning = '' } of source.text.matchAll(pattern)) report(index, beginning)
  })
  expect(found).toEqual([])
})

test('a name has the words of the field', () => {
  const found = offences((source, report) =>
    eachNode(source, (node) => {
      const name = (node as Partial<NamedDeclaration>).name
      if (name === undefined || !ts.isIdentifier(name)) return
      for (const word of name.text.split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((each) => each.toLowerCase()))
        if (Object.hasOwn(DIALECT, word)) report(name.pos, `${name.text}, not ${DIALECT[word]}`)
    }),
  )
  expect(found).toEqual([])
})

test('a number or a text that a module keeps is in upper case', () => {
  const found = offences((source, report) => {
    for (const statement of source.statements)
      if (ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0)
        for (const { name, initializer } of statement.declarationList.declarations)
          if (
            initializer !== undefined &&
            (ts.isNumericLiteral(initializer) || ts.isStringLiteral(initializer)) &&
            !/^[A-Z][A-Z0-9_]*$/.test(name.getText())
          )
            report(name.pos, name.getText())
  })
  expect(found).toEqual([])
})
