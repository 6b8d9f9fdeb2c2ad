import { WorkerProcess } from './worker-process.js'

/** Mutants that one process tries before a new one takes over. */
const MAX_TRIED = 300

/** Slower tests are run last. */
const QUICK_MS = 100

/** Tests which try one mutant after the other. */
export class Trial {
  #bundle
  #budgetMs
  #durations
  #coverage
  #names
  #shared
  #count = 0
  /** When a test noticed a mutant last. */
  #noticed = new Map()

  /** `budgetMs` of processor time for a mutant, beside that for the tests of its own file. */
  constructor(bundle, names, { durations, coverage }, budgetMs) {
    this.#bundle = bundle
    this.#budgetMs = budgetMs
    this.#names = names
    this.#durations = durations
    this.#coverage = coverage
  }

  /** Runs all tests without a mutant. */
  static async begin(bundle, budgetMs) {
    const worker = new WorkerProcess({})
    const answer = await worker.ask({ bundle })
    if (answer.loaded === undefined) throw new Error(`The tests cannot be loaded: ${JSON.stringify(answer)}`)
    const { dry } = await worker.ask({ dry: true })
    worker.end()
    for (const [name] of dry.failing) console.error(`left out, since it fails without a mutant: ${name}`)
    const failing = new Set(dry.failing.map(([name]) => name))
    const names = Object.keys(dry.durations)
      .filter((name) => !failing.has(name))
      .toSorted((one, other) => dry.durations[one] - dry.durations[other])
    return new Trial(bundle, names, dry, budgetMs)
  }

  /** The outcome of a mutant, and the test that noticed it. */
  async outcomeOf(mutant) {
    this.#count += 1
    const outcome = await this.#try(mutant)
    if (outcome.by !== undefined) this.#noticed.set(outcome.by, this.#count)
    return outcome
  }

  end() {
    this.#shared?.end()
  }

  async #try({ id, fileName }) {
    const { static: atLoading, perTest } = this.#coverage
    const reached = this.#names.filter((name) => perTest[name]?.[id] !== undefined)
    const isStatic = atLoading[id] !== undefined
    if (!isStatic && reached.length === 0) return { status: 'unreached' }
    const hits = reached.reduce((sum, name) => sum + perTest[name][id], 0)
    const job = {
      mutant: id,
      names: this.#chosen(isStatic ? this.#names : reached, fileName),
      hitLimit: 1_000 + 100 * hits,
    }
    return isStatic ? this.#tryAlone(job, isStatic) : this.#tryShared(job)
  }

  async #tryShared(job) {
    if (this.#shared === undefined || this.#shared.tried > MAX_TRIED) {
      this.#shared?.end()
      this.#shared = (await this.#load()).worker
    }
    const { result, stuck } = await this.#shared.ask(job)
    if (result !== undefined && result.status !== 'suspect') return result
    this.#shared.end()
    this.#shared = undefined
    return result === undefined ? { status: 'timeout', by: stuck } : this.#tryAlone(job, false)
  }

  /** A mutant in what modules compute while they load is there before they do. */
  async #tryAlone(job, isStatic) {
    const { worker, answer } = await this.#load(isStatic ? job.mutant : undefined)
    if (answer.loaded === undefined) {
      worker.end()
      return { status: 'killed', by: 'loading', error: answer.unloadable }
    }
    const { result, stuck } = await worker.ask(job)
    worker.end()
    if (result === undefined) return { status: 'timeout', by: stuck }
    if (result.status !== 'suspect') return result
    // A static mutant has computed values that stay. For another, a test that also fails without it says nothing.
    if (isStatic) return { ...result, status: 'killed' }
    console.error(`left out, since it is unsteady: ${result.by}`)
    this.#names = this.#names.filter((name) => name !== result.by)
    return this.#tryAlone({ ...job, names: job.names.filter((name) => name !== result.by) }, false)
  }

  async #load(active) {
    const worker = new WorkerProcess(this.#durations)
    const answer = await worker.ask({ bundle: this.#bundle, active, known: this.#durations })
    return { worker, answer }
  }

  /** The tests of the file itself and those that noticed a mutant lately first, then others, the fastest first. */
  #chosen(names, file) {
    const own = file.replace(/^src\/(.*)\.ts$/, 'spec/$1.spec.ts ')
    const isOwn = (name) => name.startsWith(own)
    const isLate = (name) => this.#count - (this.#noticed.get(name) ?? Number.NEGATIVE_INFINITY) < 30
    const rank = (name) => (this.#durations[name] > QUICK_MS ? 2 : isOwn(name) || isLate(name) ? 0 : 1)
    let leftMs = this.#budgetMs
    return names
      .toSorted((one, other) => rank(one) - rank(other))
      .filter((name) => {
        if (isOwn(name)) return true
        leftMs -= this.#durations[name]
        return leftMs >= 0
      })
  }
}
