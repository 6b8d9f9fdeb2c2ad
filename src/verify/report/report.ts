import { sides } from '../../contract/index.ts'
import { aReport } from '../arguments.ts'
import type { Finding } from '../finding.ts'
import { rules } from '../rules.ts'
import type { Report } from '../verify.ts'
import { sequenceText } from './sequence.ts'

/** Limit on the findings that are shown with their conversations; the others are counted. */
const MAX_TOLD = 5

/** A report for a terminal: what was checked, and what was found. */
export const reportText = (report: Report): string => {
  aReport('report', report)
  const { findings, warnings } = report
  return [
    ...checked(report).map(([what, how]) => `${what.padEnd(10)}${how}`),
    '',
    ...varied(findings)
      .slice(0, MAX_TOLD)
      .flatMap((finding) => [
        `${finding.rule}  ${finding.text}`,
        ...alsoText(finding),
        ...wayText(finding),
        '',
      ]),
    ...(findings.length > MAX_TOLD
      ? [`… and ${count(findings.length - MAX_TOLD, 'more finding')}.`, '']
      : []),
    ...warnings.slice(0, MAX_TOLD).flatMap((finding) => [warningText(finding), ...alsoText(finding)]),
    ...(warnings.length > MAX_TOLD ? [`… and ${count(warnings.length - MAX_TOLD, 'more warning')}.`] : []),
    ...(warnings.length > 0 ? [''] : []),
    verdict(report),
    '',
  ].join('\n')
}

/** A report for a page, with a diagram of each conversation. */
export const reportMarkdown = (report: Report): string => {
  aReport('report', report)
  const { findings, warnings } = report
  return [
    '| what | how much |',
    '| --- | --- |',
    ...checked(report).map(([what, how]) => `| ${what} | ${how} |`),
    '',
    findings.length === 0 ? verdict(report) : `**${verdict(report)}**`,
    '',
    ...findings.flatMap((finding) => [
      `### ${finding.rule}`,
      '',
      `${rules[finding.rule]} ${finding.text}`,
      '',
      ...finding.also.map((text) => `- ${text}`),
      ...(finding.also.length === 0 ? [] : ['']),
      ...(finding.way.length === 0 ? [] : ['```mermaid', sequenceText(finding).trimEnd(), '```', '']),
    ]),
    ...(warnings.length === 0
      ? []
      : ['### Warnings', '', ...warnings.map(({ rule, text }) => `- ${rule}: ${text}`), '']),
  ].join('\n')
}

const checked = ({
  protocol,
  version,
  states,
  messages,
  machines,
  pair,
  continuation,
}: Report): readonly (readonly [string, string])[] => [
  ['contract', `${protocol} ${version}: ${count(states, 'state')}, ${count(messages, 'message')}`],
  ...sides.map(
    (side) =>
      [
        side,
        `${count(machines[side].places, 'place')}, ${count(machines[side].steps, 'step')} against the contract`,
      ] as const,
  ),
  [
    'pair',
    `${count(pair.configurations, 'configuration')}, at most ${count(pair.bound, 'message')} on their way in each direction`,
  ],
  ['reached', `${count(pair.reached, 'message')} on their way; ${room(pair)}`],
  [
    'continued',
    continuation === null
      ? 'no conversation goes on over another connection'
      : `${count(continuation.configurations, 'configuration')} where conversations go on over other connections, at most ${count(continuation.bound, 'message')} on their way`,
  ],
]

/** The first finding of each rule, before the others. */
const varied = (findings: readonly Finding[]): readonly Finding[] => {
  const firsts = new Map([...findings].reverse().map((finding) => [finding.rule, finding]))
  const isFirst = (finding: Finding): boolean => firsts.get(finding.rule) === finding
  return [...findings.filter(isFirst), ...findings.filter((finding) => !isFirst(finding))]
}

const wayText = ({ way, repeatsFrom }: Finding): readonly string[] => {
  const width = Math.max(0, ...way.map(({ event }) => event.length))
  const lines = way.map(({ side, event, said }, index) =>
    `${String(index + 1).padStart(4)}  ${(side ?? 'network').padEnd(7)}  ${event.padEnd(width)}${said.length === 0 ? '' : `  says ${said.join(', ')}`}`.trimEnd(),
  )
  return repeatsFrom === null ? lines : [...lines, `   …  and from ${repeatsFrom + 1} on again, without end`]
}

const room = ({ waited, exhaustive }: Report['pair']): string =>
  waited === 0
    ? 'no step had to wait for room'
    : `${count(waited, 'step')} had to wait for room, and ${exhaustive ? 'each' : 'not each'} got it while its side only heard, and stayed in its place`

const warningText = ({ rule, text }: Finding): string => `warning ${rule}  ${text}`

const alsoText = ({ also }: Finding): readonly string[] =>
  also.length === 0 ? [] : [`      and ${also.length} more of the same cause`]

/** Whether anything was found, and how far that goes. */
const verdict = ({ findings, warnings, pair, continuation }: Report): string =>
  findings.length > 0
    ? `${[count(findings.length, 'finding'), ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : [])].join(', ')}.`
    : pair.exhaustive === true
      ? `Nothing was found, with any number of messages on their way${lessWhere(continuation, Number.POSITIVE_INFINITY)}.`
      : `Nothing was found with at most ${count(pair.bound, 'message')} on their way in each direction${lessWhere(continuation, pair.bound)}.`

/** A lower bound holds where conversations go on. */
const lessWhere = (continuation: Report['continuation'], bound: number): string =>
  continuation === null || continuation.bound >= bound
    ? ''
    : `, and at most ${continuation.bound.toLocaleString('en')} where a conversation goes on over another connection`

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
