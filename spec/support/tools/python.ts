import { spawnSync } from 'node:child_process'
import { type Found, find, type Missing } from './find.ts'

/** Python itself: the shim of a version manager, which PATH may have, takes longer to start than most scripts take. */
export const findPython = (): Found | Missing => {
  const found = find('python3', { args: ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'] })
  if ('why' in found) return found
  const { stdout } = spawnSync(found.path, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' })
  return { ...found, path: stdout.trim() || found.path }
}
