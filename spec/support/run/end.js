// Runs after all tests. Jest loads this as it is, so no TypeScript.
import { rmSync } from 'node:fs'

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default () => {
  // Processes that have only just ended may still be seen to write.
  rmSync(process.env.COLLOQUY_RUN_FOLDER, { recursive: true, maxRetries: 5 })
}
