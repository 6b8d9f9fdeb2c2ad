import { alternatives } from '../alternatives.ts'
import type { ContractErrorTexts } from '../contract-errors.ts'

/** Errors of what is made from a contract, in Russian. */
export const contractErrors: ContractErrorTexts = {
  nothingToGenerate: 'Не указано, что создавать; укажите файл: --out protocol.ts или --proto protocol.proto.',
  otherEnding: (file, language, endings) =>
    `Имя ${file} не подходит для ${language}; укажите имя с окончанием ${alternatives(endings, 'или')}.`,
  fileForeign: (file) =>
    `Файл ${file} уже есть и создан не генератором, поэтому он не перезаписывается; переместите его или укажите другой.`,
  otherBase: (protocol) =>
    `Созданное по контракту ${protocol} рассчитано на другую основу, чем у этой программы; выполните colloquy generate.`,
  contractBaseless: (path) =>
    `У контракта ${path} нет основы, его выполняет play из colloquy/engine; укажите контракт с base: colloquy@1.`,
  contractUnanswered: (reply) =>
    `С --contract ответы знает только ваш модуль, а в --reply указано ${reply}; укажите --reply ./handlers.js.`,
  fileInTheWay: (file) =>
    `Файл ${file} уже есть, ничего не записано; начните в другой папке или с другим именем.`,
  badPackage: (file) =>
    `Файл ${file} — не JSON, который прочитал бы npm; исправьте его или начните в другой папке.`,
  packageOfCommonJs: (file) =>
    `В файле ${file} указан тип commonjs, а здесь создаются модули ES; замените на "type": "module" или начните в другой папке.`,
  fileOfCommonJs: (file, place) =>
    `${file} считался бы CommonJS, так как в ${place} указан тип commonjs, а это модуль; дайте имя на .mjs или укажите тип "module".`,
  fileMissing: (file) => `Файла ${file} нет; выполните ту же команду без --check.`,
}
