import type { Flag, Place } from './tree.ts'

/** The script that completes a program in fish, 3.1 or newer. */
export const fishScript = (
  name: string,
  places: readonly Place[],
): string => `# Completion of ${name} for fish.
function __${name}_at
  set -l trail ''
  for word in (commandline -opc)[2..-1]
    contains -- "$trail $word" ${places
      .slice(1)
      .map(({ trail }) => quoted(trail))
      .join(' ')}
    and set trail "$trail $word"
  end
  test "$trail" = "$argv[1]"
end
complete -c ${name} -e
complete -c ${name} -f
${places.flatMap((place) => linesOf(name, place)).join('\n')}
`

const linesOf = (name: string, { trail, commands, choices, flags, path }: Place): readonly string[] => {
  const here = `complete -c ${name} -n ${quoted(`__${name}_at ${quoted(trail)}`)}`
  return [
    ...commands.map(({ word, about }) => `${here} -a ${quoted(word)} -d ${quoted(about)}`),
    ...(choices.length === 0 ? [] : [`${here} -a ${quoted(choices.join(' '))}`]),
    ...(path === null ? [] : [`${here} -F`]),
    ...flags.map(
      (flag) => `${here} -l ${quoted(flag.word.replace(/^-+/, ''))}${taken(flag)} -d ${quoted(flag.about)}`,
    ),
  ]
}

/** -x: a value, and no file; -r -F: a value that may be a file. */
const taken = ({ value }: Flag): string => {
  if (value === null) return ''
  const offered = [...value.choices, ...(value.path === 'folder' ? ['(__fish_complete_directories)'] : [])]
  const words = offered.length === 0 ? '' : ` -a ${quoted(offered.join(' '))}`
  return `${value.path === 'file' ? ' -r -F' : ' -x'}${words}`
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
