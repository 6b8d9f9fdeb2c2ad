const COMMANDS = ['/help', '/status', '/bytes', '/logout', '/quit', '/re ', '/again', '/lines ']

/** All that a line of a conversation may become. */
export const conversationCompletions = (begun: string): readonly string[] =>
  COMMANDS.filter((each) => each.startsWith(begun) && begun.startsWith('/'))
