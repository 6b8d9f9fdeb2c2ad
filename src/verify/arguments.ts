import { aFunction, is, isObject, limitFrom, objectOf, optional, optionsOf, wholeFrom } from '../arguments.ts'
import { aContract } from '../contract/index.ts'
import { aMachineModule } from '../engine/machine.ts'

export const aPair = objectOf({ contract: aContract, client: aMachineModule, server: aMachineModule })

const bound = wholeFrom(1)

export const aLimit = limitFrom(1)

export const verifyOptions = optionsOf({ bound, limit: aLimit, onProgress: optional(aFunction) })

/** Of a model for another tool. */
export const modelOptions = optionsOf({ bound })

export const aReport = is(
  'a report as verify gives it',
  (value) =>
    isObject(value) &&
    isObject(value.pair) &&
    isObject(value.machines) &&
    Array.isArray(value.findings) &&
    Array.isArray(value.warnings),
)

export const aFinding = is(
  'a finding of a report',
  (value) => isObject(value) && typeof value.rule === 'string' && Array.isArray(value.way),
)

export const aCertificate = is(
  'a certificate as certificateOf or readCertificate gives it',
  (value) =>
    isObject(value) && value.certificate === 1 && isObject(value.machines) && isObject(value.standsFor),
)

export const theHashing = objectOf({ ofContract: aFunction, ofText: aFunction })
