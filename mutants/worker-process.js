import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('worker.js', import.meta.url))

/** Time that a test may block the process beyond twenty times what it took without a mutant. */
const MIN_BLOCKED_MS = 6_000

/** A process that tries mutants, and is ended when it stands still. */
export class WorkerProcess {
  #child
  #limitOf
  tried = 0

  /** @param durations what each test took without a mutant, in milliseconds, where it is known */
  constructor(durations) {
    this.#limitOf = (name) => MIN_BLOCKED_MS + 20 * (durations[name] ?? 5_000)
    this.#child = fork(program, {
      execArgv: ['--max-old-space-size=700'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr.resume()
  }

  /** The answer to a request: `{ stuck }` names the test that blocked or ended the process. */
  ask(request) {
    const child = this.#child
    this.tried += 1
    return new Promise((resolve) => {
      let test = 'loading'
      let timer
      const give = (answer) => {
        clearTimeout(timer)
        child.off('message', hear).off('exit', gone)
        resolve(answer)
      }
      const gone = () => give({ stuck: test })
      const watch = () => {
        clearTimeout(timer)
        timer = setTimeout(() => child.kill('SIGKILL'), request.dry ? 600_000 : this.#limitOf(test))
      }
      const hear = (answer) => {
        if (answer.started === undefined) return give(answer)
        test = answer.started
        watch()
      }
      child.on('message', hear).on('exit', gone)
      watch()
      child.send(request)
    })
  }

  end() {
    this.#child.kill('SIGKILL')
  }
}
