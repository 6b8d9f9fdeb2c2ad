import { expect, test } from '@jest/globals'
import { data, html, joined, markup } from '../../../src/visualize/page/html.ts'
import { messagesTable, typesTable } from '../../../src/visualize/page/messages.ts'
import { statesTable } from '../../../src/visualize/page/states.ts'
import { contract, contractOf } from './sample.ts'

/** The page for a reader without styles: one line for each row, cells parted by bars. */
const rowsOf = ({ markup }: { readonly markup: string }): readonly string[] =>
  markup
    .split('</tr>')
    .map((row) =>
      row
        .replaceAll(/<\/t[hd]>/g, ' | ')
        .replaceAll(/<\/(li|p|dt|dd|code)>|<p>/g, ' ')
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll('&nbsp;', ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((row) => row !== '')

const rowOf = (table: { readonly markup: string }, name: string): string =>
  rowsOf(table).find((row) => row.split(/[ |]+/).slice(0, 2).includes(name)) ?? ''

test('text in markup is escaped and made visible, markup in markup is not', () => {
  const one = html`<b title="${`"'`}">${'<i>&\u202e\u001b'}${7}${markup('<hr>')}${[markup('<br>'), markup('<p>')]}</b>`
  expect(one.markup).toBe('<b title="&quot;&#39;">&lt;i&gt;&amp;\\u202e\\u001b7<hr><br><p></b>')
  expect(joined([markup('<a>'), markup('<b>')], ', ').markup).toBe('<a>, <b>')
})

test('data in a page cannot end its element, and is read back with what is invisible written out', () => {
  const { markup } = data('stories', { text: '</script><!--&\u2028"\\' })
  const [, json = ''] = /^<script type="application\/json" id="stories">(.*)<\/script>$/.exec(markup) ?? []
  expect(json).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(json)).toEqual({ text: '</script><!--&\\u2028"\\' })
})

test('a state has a row: its turn, deadline, largest body, and what either side may say', () => {
  const table = statesTable(contract)
  expect(rowsOf(table).length).toBe(contract.states.length + 1)
  expect(rowOf(table, 'identify.greet')).toBe(
    'identify.greet The server looks whether it knows the address. | server | 10 s | 1 KiB | ' +
      'at any time: Bye → close.client Fault → close.done | ' +
      'AskName → identify.name Greeting → identify.greeted Ready → converse at any time: Bye → close.server Fault → close.done |',
  )
  expect(rowOf(table, 'converse')).toContain(
    '| both | 3 heartbeats | 73,733 bytes | Ping, Pong, Ack, Cancel, More, Aborted, ListSessions, RevokeSession, Say → converse',
  )
  expect(rowOf(table, 'close.client')).toContain(
    '| 73,733 bytes | nothing | Bye → close.done at any time: Fault → close.done if on its way already: Welcome, ' +
      'AskName, Greeting, Challenge, Granted, Denied, Ready, Ping, Pong, Ack, Cancel, More, Aborted, SessionInfo, SessionsAnswered, Say → close.client',
  )
  expect(rowOf(table, 'close.done')).toContain('| nobody | no deadline | none | nothing | nothing |')
})

test('a message has a row: its number, who says it, and fields with types, bounds and abouts', () => {
  const table = messagesTable(contract)
  expect(rowsOf(table).length).toBe(contract.messages.length + 1)
  expect(rowOf(table, 'Ready')).toMatch(/^12 \| Ready .* \| ← server \| none \|$/)
  expect(rowOf(table, 'Login')).toBe(
    '8 | Login Answers Challenge with a name and its password. | client → | ' +
      '1 name PersonName 1 to 64 bytes, nfc, printable, trimmed The registered name. ' +
      '2 password Password 1 to 256 bytes secret Its password. |',
  )
  expect(rowOf(table, 'Resume')).toContain('3 session string at most 32 bytes optional')
  expect(rowOf(table, 'Say')).toContain(
    '64 | Say conversation Says something to the other side. | both ⇄ | 1 text string at most 64 KiB',
  )
})

test('a type has a row: its base, and its bounds or its values', () => {
  const table = typesTable(contract)
  expect(rowOf(table, 'Token')).toContain('| string | 43 bytes, [A-Za-z0-9_-]+ |')
  expect(rowOf(table, 'Token')).toContain('Token secret')
  expect(rowOf(table, 'ContractHash')).toContain('| bytes | 8 bytes |')
  expect(rowOf(table, 'ProtocolVersion')).toContain('| uint32 | at least 1 |')
  expect(rowOf(table, 'Heartbeat')).toContain('| uint32 | 1,000 to 600,000 |')
  expect(rowOf(table, 'ByeReason')).toContain('| enum | 1 DONE Everything was said. 2 LOGGED_OUT')
})

test('a pattern that is markup stays a text', () => {
  const text = `
protocol: tags
version: 1
about: A contract with a pattern.
types:
  Tag: { base: string, maxBytes: 9, pattern: '<b>[a-z]+', about: A tag. }
messages:
  Tell: { number: 64, from: client, conversation: true, since: 1, about: Tells., fields: { tag: { tag: 1, type: Tag, about: It. } } }
states:
  open: { turn: client, within: 1 s, maxBody: 1 MiB, about: Open., says: { Tell: done } }
  done: { turn: nobody, about: Done. }
`
  const sample = contractOf(text)
  expect(typesTable(sample).markup).toContain('at most 9 bytes, <code>&lt;b&gt;[a-z]+</code>')
  expect(rowOf(statesTable(sample), 'open')).toContain('| 1 s | 1 MiB | Tell → done | nothing |')
})
