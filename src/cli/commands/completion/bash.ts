import { type Offer, type Place, type Value, valuedFlags } from './tree.ts'

/** The script that completes a program in bash, 3.2 or newer. */
export const bashScript = (
  name: string,
  places: readonly Place[],
): string => `# Completion of ${name} for bash.
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} trail= words= paths= at
  # bash takes --flag=value for three words.
  if [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $current == = ]]; then
    current=
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$trail \${COMP_WORDS[at]}" in
      ${patterns(places.slice(1).map(({ trail }) => trail))}) trail="$trail \${COMP_WORDS[at]}" ;;
    esac
  done
  case "$trail $before" in
${valuedFlags(places)
  .map(({ trail, ...value }) => `    ${quoted(trail)})${offered(value)} ;;\n`)
  .join('')}    *)
      case "$trail" in
${places.map(offering).join('')}      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $paths ]]; then
    local IFS=$'\\n'
    COMPREPLY+=($(compgen "$paths" -- "$current"))
    compopt -o filenames 2> /dev/null
  fi
}
complete -F _${name} ${name}
`

const offered = ({ choices, path }: Value): string => {
  const words = choices.length === 0 ? '' : ` words=${quoted(choices.join(' '))}`
  return path === null ? words : `${words} paths=${path === 'folder' ? '-d' : '-f'}`
}

/** Flags are offered to whoever began one, and where nothing else is. */
const offering = ({ trail, commands, choices, flags, path }: Place): string => {
  const words = [...wordsOf(commands), ...choices].join(' ')
  const flagWords = wordsOf(flags).join(' ')
  const files = path === null ? '' : ` paths=${path === 'folder' ? '-d' : '-f'}`
  const either =
    words === '' && path === null ? '' : `; [[ $current == -* ]] || words=${quoted(words)}${files}`
  return `        ${quoted(trail)}) words=${quoted(flagWords)}${either} ;;\n`
}

const wordsOf = (offers: readonly Offer[]): readonly string[] => offers.map(({ word }) => word)

/** Alternatives of a case; one that nothing equals where there are none. */
const patterns = (words: readonly string[]): string =>
  (words.length === 0 ? ["''"] : words.map(quoted)).join(' | ')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
