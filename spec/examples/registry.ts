import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** A registry of packages on this machine alone. */
export interface Registry {
  readonly url: string
  /** What was asked of it, in order. */
  readonly asked: readonly string[]
  readonly close: () => void
}

/** Serves a package as it is installed here. `folder` takes its tarball. */
export const serveRegistry = async (name: string, folder: string): Promise<Registry> => {
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const file = execFileSync('npm', [...pack, join(modules, name)], { encoding: 'utf8' }).trim()
  const manifest = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
  const asked: string[] = []
  let url = ''
  const server = createServer(({ url: path = '' }, response) => {
    asked.push(path)
    const { version } = manifest
    const versions = { [version]: { ...manifest, dist: { tarball: `${url}/${file}` } } }
    if (path === `/${name}`)
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }))
    else if (path === `/${file}`) response.end(readFileSync(join(folder, file)))
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The registry has no port.')
  url = `http://127.0.0.1:${address.port}`
  return {
    url,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
