import { alternatives } from '../alternatives.ts'
import type { ContractErrorTexts } from '../contract-errors.ts'

/** Errors of what is made from a contract, in English. */
export const contractErrors: ContractErrorTexts = {
  nothingToGenerate:
    'Nothing says what to generate; name a file: --out protocol.ts, or --proto protocol.proto.',
  otherEnding: (file, language, endings) =>
    `${file} is no name for ${language}; give one that ends with ${alternatives(endings, 'or')}.`,
  fileForeign: (file) =>
    `${file} is there and was not generated, so it is not overwritten; move it, or give another file.`,
  otherBase: (protocol) =>
    `What was generated from the contract ${protocol} is for another base than this program has; run colloquy generate.`,
  contractBaseless: (path) =>
    `The contract ${path} has no base, and is run by play of colloquy/engine; give one with base: colloquy@1.`,
  contractUnanswered: (reply) =>
    `With --contract nobody but a module of yours knows the answers, and --reply is ${reply}; give --reply ./handlers.js.`,
  fileInTheWay: (file) =>
    `${file} is there already, and nothing was written; begin in another folder, or with another name.`,
  badPackage: (file) => `${file} is no JSON that npm could read; mend it, or begin in another folder.`,
  packageOfCommonJs: (file) =>
    `${file} has the type commonjs, and what is written here are modules; make it "type": "module", or begin in another folder.`,
  fileOfCommonJs: (file, place) =>
    `${file} would be read as CommonJS, since ${place} has the type commonjs, and it is a module; name it .mjs, or make the type "module".`,
  fileMissing: (file) => `${file} is missing; run the same command without --check.`,
}
