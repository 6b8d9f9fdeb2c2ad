// Reads the text format of Prometheus by its description (exposition formats, 0.0.4), and nothing of the code under test.

/** A family as it was exposed. */
export interface ReadFamily {
  readonly kind: string
  readonly help: string
  /** By the name of each sample with its labels, as they stand. */
  readonly samples: Map<string, number>
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"'
const help = new RegExp(`^# HELP (${NAME}) (.+)$`)
const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const sample = new RegExp(
  `^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (NaN|[+-]Inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)$`,
)

/** Reads an exposition. Throws for the first line that is none, or that stands where it must not. */
export const readPrometheus = (text: string): ReadonlyMap<string, ReadFamily> => {
  const families = new Map<string, ReadFamily>()
  const helps = new Map<string, string>()
  let current = ''
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped, about = ''] = help.exec(line) ?? []
    const [, typed, kind = ''] = type.exec(line) ?? []
    const [, name, labels = '', value] = sample.exec(line) ?? []
    if (helped !== undefined) helps.set(helped, about)
    else if (typed !== undefined) {
      if (families.has(typed)) throw new Error(`twice: ${typed}`)
      current = typed
      families.set(typed, { kind, help: helps.get(typed) ?? '', samples: new Map() })
    } else if (name !== undefined) {
      const family = families.get(current)
      const suffix = name.slice(current.length)
      const fits = family?.kind === 'histogram' ? /^_(?:bucket|sum|count)$/.test(suffix) : suffix === ''
      if (family === undefined || !name.startsWith(current) || !fits)
        throw new Error(`out of its family: ${line}`)
      if (family.samples.has(name + labels)) throw new Error(`twice: ${line}`)
      family.samples.set(name + labels, value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value))
    } else throw new Error(`no line of the format: ${line}`)
  }
  return families
}
