import type { JsonValue } from '@/lib/api-types'
import type { RuleRow, RuleState } from '@/lib/rule-types'
import { ruleList } from './rule-list'
import { backtest, canary, coverage, exemptions, gaps, importReport, precision, problemsIn, ruleCoverage, ruleDetail, ruleRows, ruleVersions, tryTests } from './rules'

type JsonObject = { [key: string]: JsonValue }
type Context = { url: URL; body: JsonObject; params: string[] }
export type Route = [method: string, path: RegExp, handle: (context: Context) => Response | Promise<Response>]
type Answers = { json: (body: unknown, status?: number) => Response; problem: (status: number, title: string, detail: string, more?: object) => Response }

const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '')

/** The life of rules in memory, after the HTTP contract. */
export function ruleRoutes(start: number, account: () => string, { json, problem }: Answers) {
  const state = { rules: ruleRows(start), exemptions: exemptions(start), gaps: gaps(start), texts: new Map<string, { text: string; tests: string }>(), backtests: new Map<string, { row: RuleRow; from: string; to: string; asked: number; cancelled: boolean }>() }
  const find = (id: string | undefined) => state.rules.find((rule) => rule.id === id)
  const missing = () => problem(404, 'Không tìm thấy', 'Không có quy tắc này')
  const detailOf = (rule: RuleRow) => ({ ...ruleDetail(rule, start), ...state.texts.get(rule.id) })
  const change = (id: string | undefined, body: JsonObject, next: (rule: RuleRow) => Response | Partial<RuleRow>) => {
    const rule = find(id)
    if (!rule) return missing()
    if (body.expectedRevision !== rule.revision) return problem(409, 'Đã có thay đổi mới hơn', 'Người khác vừa đổi quy tắc này; hãy xem lại.', { code: 'RULE_STALE' })
    const result = next(rule)
    if (result instanceof Response) return result
    Object.assign(rule, result, { revision: rule.revision + 1 })
    return json(rule)
  }
  const move = (rule: RuleRow, to: RuleState, reason: string): Response | Partial<RuleRow> => {
    const { text: body, tests } = detailOf(rule)
    const report = tryTests(body, tests)
    if (to !== 'RETIRED' && !report.passed) return problem(409, 'Bài thử chưa đạt', 'Không bật được khi bài thử của chính quy tắc chưa đạt.', { code: 'RULE_TESTS_FAIL', tests: report })
    if (to === 'RETIRED' && reason === '') return problem(422, 'Thiếu lý do', 'Cần ghi lý do.', { code: 'REASON_MISSING' })
    return { state: to, enabled: to === 'ENABLED', running: to === 'ENABLED' ? rule.current : to === 'RETIRED' ? null : rule.running }
  }
  const routes: Route[] = [
    ['GET', /^\/api\/rules$/, ({ url }) => json(ruleList(state.rules, url.searchParams, importReport('').refused))],
    ['GET', /^\/api\/rules\/names$/, () => json(state.rules.map(({ id, title, state: now }) => ({ id, title, state: now })))],
    ['POST', /^\/api\/rules\/check$/, ({ body }) => json({ problems: problemsIn(text(body.text)) })],
    ['POST', /^\/api\/rules\/test$/, ({ body }) => json(tryTests(text(body.text), text(body.tests)))],
    ['POST', /^\/api\/rules$/, ({ body }) => {
      const problems = problemsIn(text(body.text))
      if (problems.length > 0) return problem(422, 'Quy tắc chưa đọc được', 'Nội dung chưa phải là quy tắc Sigma.', { code: 'RULE_INVALID', problems })
      const rule: RuleRow = { ...(state.rules[5] as RuleRow), id: /^id: (.+)$/m.exec(text(body.text))?.[1] ?? 'moi', title: /^title: (.+)$/m.exec(text(body.text))?.[1] ?? '', state: 'DRAFT', source: 'OWN', current: 1, running: null, revision: 1, alerts: 0, lastFired: null, enabled: false }
      state.rules.unshift(rule)
      state.texts.set(rule.id, { text: text(body.text), tests: text(body.tests) })
      return json({ rule, problems: [] }, 201)
    }],
    ['POST', /^\/api\/rules\/import$/, () => json(importReport('SigmaHQ'))],
    ['GET', /^\/api\/rules\/coverage$/, () => json(coverage(state.rules, start))],
    ['GET', /^\/api\/rules\/precision$/, () => json(precision())],
    ['GET', /^\/api\/rules\/canary$/, () => json(canary(start))],
    ['GET', /^\/api\/rules\/gaps$/, () => json({ items: state.gaps, watermarks: [], open: state.gaps.filter((gap) => gap.state === 'OPEN').length, failed: 1 })],
    ['POST', /^\/api\/rules\/gaps\/([^/]+)\/fill$/, ({ params }) => { const gap = state.gaps.find(({ id }) => id === params[0]); return gap ? json(Object.assign(gap, { state: 'FILLING' }), 202) : missing() }],
    ['GET', /^\/api\/rules\/backtests$/, () => json({ items: [], running: 0, waiting: 0 })],
    ['POST', /^\/api\/rules\/backtests$/, ({ body }) => {
      const row = find(text(body.ruleId)) ?? state.rules[0]
      if (!row) return missing()
      const id = `bt-${state.backtests.size + 1}`
      state.backtests.set(id, { row, from: text(body.from), to: text(body.to), asked: 0, cancelled: false })
      return json(backtest(id, row, text(body.from), text(body.to), 0), 202)
    }],
    ['GET', /^\/api\/rules\/backtests\/([^/]+)$/, ({ params }) => {
      const run = state.backtests.get(params[0] ?? '')
      if (!run) return params[0] === 'demo' && state.rules[0] ? json(backtest('demo', state.rules[0], new Date(start - 30 * 86_400_000).toISOString(), new Date(start).toISOString(), 1)) : missing()
      run.asked += run.cancelled ? 0 : 1
      return json({ ...backtest(params[0] ?? '', run.row, run.from, run.to, run.asked / 3), ...(run.cancelled ? { state: 'CANCELLED' } : {}) })
    }],
    ['DELETE', /^\/api\/rules\/backtests\/([^/]+)$/, ({ params }) => { const run = state.backtests.get(params[0] ?? ''); if (!run) return missing(); run.cancelled = true; return json({ ...backtest(params[0] ?? '', run.row, run.from, run.to, 0.4), state: 'CANCELLED' }) }],
    ['GET', /^\/api\/rules\/([^/]+)$/, ({ params }) => { const rule = find(params[0]); return rule ? json(detailOf(rule)) : missing() }],
    ['GET', /^\/api\/rules\/([^/]+)\/coverage$/, ({ params }) => { const rule = find(params[0]); return rule ? json(ruleCoverage(rule, start)) : missing() }],
    ['GET', /^\/api\/rules\/([^/]+)\/versions$/, ({ params }) => { const rule = find(params[0]); return rule ? json(ruleVersions(rule, start)) : missing() }],
    ['GET', /^\/api\/rules\/([^/]+)\/versions\/([^/]+)$/, ({ params }) => { const rule = find(params[0]); const found = rule && ruleVersions(rule, start).find(({ number, version }) => String(number) === params[1] || version === params[1]); return found ? json(found) : missing() }],
    ['POST', /^\/api\/rules\/([^/]+)\/versions$/, ({ params, body }) => {
      const problems = problemsIn(text(body.text))
      if (problems.length > 0) return problem(422, 'Quy tắc chưa đọc được', 'Nội dung chưa phải là quy tắc Sigma.', { code: 'RULE_INVALID', problems })
      const answer = change(params[0], body, (rule) => ({ current: rule.current + 1, state: 'DRAFT' }))
      if (answer.status === 200) state.texts.set(params[0] ?? '', { text: text(body.text), tests: text(body.tests) })
      return answer.status === 200 ? json({ rule: find(params[0]), problems: [] }, 201) : answer
    }],
    ['POST', /^\/api\/rules\/([^/]+)\/restore$/, ({ params, body }) => change(params[0], body, (rule) => ({ current: rule.current + 1, state: 'DRAFT' }))],
    ['POST', /^\/api\/rules\/([^/]+)\/state$/, ({ params, body }) => change(params[0], body, (rule) => move(rule, body.to as RuleState, text(body.reason)))],
    ['PUT', /^\/api\/rules\/([^/]+)\/suppression$/, ({ params, body }) => change(params[0], body, () => ({ suppression: { mode: body.mode as 'RULE', fields: (body.fields as string[] | undefined) ?? [], windowSeconds: body.window ? 3600 : null } }))],
    ['GET', /^\/api\/exemptions$/, () => json({ items: state.exemptions })],
    ['GET', /^\/api\/exemptions\/([^/]+)$/, ({ params }) => { const found = state.exemptions.find(({ id }) => id === params[0]); return found ? json({ ...found, hiddenEvents: Array.from({ length: 4 }, (_, index) => ({ event: `ev-al-000${index}-0`, rule: found.rules[0] ?? '', organization: '', at: found.lastHidden ?? found.madeAt })) }) : missing() }],
    ['POST', /^\/api\/exemptions$/, ({ body }) => {
      const made = { id: `ex-${state.exemptions.length + 1}`, rules: body.rules as string[], organization: null, selection: body.selection as JsonValue, reason: text(body.reason), author: account(), madeAt: new Date(start).toISOString(), expiresAt: text(body.expiresAt), approver: null, approvedAt: null, revokedBy: null, revokedAt: null, revokeReason: '', status: 'PROPOSED' as const, hidden: 0, lastHidden: null }
      state.exemptions.unshift(made)
      return json(made, 201)
    }],
    ['POST', /^\/api\/exemptions\/([^/]+)\/approve$/, ({ params }) => {
      const found = state.exemptions.find(({ id }) => id === params[0])
      if (!found) return missing()
      if (found.author === account()) return problem(409, 'Cần người khác duyệt', 'Người đề nghị không duyệt được ngoại lệ của chính mình.', { code: 'EXEMPTION_OWN' })
      return json(Object.assign(found, { status: 'IN_FORCE', approver: account() }))
    }],
    ['POST', /^\/api\/exemptions\/([^/]+)\/revoke$/, ({ params, body }) => { const found = state.exemptions.find(({ id }) => id === params[0]); return found ? json(Object.assign(found, { status: 'REVOKED', revokedBy: account(), revokeReason: text(body.reason) })) : missing() }],
  ]
  return { routes, state }
}
