/**
 * Pictures of contracts and machines, and recorded conversations to step through.
 * @module
 */

export { type Drawing, draw, MAX_DRAWN, MAX_MERMAID_CHARACTERS, tooLargeToDraw } from '../visualize/draw.ts'
export { type Drawn, type Format, formats, subjects } from '../visualize/formats.ts'
export type { PageLanguage } from '../visualize/page/i18n/index.ts'
export { type CaptureStart, storyOf } from '../visualize/trace-of-capture.ts'
