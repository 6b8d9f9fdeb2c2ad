// Keeps what V8 compiled for one file of tests for those that follow in this process: Jest gives each a context of its
// own, and compiles anew whatever it imports. Jest loads this as it is, so no TypeScript.
import { createRequire } from 'node:module'

/** The object that Jest looks into; what an `import` of a name gives would be a copy. */
const vm = createRequire(import.meta.url)('node:vm')
const { SourceTextModule, compileFunction } = vm

/** By its path, the text of a file and V8's code cache of it. */
const compiled = new Map()

/** Node 20 does not know code from a cache when it imports something later. */
const importsLater = (text) => text.includes('import(')

const cacheOf = (text, path) => {
  const known = compiled.get(path)
  return known?.text === text ? known.cachedData : undefined
}

const keep = (text, path, cachedData) => {
  if (!importsLater(text)) compiled.set(path, { text, cachedData })
}

/** A module, from the code cache where there is one; without it, should a test have changed V8's flags since. */
const moduleOf = (text, options) => {
  const { identifier } = options
  const cachedData = cacheOf(text, identifier)
  try {
    const module = new SourceTextModule(text, { ...options, cachedData })
    if (cachedData === undefined) keep(text, identifier, module.createCachedData())
    return module
  } catch (error) {
    if (error.code !== 'ERR_VM_MODULE_CACHED_DATA_REJECTED') throw error
    compiled.delete(identifier)
    return moduleOf(text, options)
  }
}

vm.SourceTextModule = new Proxy(SourceTextModule, {
  construct: (_, [text, options]) => moduleOf(text, options),
})

vm.compileFunction = (text, parameters, options) => {
  const { filename } = options
  const cachedData = cacheOf(text, filename)
  const made = compileFunction(text, parameters, {
    ...options,
    cachedData,
    produceCachedData: cachedData === undefined,
  })
  if (cachedData === undefined) keep(text, filename, made.cachedData)
  return made
}
