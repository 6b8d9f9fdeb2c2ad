/** The endings of the files of each language that code is generated in. */
export const endings = {
  typescript: ['.ts', '.mts'],
  javascript: ['.js', '.mjs'],
} as const

/** A language that code is generated in. */
export type Language = keyof typeof endings

// Those that have endings.
export const languages = Object.keys(endings) as readonly Language[]

/** Whether a file of this name can hold code of a language; declarations are none. */
export const isFileOf = (language: Language, file: string): boolean =>
  endings[language].some((ending) => file.endsWith(ending)) && !/\.d\.m?ts$/.test(file)
