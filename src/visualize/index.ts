export { chartOfContract } from './charts/contract.ts'
export { chartOfMachine } from './charts/machine.ts'
export { draw, MAX_DRAWN, MAX_MERMAID_CHARACTERS, tooLargeToDraw } from './draw.ts'

export { storyOf } from './trace-of-capture.ts'
