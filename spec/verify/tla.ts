// A small evaluator of TLA+, for modules as the export writes them: it reads the text alone, and knows nothing of the walk.

type Value = string | number | boolean | readonly Value[] | ReadonlySet<string>
export type State = Readonly<Record<string, Value>>

type Expr =
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'name'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly is: 'primed'; readonly name: string }
  | { readonly is: 'tuple' | 'set'; readonly items: readonly Expr[] }
  | { readonly is: 'not'; readonly of: Expr }
  | { readonly is: 'unchanged'; readonly names: readonly string[] }
  | { readonly is: 'infix'; readonly sign: string; readonly left: Expr; readonly right: Expr }
  | { readonly is: 'if'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly is: 'let'; readonly all: readonly (readonly [string, Expr])[]; readonly body: Expr }

interface Definition {
  readonly params: readonly string[]
  readonly body: Expr
}

interface Token {
  readonly text: string
  readonly column: number
}

const TOKEN = /"[^"]*"|[A-Za-z_]\w*|\d+|<<|>>|==|=>|\/\\|\\\/|\\in|\\notin|\\o|<=|[=#~'+(){},]|\n|\S/g

const tokensOf = (text: string): readonly Token[] => {
  let begins = 0
  const tokens: Token[] = []
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '\n') begins = index + 1
    else tokens.push({ text: token, column: index - begins })
  }
  return tokens
}

/** From what binds least to what binds most. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '=>': 1,
  '\\/': 2,
  '/\\': 3,
  '=': 5,
  '#': 5,
  '<=': 5,
  '\\in': 5,
  '\\notin': 5,
  '\\o': 6,
  '+': 7,
}

class Parser {
  private at = 0
  /** Anything left of this column ends the item of a list that is being read. */
  private margin = -1
  private readonly tokens: readonly Token[]

  constructor(text: string) {
    this.tokens = tokensOf(text)
  }

  expression(least = 0): Expr {
    let left = this.operand()
    for (;;) {
      const sign = this.peek()
      const binds = PRECEDENCE[sign] ?? 0
      if (binds === 0 || binds <= least) return left
      this.at++
      left = { is: 'infix', sign, left, right: this.expression(binds) }
    }
  }

  end(): void {
    if (this.at < this.tokens.length) throw new Error(`Not understood: ${this.tokens[this.at]?.text}`)
  }

  private peek(): string {
    const token = this.tokens[this.at]
    return token === undefined || token.column <= this.margin ? '' : token.text
  }

  private take(expected?: string): string {
    const text = this.peek()
    if (text === '' || (expected !== undefined && text !== expected))
      throw new Error(`Expected ${expected}, found ${text} after ${this.tokens[this.at - 1]?.text}`)
    this.at++
    return text
  }

  private operand(): Expr {
    const sign = this.peek()
    if (sign === '/\\' || sign === '\\/') return this.list(sign)
    const text = this.take()
    if (text.startsWith('"')) return { is: 'value', value: text.slice(1, -1) }
    if (/^\d/.test(text)) return { is: 'value', value: Number(text) }
    switch (text) {
      case 'TRUE':
      case 'FALSE':
        return { is: 'value', value: text === 'TRUE' }
      case '~':
        return { is: 'not', of: this.expression(4) }
      case '(': {
        const inner = this.expression()
        this.take(')')
        return inner
      }
      case '<<':
        return constant({ is: 'tuple', items: this.items('>>') })
      case '{':
        return constant({ is: 'set', items: this.items('}') })
      case 'UNCHANGED': {
        const what = this.operand()
        const names = what.is === 'tuple' ? what.items : [what]
        return { is: 'unchanged', names: names.map((one) => (one.is === 'name' ? one.name : '')) }
      }
      case 'IF': {
        const test = this.expression()
        this.take('THEN')
        const yes = this.expression()
        this.take('ELSE')
        return { is: 'if', test, yes, no: this.expression() }
      }
      case 'LET': {
        const all: (readonly [string, Expr])[] = []
        while (this.peek() !== 'IN') {
          const name = this.take()
          this.take('==')
          all.push([name, this.expression()])
        }
        this.take('IN')
        return { is: 'let', all, body: this.expression() }
      }
    }
    if (!/^[A-Za-z_]/.test(text)) throw new Error(`Not understood: ${text}`)
    if (this.peek() === "'") {
      this.at++
      return { is: 'primed', name: text }
    }
    if (this.peek() !== '(') return { is: 'name', name: text, args: [] }
    this.at++
    return { is: 'name', name: text, args: this.items(')') }
  }

  private items(close: string): readonly Expr[] {
    const items: Expr[] = []
    while (this.peek() !== close) {
      items.push(this.expression())
      if (this.peek() === ',') this.at++
    }
    this.take(close)
    return items
  }

  /** A list of conjuncts or disjuncts, each behind its sign in the same column. */
  private list(sign: string): Expr {
    const column = this.tokens[this.at]?.column ?? 0
    const before = this.margin
    let all: Expr | null = null
    while (this.peek() === sign && this.tokens[this.at]?.column === column) {
      this.at++
      this.margin = column
      const item = this.expression()
      this.margin = before
      all = all === null ? item : { is: 'infix', sign, left: all, right: item }
    }
    if (all === null) throw new Error('A list without items.')
    return all
  }
}

/** A tuple or a set of constants is one, too. */
const constant = (expr: Expr & { readonly is: 'tuple' | 'set' }): Expr => {
  const values = expr.items.flatMap((item) => (item.is === 'value' ? [item.value] : []))
  if (values.length < expr.items.length) return expr
  return { is: 'value', value: expr.is === 'tuple' ? values : new Set(values.map(String)) }
}

type Scope = ReadonlyMap<string, Value>
const NOWHERE: Scope = new Map()
type Next = Readonly<Record<string, Value>>

/** A module, read from its text. */
export class TlaModule {
  readonly variables: readonly string[]
  private readonly texts = new Map<string, { readonly params: readonly string[]; readonly text: string }>()
  private readonly parsed = new Map<string, Definition>()
  /** Arguments that are the same in each state. */
  private readonly constants = new WeakMap<Expr, Scope>()

  constructor(text: string) {
    const body = text.slice(text.indexOf('EXTENDS'), text.lastIndexOf('\n====')).replaceAll(/\\\*.*/g, '')
    const [, variables = ''] = /^VARIABLES ([^\n]*)$/m.exec(body) ?? []
    this.variables = variables.split(', ')
    const heads = [...body.matchAll(/^(\w+)(?:\(([^)]*)\))? ==/gm)]
    for (const [index, { 0: head, 1: name = '', 2: params, index: begins }] of heads.entries())
      this.texts.set(name, {
        params: params === undefined ? [] : params.split(', '),
        // As wide as the head, so that columns are as they were.
        text: ' '.repeat(head.length) + body.slice(begins + head.length, heads[index + 1]?.index),
      })
  }

  /** The text of a definition, for what is no matter of single steps. */
  textOf(name: string): string {
    return this.texts.get(name)?.text ?? ''
  }

  holds(name: string, state: State): boolean {
    return this.value(this.definition(name).body, state, NOWHERE) === true
  }

  initial(): readonly State[] {
    // In the first state variables are what they are said to be: as if primed.
    return this.act(this.primed(this.definition('Init').body), {}, new Map(), {}).filter((next) =>
      this.variables.every((name) => name in next),
    )
  }

  /** The states that an action leads to. Throws where it leaves a variable open. */
  steps(action: string, state: State): readonly State[] {
    const nexts = this.act(this.definition(action).body, state, NOWHERE, {})
    for (const next of nexts)
      for (const name of this.variables)
        if (!(name in next)) throw new Error(`${action} leaves ${name} open.`)
    return nexts
  }

  /** The names behind a disjunction of names. */
  disjuncts(name: string): readonly string[] {
    return this.textOf(name).match(/\w+/g) ?? []
  }

  private definition(name: string): Definition {
    const known = this.parsed.get(name)
    if (known !== undefined) return known
    const found = this.texts.get(name)
    if (found === undefined) throw new Error(`There is no ${name}.`)
    const parser = new Parser(found.text)
    const definition = { params: found.params, body: parser.expression() }
    parser.end()
    this.parsed.set(name, definition)
    return definition
  }

  private primed(expr: Expr): Expr {
    if (expr.is !== 'infix') return expr
    if (expr.sign === '=' && expr.left.is === 'name')
      return { ...expr, left: { is: 'primed', name: expr.left.name } }
    return { ...expr, left: this.primed(expr.left), right: this.primed(expr.right) }
  }

  private act(expr: Expr, state: State, scope: Scope, next: Next): readonly Next[] {
    switch (expr.is) {
      case 'infix': {
        const { sign, left, right } = expr
        if (sign === '/\\')
          return this.act(left, state, scope, next).flatMap((one) => this.act(right, state, scope, one))
        if (sign === '\\/')
          return [...this.act(left, state, scope, next), ...this.act(right, state, scope, next)]
        if (sign === '=' && left.is === 'primed')
          return this.assign(next, left.name, this.value(right, state, scope))
        break
      }
      case 'if':
        return this.act(this.value(expr.test, state, scope) === true ? expr.yes : expr.no, state, scope, next)
      case 'let':
        return this.act(expr.body, state, this.bound(expr.all, state, scope), next)
      case 'unchanged':
        return expr.names.reduce<readonly Next[]>(
          (nexts, name) => nexts.flatMap((one) => this.assign(one, name, state[name] ?? '')),
          [next],
        )
      case 'name':
        if (!scope.has(expr.name) && !(expr.name in state)) {
          const { body, inner } = this.applied(expr, state, scope)
          return this.act(body, state, inner, next)
        }
    }
    return this.value(expr, state, scope) === true ? [next] : []
  }

  private assign(next: Next, name: string, value: Value): readonly Next[] {
    if (!(name in next)) return [{ ...next, [name]: value }]
    return isEqual(next[name] as Value, value) ? [next] : []
  }

  private applied(
    expr: Expr & { readonly is: 'name' },
    state: State,
    scope: Scope,
  ): { readonly body: Expr; readonly inner: Scope } {
    const { name, args } = expr
    const { params, body } = this.definition(name)
    if (params.length !== args.length) throw new Error(`${name} takes ${params.length} arguments.`)
    const known = this.constants.get(expr)
    if (known !== undefined) return { body, inner: known }
    const inner = new Map(
      params.map((param, index) => [param, this.value(args[index] as Expr, state, scope)]),
    )
    if (args.every(({ is }) => is === 'value')) this.constants.set(expr, inner)
    return { body, inner }
  }

  private bound(all: readonly (readonly [string, Expr])[], state: State, scope: Scope): Scope {
    const inner = new Map(scope)
    for (const [name, expr] of all) inner.set(name, this.value(expr, state, inner))
    return inner
  }

  private value(expr: Expr, state: State, scope: Scope): Value {
    switch (expr.is) {
      case 'value':
        return expr.value
      case 'tuple':
        return expr.items.map((item) => this.value(item, state, scope))
      case 'set':
        return new Set(expr.items.map((item) => String(this.value(item, state, scope))))
      case 'not':
        return this.value(expr.of, state, scope) !== true
      case 'if':
        return this.value(this.value(expr.test, state, scope) === true ? expr.yes : expr.no, state, scope)
      case 'let':
        return this.value(expr.body, state, this.bound(expr.all, state, scope))
      case 'infix':
        return this.infix(expr.sign, expr.left, expr.right, state, scope)
      case 'name': {
        const { name, args } = expr
        const known = scope.get(name) ?? state[name]
        if (known !== undefined) return known
        const [first] = args
        if (first !== undefined && ['Len', 'Head', 'Tail'].includes(name)) {
          const list = this.value(first, state, scope) as readonly Value[]
          return name === 'Len' ? list.length : name === 'Tail' ? list.slice(1) : (list[0] ?? '')
        }
        const { body, inner } = this.applied(expr, state, scope)
        return this.value(body, state, inner)
      }
      default:
        throw new Error(`A ${expr.is} is no value.`)
    }
  }

  private infix(sign: string, left: Expr, right: Expr, state: State, scope: Scope): Value {
    const one = this.value(left, state, scope)
    if (sign === '/\\') return one === true && this.value(right, state, scope) === true
    if (sign === '\\/') return one === true || this.value(right, state, scope) === true
    if (sign === '=>') return one !== true || this.value(right, state, scope) === true
    const other = this.value(right, state, scope)
    switch (sign) {
      case '=':
        return isEqual(one, other)
      case '#':
        return !isEqual(one, other)
      case '<=':
        return Number(one) <= Number(other)
      case '+':
        return Number(one) + Number(other)
      case '\\o':
        return [...(one as readonly Value[]), ...(other as readonly Value[])]
      case '\\in':
        return (other as ReadonlySet<string>).has(String(one))
      case '\\notin':
        return !(other as ReadonlySet<string>).has(String(one))
      default:
        throw new Error(`Not understood: ${sign}`)
    }
  }
}

const isEqual = (one: Value, other: Value): boolean =>
  one === other ||
  (Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other))
