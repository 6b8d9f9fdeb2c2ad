import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { Command, Option } from 'commander'
import { bashScript } from '../../../src/cli/commands/completion/bash.ts'
import { fishScript } from '../../../src/cli/commands/completion/fish.ts'
import { placesOf } from '../../../src/cli/commands/completion/tree.ts'
import { zshScript } from '../../../src/cli/commands/completion/zsh.ts'
import { Programs } from '../../support/program.ts'
import { needs, tool } from '../../support/tools/index.ts'
import { expectRefusal } from '../refusal.ts'

const bash = needs('bash')
const programs = new Programs()
let script = ''
beforeAll(async () => {
  const { code, stdout, stderr } = await programs.run(['completion', 'bash'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  script = join(programs.home, 'completion.bash')
  writeFileSync(script, stdout)
})

/** The words that bash offers at the end of a line. */
const offered = (line: string): readonly string[] => {
  const words = line.split(' ')
  const ask = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _colloquy; printf '%s\\n' "\${COMPREPLY[@]}"`
  const said = execFileSync(tool('bash').path, ['--norc', '-c', ask, 'bash', script, ...words], {
    encoding: 'utf8',
    cwd: programs.home,
  })
  return said.split('\n').filter((word) => word !== '')
}

/** The commands or flags that a help lists. */
const listed = async (args: readonly string[], pattern: RegExp): Promise<readonly string[]> => {
  const { stdout } = await programs.run([...args, '--help'])
  return [...stdout.matchAll(pattern)].map(([, word = '']) => word)
}
const flags = /^ {2}(?:-., )?(--[a-z-]+)/gm
const commands = /^ {2}([a-z]+)(?= .* {2}|\n| {2,})/gm

bash.describe('in bash', () => {
  test('the script is taken, and stands for the program', () => {
    execFileSync(tool('bash').path, ['-n', script])
    const said = execFileSync(tool('bash').path, [
      '--norc',
      '-c',
      'source "$0"; complete -p colloquy',
      script,
    ])
    expect(said.toString()).toBe('complete -F _colloquy colloquy\n')
  })

  test.each([
    ['colloquy se', ['serve', 'sessions']],
    ['colloquy users re', ['remove']],
    ['colloquy sessions ', ['list', 'revoke', 'help']],
    ['colloquy completion ', ['bash', 'zsh', 'fish']],
    ['colloquy users list --j', ['--json']],
    ['colloquy users add anna --d', ['--data']],
    ['colloquy users add anna --data list --pass', ['--password-file']],
    ['colloquy --v', ['--version']],
    ['colloquy serve --port ', []],
    ['colloquy serve --mode ', ['auth', 'identify', 'echo', 'raw']],
    ['colloquy serve --mode = i', ['identify']],
    ['colloquy serve --mode =', ['auth', 'identify', 'echo', 'raw']],
    ['colloquy serve --log c', ['console']],
    ['colloquy serve --log-level ', ['trace', 'debug', 'info', 'warn', 'error', 'silent']],
    ['colloquy serve --registration ', ['open', 'closed']],
    ['colloquy users remove --lang ', ['en', 'ru']],
    ['colloquy visualize --format ', ['svg', 'mermaid', 'dot', 'html', 'json']],
    ['colloquy visualize ', ['server', 'client', 'contract', 'pair']],
    ['colloquy connect --name ', []],
    ['colloquy none ', ['serve', 'connect']],
  ])('%s<TAB>', (line, expected) => {
    const words = offered(line)
    expect(line.endsWith('none ') ? words.slice(0, 2) : words).toEqual(expected)
  })

  test('files and folders are offered where a path is wanted', () => {
    mkdirSync(join(programs.home, 'data folder'))
    writeFileSync(join(programs.home, 'data.mjs'), '')
    expect(offered('colloquy users list --data data')).toEqual(['data folder'])
    expect(offered('colloquy connect --password-file data').toSorted()).toEqual(['data folder', 'data.mjs'])
    expect(offered('colloquy serve --reply data').toSorted()).toEqual(['data folder', 'data.mjs'])
    expect(offered('colloquy serve --reply op')).toEqual(['operator'])
    expect(offered('colloquy generate data').toSorted()).toEqual(['data folder', 'data.mjs'])
    expect(offered('colloquy verify data.m')).toEqual(['data.mjs'])
  })

  test('every value that a help lists as a choice is offered, and nothing else', async () => {
    const trails = [['serve'], ['visualize'], ['sessions', 'revoke']]
    for (const trail of trails) {
      const { stdout } = await programs.run([...trail, '--help'])
      const options = stdout.slice(stdout.indexOf('Options:')).replace(/\n {10,}/g, ' ')
      for (const [, flag = '', list = ''] of options.matchAll(
        /^ {2}(--[a-z-]+) .*\(choices: ((?:"[a-z]+"(?:, )?)+)/gm,
      ))
        expect([flag, offered(`colloquy ${trail.join(' ')} ${flag} `)]).toEqual([
          flag,
          [...list.matchAll(/[a-z]+/g)].map(([word]) => word),
        ])
      expect(options).toContain('(choices: "en", "ru")')
    }
  })

  test('all that the help of each command lists is offered, and nothing else', async () => {
    const known = new Set(await listed([], commands))
    expect([...known]).toEqual(
      expect.arrayContaining(['serve', 'connect', 'users', 'sessions', 'completion']),
    )
    expect(new Set(offered('colloquy '))).toEqual(known)
    const trails = [...known].filter((name) => name !== 'help').map((name) => [name])
    for (const group of ['users', 'sessions'])
      for (const name of await listed([group], commands)) if (name !== 'help') trails.push([group, name])
    for (const trail of trails)
      expect([trail, offered(`colloquy ${trail.join(' ')} -`).toSorted()]).toEqual([
        trail,
        [...(await listed(trail, flags))].sort(),
      ])
  })
})

test.each(['zsh', 'fish'])('a script for %s names every command', async (shell) => {
  const { code, stdout } = await programs.run(['completion', shell])
  expect(code).toBe(0)
  for (const name of ['serve', 'connect', 'users', 'users password', 'sessions revoke'])
    expect(stdout).toContain(` ${name}'`)
})

test('an unknown shell is refused', async () => {
  expectRefusal(await programs.run(['completion', 'tcsh']), 2, /^shell is “tcsh”; give bash, zsh or fish\.$/m)
})

bash.test('what a program says of itself is only text in a script', () => {
  const about = `it's $(touch x) \`y\` "z" \\ %s: a`
  const program = new Command('tool')
    .addCommand(new Command('do').description(about).option('--in <file>', about).option('--by <it|folder>'))
    .addCommand(new Command('unseen'), { hidden: true })
    .addOption(new Option('--hidden').hideHelp())
  const places = placesOf(program)
  expect(places.map(({ trail }) => trail)).toEqual(['', ' do', ' help'])
  expect(places[0]?.flags.map(({ word }) => word)).toEqual(['--help'])
  expect(places[1]?.flags[0]).toEqual({
    word: '--in',
    about,
    value: { choices: [], path: 'file' },
  })
  expect(places[1]?.flags[1]?.value).toEqual({ choices: ['it'], path: 'folder' })
  execFileSync(tool('bash').path, ['-n', '-c', bashScript('tool', places)])
  expect(zshScript('tool', places)).toContain(`'do:it'\\''s $(touch x) \`y\` "z" \\ %s: a'`)
  expect(fishScript('tool', places)).toContain(`-a 'do' -d 'it\\'s $(touch x) \`y\` "z" \\\\ %s: a'`)
})
