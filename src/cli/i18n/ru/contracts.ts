import type { ContractTexts } from '../contracts.ts'

/** Sentences of the commands on contracts, in Russian. */
export const contracts: ContractTexts = {
  next: 'Дальше:',
  besides: 'и в другом терминале:',
  cancelled: (type) => `Ответы на ${type} больше не нужны.`,
  help: (names) => [
    `Сказать можно: ${names.join(', ')}.`,
    'Имя поле=значение другое.поле="два слова"   отправляет сообщение; Имя {"поле": "значение"} — то же. Tab дополняет имена.',
    'Ctrl-C на пустой строке отменяет последний поток ответов, а если его нет — завершает разговор.',
    '/again отправляет снова то, что могло не дойти, когда разговор прервался.',
    '/logout отзывает токен и завершает; /quit завершает, как и Ctrl-D на пустой строке.',
  ],
}
