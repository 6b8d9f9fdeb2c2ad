import { aFunction, anObject, is, isObject, oneOf, optional, optionsOf } from '../arguments.ts'
import { aClock, aConnection } from '../transport/index.ts'
import { aMachineModule } from './machine.ts'

/** A contract, as far as it is worth looking. */
const aGeneratedContract = is(
  'the value that a generated file exports',
  (value) => isObject(value) && isObject(value.tables) && isObject(value.numbers),
)

/** Checks the options of `play`. */
export const playOptions = optionsOf({
  contract: aGeneratedContract,
  side: oneOf(['client', 'server']),
  module: aMachineModule,
  connection: aConnection,
  actors: anObject,
  buildMessage: aFunction,
  receive: optional(aFunction),
  perform: optional(aFunction),
  observer: optional(anObject),
  clock: optional(aClock),
})
