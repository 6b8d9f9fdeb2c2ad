/** The forms of a phrase by the number in it, which stands at `#`. */
export type Forms<Category extends Intl.LDMLPluralRule> = Readonly<Record<Category, string>>

/** Categories of smaller numbers are remembered: a log counts bytes with every chunk. */
const MAX_KNOWN = 1_024

/** Puts numbers into phrases, by the rules of a language. `Category` lists those that whole numbers have there. */
export const plural = <Category extends Intl.LDMLPluralRule>(
  language: string,
): ((count: number, forms: Forms<Category>) => string) => {
  const rules = new Intl.PluralRules(language)
  // Counts are whole numbers: no other category comes.
  const select = (count: number): Category => rules.select(count) as Category
  const known: Category[] = []
  return (count, forms) => {
    if (count >= MAX_KNOWN) return forms[select(count)].replace('#', String(count))
    const category = known[count] ?? select(count)
    known[count] = category
    return forms[category].replace('#', String(count))
  }
}
