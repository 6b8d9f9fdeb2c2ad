import { plural } from '../plural.ts'
import type { ProbeTexts } from '../probes.ts'

const count = plural<'one' | 'other'>('en')

/** Sentences of ping and bench, in English. */
export const probes: ProbeTexts = {
  answered: ({ place, protocol, version, server, connectMs, welcomeMs, byeMs, sameContract }) =>
    `${place} answers: ${protocol}, version ${version}, “${server}”; connected in ${connectMs} ms, Welcome in ${welcomeMs} ms, Bye in ${byeMs} ms.${sameContract ? '' : ' Its contract of that name is another one.'}`,
  pings: (sent, answered, times) =>
    `${count(sent, { one: '# ping', other: '# pings' })}, ${answered} answered${times === null ? '.' : `; Welcome in ${times.min} to ${times.max} ms, ${times.mean} ms on average.`}`,
}
