import i18n from 'i18next'
import type { RuleProblem } from './rule-types'

/** What is wrong with a rule, in the language of the screen: the server gives both. */
export const problemWords = ({ reason, message }: Pick<RuleProblem, 'reason' | 'message'>) => (i18n.language?.startsWith('en') ? reason : message)
