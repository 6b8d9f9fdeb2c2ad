import { Command } from 'commander'
import { choiceArgument } from '../options/choices.ts'
import { read, shell as shellSetting } from '../options/settings.ts'
import { bashScript } from './completion/bash.ts'
import { fishScript } from './completion/fish.ts'
import { type Place, placesOf } from './completion/tree.ts'
import { zshScript } from './completion/zsh.ts'

const scripts: Readonly<Record<'bash' | 'zsh' | 'fish', (name: string, places: readonly Place[]) => string>> =
  { bash: bashScript, zsh: zshScript, fish: fishScript }

const examples = `
Examples:
  eval "$(colloquy completion bash)"                                     in ~/.bashrc
  eval "$(colloquy completion zsh)"                                      in ~/.zshrc, after compinit
  colloquy completion fish > ~/.config/fish/completions/colloquy.fish    once`

/** `colloquy completion`. What it completes is read off the program that it is a command of. */
export const completionCommand = (): Command =>
  new Command('completion')
    .description('Print a script that lets a shell complete commands and flags.')
    .addArgument(choiceArgument('<shell>', 'which shell', 'shell'))
    .addHelpText('after', examples)
    .action((given: string, _flags: unknown, command: Command) => {
      const shell = read('shell', given, shellSetting)
      const program = command.parent ?? command
      process.stdout.write(scripts[shell](program.name(), placesOf(program)))
    })
