/**
 * Connections in memory and a clock that is moved by hand, for tests.
 * @module
 */

export { type LinkOptions, linkInMemory, type MemoryLink } from './memory-link.ts'
export { SimulatedClock } from './simulated-clock.ts'
