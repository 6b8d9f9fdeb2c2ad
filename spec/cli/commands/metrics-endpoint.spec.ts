import { request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type MetricsEndpoint, openMetrics } from '../../../src/cli/commands/serve/metrics-endpoint.ts'
import { CliError } from '../../../src/cli/errors.ts'
import { createServer, type Server } from '../../../src/index.ts'
import { Programs } from '../../support/program.ts'
import { readPrometheus } from '../../support/prometheus.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()

let server: Server
let endpoint: MetricsEndpoint
let readiness: Server['readiness'] = 'READY'
beforeAll(async () => {
  server = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} }, latencies: true })
  const measured = {
    metrics: () => server.metrics(),
    get readiness() {
      return readiness
    },
  }
  endpoint = await openMetrics({ host: '127.0.0.1', port: 0 }, measured)
})
afterAll(async () => {
  endpoint.close()
  await server.close(0)
})

const ask = (
  path: string,
  method = 'GET',
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly status: number | undefined
  readonly type: string | undefined
  readonly text: string
}> =>
  new Promise((resolve, reject) => {
    const asking = request(new URL(path, endpoint.url), { method, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (bytes) => {
        text += String(bytes)
      })
      response.on('end', () =>
        resolve({ status: response.statusCode, type: response.headers['content-type'], text }),
      )
    })
    asking.on('error', reject)
    asking.end()
  })

test('/metrics is what Prometheus reads, with figures of the process', async () => {
  const { status, type, text } = await ask('/metrics')
  expect({ status, type }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' })
  const families = readPrometheus(text)
  expect(families.get('colloquy_sessions')?.kind).toBe('gauge')
  expect(families.get('process_cpu_seconds_total')?.kind).toBe('counter')
  expect([...(families.get('colloquy_build_info')?.samples.values() ?? [])]).toEqual([1])
})

test('/health is there as long as the process is, /ready only while it takes whoever comes', async () => {
  const seen: unknown[] = []
  for (const now of ['READY', 'DRAINING', 'IO'] as const) {
    readiness = now
    seen.push(await ask('/ready'), await ask('/health'))
  }
  readiness = 'READY'
  const type = 'text/plain; charset=utf-8'
  const health = { status: 200, type, text: 'ok\n' }
  expect(seen).toEqual([
    { status: 200, type, text: 'READY\n' },
    health,
    { status: 503, type, text: 'DRAINING\n' },
    health,
    { status: 503, type, text: 'IO\n' },
    health,
  ])
})

describe('nothing else is answered', () => {
  test('HEAD has no body, other methods and paths are refused', async () => {
    expect(await ask('/metrics', 'HEAD')).toMatchObject({ status: 200, text: '' })
    expect(await ask('/metrics', 'POST')).toMatchObject({ status: 405 })
    expect(await ask('/')).toMatchObject({ status: 404 })
    expect(await ask('/metrics?x=1')).toMatchObject({ status: 200 })
  })

  test('too long a header is refused, and what is no HTTP is cut off', async () => {
    await expect(ask('/metrics', 'GET', { long: 'x'.repeat(20_000) })).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    const socket = connectSocket(Number(new URL(endpoint.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('\0\0\0\u0001 nonsense\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
  })
})

test('where it cannot listen that is told', async () => {
  const port = Number(new URL(endpoint.url).port)
  const refused = openMetrics({ host: '127.0.0.1', port }, server)
  await expect(refused).rejects.toThrow(CliError)
  await expect(refused).rejects.toThrow(
    /^Metrics cannot be served on 127\.0\.0\.1:\d+ \(EADDRINUSE\); choose/,
  )
})

test('serve --metrics serves them, and ends where it cannot', async () => {
  const serving = await programs.serve({ mode: 'echo', more: ['--metrics', '127.0.0.1:0'] })
  const { metrics } = JSON.parse(await serving.program.firstLine())
  const response = await fetch(metrics)
  expect(readPrometheus(await response.text()).get('colloquy_server_info')?.samples.size).toBe(1)
  const taken = ['serve', '--mode', 'echo', '--port', '0', '--data', 'd', '--metrics', new URL(metrics).host]
  expectRefusal(await programs.run(taken), 3, /^Metrics cannot be served on /)
  expect((await serving.stop()).code).toBe(0)
  expectRefusal(
    await programs.run(['serve', '--metrics', '127.0.0.1']),
    2,
    /^--metrics is “127\.0\.0\.1”; give an address of this machine with a port/,
  )
})
