import { catalogues } from '../i18n/catalogues.ts'
import type { Language } from '../i18n/language.ts'
import { openProgress, type Progress } from './progress.ts'
import type { Prompts } from './prompts.ts'

/**
 * The prompts of a terminal; null where nobody can be asked. Questions stand on stderr, since stdout may be a pipe that
 * sees only the conversation. Nothing is asked where no line can be redrawn. What is waited for is not told of while a
 * question is open.
 */
export const openPrompts = async (
  language: Language,
  progress: Progress = openProgress(),
): Promise<Prompts | null> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.env.TERM === 'dumb') return null
  // Loaded where somebody is asked: it takes as long as all the rest of a start.
  const { Prompts } = await import('./prompts.ts')
  return new Prompts(catalogues[language], progress)
}
