/**
 * The form in which names are compared: NFKC, lower case, NFKC. Two names with the same form are the same name.
 * This is no case folding, which JavaScript lacks: STRASSE and straße stay two names.
 */
export const comparisonForm = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC')
