import { plural } from '../plural.ts'
import type { ProbeTexts } from '../probes.ts'

const count = plural<'one' | 'few' | 'many'>('ru')

/** Sentences of ping and bench, in Russian. */
export const probes: ProbeTexts = {
  answered: ({ place, protocol, version, server, connectMs, welcomeMs, byeMs, sameContract }) =>
    `${place} отвечает: ${protocol}, версия ${version}, «${server}»; подключение — ${connectMs} мс, Welcome — ${welcomeMs} мс, Bye — ${byeMs} мс.${sameContract ? '' : ' Его контракт с этим именем — другой.'}`,
  pings: (sent, answered, times) =>
    `${count(sent, { one: '# запрос', few: '# запроса', many: '# запросов' })}, с ответом — ${answered}${times === null ? '.' : `; Welcome — от ${times.min} до ${times.max} мс, в среднем ${times.mean} мс.`}`,
  benchSetting: ({ place, connections, what, load, tookS }) => {
    const messages = (many: number): string =>
      typeof what === 'string'
        ? `${many} × ${what}`
        : `${count(many, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })} по ${count(what, { one: '# байту', few: '# байта', many: '# байт' })}`
    const said =
      'inFlight' in load
        ? `в каждом одновременно ${messages(load.inFlight)}`
        : `всего в секунду ${messages(load.perSecond)}`
    return `${place}: ${count(connections, { one: '# соединение', few: '# соединения', many: '# соединений' })}, ${said}, ${tookS} с.`
  },
  benchRate: ({ isAnswered, messages, perSecond, unanswered }) =>
    `${isAnswered ? 'С ответом' : 'Отправлено'}: ${count(messages, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })}, ${perSecond} в секунду${isAnswered ? `; без ответа — ${unanswered}.` : '.'}`,
  benchLatency: ({ p50, p99, p999, max }) =>
    `Время ответа: ${p50} мс (p50), ${p99} мс (p99), ${p999} мс (p99.9), самое большее — ${max} мс.`,
  benchCore: (percent, isBusy) =>
    `Сам клиент занял ${percent} % ядра${isBusy ? ': скорее всего, измерен он сам; запустите несколько сразу.' : '.'}`,
}
