import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from '@jest/globals'
import { type Program, startProgram, within } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { needs } from '../support/tools/index.ts'
import { installedPackages } from './packages.ts'
import { type Registry, serveRegistry } from './registry.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/your-protocol.md'), 'utf8')

const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of, block]) =>
    of === language && block !== undefined ? [block] : [],
  )

/** Commands of a terminal with what each prints. */
const sessions = blocksOf('console').map((block) =>
  [...block.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = '', printed = '']) => ({
    command,
    printed,
  })),
)

const started: Program[] = []
const registries: Registry[] = []
afterAll(async () => {
  for (const registry of registries) registry.close()
  for (const program of started.filter(({ isRunning }) => isRunning)) {
    program.signal('SIGKILL')
    await program.end()
  }
})

test('the guide quotes what init writes', () => {
  const textOf = (file: string): string => readFileSync(join(root, 'examples/init', file), 'utf8')
  const [contract = ''] = blocksOf('yaml')
  expect(textOf('key-value.yaml')).toContain(contract)
  const [handlers = '', client = ''] = blocksOf('ts')
  expect(textOf('src/handlers.ts')).toContain(handlers)
  expect(textOf('client.ts')).toContain(client)
})

needs('npx', 'linux', 'time').test(
  'every command of the guide does what it says, in an empty folder, on the package as it is packed',
  async () => {
    const cwd = temporaryFolder()
    const home = temporaryFolder()
    const packing = ['pack', '--silent', '--ignore-scripts', '--pack-destination', home]
    const tarball = join(home, execFileSync('npm', packing, { cwd: root, encoding: 'utf8' }).trim())
    const packed = {
      manifest: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
      tarball: () => readFileSync(tarball),
    }
    const registry = await serveRegistry((name) => (name === 'colloquy' ? [packed] : installedPackages(name)))
    registries.push(registry)
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      npm_config_registry: registry.url,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    }
    const run = async (script: string) => promisify(execFile)('sh', ['-e', '-c', script], { cwd, env })
    /** A program that goes on, in a process of its own: `npx` would stand between it and a signal. */
    const start = async (command: string, port: string): Promise<Program> => {
      const args = command
        .replace('npx tsx', 'node --import tsx')
        .replace('npx colloquy', 'node node_modules/.bin/colloquy')
      const program = startProgram('sh', ['-c', `exec ${args} ${port}`], cwd, env)
      started.push(program)
      await program.firstLine()
      return program
    }
    const portOf = ({ lines }: Program): string => /:(\d+)$/.exec(lines[0] ?? '')?.[1] ?? ''
    const [begin = '', keep = ''] = blocksOf('sh')
    const [server, client, serve, ...connects] = sessions.flat()
    if (server === undefined || client === undefined || serve === undefined)
      throw new Error('Commands are missing.')

    const { stdout } = await within('the commands', run(begin), 120_000)
    expect(stdout).toMatch(/\nNothing was found[.,]/)
    expect(stdout).toMatch(/# pass 2\n|ℹ pass 2\n/)

    const serving = await start(server.command, '0')
    const port = portOf(serving)
    expect((await run(`${client.command} ${port}`)).stdout).toBe(client.printed)
    serving.signal('SIGINT')
    expect(await serving.end()).toMatchObject({ code: 0, stderr: '' })
    expect(serving.stdout.replace(port, '7707')).toBe(server.printed)

    const [module = ''] = blocksOf('js')
    writeFileSync(join(cwd, 'shout.js'), module)
    const shouting = await start(serve.command, '--port 0')
    expect(shouting.stdout.replace(portOf(shouting), '7707')).toBe(serve.printed)
    for (const { command, printed } of connects) {
      const elsewhere = command.replace(' connect ', ` connect 127.0.0.1 ${portOf(shouting)} `)
      expect(await run(elsewhere)).toEqual({ stdout: printed, stderr: '' })
    }
    shouting.signal('SIGTERM')
    expect(await shouting.end()).toMatchObject({ code: 0, stderr: '' })

    await run(keep)
    for (const file of ['kv.html', 'proto/kv/v1/kv.proto', 'protocol.js', 'protocol.d.ts'])
      expect(existsSync(join(cwd, file))).toBe(true)
    // Nothing comes from elsewhere.
    expect(registry.asked).toContain('/colloquy')
  },
  180_000,
)
