import type { RuleDetail, RuleState } from '@/lib/rule-types'

export type MoveWord = 'test' | 'enable' | 'enableUntested' | 'enableAgain' | 'retire' | 'drop'
export type RuleMove = { to: RuleState; word: MoveWord; primary: boolean }

/** The words for what the server allows; which moves there are is its decision. */
export function movesOf({ state, allowedMoves }: Pick<RuleDetail, 'state' | 'allowedMoves'>): RuleMove[] {
  const moves = allowedMoves.map((to) => ({ to, word: wordOf(state, to) }))
  return moves.map(({ to, word }) => ({ to, word, primary: word === 'test' || word === 'enable' || word === 'enableAgain' }))
}

function wordOf(from: RuleState, to: RuleState): MoveWord {
  if (to === 'TESTED' || to === 'DRAFT') return 'test'
  if (to === 'RETIRED') return from === 'ENABLED' ? 'retire' : 'drop'
  return from === 'DRAFT' ? 'enableUntested' : from === 'RETIRED' ? 'enableAgain' : 'enable'
}

/** Running the tests needs no reason; everything that changes what is detected does. */
export const needsReason = (to: RuleState) => to !== 'TESTED'
