import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { aText } from '../../arguments.ts'
import type { Trace } from '../trace.ts'

/** The traces of a report. */
export interface FoundStories {
  readonly protocol: string
  /** One for each finding that has a conversation. */
  readonly stories: readonly Trace[]
}

/** Why a text is not taken for a report: it is another thing or too long, or it is one with something amiss. */
export type ReportFailure = 'NO_REPORT' | 'BAD_REPORT'

/** Characters of a report and of a text in it; findings, moments of each, and messages on their way. */
export const reportBounds = {
  characters: 16 * 1024 * 1024,
  text: 1_000,
  findings: 1_000,
  moments: 2_000,
  onTheirWay: 64,
} as const

/** Reads what `colloquy verify --json` prints. Of what else is in it nothing is kept. */
export const readReport = (text: string): E.Either<ReportFailure, FoundStories> => {
  aText('text', text)
  if (text.length > reportBounds.characters) return E.left('NO_REPORT')
  const json = E.tryCatch((): unknown => JSON.parse(text), E.toError)
  if (E.isLeft(json) || !t.type({ findings: t.unknown }).is(json.right)) return E.left('NO_REPORT')
  const report = Report.decode(json.right)
  if (E.isLeft(report)) return E.left('BAD_REPORT')
  const { protocol, findings } = report.right
  return E.right({
    protocol,
    stories: findings
      .filter(({ moments }) => moments.length > 0)
      .map(({ rule, text, moments }) => ({ title: `${rule}: ${text}`, rule, moments })),
  })
}

const ofBoundedLength = <A extends { readonly length: number }>(max: number, type: t.Type<A, unknown>) =>
  t.refinement(type, ({ length }) => length <= max)

const Text = ofBoundedLength(reportBounds.text, t.string)

const Standing = t.strict({ state: Text, place: t.union([Text, t.null]) })

const Queue = ofBoundedLength(reportBounds.onTheirWay, t.array(Text))

const Moment = t.strict({ text: Text, client: Standing, server: Standing, toServer: Queue, toClient: Queue })

const Finding = t.strict({
  rule: Text,
  text: Text,
  moments: ofBoundedLength(reportBounds.moments, t.array(Moment)),
})

const Report = t.strict({
  protocol: Text,
  findings: ofBoundedLength(reportBounds.findings, t.array(Finding)),
})
