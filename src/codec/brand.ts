declare const brand: unique symbol

/** A `Base` that was checked under a name, so that it is not mixed up with others of the same base. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
