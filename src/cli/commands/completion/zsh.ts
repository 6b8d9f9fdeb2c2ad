import { type Offer, type Place, type Value, valuedFlags } from './tree.ts'

/** The script that completes a program in zsh: to be sourced, or kept as `_name` where fpath leads. */
export const zshScript = (name: string, places: readonly Place[]): string => `#compdef ${name}
# Completion of ${name} for zsh.
_${name}() {
  local trail= before=\${words[CURRENT - 1]} at
  local -a commands flags paths
  for ((at = 2; at < CURRENT; at++)); do
    case "$trail \${words[at]}" in
      (${patterns(places.slice(1).map(({ trail }) => trail))}) trail="$trail \${words[at]}" ;;
    esac
  done
  if [[ $PREFIX == --*=* ]]; then
    before=\${PREFIX%%=*}
    compset -P '*='
  fi
  case "$trail $before" in
${valuedFlags(places)
  .map(({ trail, ...value }) => `    (${quoted(trail)}) ${offered(value)}; return ;;\n`)
  .join('')}  esac
  case "$trail" in
${places.map(offering).join('')}  esac
  if (( \${#paths} )) && [[ $PREFIX != -* ]]; then
    _files $paths
  elif (( \${#commands} == 0 )) || [[ $PREFIX == -* ]]; then
    _describe -o flag flags
  else
    _describe command commands
  fi
}
if [[ \${funcstack[1]} == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`

const offered = ({ choices, path }: Value): string => {
  const words = choices.length === 0 ? [] : [`compadd -- ${choices.map(quoted).join(' ')}`]
  const files = path === null ? [] : [path === 'folder' ? '_files -/' : '_files']
  return [...words, ...files].join('; ') || '_message value'
}

const offering = ({ trail, commands, choices, flags, path }: Place): string => {
  const words = [...commands.map(described), ...choices.map(quoted)]
  return `    (${quoted(trail)})
      commands=(${words.join(' ')})
      flags=(${flags.map(described).join(' ')})${path === null ? '' : `\n      paths=(${path === 'folder' ? '-/' : '-f'})`}
      ;;
`
}

/** A colon ends the word. */
const described = ({ word, about }: Offer): string => quoted(`${word.replaceAll(':', '\\:')}:${about}`)

/** Alternatives of a case; one that nothing equals where there are none. */
const patterns = (words: readonly string[]): string =>
  (words.length === 0 ? ["''"] : words.map(quoted)).join('|')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
