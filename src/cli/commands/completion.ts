import { Command } from 'commander'
import { define, required } from '../options/option.ts'
import { choice } from '../options/value-types.ts'
import { bashScript } from './completion/bash.ts'
import { fishScript } from './completion/fish.ts'
import { placesOf } from './completion/tree.ts'
import { zshScript } from './completion/zsh.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

const words = { shell: required('<shell>', 'which shell', choice(['bash', 'zsh', 'fish'])) }

const examples = `
Examples:
  eval "$(colloquy completion bash)"                                     in ~/.bashrc
  eval "$(colloquy completion zsh)"                                      in ~/.zshrc, after compinit
  colloquy completion fish > ~/.config/fish/completions/colloquy.fish    once`

/** `colloquy completion`. What it completes is read off the program that it is a command of. */
export const completionCommand = (): Command =>
  define(
    new Command('completion').description('Print a script that lets a shell complete commands and flags.'),
    words,
    {},
    ({ shell }, _flags, command) => {
      const program = command.parent ?? command
      process.stdout.write(scripts[shell](program.name(), placesOf(program)))
    },
  ).addHelpText('after', examples)
