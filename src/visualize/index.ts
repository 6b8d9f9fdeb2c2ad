export { chartOfContract } from './charts/contract.ts'
export { chartOfMachine } from './charts/machine.ts'
export { draw } from './draw.ts'

export { storyOf } from './trace-of-capture.ts'
