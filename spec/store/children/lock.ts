// Takes the lock of a folder, says so, and holds it until it is killed.
import * as E from 'fp-ts/lib/Either.js'
import { lockForServing } from '../../../src/store/index.ts'

const lock = await lockForServing(process.argv[2] ?? '')()
process.stdout.write(`${E.isRight(lock) ? 'held' : lock.left.code}\n`)
process.stdin.resume()
