import type typescript from 'typescript'
import { requireOutside } from './outside.ts'

/** The compiler. */
export const ts: typeof typescript = requireOutside('typescript')
