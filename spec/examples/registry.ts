import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RegistryPackage } from './packages.ts'

/** A registry of packages on this machine alone. */
export interface Registry {
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
  readonly close: () => void
}

/** Serves the packages that `find` knows by their names, each in the versions that it gives. */
export const serveRegistry = async (
  find: (name: string) => readonly RegistryPackage[],
): Promise<Registry> => {
  const asked: string[] = []
  const tarballs = new Map<string, RegistryPackage>()
  let url = ''
  const server = createServer(({ url: path = '' }, response) => {
    asked.push(path)
    const name = decodeURIComponent(path.slice(1))
    const packed = tarballs.get(name)
    if (packed !== undefined) return response.end(packed.tarball())
    const found = find(name)
    const [latest] = found
    if (latest === undefined) return response.writeHead(404).end('{}')
    const versions = found.map((one) => {
      const { version } = one.manifest
      const file = `${name.replace('/', '-')}-${version}.tgz`
      tarballs.set(file, one)
      return [version, { ...one.manifest, dist: { tarball: `${url}/${encodeURIComponent(file)}` } }]
    })
    const tags = { latest: latest.manifest.version }
    return response.end(JSON.stringify({ name, 'dist-tags': tags, versions: Object.fromEntries(versions) }))
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
