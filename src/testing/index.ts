export { type LinkOptions, linkInMemory, type MemoryLink } from './memory-link.ts'
export { SimulatedClock } from './simulated-clock.ts'
