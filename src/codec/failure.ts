import * as t from 'io-ts'

const withoutValues = (context: t.Context): t.Context =>
  context.map(({ key, type }) => ({ key, type, actual: undefined }))

/** A failure without its value and those of the objects around it. */
export const withoutValue = ({ context, message }: t.ValidationError): t.ValidationError => ({
  value: undefined,
  context: withoutValues(context),
  ...(message === undefined ? {} : { message }),
})

/** A failure for a reason. Of a secret it carries no value at all, not even those of the objects around it. */
export const refuse = <A>(
  value: unknown,
  context: t.Context,
  reason: string,
  secret: boolean,
): t.Validation<A> =>
  secret ? t.failure(undefined, withoutValues(context), reason) : t.failure(value, context, reason)
