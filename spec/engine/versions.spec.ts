import { describe, expect, test } from '@jest/globals'
import type { AnyMessage, LaterMember } from '../../src/codec/index.ts'
import { asOf, laterThan, placeOf } from '../../src/engine/versions.ts'

const note: LaterMember = { path: ['note'], since: 2 }
const tag: LaterMember = { path: ['tag'], since: 3, optional: true }
const label: LaterMember = { path: ['items', 'label'], since: 2 }
const arm: LaterMember = { path: ['shape', { arm: 'circle' }], since: 2 }
const radius: LaterMember = { path: ['shape', { arm: 'circle' }, 'radius'], since: 3 }

const of = (fields: object): AnyMessage => ({ type: 'Drawn', ...fields })

describe('a member that came later is found', () => {
  test.each([
    ['text', 'x'],
    ['a number', 7],
    ['a negative number', -1],
    ['a large number', 7n],
    ['true', true],
    ['bytes', new Uint8Array(1)],
    ['a list', ['']],
    ['a value of its own', {}],
  ])('where it holds %s', (_, value) => {
    expect(laterThan(of({ note: value }), [note], 1)).toBe(note)
    expect(laterThan(of({ note: value }), [note], 2)).toBeNull()
  })

  test.each([
    ['nothing', undefined],
    ['empty text', ''],
    ['0', 0],
    ['a large 0', 0n],
    ['false', false],
    ['no bytes', new Uint8Array(0)],
    ['an empty list', []],
  ])('and not where it holds %s', (_, value) => {
    expect(laterThan(of({ note: value }), [note], 1)).toBeNull()
  })

  test('in any item of a list', () => {
    expect(laterThan(of({ items: [{ label: '' }, { label: 'a' }] }), [label], 1)).toBe(label)
    expect(laterThan(of({ items: [{ label: '' }, {}] }), [label], 1)).toBeNull()
    expect(laterThan(of({ items: [] }), [label], 1)).toBeNull()
    expect(laterThan(of({}), [label], 1)).toBeNull()
    expect(laterThan(of({ items: [null, 7] }), [label], 1)).toBeNull()
  })

  test('as an arm, whatever that holds, and in an arm', () => {
    const circle = (value: object) => of({ shape: { case: 'circle', value } })
    expect(laterThan(circle({}), [arm], 1)).toBe(arm)
    expect(laterThan(of({ shape: { case: 'square', value: {} } }), [arm], 1)).toBeNull()
    expect(laterThan(circle({ radius: 0 }), [radius], 2)).toBeNull()
    expect(laterThan(circle({ radius: 1 }), [radius], 2)).toBe(radius)
    expect(laterThan(of({ shape: { case: 'square', value: { radius: 1 } } }), [radius], 2)).toBeNull()
  })

  test('as the first of those that the version does not have', () => {
    expect(laterThan(of({ note: 'x', tag: 'y' }), [note, tag], 1)).toBe(note)
    expect(laterThan(of({ note: 'x', tag: 'y' }), [note, tag], 2)).toBe(tag)
    expect(laterThan(of({ note: 'x' }), undefined, 1)).toBeNull()
  })
})

test('a member is named by its message and the way to it', () => {
  expect(placeOf('Drawn', radius)).toBe('Drawn.shape.circle.radius')
})

describe('a message as an earlier version has it', () => {
  test.each([
    ['text', 'x', ''],
    ['a number', 7, 0],
    ['a large number', 7n, 0n],
    ['true', true, false],
    ['bytes', Uint8Array.of(1, 2), new Uint8Array(0)],
    ['a list', ['a'], []],
  ])('has %s empty', (_, value, empty) => {
    expect(asOf(of({ note: value, kept: 'k' }), [note], 1)).toEqual(of({ note: empty, kept: 'k' }))
    expect(asOf(of({ note: value, kept: 'k' }), [note], 2)).toEqual(of({ note: value, kept: 'k' }))
  })

  test('lacks what is optional, and what was not there', () => {
    expect(Object.keys(asOf(of({ tag: 'x', kept: 'k' }), [tag], 2))).toEqual(['type', 'kept'])
    expect(Object.keys(asOf(of({ kept: 'k' }), [note], 1))).toEqual(['type', 'kept'])
  })

  test('lacks it in each item of a list, and the program keeps its own', () => {
    const given = of({ items: [{ label: 'a', size: 1 }, { size: 2 }] })
    expect(asOf(given, [label], 1)).toEqual(of({ items: [{ label: '', size: 1 }, { size: 2 }] }))
    expect(given).toEqual(of({ items: [{ label: 'a', size: 1 }, { size: 2 }] }))
    expect(asOf(of({ items: [7, null] }), [label], 1)).toEqual(of({ items: [7, null] }))
    expect(asOf(of({}), [label], 1)).toEqual(of({}))
  })

  test('lacks a field of an arm there, and of no other arm; the arm itself stays', () => {
    const shape = (name: string) => of({ shape: { case: name, value: { radius: 3, x: 1 } } })
    expect(asOf(shape('circle'), [arm, radius], 1)).toEqual(
      of({ shape: { case: 'circle', value: { radius: 0, x: 1 } } }),
    )
    expect(asOf(shape('square'), [arm, radius], 1)).toEqual(shape('square'))
  })

  test('lacks all that came later than it', () => {
    expect(asOf(of({ note: 'x', tag: 'y' }), [note, tag], 1)).toEqual(of({ note: '' }))
    expect(asOf(of({ note: 'x', tag: 'y' }), [note, tag], 2)).toEqual(of({ note: 'x' }))
  })
})
