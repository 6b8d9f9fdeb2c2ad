import { type ChildProcess, spawn } from 'node:child_process'

/** Ends processes, should this one be gone before it has said that all is done. */
export class Warden {
  private readonly shell: ChildProcess

  constructor() {
    const script = 'while read -r id; do [ "$id" = done ] && exit; ids="$ids $id"; done; kill -9 $ids'
    this.shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  }

  watch({ pid }: ChildProcess): void {
    this.shell.stdin?.write(`${pid}\n`)
  }

  /** All of them have ended, or are to live on. */
  dismiss(): void {
    this.shell.stdin?.end('done\n')
  }
}
