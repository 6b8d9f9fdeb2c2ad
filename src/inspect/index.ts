/**
 * A live page of a server: its sessions, their messages as they come, and what led to refusals.
 * @module
 */

export type { PageLanguage } from '../visualize/page/i18n/index.ts'
export { type Inspector, type InspectorOptions, openInspector } from './inspector.ts'
