import { plural } from '../plural.ts'
import type { ProbeTexts } from '../probes.ts'

const count = plural<'one' | 'other'>('en')

/** Sentences of ping and bench, in English. */
export const probes: ProbeTexts = {
  answered: ({ place, protocol, version, server, connectMs, welcomeMs, byeMs, sameContract }) =>
    `${place} answers: ${protocol}, version ${version}, “${server}”; connected in ${connectMs} ms, Welcome in ${welcomeMs} ms, Bye in ${byeMs} ms.${sameContract ? '' : ' Its contract of that name is another one.'}`,
  pings: (sent, answered, times) =>
    `${count(sent, { one: '# ping', other: '# pings' })}, ${answered} answered${times === null ? '.' : `; Welcome in ${times.min} to ${times.max} ms, ${times.mean} ms on average.`}`,
  benchSetting: ({ place, connections, what, load, tookS }) => {
    const messages = (many: number): string =>
      typeof what === 'string'
        ? `${many} × ${what}`
        : `${count(many, { one: '# message', other: '# messages' })} of ${count(what, { one: '# byte', other: '# bytes' })}`
    const said =
      'inFlight' in load
        ? `${messages(load.inFlight)} in flight on each`
        : `${messages(load.perSecond)} a second in all`
    return `${place}: ${count(connections, { one: '# connection', other: '# connections' })}, ${said}, ${tookS} s.`
  },
  benchRate: ({ isAnswered, messages, perSecond, unanswered }) =>
    `${count(messages, { one: '# message', other: '# messages' })} ${isAnswered ? 'answered' : 'said'}, ${perSecond} a second${isAnswered ? `; ${unanswered} unanswered.` : '.'}`,
  benchLatency: ({ p50, p99, p999, max }) =>
    `An answer took ${p50} ms (p50), ${p99} ms (p99), ${p999} ms (p99.9), at most ${max} ms.`,
  benchCore: (percent, isBusy) =>
    `This client took ${percent} % of a core${isBusy ? ': it is likely what was measured; run several at once.' : '.'}`,
}
