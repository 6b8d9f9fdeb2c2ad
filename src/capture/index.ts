export {
  type Capture,
  type CapturedMessage,
  type CapturedValue,
  type CaptureEntry,
  type ConnectionEvent,
  captureBounds,
  MASK,
} from './capture.ts'
export { capturing } from './captured-message.ts'
export { type CaptureFailure, readCapture } from './read.ts'
export { captureText } from './write.ts'
