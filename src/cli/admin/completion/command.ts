import { Argument, Command } from 'commander'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { type Place, placesOf } from './tree.ts'
import { zshScript } from './zsh.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const satisfies Readonly<
  Record<string, (name: string, places: readonly Place[]) => string>
>

const examples = `
Examples:
  eval "$(colloquy completion bash)"                                     in ~/.bashrc
  eval "$(colloquy completion zsh)"                                      in ~/.zshrc, after compinit
  colloquy completion fish > ~/.config/fish/completions/colloquy.fish    once`

/** `colloquy completion`. What it completes is read off the program that it is a command of. */
export const completionCommand = (): Command =>
  new Command('completion')
    .description('Print a script that lets a shell complete commands and flags.')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .addHelpText('after', examples)
    .action((shell: keyof typeof scripts, _flags: unknown, command: Command) => {
      const program = command.parent ?? command
      process.stdout.write(scripts[shell](program.name(), placesOf(program)))
    })
