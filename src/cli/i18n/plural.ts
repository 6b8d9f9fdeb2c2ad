/** The forms of a phrase by the number in it, which stands at `#`. */
export type Forms<Category extends Intl.LDMLPluralRule> = Readonly<Record<Category, string>>

/** Puts numbers into phrases, by the rules of a language. `Category` lists those that whole numbers have there. */
export const plural = <Category extends Intl.LDMLPluralRule>(
  language: string,
): ((count: number, forms: Forms<Category>) => string) => {
  const rules = new Intl.PluralRules(language)
  return (count, forms) =>
    // Counts are whole numbers: no other category comes.
    forms[rules.select(count) as Category].replace('#', String(count))
}
