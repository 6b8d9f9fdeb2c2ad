import { framedText } from '../parts/frames.ts'
import { serveFrames } from '../parts/serve-frames.ts'

const echo = (text: string): string => text

// The same, where a handler gets text and gives text.
serveFrames((type, id, re, body) => framedText(type, id, re, echo(body.toString())))
