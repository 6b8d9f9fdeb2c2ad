import type { Finding } from '../finding.ts'
import { rules } from '../rules.ts'
import type { Report } from '../verify.ts'
import { sequenceText } from './sequence.ts'

/** Limit on the findings that are shown with their conversations; the others are counted. */
const MAX_TOLD = 5

/** A report for a terminal: what was checked, and what was found. */
export const reportText = (report: Report): string => {
  const { findings } = report
  return [
    ...checked(report).map(([what, how]) => `${what.padEnd(10)}${how}`),
    '',
    ...varied(findings)
      .slice(0, MAX_TOLD)
      .flatMap((finding) => [`${finding.rule}  ${finding.text}`, ...wayText(finding), '']),
    ...(findings.length > MAX_TOLD
      ? [`… and ${count(findings.length - MAX_TOLD, 'more finding')}.`, '']
      : []),
    findings.length === 0 ? 'Nothing was found.' : `${count(findings.length, 'finding')}.`,
    '',
  ].join('\n')
}

/** A report for a page, with a diagram of each conversation. */
export const reportMarkdown = (report: Report): string => {
  const { findings } = report
  return [
    '| what | how much |',
    '| --- | --- |',
    ...checked(report).map(([what, how]) => `| ${what} | ${how} |`),
    '',
    findings.length === 0 ? 'Nothing was found.' : `**${count(findings.length, 'finding')}.**`,
    '',
    ...findings.flatMap((finding) => [
      `### ${finding.rule}`,
      '',
      `${rules[finding.rule]} ${finding.text}`,
      '',
      ...(finding.way.length === 0 ? [] : ['```mermaid', sequenceText(finding).trimEnd(), '```', '']),
    ]),
  ].join('\n')
}

const checked = ({
  protocol,
  version,
  states,
  messages,
  machines,
  pair,
}: Report): readonly (readonly [string, string])[] => [
  ['contract', `${protocol} ${version}: ${count(states, 'state')}, ${count(messages, 'message')}`],
  ...(['client', 'server'] as const).map(
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
  ['reached', `${count(pair.reached, 'message')} on their way; ${beyond(pair.beyond)}`],
]

/** The first finding of each rule, before the others. */
const varied = (findings: readonly Finding[]): readonly Finding[] => {
  const firsts = new Map([...findings].reverse().map((finding) => [finding.rule, finding]))
  const isFirst = (finding: Finding): boolean => firsts.get(finding.rule) === finding
  return [...findings.filter(isFirst), ...findings.filter((finding) => !isFirst(finding))]
}

const wayText = ({ way }: Finding): readonly string[] => {
  const width = Math.max(0, ...way.map(({ event }) => event.length))
  return way.map(({ side, event, said }, index) =>
    `${String(index + 1).padStart(4)}  ${(side ?? 'network').padEnd(7)}  ${event.padEnd(width)}${said.length === 0 ? '' : `  says ${said.join(', ')}`}`.trimEnd(),
  )
}

const beyond = (steps: number): string =>
  steps === 0
    ? 'no step needed more room, so that a higher bound gives the same'
    : `${count(steps, 'step')} would have needed more room, and nothing is claimed beyond them`

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
