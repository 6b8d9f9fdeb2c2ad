import { ru as trouble } from '../../trouble/ru.ts'
import type { Texts } from './texts.ts'

/** What is asked, in Russian. */
export const ru: Texts = {
  listenHost: 'Какой адрес слушать?',
  listenPort: 'Какой порт слушать? 0 — любой свободный.',
  connectHost: 'На каком узле работает сервер?',
  connectPort: 'Какой порт слушает сервер?',
  name: 'Как вас зовут?',
  way: (name) => `Имя ${name} здесь уже зарегистрировано?`,
  logIn: 'Да: войти',
  register: 'Нет: зарегистрировать',
  password: (name) => `Пароль для имени ${name}?`,
  newPassword: (name) => `Новый пароль для имени ${name}? Не короче 8 байт.`,
  samePassword: 'Тот же пароль ещё раз?',
  must: {
    host: `Введите ${trouble.must.host}.`,
    listenPort: `Введите ${trouble.must.listenPort}.`,
    connectPort: `Введите ${trouble.must.connectPort}.`,
    name: 'Введите имя длиной от 1 до 64 байт, без управляющих и невидимых символов.',
    password: 'Введите пароль длиной от 1 до 256 байт.',
    newPassword: 'Введите пароль длиной от 8 до 256 байт.',
    samePassword: 'Пароли не совпадают; введите новый ещё раз.',
  },
  ended: 'Ввод закончился раньше, чем стали известны узел и порт; укажите их в командной строке.',
}
