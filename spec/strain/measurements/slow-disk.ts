import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { find } from '../../support/tools/find.ts'
import { register } from '../accounts.ts'
import type { ResumeReport } from '../children/resumer.ts'
import type { TalkReport } from '../children/talker.ts'
import { later } from '../inside.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { inMs, inQuantiles, judged, told } from '../row.ts'
import { startTalk, talkRows } from '../siege.ts'

const CLIENTS = 6
const GOAL_P50_MS = 2
const DELAYS_MS = [0, 10, 50]

/** A library that has each sync of a file take longer: so many milliseconds as COLLOQUY_SYNC_MS says. */
const SHIM = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
static void slow(void) {
  const char *ms = getenv("COLLOQUY_SYNC_MS");
  long wait = ms == NULL ? 0 : atol(ms);
  struct timespec time = { wait / 1000, (wait % 1000) * 1000000L };
  nanosleep(&time, NULL);
}
int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  slow();
  return real(file);
}
int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  slow();
  return real(file);
}
`

const compile = (lab: Lab, gcc: string): string => {
  const folder = lab.newFolder()
  const [source, library] = [join(folder, 'slow-sync.c'), join(folder, 'slow-sync.so')]
  writeFileSync(source, SHIM)
  const { status, stderr } = spawnSync(gcc, ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`gcc: ${stderr}`)
  return library
}

const measure = async (lab: Lab, library: string, delayMs: number): Promise<void> => {
  const served = await lab.serve({ env: { LD_PRELOAD: library, COLLOQUY_SYNC_MS: String(delayMs) } })
  const { port } = served
  const accounts = await register(port, 'resumer', CLIENTS)
  const [own] = await register(port, 'talker', 1)
  const talk = await startTalk(lab, { port, proof: own === undefined ? null : { type: 'Login', ...own } })
  const resumer = await lab.helper('resumer', { port, accounts })
  await talk.ask('start')
  await later(lab.amount(10_000, 1_000))
  const report = await talk.ask<TalkReport>('stop')
  const { failed, ...resumed } = await resumer.ask<ResumeReport>('stop')
  await lab.stop(served.child)
  // A store whose syncs were no slower would say nothing.
  if (resumed.p50 < delayMs)
    throw new Error(`A Resume took ${inMs(resumed.p50)}: its syncs were not slowed down.`)
  const name = `${CLIENTS} resuming, syncs + ${delayMs} ms`
  lab.add(
    judged(
      `${name}: p50 of a conversation`,
      `< ${GOAL_P50_MS} ms`,
      inMs(report.server.p50),
      report.server.p50 < GOAL_P50_MS,
    ),
    ...talkRows(name, report),
    told(`${name}: a Resume`, `${inQuantiles(resumed)}, ${resumed.count} of them, ${failed} failed`),
  )
}

export const slowDisk: Measurement = {
  about:
    'a disk whose syncs take 10 and 50 ms more, with 6 clients that resume all the time; another conversation',
  withinMs: 120_000,
  run: async (lab) => {
    const gcc = find('gcc', { args: ['--version'] })
    if ('why' in gcc) return lab.add(told('a slow disk', `left out: ${gcc.why}`))
    const library = compile(lab, gcc.path)
    for (const delayMs of DELAYS_MS) await measure(lab, library, delayMs)
  },
}
