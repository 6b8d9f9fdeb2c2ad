import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { type CaptureEntry, captureText } from '../../src/capture/index.ts'
import { contractHash } from '../../src/contract/hash.ts'
import { expectRefusal } from '../cli/refusal.ts'
import { contract } from '../support/contract.ts'
import { Programs } from '../support/program.ts'

const programs = new Programs()
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const visualize = (cwd: string, ...args: readonly string[]) => programs.run(['visualize', ...args], { cwd })

/** A file in a folder, without a package around it. */
const fileIn = (folder: string, name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

test.each([
  ['server', 'svg', /^<svg [^>]*>\n<title>server: .*\n/],
  [
    'client',
    'mermaid',
    /^---\ntitle: "client"\n---\nstateDiagram-v2\n {2}state "offline" as m0_at_offline \{\n/,
  ],
  ['contract', 'mermaid', /^%% Generated from protocol\/talk\.yaml by colloquy visualize contract /],
  ['pair', 'dot', /^digraph \{\n/],
  ['contract', 'json', /^\{\n {2}"format": 1,\n/],
])('%s is printed as %s', async (what, format, start) => {
  const { code, stdout, stderr } = await visualize(programs.folder(), what, '--format', format)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(start)
})

test('without a word the pair is drawn as SVG', async () => {
  const folder = programs.folder()
  const { stdout } = await visualize(folder)
  expect(stdout.match(/<g class="machine" data-side="(client|server)">/g)).toHaveLength(2)
  expect(stdout).toBe(readFileSync(at('../../docs/pictures/pair.svg'), 'utf8'))
})

/** The stories in a page. */
const storiesIn = (page: string): unknown => {
  const [, json = ''] = /<script type="application\/json" id="stories">(.*?)<\/script>/s.exec(page) ?? []
  return JSON.parse(json)
}

test('a page has both pictures, and each captured conversation to step through; one of another edition is told', async () => {
  const folder = programs.folder()
  const story = (name: string, hash: string) => {
    const incidents: readonly CaptureEntry[] = [
      { at: 1, side: 'client', does: 'says', message: { type: 'Ping', nonce: 1 }, id: 0, re: 0 },
    ]
    return ['--trace', fileIn(folder, name, captureText(contract, hash, incidents))]
  }
  const hash = Buffer.from(contractHash(contract)).toString('hex')
  const args = [...story('one.jsonl', hash), ...story('two.jsonl', '0123456789abcdef')]
  const { code, stdout, stderr } = await visualize(folder, '--format', 'html', ...args)
  expect(code).toBe(0)
  expect(stderr).toBe(
    'two.jsonl was recorded with another edition of this contract; not all of it may fit.\n',
  )
  expect(storiesIn(stdout)).toMatchObject([
    { title: 'Captured: one.jsonl' },
    { title: 'Captured: two.jsonl' },
  ])
})

test('a page has each finding of a report to step through; a report without one is told', async () => {
  const folder = programs.folder()
  const credit = (id: string) => at(`../../examples/credit/${id}`)
  const subject = (server: string) => [
    ...['--contract', credit('credit.yaml'), '--client', credit('producer.js'), '--server', credit(server)],
  ]
  const found = await programs.run(['verify', '--json', ...subject('deadlock/consumer.js')], { cwd: folder })
  expect(found.code).toBe(1)
  const report = ['--story', fileIn(folder, 'found.json', found.stdout)]
  const empty = ['--story', fileIn(folder, 'empty.json', '{"protocol":"credit","findings":[]}')]
  const page = await visualize(
    folder,
    '--format',
    'html',
    ...subject('deadlock/consumer.js'),
    ...report,
    ...empty,
  )
  expect(page).toMatchObject({ code: 0, stderr: 'empty.json has no finding to step through.\n' })
  expect(storiesIn(page.stdout)).toMatchObject([
    {
      title: expect.stringMatching(/^DEADLOCK: Both wait, /),
      moments: [{}, { text: 'client, item.ready: says Open', toServer: ['Open'] }, {}, {}],
    },
  ])
})

test('a file is written whole, nothing is left beside it, and --check finds a byte that was changed', async () => {
  const folder = programs.folder()
  const file = join(folder, 'session.json')
  const args = ['session', '--format', 'json', '--out', 'session.json']
  expectRefusal(await visualize(folder, ...args, '--check'), 1, /^session\.json is not up to date; run /)
  expect(readdirSync(folder)).toEqual([])
  expect(await visualize(folder, ...args)).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect(readdirSync(folder)).toEqual(['session.json'])
  expect(readFileSync(file, 'utf8')).toBe((await visualize(folder, 'session', '--format', 'json')).stdout)
  expect(await visualize(folder, ...args, '--check')).toMatchObject({ code: 0, stdout: '', stderr: '' })
  const changed = readFileSync(file, 'utf8').replace('hello', 'hallo')
  writeFileSync(file, changed)
  expectRefusal(await visualize(folder, ...args, '--check'), 1, /^session\.json is not up to date; run /)
  expect(readFileSync(file, 'utf8')).toBe(changed)
  writeFileSync(file, changed.replace('hallo', 'hello').replaceAll('\n', '\r\n'))
  expectRefusal(
    await visualize(folder, ...args, '--check'),
    1,
    /^session\.json is up to date, but its lines end with /,
  )
})

test.each(['client', 'server', 'contract'])('the picture of the %s in docs is up to date', async (what) => {
  const { code, stderr } = await visualize(
    at('../../docs/pictures/'),
    what,
    '--out',
    `${what}.svg`,
    '--check',
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test.each(['kv', 'chat'])('the picture of the example %s is up to date', async (name) => {
  const args = ['contract', `${name}.yaml`, '--out', `${name}.svg`, '--check']
  const { code, stderr } = await visualize(at(`../../examples/${name}/`), ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('a contract of one’s own is drawn with its own machines', async () => {
  const folder = programs.folder()
  const own = (id: string) =>
    `export { machine, outcomes, prompts } from ${JSON.stringify(at(`../../examples/credit/${id}.js`))}`
  const { code, stdout, stderr } = await visualize(
    folder,
    ...['--contract', at('../../examples/credit/credit.yaml')],
    ...['--client', fileIn(folder, 'client.mjs', own('producer'))],
    ...['--server', fileIn(folder, 'server.mjs', own('consumer'))],
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^<title>producer: .* consumer: /m)
  expect(stdout).not.toContain('colloquy')
})

test('a page speaks the language of the command', async () => {
  const { code, stdout } = await visualize(programs.folder(), '--format', 'html', '--lang', 'ru')
  expect({ code, isRussian: /^<!doctype html>\n<html lang="ru">/.test(stdout) }).toEqual({
    code: 0,
    isRussian: true,
  })
})

describe('of very many states', () => {
  const folder = programs.folder()
  const xstate = pathToFileURL(createRequire(import.meta.url).resolve('xstate')).href
  const many = fileIn(
    folder,
    'many.mjs',
    `import xstate from '${xstate}'
    const states = Object.fromEntries([...Array(600).keys()].map((index) => [
      \`state\${index}\`,
      { meta: { contract: 'open' }, on: { 'recv.Open': \`state\${(index + 1) % 600}\` } },
    ]))
    export const machine = xstate.createMachine({ initial: 'state0', states }), outcomes = {}, prompts = []`,
  )
  const own = ['--contract', at('../../examples/credit/credit.yaml'), '--client', many, '--server', many]

  test.each([['client'], ['--format', 'html']])('no picture is laid out: %s', async (...what) => {
    const refused = await visualize(folder, ...what, ...own)
    expectRefusal(
      refused,
      1,
      /^The picture would have 600 states and 600 arrows, and at most 500 and 1000 are/m,
    )
  })

  test('the text is longer than Mermaid reads, which is told', async () => {
    const { code, stdout, stderr } = await visualize(folder, 'client', '--format', 'mermaid', ...own)
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `The text has ${stdout.length} characters, and Mermaid reads at most 50000; raise its maxTextSize, or draw one side alone.\n`,
    })
    const told = await visualize(folder, 'client', '--format', 'mermaid', '--lang', 'ru', ...own)
    expect(told.stderr).toMatch(/^В тексте символов: \d+, а Mermaid читает не больше 50000; /)
  })
})

describe('what cannot be drawn is refused in one sentence', () => {
  const folder = programs.folder()
  const bare = fileIn(folder, 'bare.mjs', 'export const outcomes = {}')
  const torn = fileIn(folder, 'torn.mjs', 'export const machine =')
  const typed = fileIn(folder, 'typed.ts', 'export enum A { B }')
  const half = fileIn(
    folder,
    'half.mjs',
    'export const machine = { root: { states: {} }, transition: () => {} }; export const outcomes = { a: 1 }',
  )
  const vast = fileIn(
    folder,
    'vast.mjs',
    `const states = Object.fromEntries([...Array(1001).keys()].map((name) => [name, { states: {} }]))
    export const machine = { root: { states }, transition: () => {} }, outcomes = {}, prompts = []`,
  )
  const bad = fileIn(folder, 'bad.yaml', '[]')
  const capture = fileIn(folder, 'bad.jsonl', '{}')
  const lone = fileIn(folder, 'lone.mjs', "import 'xstate'\n")
  const report = fileIn(folder, 'report.json', '{"findings":1}')
  const foreign = fileIn(
    folder,
    'foreign.jsonl',
    captureText({ ...contract, protocol: 'other' }, '0123456789abcdef', []),
  )
  test.each([
    ['what is no subject', ['colloquy'], 2, /^what is “colloquy”; give server, client, contract or pair\.$/m],
    [
      'a format that there is not',
      ['--format', 'png'],
      2,
      /^--format is “png”; give svg, mermaid, dot, html or json\.$/m,
    ],
    ['a check of nothing', ['--check'], 2, /^There is nothing to check; name the file with --out\.$/m],
    [
      'a page of one machine',
      ['client', '--format', 'html'],
      2,
      /^A page shows both machines and the contract; leave /,
    ],
    [
      'a story in a picture',
      ['--trace', capture],
      2,
      /^Only a page can be stepped through; give --format html /,
    ],
    [
      'a conversation of another protocol',
      ['--format', 'html', '--trace', foreign],
      2,
      /^foreign\.jsonl is of the protocol other; give one of talk\.$/m,
    ],
    [
      'what is no report',
      ['--format', 'html', '--story', report],
      2,
      /^report\.json is not what verify --json prints; /,
    ],
    ['what is no capture', ['--format', 'html', '--story', capture], 2, /^bad\.jsonl:1 The first line /],
    [
      'a capture that is not there',
      ['--format', 'html', '--story', 'no'],
      2,
      /^The story no cannot be read \(ENOENT\)/,
    ],
    [
      'a contract without machines',
      ['--contract', at('../../examples/credit/credit.yaml')],
      2,
      /^A contract without a base has machines of its own; give /,
    ],
    ['a bad contract', ['--contract', bad, '--client', half, '--server', half], 2, /^bad\.yaml:1:1 /],
    [
      'a contract that is not there',
      ['--contract', 'no', '--client', half, '--server', half],
      2,
      /^The contract no cannot be read \(ENOENT\); give /,
    ],
    ['a module that is not there', ['--client', 'no.js'], 2, /^There is no module no\.js; give /],
    [
      'a module without a machine',
      ['--client', bare],
      2,
      /^The module bare\.mjs does not export machine; export a machine /,
    ],
    [
      'a module without good outcomes',
      ['--server', half],
      2,
      /^The module half\.mjs does not export outcomes; export a list /,
    ],
    [
      'a vast machine',
      ['--server', vast],
      2,
      /^The machine of vast\.mjs has more than 1000 states; divide it\.$/m,
    ],
    [
      'a module that does not parse',
      ['--client', torn],
      2,
      /^The module torn\.mjs cannot be loaded \(.*\); mend it at .*torn\.mjs:1\.$/m,
    ],
    [
      'a module whose packages are not installed',
      ['--client', lone],
      2,
      /^The module lone\.mjs cannot be loaded \(.*'xstate'.*\); run npm install in its folder\.$/m,
    ],
    [
      'a module that Node cannot run',
      ['--client', typed],
      2,
      /^The module typed\.ts cannot be loaded \(.*\); this Node /,
    ],
    [
      'a folder that is not there',
      ['--format', 'json', '--out', 'no/pair.json'],
      1,
      /^no\/pair\.json cannot be written \(ENOENT\); give /,
    ],
    [
      'a folder instead of a file',
      ['--format', 'json', '--out', '.', '--check'],
      1,
      /^\. cannot be read \(EISDIR\); give /,
    ],
  ])('%s', async (_, args, exit, why) => {
    expectRefusal(await visualize(folder, ...args), exit, why)
  })
})

test('a contract is a word, too, before what is drawn of it or after', async () => {
  const kv = at('../contract/own/kv.yaml')
  const run = (...args: readonly string[]) => visualize(programs.folder(), '--format', 'mermaid', ...args)
  const drawn = await run(kv, 'contract')
  expect(drawn.stdout).toMatch(/^%% Generated from .*\/kv\.yaml by colloquy visualize contract /)
  expect(await run('contract', kv)).toEqual(drawn)
  expect(await run('contract', '--contract', kv)).toEqual(drawn)
  expect((await run(kv)).stdout).toContain('state "client · connect" as')
  expectRefusal(await run('clinet'), 2, /^what is “clinet”; give server, client, contract or pair\.$/m)
  expectRefusal(await run('client', 'server'), 2, /^what is “server”; /)
  expectRefusal(
    await run(kv, 'other.yaml'),
    2,
    /^what is “other\.yaml”; give server, client, contract or pair\.$/m,
  )
  expectRefusal(await run(kv, '--contract', kv), 2, /^contract is given twice, /)
})
