/** The rules that verification checks. The names are stable. */
export const rules = {
  UNFIT_MACHINE: 'The machine cannot be verified: it is not pure data, or it names no state of the contract.',
  UNFIT_CONTRACT: 'The contract cannot be verified: a side can refuse nothing with it.',
  CROSSING_DIFFERS: 'Two messages of the contract may cross, and do not lead to the same in either order.',
  HEARS_LESS: 'A state does not take in a message that the contract lets it hear.',
  HEARS_MORE: 'A state does not refuse a message that the contract does not let it hear.',
  SAYS_FORBIDDEN: 'A message is said that the contract forbids there, or with a value that it does not have.',
  WRONG_STATE: 'A step leads elsewhere than the contract does.',
  DEADLINE_MISSING: 'A state waits for the other side without the deadline of the contract.',
  DEADLINE_DIFFERS: 'A deadline is not the one of the contract, or does not begin when its state is entered.',
  DEADLINE_WITHOUT_EFFECT: 'A deadline passes and its state is not left.',
  OUTCOME_IGNORED: 'An actor ends and the state that runs it is not left, or nobody knows how it can end.',
  OUTCOME_MISTOLD:
    'A message is said on another outcome than it stands for, or not on the one it stands for.',
  ACTION_MISSING: 'A step does not do what the module says that its event needs.',
  PROMPT_IGNORED: 'What a person or program may cause has no effect in any state.',
  REFUSAL_UNANSWERED: 'A breach does not end the conversation with the code that the contract has for it.',
  NEVER_ENTERED: 'A state is never entered.',
  NEVER_FIRES: 'A transition never fires.',
  NEVER_SAID: 'The contract lets a side say a message in a state, or with a value, and it never does.',
  DEADLOCK: 'Both sides wait for each other. At most a deadline or leaving helps.',
  LIVELOCK: 'Steps follow each other in a circle, and neither side ever gets on to another state.',
  NO_ROOM: 'Both sides are stuck for want of room: neither can hear before it has said something.',
  UNEXPECTED_MESSAGE: 'A message arrives in a state in which the contract does not let it be heard.',
  LEFT_OVER: 'A conversation ended in peace, and a message was left that nobody hears.',
  ENDS_DIFFER: 'A conversation ends in peace for one side, and the other finds the stream ended.',
  CONTINUES_ENDED: 'A conversation goes on over another connection, and one side had ended it.',
  NEVER_LEFT: 'From here no way leads to the end of the conversation.',
  UNFINISHED: 'Not everything up to the bound could be seen: choose another bound.',
} as const

/** A rule that verification holds machines to. */
export type Rule = keyof typeof rules

/** Rules whose violation is no fault: something is there that is never used. */
export const lints = ['NEVER_ENTERED', 'NEVER_FIRES', 'NEVER_SAID'] as const

/** The id of such a rule. */
export type Lint = (typeof lints)[number]
