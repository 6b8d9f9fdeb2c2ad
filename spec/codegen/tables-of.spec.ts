import { expect, test } from '@jest/globals'
import { talk } from '../../protocol/talk/index.ts'
import { tablesOf } from '../../src/codegen/tables-of.ts'
import { contract } from '../support/contract.ts'

test('the tables of a contract are those that its generated module has', () => {
  expect(tablesOf(contract)).toEqual(talk.tables)
})
