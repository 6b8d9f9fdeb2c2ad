import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The path of a file that this package ships, such as `protocol/base.yaml`; the same from the sources and once built. */
export const packageFile = (path: string): string => join(root(dirname(fileURLToPath(import.meta.url))), path)

/** The nearest folder with a package.json. There is one: this file lies in a package. */
const root = (folder: string): string =>
  existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : root(dirname(folder))
