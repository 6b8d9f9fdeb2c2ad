import { plural } from '../plural.ts'
import type { ProbeTexts } from '../probes.ts'

const count = plural<'one' | 'few' | 'many'>('ru')

/** Sentences of ping and bench, in Russian. */
export const probes: ProbeTexts = {
  answered: ({ place, protocol, version, server, connectMs, welcomeMs, byeMs, sameContract }) =>
    `${place} отвечает: ${protocol}, версия ${version}, «${server}»; подключение — ${connectMs} мс, Welcome — ${welcomeMs} мс, Bye — ${byeMs} мс.${sameContract ? '' : ' Его контракт с этим именем — другой.'}`,
  pings: (sent, answered, times) =>
    `${count(sent, { one: '# запрос', few: '# запроса', many: '# запросов' })}, с ответом — ${answered}${times === null ? '.' : `; Welcome — от ${times.min} до ${times.max} мс, в среднем ${times.mean} мс.`}`,
}
