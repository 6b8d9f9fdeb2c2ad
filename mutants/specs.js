import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.js'

/** Long walks at random: they take most of the time of all tests. */
const LONG = /engine\/(chunking|continuation-streams|interleavings|random-talk|standstill)/

/** Tests that use these start programs, which have no mutants in them. */
const NOT_IN_MEMORY = /support\/(program|many-runs|tools|postgres)|child_process|worker_threads/

/** Files below the folders, and the files named themselves. */
export const within = (paths, ending) =>
  paths.flatMap((path) =>
    statSync(join(root, path)).isDirectory()
      ? readdirSync(join(root, path), { recursive: true })
          .filter((file) => file.endsWith(ending))
          .map((file) => `${path}/${file}`)
          .toSorted()
      : [path],
  )

/** The files of tests that mutants in these files are tried by. */
export const specsFor = (files) => {
  const folders = new Set(files.map((file) => file.split('/')[1]))
  return quick([...folders].map((folder) => `spec/${folder}`))
}

/** Those of the files of tests that are quick, and run in this process. */
export const quick = (homes) =>
  within(homes, '.spec.ts').filter(
    (spec) => !LONG.test(spec) && !NOT_IN_MEMORY.test(readFileSync(join(root, spec), 'utf8')),
  )
