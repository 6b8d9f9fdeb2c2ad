import { plural } from '../plural.ts'
import type { ProbeTexts } from '../probes.ts'

const count = plural<'one' | 'few' | 'many'>('ru')

/** Sentences of ping and bench, in Russian. */
export const probes: ProbeTexts = {
  answered: ({ place, protocol, version, server, connectMs, welcomeMs, byeMs, sameContract }) =>
    `${place} отвечает: ${protocol}, версия ${version}, «${server}»; подключение — ${connectMs} мс, Welcome — ${welcomeMs} мс, Bye — ${byeMs} мс.${sameContract ? '' : ' Его контракт с этим именем — другой.'}`,
  pings: (sent, answered, times) =>
    `${count(sent, { one: '# запрос', few: '# запроса', many: '# запросов' })}, с ответом — ${answered}${times === null ? '.' : `; Welcome — от ${times.min} до ${times.max} мс, в среднем ${times.mean} мс.`}`,
  benchSetting: ({ place, connections, inFlight, size, tookS }) =>
    `${place}: ${count(connections, { one: '# соединение', few: '# соединения', many: '# соединений' })}, в каждом одновременно ${count(inFlight, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })} по ${count(size, { one: '# байту', few: '# байта', many: '# байт' })}, ${tookS} с.`,
  benchRate: (answered, perSecond, unanswered) =>
    `С ответом: ${count(answered, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })}, ${perSecond} в секунду; без ответа — ${unanswered}.`,
  benchLatency: ({ p50, p99, p999, max }) =>
    `Время ответа: ${p50} мс (p50), ${p99} мс (p99), ${p999} мс (p99.9), самое большее — ${max} мс.`,
  benchCore: (percent, isBusy) =>
    `Сам клиент занял ${percent} % ядра${isBusy ? ': скорее всего, измерен он сам; запустите несколько сразу.' : '.'}`,
}
