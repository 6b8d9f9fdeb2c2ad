/**
 * Pictures of contracts and machines, and recorded conversations to step through.
 * @module
 */

export { type Drawing, draw } from '../visualize/draw.ts'
export { type Drawn, type Format, formats, subjects } from '../visualize/formats.ts'
export { storyOf } from '../visualize/trace-of-capture.ts'
