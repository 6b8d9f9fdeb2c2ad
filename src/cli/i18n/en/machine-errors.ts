import type { MachineErrorTexts } from '../machine-errors.ts'

const exported = {
  machine: 'a machine made by XState’s setup and createMachine',
  outcomes: 'a list of events for each actor, by its name',
  prompts: 'a list of events, which may be empty',
  means: 'it as a list of outcomes for each message, or not at all',
  does: 'it as a list of actions or actors for each event, or not at all',
  allowed: 'it as a list of parts for each rule, or not at all',
  heartbeatMs: 'it as a whole number of milliseconds, or not at all',
} as const

const steps = {
  mend: 'mend it',
  compile: 'this Node may need it compiled to JavaScript',
  install: 'run npm install in its folder',
} as const

/** Errors of contracts, machines, traces and pictures, in English. */
export const machineErrors: MachineErrorTexts = {
  ownMachines: 'A contract without a base has machines of its own; give --client and --server, too.',
  contractUnread: (path, code) =>
    `The contract ${path} cannot be read (${code}); give a file that you may read.`,
  contractNoUtf8: (path) => `The contract ${path} is no UTF-8; save it as that.`,
  noMachineFile: (path) => `There is no module ${path}; give the path of a JavaScript module.`,
  machineUnloaded: (path, why, place, step) =>
    `The module ${path} cannot be loaded (${why}); ${steps[step]}${step === 'mend' && place !== null ? ` at ${place}` : ''}.`,
  machineLacks: (path, name) => `The module ${path} does not export ${name}; export ${exported[name]}.`,
  machineOfOtherXState: (path, found, needed) =>
    `The machine of ${path} is made by XState ${found}; make it with ${needed} or a later 5.x.`,
  machineTooLarge: (path, maxStates) =>
    `The machine of ${path} has more than ${maxStates} states; divide it.`,

  certificateUnread: (file, code) =>
    `The certificate ${file} cannot be read (${code}); give a file that you may read.`,
  noCertificate: (file) => `${file} is no certificate; write one with verify --certificate.`,

  traceUnread: (file, code) => `The story ${file} cannot be read (${code}); give a file that you may read.`,
  traceTooLarge: (file, maxBytes) => `${file} is larger than ${maxBytes} bytes; give a shorter story.`,
  traceOfOther: (file, protocol, wanted) => `${file} is of the protocol ${protocol}; give one of ${wanted}.`,
  traceOfOtherEdition: (file) =>
    `${file} was recorded with another edition of this contract; not all of it may fit.`,
  traceless: (file) => `${file} has no finding to step through.`,
  badReport: (file) => `${file} is not what verify --json prints; print it again with this program.`,

  tooLargeToDraw: (states, arrows, max) =>
    `The picture would have ${states} states and ${arrows} arrows, and at most ${max.states} and ${max.arrows} are laid out; use --format dot, mermaid or json.`,
  mermaidTooLong: (characters, max) =>
    `The text has ${characters} characters, and Mermaid reads at most ${max}; raise its maxTextSize, or draw one side alone.`,
  nothingToCheck: 'There is nothing to check; name the file with --out.',
  pageOfAll: (what) => `A page shows both machines and the contract; leave out ${what}.`,
  traceOutsidePage: 'Only a page can be stepped through; give --format html with --trace.',
  notUpToDate: (file) => `${file} is not up to date; run the same command without --check.`,
  lineEndsDiffer: (file) =>
    `${file} is up to date, but its lines end with CRLF instead of LF; see core.autocrlf of git, or run the same command without --check.`,
  fileUnread: (file, code) => `${file} cannot be read (${code}); give a file that you may read.`,
  fileUnwritten: (file, code) =>
    `${file} cannot be written (${code}); give a file in a folder that you may write to.`,
}
