import { bounds } from '../../../../protocol/base/contract.ts'
import type { PromptTexts } from '../prompts.ts'

/** Questions, in Russian. */
export const prompts: PromptTexts = {
  listenHost: 'Какой адрес слушать?',
  listenPort: 'Какой порт слушать? 0 — любой свободный.',
  connectHost: 'На каком узле работает сервер?',
  connectPort: 'Какой порт слушает сервер?',
  name: 'Как вас зовут?',
  way: (name) => `Имя ${name} здесь уже зарегистрировано?`,
  logIn: 'Да: войти',
  register: 'Нет: зарегистрировать',
  password: (name) => `Пароль для имени ${name}?`,
  passwordAgain: (name, mayRegister) =>
    `Пароль для имени ${name}? Просто Enter — ${mayRegister ? 'зарегистрироваться или сменить имя' : 'сменить имя'}.`,
  otherWays: 'Что дальше?',
  again: 'Ввести другой пароль',
  registerAs: (name) => `Зарегистрировать имя ${name}`,
  otherName: 'Назвать другое имя',
  newPassword: (name) => `Новый пароль для имени ${name}? Не короче ${bounds.NewPassword.minBytes} байт.`,
  samePassword: 'Тот же пароль ещё раз?',
  registrationClosed: 'Новые имена здесь не регистрируются; войдите под уже зарегистрированным.',
  whichServer: (server, fingerprint) =>
    `За сервер ${server} никто не ручается. Отпечаток его ключа — ${fingerprint}?`,
  thisServer: 'Да: подключиться и запомнить его',
  notThisServer: 'Нет или не знаю: не подключаться',
  waits: (seconds) => `Следующую попытку сервер примет через ${seconds} с; ждём.`,
  give: (must) => `Введите ${must}.`,
  must: {
    name: `Введите имя длиной от ${bounds.PersonName.minBytes} до ${bounds.PersonName.maxBytes} байт, без управляющих и невидимых символов.`,
    password: `Введите пароль длиной от ${bounds.Password.minBytes} до ${bounds.Password.maxBytes} байт.`,
    newPassword: `Введите пароль длиной от ${bounds.NewPassword.minBytes} до ${bounds.NewPassword.maxBytes} байт.`,
    samePassword: 'Пароли не совпадают; введите новый ещё раз.',
  },
  ended: 'Ввод закончился раньше, чем стали известны узел и порт; укажите их в командной строке.',
}
