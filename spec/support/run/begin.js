// Runs before all tests. Jest loads this as it is, so no TypeScript.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes the folder in which all temporary folders of this run lie, and removes those of runs that were interrupted. */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default () => {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^colloquy-tests-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) remove(join(tmpdir(), name))
  }
  const folder = mkdtempSync(join(tmpdir(), `colloquy-tests-${process.pid}-`))
  // Some tests give a folder in it to a program of another user.
  chmodSync(folder, 0o711)
  process.env.COLLOQUY_RUN_FOLDER = folder
}

/** Another run may remove the same one, and programs of an interrupted run may still end: what they leave is the next one's. */
const remove = (folder) => {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // It stays.
  }
}

const isRunning = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch ({ code }) {
    return code !== 'ESRCH'
  }
}
