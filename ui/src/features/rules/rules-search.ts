import { LEVELS, type Level } from '@/lib/api-types'
import { RULE_ORDERS, RULE_STATES, VERDICTS, type RuleOrder, type RuleState, type Verdict } from '@/lib/rule-types'

export const RULES_TABS = ['list', 'exemptions', 'coverage', 'gaps'] as const
export type RulesTab = (typeof RULES_TABS)[number]
export const RULE_TABS = ['about', 'text', 'versions', 'noise', 'backtest'] as const
export type RuleTab = (typeof RULE_TABS)[number]

/** The list as it stands in the address. */
export type RulesSearch = { tab?: RulesTab; text?: string; state?: RuleState; level?: Level; tactic?: string; technique?: string; source?: string; verdict?: Verdict; set?: string; sort?: RuleOrder; down?: boolean }

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function readRulesSearch(raw: Record<string, unknown>): RulesSearch {
  return {
    tab: RULES_TABS.find((tab) => tab === raw.tab),
    text: word(raw.text),
    state: RULE_STATES.find((state) => state === raw.state),
    level: LEVELS.find((level) => level === raw.level),
    tactic: word(raw.tactic),
    technique: word(raw.technique),
    source: word(raw.source),
    verdict: VERDICTS.find((verdict) => verdict === raw.verdict),
    set: word(raw.set),
    sort: RULE_ORDERS.find((order) => order === raw.sort),
    down: raw.down === true || raw.down === 'true' || undefined,
  }
}

export type RuleSearch = { tab?: RuleTab; version?: string; other?: string; backtest?: string }
export function readRuleSearch(raw: Record<string, unknown>): RuleSearch {
  return { tab: RULE_TABS.find((tab) => tab === raw.tab), version: word(raw.version), other: word(raw.other), backtest: word(raw.backtest) }
}

/** `attack.t1110.001` as people say it: T1110.001. */
export function techniquesOf(tags: string[]): string[] {
  return tags.filter((tag) => /^attack\.t\d/i.test(tag)).map((tag) => tag.slice(7).toUpperCase())
}

/** `attack.credential_access` and `attack.credential-access` are one tactic. */
export function tacticsOf(tags: string[]): string[] {
  return tags.filter((tag) => /^attack\.(?![tgsm]\d)/i.test(tag)).map((tag) => tag.slice(7).toLowerCase().replaceAll('_', '-'))
}

/** The name of a tactic where the data gives none. */
export const tacticWords = (id: string) => id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

export const isFiltered = ({ tab: _tab, sort: _sort, down: _down, ...filters }: RulesSearch) => Object.values(filters).some((value) => value !== undefined)
