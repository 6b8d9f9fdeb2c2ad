import { framed } from '../parts/frames.ts'
import { serveFrames } from '../parts/serve-frames.ts'

const echo = (body: Buffer): Buffer => body

serveFrames((type, id, re, body) => framed(type, id, re, echo(body)))
