import { LEVELS, type Level } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { RULE_STATES, VERDICTS, type RuleRow, type RuleState, type Verdict } from '@/lib/rule-types'

export const RULES_TABS = ['list', 'exemptions', 'coverage', 'gaps'] as const
export type RulesTab = (typeof RULES_TABS)[number]
export const RULE_TABS = ['about', 'text', 'versions', 'noise', 'backtest'] as const
export type RuleTab = (typeof RULE_TABS)[number]

/** The list as it stands in the address. */
export type RulesSearch = { tab?: RulesTab; text?: string; state?: RuleState; level?: Level; tactic?: string; technique?: string; source?: string; verdict?: Verdict; set?: string }

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

export function matches(rule: RuleRow, search: RulesSearch, verdict: Verdict | undefined): boolean {
  const words = fold(search.text ?? '').split(/\s+/).filter(Boolean)
  const text = words.length === 0 ? '' : fold([rule.title, rule.id, rule.file, rule.logsource, rule.set, ...rule.tags].join(' '))
  return (
    (!search.state || rule.state === search.state) && (!search.level || rule.level === search.level) && (!search.source || rule.logsource === search.source) &&
    (!search.set || rule.set === search.set) && (!search.verdict || verdict === search.verdict) && (!search.tactic || tacticsOf(rule.tags).includes(search.tactic)) &&
    (!search.technique || techniquesOf(rule.tags).some((id) => id === search.technique || id.startsWith(`${search.technique}.`))) && words.every((each) => text.includes(each))
  )
}

export const isFiltered = ({ tab: _tab, ...filters }: RulesSearch) => Object.values(filters).some((value) => value !== undefined)
