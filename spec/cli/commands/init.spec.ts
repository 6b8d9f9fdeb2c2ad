import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { compile, paths } from '../../codegen/compile.ts'
import { Programs, startProgram } from '../../support/program.ts'
import { isSoak } from '../../support/soak.ts'
import { ts } from '../../support/typescript.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const root = fileURLToPath(new URL('../../..', import.meta.url))

const WRITTEN = ['kv.yaml', 'src/handlers.ts', 'server.ts', 'client.ts', 'kv.test.ts', 'tsconfig.json']

/** A folder in which Colloquy and the tools are installed. */
const installed = (): string => {
  const cwd = programs.folder()
  mkdirSync(join(cwd, 'node_modules', '@types'), { recursive: true })
  symlinkSync(root, join(cwd, 'node_modules', 'colloquy'))
  for (const tool of ['tsx', 'typescript', '@types/node'])
    symlinkSync(join(root, 'node_modules', tool), join(cwd, 'node_modules', tool))
  return cwd
}

const init = (cwd: string, ...args: readonly string[]) => programs.run(['init', ...args], { cwd })
const textOf = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8')
const manifestOf = (cwd: string) => JSON.parse(textOf(cwd, 'package.json'))

test('a protocol is begun: its files are written and named, and what comes next is told', async () => {
  const cwd = programs.folder()
  const { code, stdout, stderr } = await init(cwd, 'kv')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n')).toEqual([
    ...WRITTEN,
    'package.json',
    '',
    'Next:',
    '  npm install',
    '  npx colloquy generate kv.yaml --out src/protocol.ts',
    '  npx colloquy verify kv.yaml',
    '  npx tsx server.ts    and in another terminal: npx tsx client.ts',
    '',
  ])
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { tsx, typescript } = devDependencies
  expect(manifestOf(cwd)).toEqual({
    name: 'kv',
    private: true,
    type: 'module',
    scripts: {
      generate: 'colloquy generate kv.yaml --out src/protocol.ts',
      verify: 'colloquy verify kv.yaml',
      start: 'tsx server.ts',
      check: 'tsc',
      test: 'node --import tsx --test kv.test.ts',
    },
    dependencies: { colloquy: `^${version}` },
    devDependencies: { tsx, typescript, '@types/node': devDependencies['@types/node'] },
  })
  expect(textOf(cwd, 'kv.yaml').split('\n').length).toBeLessThan(81)
  const all = WRITTEN.map((file) => textOf(cwd, file)).join('')
  expect(all).not.toMatch(/key-?value/i)
})

test('in JavaScript nothing beside Colloquy is needed', async () => {
  const cwd = programs.folder()
  writeFileSync(join(cwd, 'package.json'), '{ "dependencies": { "colloquy": "1" } }')
  const { code, stdout, stderr } = await init(cwd, 'kv', '--language', 'javascript')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n')).toEqual([
    ...[
      'kv.yaml',
      'src/handlers.js',
      'server.js',
      'client.js',
      'kv.test.js',
      'jsconfig.json',
      'package.json',
    ],
    '',
    'Next:',
    '  npx colloquy generate kv.yaml --out src/protocol.js',
    '  npx colloquy verify kv.yaml',
    '  node server.js    and in another terminal: node client.js',
    '',
  ])
  expect(manifestOf(cwd)).toEqual({
    type: 'module',
    scripts: {
      generate: 'colloquy generate kv.yaml --out src/protocol.js',
      verify: 'colloquy verify kv.yaml',
      start: 'node server.js',
      test: 'node --test kv.test.js',
    },
    dependencies: { colloquy: '1' },
  })
  expect(textOf(cwd, 'kv.yaml')).toContain('--out src/protocol.js\n')
})

/** A program without types and comments, its imports without endings. */
const bare = (text: string): string =>
  ts
    .transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, removeComments: true } })
    .outputText.replace(/(from '\..*)\.[jt]s'/g, "$1'")

test.each(['src/handlers', 'server', 'client', 'key-value.test'])(
  '%s in JavaScript is the same in TypeScript, without its types',
  (file) => {
    const example = join(root, 'examples/init')
    const [javaScript, typeScript] = [`javascript/${file}.js`, `${file}.ts`].map((path) =>
      bare(textOf(example, path)),
    )
    expect(javaScript).toBe(typeScript)
  },
)

// Each of them means something else in one of the files, in the contract or in TypeScript.
const NAMES = ['my-own-store', 'class', 'encode-get']
const MORE_NAMES = ['kv', 'server', 'found', 'message', 'on', 'key']

test('whatever a protocol is called, all that is written for it compiles', async () => {
  const sources: [string, string][] = []
  for (const name of [...NAMES, ...(isSoak ? MORE_NAMES : [])]) {
    const cwd = programs.folder()
    expect(await init(cwd, name)).toMatchObject({ code: 0 })
    const generate = ['generate', `${name}.yaml`, '--out', 'src/protocol.ts']
    expect(await programs.run(generate, { cwd })).toMatchObject({ code: 0, stderr: '' })
    for (const file of ['src/handlers.ts', 'server.ts', 'client.ts', `${name}.test.ts`, 'src/protocol.ts'])
      sources.push([`${name}/${file}`, textOf(cwd, file)])
  }
  expect(compile(new Map(sources), { paths, erasableSyntaxOnly: true })).toEqual([])
}, 60_000)

test.each([
  ['typescript', 'ts'],
  ['javascript', 'js'],
])(
  'its test passes, run as package.json says: %s',
  async (language, ending) => {
    const cwd = installed()
    await init(cwd, 'kv', '--language', language)
    await programs.run(['generate', 'kv.yaml', '--out', `src/protocol.${ending}`], { cwd })
    const { status, stdout } = spawnSync('sh', ['-c', manifestOf(cwd).scripts.test], {
      cwd,
      encoding: 'utf8',
    })
    expect({ status, passed: /^# pass (\d+)$/m.exec(stdout)?.[1] }).toEqual({ status: 0, passed: '2' })
  },
  60_000,
)

test('server and client run, and a client that comes again is known', async () => {
  const cwd = installed()
  await init(cwd, 'kv')
  await programs.run(['generate', 'kv.yaml', '--out', 'src/protocol.ts'], { cwd })
  const env = { PATH: process.env.PATH }
  const server = startProgram(process.execPath, ['--import', 'tsx', 'server.ts', '0'], cwd, env)
  try {
    const [port = ''] = /\d+$/.exec(await server.firstLine()) ?? []
    const client = () =>
      startProgram(process.execPath, ['--import', 'tsx', 'client.ts', port], cwd, env).end()
    const said = (change: number) => `hello from anna\ngreeting, change ${change}\nup to change ${change}\n`
    expect(await client()).toMatchObject({ code: 0, stdout: said(1), stderr: '' })
    expect(await client()).toMatchObject({ code: 0, stdout: said(2), stderr: '' })
    server.signal('SIGINT')
    expect(await server.end()).toMatchObject({ code: 0, stderr: '' })
    expect(server.lines.slice(1)).toEqual([
      'anna has come',
      'anna has gone',
      'anna has come',
      'anna has gone',
    ])
    expect(await client()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Nobody listens[^\n]+\n$/),
    })
  } finally {
    server.signal('SIGKILL')
  }
})

test('a package.json that is there is completed, and keeps what it has', async () => {
  const cwd = programs.folder()
  const before = {
    name: 'mine',
    scripts: { start: 'node mine.js', test: 'echo "Error: no test specified" && exit 1', lint: 'x' },
    dependencies: { colloquy: 'file:../colloquy.tgz', tsx: '4.0.0' },
    other: [1],
  }
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(before))
  writeFileSync(join(cwd, 'tsconfig.json'), '{}')
  const { stdout } = await init(cwd, 'kv')
  expect(stdout).not.toContain('tsconfig.json')
  expect(textOf(cwd, 'tsconfig.json')).toBe('{}')
  const { scripts, devDependencies, ...rest } = manifestOf(cwd)
  expect(rest).toEqual({ name: 'mine', other: [1], type: 'module', dependencies: before.dependencies })
  expect(scripts).toMatchObject({
    start: 'node mine.js',
    lint: 'x',
    test: 'node --import tsx --test kv.test.ts',
  })
  expect(Object.keys(devDependencies)).toEqual(['typescript', '@types/node'])
})

test('a package.json keeps its indentation and its line ends, and a byte order mark is passed over', async () => {
  const cwd = programs.folder()
  writeFileSync(join(cwd, 'package.json'), '\ufeff{\r\n\t"name": "mine"\r\n}\r\n')
  expect(await init(cwd, 'kv')).toMatchObject({ code: 0, stderr: '' })
  const text = textOf(cwd, 'package.json')
  expect(text).toMatch(/^\{\r\n\t"name": "mine",\r\n\t"type": "module",\r\n/)
  expect(text.split('\r\n').some((line) => line.includes('\n'))).toBe(false)
})

test('a link that leads nowhere is in the way as a file is', async () => {
  const cwd = programs.folder()
  symlinkSync('/nowhere/kv.yaml', join(cwd, 'kv.yaml'))
  expect(await init(cwd, 'kv')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^kv\.yaml is there already/),
  })
  expect(readdirSync(cwd)).toEqual(['kv.yaml'])
})

test.each(WRITTEN.filter((file) => file !== 'tsconfig.json'))(
  'where %s is there already nothing is written',
  async (file) => {
    const cwd = programs.folder()
    mkdirSync(join(cwd, 'src'))
    writeFileSync(join(cwd, file), 'mine\n')
    const why = `${file} is there already, and nothing was written; begin in another folder, or with another name.`
    const ended = await init(cwd, 'kv')
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: `${why}\n` })
    expect(textOf(cwd, file)).toBe('mine\n')
    expect(readdirSync(cwd, { recursive: true }).map(String).sort()).toEqual(
      [...new Set(['src', file])].sort(),
    )
  },
)

test('what it cannot begin with is refused with a sentence, and nothing is written', async () => {
  const cwd = programs.folder()
  for (const name of ['Kv', 'k v', '../kv', 'kv.yaml', '', '-x', 'a--b', 'x'.repeat(65), 'ключ'])
    expectRefusal(await init(cwd, '--', name), 2, /^name is .*; give the name of a protocol: .*key-value\.$/m)
  expectRefusal(await init(cwd, 'Kv', '--lang', 'ru'), 2, /^name: указано «Kv»; нужно имя протокола: /)
  expectRefusal(await init(cwd), 2, /missing required argument 'name'/)
  expectRefusal(
    await init(cwd, 'kv', '--language', 'perl'),
    2,
    /^--language is “perl”; give typescript or javascript\.$/m,
  )
  const manifest = join(cwd, 'package.json')
  for (const [text, why] of [
    ['{', /^package\.json is no JSON that npm could read; /],
    ['{ "scripts": 7 }', /^package\.json is no JSON that npm could read; /],
    ['{ "type": "commonjs" }', /^package\.json has the type commonjs, /],
  ] as const) {
    writeFileSync(manifest, text)
    expectRefusal(await init(cwd, 'kv'), 1, why)
    expect(readFileSync(manifest, 'utf8')).toBe(text)
  }
  expect(existsSync(join(cwd, 'kv.yaml'))).toBe(false)
})
