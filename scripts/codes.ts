// Writes docs/codes.md: every code that colloquy explain explains. A test holds the page to be up to date.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codesFile, codesPage } from './codes-page.ts'

writeFileSync(join(import.meta.dirname, '..', codesFile), codesPage())
