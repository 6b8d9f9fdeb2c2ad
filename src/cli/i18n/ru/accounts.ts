import type { AccountTexts } from '../accounts.ts'
import { plural } from '../plural.ts'

const count = plural<'one' | 'few' | 'many'>('ru')
const revoked = (sessions: number): string =>
  count(sessions, { one: 'отозван # сеанс', few: 'отозваны # сеанса', many: 'отозвано # сеансов' })

/** Sentences of the commands on accounts, in Russian. */
export const accounts: AccountTexts = {
  users: { name: 'ИМЯ', registeredAt: 'РЕГИСТРАЦИЯ', sessions: 'СЕАНСЫ' },
  sessions: {
    id: 'СЕАНС',
    user: 'ПОЛЬЗОВАТЕЛЬ',
    createdAt: 'ВХОД',
    usedAt: 'ПОСЛЕДНИЙ РАЗ',
    expiresAt: 'ДЕЙСТВУЕТ ДО',
    address: 'АДРЕС',
  },
  ownSessions: {
    id: 'СЕАНС',
    beganAt: 'ВХОД',
    usedAt: 'ПОСЛЕДНИЙ РАЗ',
    address: 'АДРЕС',
    current: 'ЭТОТ',
  },
  addresses: { address: 'АДРЕС', name: 'ИМЯ', lastSeenAt: 'ПОСЛЕДНИЙ РАЗ' },
  added: (name) => `Пользователь ${name} зарегистрирован.`,
  removed: (name, sessions) => `Пользователь ${name} удалён; ${revoked(sessions)}.`,
  passwordSet: (name, sessions) => `Пароль для имени ${name} задан; ${revoked(sessions)}.`,
  revoked: (sessions) =>
    count(sessions, { one: 'Отозван # сеанс.', few: 'Отозваны # сеанса.', many: 'Отозвано # сеансов.' }),
  forgotten: (addresses) =>
    count(addresses, { one: 'Удалён # адрес.', few: 'Удалены # адреса.', many: 'Удалено # адресов.' }),
  migrated: 'Таблицы соответствуют этой версии.',
  exported: (records, file) =>
    count(records, {
      one: `В ${file} выгружена # запись.`,
      few: `В ${file} выгружены # записи.`,
      many: `В ${file} выгружено # записей.`,
    }),
  imported: (records) =>
    count(records, {
      one: 'Загружена # запись.',
      few: 'Загружены # записи.',
      many: 'Загружено # записей.',
    }),
}
