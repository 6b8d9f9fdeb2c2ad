/** The forms of a phrase by the number in it, which stands at `#`. */
export type Forms<Category extends Intl.LDMLPluralRule> = Readonly<Record<Category, string>>

/**
 * From here on a number has the form of the one with the same two last digits, in the languages that there are. A log counts bytes
 * with every chunk, and to ask the rules takes longer than the rest of its line.
 */
const LIKE_FROM = 1_000

/** Puts numbers into phrases, by the rules of a language. `Category` lists those that whole numbers have there. */
export const plural = <Category extends Intl.LDMLPluralRule>(
  language: string,
): ((count: number, forms: Forms<Category>) => string) => {
  const rules = new Intl.PluralRules(language)
  // Counts are whole numbers: no other category comes.
  const select = (count: number): Category => rules.select(count) as Category
  const known: Category[] = []
  return (count, forms) => {
    const like = count < LIKE_FROM ? count : LIKE_FROM + (count % 100)
    const category = known[like] ?? select(like)
    known[like] = category
    return forms[category].replace('#', String(count))
  }
}
