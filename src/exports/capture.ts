/**
 * Recorded conversations: an observer that records, and the text that is written and read again.
 * @module
 */

export {
  type Capture,
  type CapturedMessage,
  type CapturedValue,
  type CaptureEntry,
  type CaptureFailure,
  type CaptureSink,
  type ConnectionEvent,
  captureText,
  MAX_MESSAGE_CHARACTERS,
  MAX_RECORDED_BYTES,
  type RecorderOptions,
  readCapture,
  recorder,
} from '../capture/index.ts'
