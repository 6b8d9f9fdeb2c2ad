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
export { MAX_MESSAGE_CHARACTERS, MAX_RECORDED_BYTES } from './limits.ts'
export { type CaptureFailure, readCapture } from './read.ts'
export { type CaptureSink, type RecorderOptions, recorder } from './recorder.ts'
export { captureText } from './write.ts'
