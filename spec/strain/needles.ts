import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Forms in which a secret may lie somewhere: as it is, in hex, in base64 wherever it begins within other bytes. */
export const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const base64 = [0, 1, 2].map((before) => {
    // Characters that depend on what stands before and behind are left out.
    const begin = Math.ceil((before * 8) / 6)
    const end = Math.floor(((before + bytes.length) * 8) / 6)
    return Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(begin, end)
  })
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...new Set([secret, hex, hex.toUpperCase(), ...base64, ...url])]
}

/** All files below some folders, by their paths. */
export const filesBelow = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile()),
  )

/** The places where one of the secrets lies, in any of its forms. */
export const placesOf = (
  secrets: readonly string[],
  files: readonly string[],
  outputs: ReadonlyMap<string, Uint8Array>,
): readonly string[] => {
  const forms = secrets.flatMap(formsOf)
  const has = (bytes: Uint8Array): boolean => forms.some((form) => Buffer.from(bytes).includes(form))
  return [
    ...files.filter((file) => has(readFileSync(file))),
    ...[...outputs].filter(([, bytes]) => has(bytes)).map(([where]) => where),
  ]
}
