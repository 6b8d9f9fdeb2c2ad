// Writes all that is generated from a contract, or checks it: `codegen [--check] [contract.yaml outFolder]`; of all that is
// generated here, the scripts of the pages too, unless a contract is given. Whoever has the package takes `colloquy generate`,
// which writes one file.
// Exit codes: 0 up to date, 1 the contract is bad or --check found differences, 2 wrong usage.
import { codegen } from './generated.ts'

process.exitCode = codegen(process.argv.slice(2))
