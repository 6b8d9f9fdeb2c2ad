import { aText } from '../arguments.ts'

/**
 * The form in which names are compared: NFKC, lower case, NFKC, and one space for each run of white space. Two names with
 * the same form are the same name. This is no case folding, which JavaScript lacks: STRASSE and straße stay two names.
 */
export const nameKey = (name: string): string => {
  aText('name', name)
  return unfoldedForm(name).replace(/\p{White_Space}+/gu, ' ')
}

/** The same with white space as it is: the form in which names were compared before. */
export const unfoldedForm = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC')
