import { fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Handed, WorkerProcess } from '../../../../server/index.ts'

/** The program of a worker, which lies beside this one once they are built. */
const PROGRAM = new URL('./serve-worker.js', import.meta.url)

/** Starts the process of a worker. What it prints goes where this process prints; from its terminal it reads nothing. */
export const forkWorker = (): WorkerProcess => {
  const { NOTIFY_SOCKET: _notify, LISTEN_PID: _pid, LISTEN_FDS: _fds, ...env } = process.env
  const child = fork(fileURLToPath(PROGRAM), [], {
    serialization: 'advanced',
    // Each process would want the same port of a debugger.
    execArgv: process.execArgv.filter((option) => !option.startsWith('--inspect')),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env,
  })
  // A message to a process that has just ended is lost; its end is heard by itself.
  const ignore = (): void => {}
  child.on('error', ignore)
  let how: string | null = null
  const hearing: ((how: string) => void)[] = []
  child.once('exit', (code, signal) => {
    how = signal ?? String(code)
    for (const hear of hearing) hear(how)
  })
  return {
    pid: child.pid ?? 0,
    send: (message) => void (child.connected && child.send(message as object, ignore)),
    onMessage: (hear) => void child.on('message', hear),
    hand: (message: Handed, socket: Socket) => {
      if (!child.connected) return void socket.destroy()
      child.send(message, socket, (error) => {
        if (error !== null) socket.destroy()
      })
    },
    onExit: (hear) => {
      if (how === null) hearing.push(hear)
      else hear(how)
    },
    kill: () => void child.kill('SIGKILL'),
    disconnect: () => {
      if (child.connected) child.disconnect()
    },
  }
}
