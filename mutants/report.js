/** A table of the files, and below it all that no test noticed. */
export const report = (results) => {
  const files = [...new Set(results.map(({ fileName }) => fileName))]
  const rows = files.map((file) =>
    rowOf(
      file,
      results.filter(({ fileName }) => fileName === file),
    ),
  )
  const head = ['file', 'mutants', 'killed', 'timeout', 'survived', 'unreached', 'score']
  const survivors = results.filter(({ status }) => status === 'survived' || status === 'unreached')
  return [
    line(head),
    line(head.map((_, at) => (at === 0 ? '---' : '--:'))),
    ...rows,
    rowOf('all', results),
    '',
    ...survivors.map(sentenceOf),
  ].join('\n')
}

const line = (cells) => `| ${cells.join(' | ')} |`

const rowOf = (name, results) => {
  const number = (status) => results.filter((each) => each.status === status).length
  const noticed = number('killed') + number('timeout')
  return line([
    name,
    results.length,
    number('killed'),
    number('timeout'),
    number('survived'),
    number('unreached'),
    `${Math.floor((1_000 * noticed) / results.length) / 10} %`,
  ])
}

const sentenceOf = ({ fileName, location, mutatorName, original, replacement, status }) =>
  `${fileName}:${location.start.line + 1}:${location.start.column + 1} ${status} ${mutatorName}: ${short(original)} -> ${short(replacement)}`

const short = (code) => {
  const text = code.replaceAll(/\s+/g, ' ')
  return text.length > 90 ? `${text.slice(0, 60)} … ${text.slice(-25)}` : text
}
