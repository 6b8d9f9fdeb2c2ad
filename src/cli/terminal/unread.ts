/** Whether the error of an output says that nobody reads it any more: a pipe without a reader, a terminal that is gone. */
export const isUnread = (code: string): boolean =>
  code === 'EPIPE' || (code === 'EIO' && process.stdout.isTTY === true)
