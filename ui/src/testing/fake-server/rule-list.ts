import { tacticsOf, techniquesOf } from '@/features/rules/rules-search'
import { LEVELS } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { RULE_STATES, VERDICTS, type RuleList, type RuleProblem, type RuleRow } from '@/lib/rule-types'

const counts = <K extends string>(keys: readonly K[], found: (K | undefined)[]) => Object.fromEntries(keys.map((key) => [key, found.filter((each) => each === key).length])) as Record<K, number>
const distinct = (values: string[]) => [...new Set(values.filter(Boolean))].toSorted()

function matches(rule: RuleRow, asked: URLSearchParams): boolean {
  const is = (name: string, value: string | undefined) => !asked.get(name) || asked.get(name) === value
  const technique = asked.get('technique')
  const words = fold(asked.get('text') ?? '').split(/\s+/).filter(Boolean)
  const text = fold([rule.title, rule.id, rule.file, rule.logsource, rule.set, ...rule.tags].join(' '))
  return (
    is('state', rule.state) && is('level', rule.level) && is('source', rule.logsource) && is('set', rule.set) && is('verdict', rule.reach?.verdict) &&
    (!asked.get('tactic') || tacticsOf(rule.tags).includes(asked.get('tactic') ?? '')) &&
    (!technique || techniquesOf(rule.tags).some((id) => id === technique || id.startsWith(`${technique}.`))) && words.every((each) => text.includes(each))
  )
}

/** A page as the server cuts it; sorts by title and level only. */
export function ruleList(rules: RuleRow[], asked: URLSearchParams, rejected: RuleProblem[]): RuleList {
  const found = rules.filter((rule) => matches(rule, asked))
  if (asked.get('sort') === 'TITLE') found.sort((a, b) => a.title.localeCompare(b.title, 'vi'))
  if (asked.get('sort') === 'LEVEL') found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  if (asked.get('down') === 'true') found.reverse()
  const from = Number(asked.get('after') ?? 0)
  const until = from + Number(asked.get('limit') ?? 100)
  return {
    items: found.slice(from, until), next: until < found.length ? String(until) : null, total: found.length, all: rules.length,
    states: counts(RULE_STATES, rules.map(({ state }) => state)), verdicts: counts(VERDICTS, rules.map(({ reach }) => reach?.verdict)),
    logsources: distinct(rules.map(({ logsource }) => logsource)), sets: distinct(rules.map(({ set }) => set)),
    tactics: Object.fromEntries(distinct(rules.flatMap(({ tags }) => tacticsOf(tags))).map((tag) => [tag, tag])), rejected: from === 0 ? rejected : [],
  }
}
