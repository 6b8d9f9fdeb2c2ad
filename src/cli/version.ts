import { readFileSync } from 'node:fs'
import { packageFile } from './files/package-file.ts'

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))

/** The version of this program. */
export const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0'

/** The program's name in Hello and Welcome. */
export const agent = `colloquy/${version}`
