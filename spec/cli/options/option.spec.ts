import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { placesOf } from '../../../src/cli/commands/completion/tree.ts'
import { CliError } from '../../../src/cli/errors.ts'
import {
  alias,
  define,
  isGiven,
  repeatable,
  required,
  texted,
  toggle,
  valued,
} from '../../../src/cli/options/option.ts'
import { choice, wholeNumber } from '../../../src/cli/options/value-types.ts'

const words = { what: required('<what>', 'what it is about', choice(['one', 'other'])) }
const options = {
  count: valued('--count <number>', 'how many', wholeNumber(1, 9), '4'),
  file: texted('--file <path>', 'where to'),
  noFile: toggle('--no-file', 'nowhere'),
  also: repeatable('--also <text>', 'what else'),
  loud: toggle('--loud', 'says more'),
  noInput: toggle('--no-input', 'asks nothing'),
}

/** A command, and what it was given by its last call. */
const program = () => {
  let given: unknown
  const command = define(new Command('it'), words, options, (...all) => {
    given = { ...all[0], ...all[1] }
  })
  return {
    command,
    parse: async (...args: readonly string[]) => {
      await command.parseAsync(args, { from: 'user' })
      return given
    },
  }
}

test('what is not given is its default, undefined, empty or false', async () => {
  expect(await program().parse('one')).toEqual({
    what: 'one',
    count: 4,
    file: undefined,
    noFile: false,
    also: [],
    loud: false,
    noInput: false,
  })
})

test('what is given is read by its declaration', async () => {
  const { command, parse } = program()
  const args = ['other', '--count', '7', '--also', 'a', '--also', 'b', '--loud', '--no-input', '--no-file']
  expect(await parse(...args)).toEqual({
    what: 'other',
    count: 7,
    file: undefined,
    noFile: true,
    also: ['a', 'b'],
    loud: true,
    noInput: true,
  })
  expect(Object.values(options).map((each) => isGiven(command, each))).toEqual([
    true,
    false,
    true,
    true,
    true,
    true,
  ])
  expect(await program().parse('one', '--file', 'x')).toMatchObject({ file: 'x', noFile: false })
})

test.each([
  [['one', '--count', '10'], '--count is “10”; give a whole number from 1 to 9.'],
  [['one', '--count', ''], '--count is nothing; give a whole number from 1 to 9.'],
  [['two', '--count', '10'], 'what is “two”; give one or other.'],
])('%j is refused as wrong usage', async (args, sentence) => {
  const refused = program().parse(...args)
  await expect(refused).rejects.toBeInstanceOf(CliError)
  await expect(refused).rejects.toMatchObject({ exit: 2, message: sentence })
})

test('former names are taken, and listed nowhere', async () => {
  let given: unknown
  const now = texted('--now <path>', 'where to')
  const command = define(
    new Command('it'),
    { what: valued('[what]', 'what', choice(['new', 'newer'], { old: 'new' }), 'newer') },
    { now, once: alias('--once <path>', now) },
    ({ what }, flags) => {
      given = [what, flags.now, flags.once]
    },
  )
  await command.parseAsync(['old', '--once', 'x'], { from: 'user' })
  expect(given).toEqual(['new', undefined, 'x'])
  expect(command.helpInformation()).not.toMatch(/old|once/)
  expect(JSON.stringify(placesOf(command))).not.toMatch(/old|once/)
  await expect(command.parseAsync(['constructor'], { from: 'user' })).rejects.toBeInstanceOf(CliError)
})

test('help and completion have the same choices and defaults', () => {
  const { command } = program()
  expect(command.helpInformation()).toContain('what it is about (choices: "one", "other")')
  expect(command.helpInformation()).toContain('how many (default: "4")')
  const [place] = placesOf(command)
  expect(place?.choices).toEqual(['one', 'other'])
  expect(place?.flags.map(({ word, value }) => [word, value])).toEqual([
    ['--count', { choices: [], path: null }],
    ['--file', { choices: [], path: 'file' }],
    ['--no-file', null],
    ['--also', { choices: [], path: null }],
    ['--loud', null],
    ['--no-input', null],
    ['--help', null],
  ])
})
