/** How a connection ended, by its last word. */
export interface LastWord {
  readonly how: 'bye' | 'fault' | 'lost'
  readonly code: string
}

/** Whether a conversation that ended so may go on over another connection: neither side wanted it to be over. */
export const mayGoOn = ({ how, code }: LastWord): boolean =>
  how === 'lost' || (how === 'bye' ? code === 'IDLE' || code === 'SHUTTING_DOWN' : code === 'TIMEOUT')
