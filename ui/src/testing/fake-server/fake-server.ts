import type { Alert, AlertActionRequest, Event, IncidentState, JsonValue, LevelCounts, Task } from '@/lib/api-types'
import { DISPOSITIONS, LEVELS, NOTE_REQUIRED, ROLES, SEVERITIES, CATEGORIES } from '@/lib/api-types'
import vi from '@/locales/vi.json'
import { alertAt, alertDetail, alerts as makeAlerts, eventOf, type FakeAlert } from './alerts'
import { clockRows, orders, periodicRows } from './coordination'
import { incidentDetail, incidentRows, runOf, PLAYBOOKS, tasks as makeTasks } from './incidents'
import { cacao, checked, pendingApprovals, playbookDetail } from './playbooks'
import { fakeForms } from './forms'
import { drillDetail, dueDrills, recovery } from './drills'
import { approvals, audit, compliance, drills, FORMS, outages, PIPELINE, plans, reports as makeReports, snapshots, sources, tables, watchVersions } from './operations'
import { ruleRoutes } from './rule-routes'
import { MY_NOTICES, OBSERVABLES, SECRET_CONTENTS } from './labels'
import { sessionFor, SYSTEMS, UNITS, users as makeUsers } from './people'

export type FakeOptions = { now?: () => number; account?: string | null }
type Context = { url: URL; body: JsonObject; params: string[] }
type JsonObject = { [key: string]: JsonValue }
type Handler = (context: Context) => Response | Promise<Response>

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const empty = (status = 204) => new Response(null, { status })
const problem = (status: number, title: string, detail: string, more: object = {}) =>
  new Response(JSON.stringify({ title, detail, status, ...more }), { status, headers: { 'Content-Type': 'application/problem+json' } })
const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '')
const list = (value: string | null) => (value ? value.split(',') : [])

/** A whole backend in memory, after the HTTP contract; for tests and for looking at the screens. Never shipped. */
export function createFakeServer({ now = Date.now, account = 'demo' }: FakeOptions = {}) {
  const start = now()
  const tableVersions = watchVersions(start)
  const state = {
    account, alerts: makeAlerts(start), rows: incidentRows(start), tasks: makeTasks(start), reports: makeReports(start), users: makeUsers(start), notes: [] as { id: string; at: string; author: string; text: string }[],
    undo: new Map<string, Alert[]>(), alertNotes: new Map<string, { note: string; token: string }[]>(), undone: new Set<string>(), changes: new Map<string, JsonObject>(), requests: [] as { method: string; path: string; body: JsonObject }[], failures: new Map<string, Response>(),
  }
  const iso = (time = now()) => new Date(time).toISOString()

  const matching = (url: URL): FakeAlert[] => {
    const get = (name: string) => url.searchParams.get(name)
    const states = list(get('state'))
    const levels = list(get('level'))
    const owner = get('owner')
    const words = (get('text') ?? '').toLowerCase()
    const found = state.alerts.filter((alert) =>
      (states.length === 0 || states.includes(alert.state)) && (levels.length === 0 || levels.includes(alert.level)) && (!owner || (owner === 'none' ? alert.owner === null : alert.owner === (owner === 'me' ? state.account : owner))) &&
      (!get('rule') || alert.ruleId === get('rule')) && (!get('entity') || alert.entity === get('entity')) && (!get('organization') || alert.organization?.code === get('organization')) &&
      (words === '' || `${alert.title} ${alert.reason} ${alert.entity}`.toLowerCase().includes(words)))
    const due = (alert: Alert) => (alert.dueAt ? Date.parse(alert.dueAt) : Number.MAX_SAFE_INTEGER)
    return get('sort') === 'newest' ? found.toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt)) : found.toSorted((a, b) => due(a) - due(b))
  }

  const eventsIn = (url: URL): Event[] => {
    const from = Date.parse(url.searchParams.get('from') ?? '1970-01-01T00:00:00Z')
    const to = Date.parse(url.searchParams.get('to') ?? '9999-01-01T00:00:00Z')
    const wanted = [...(url.searchParams.get('q') ?? '').matchAll(/(NOT )?([\w.]+):"?([^\s")]+)"?/g)]
    const words = (url.searchParams.get('q') ?? '').replaceAll(/(NOT )?[\w.*]+:"?[^\s")]+"?|\bAND\b|\bOR\b|[()]/g, ' ').trim().toLowerCase()
    return state.alerts.flatMap((alert) => Array.from({ length: Math.min(alert.occurrences, 12) }, (_, index) => eventOf(alert, index))).filter((event) => {
      const at = Date.parse(event.timestamp)
      const holds = wanted.every(([, not, field, value]) => field === '*' || (String(event.fields[field ?? ''] ?? '') === value) !== (not !== undefined))
      return at >= from && at < to && holds && (words === '' || JSON.stringify(event.fields).toLowerCase().includes(words))
    }).toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
  }

  const syntaxProblem = (url: URL) => {
    const q = url.searchParams.get('q') ?? ''
    if ((q.match(/"/g) ?? []).length % 2 === 1) return problem(400, 'Câu truy vấn sai', `Thiếu dấu ngoặc kép đóng ở cột ${q.lastIndexOf('"') + 1}`, { code: 'QUERY_SYNTAX' })
    if ((q.match(/\(/g) ?? []).length !== (q.match(/\)/g) ?? []).length) return problem(400, 'Câu truy vấn sai', 'Dấu ngoặc tròn mở và đóng không bằng nhau', { code: 'QUERY_SYNTAX' })
    return null
  }

  const act = (body: AlertActionRequest): Response => {
    const chosen = state.alerts.filter((alert) => body.ids.includes(alert.id))
    if (body.action === 'CLOSE' && (!body.disposition || (NOTE_REQUIRED.includes(body.disposition) && !body.note))) {
      return problem(400, 'Thiếu thông tin', 'Kết luận này cần ghi chú', { fields: [{ field: 'note', message: 'bắt buộc' }] })
    }
    const token = `undo-${state.undo.size + 1}`
    if (body.action === 'NOTE') for (const alert of chosen) state.alertNotes.set(alert.id, [...(state.alertNotes.get(alert.id) ?? []), { note: body.note ?? '', token }])
    state.undo.set(token, chosen.map((alert) => ({ ...alert })))
    for (const alert of chosen) {
      if (body.action === 'TAKE') Object.assign(alert, { state: 'DANG_XU_LY', owner: state.account })
      if (body.action === 'ASSIGN') Object.assign(alert, { state: 'DANG_XU_LY', owner: body.owner ?? null })
      if (body.action === 'CLOSE') Object.assign(alert, { state: 'DA_DONG', disposition: body.disposition, dueAt: null })
      if (body.action === 'REOPEN') Object.assign(alert, { state: 'DANG_XU_LY', disposition: null })
      if (body.action === 'SNOOZE') Object.assign(alert, { state: 'TAM_HOAN', snoozedUntil: body.until ?? null })
    }
    return json({ changed: chosen.length, undo: token })
  }

  const paged = <T>(items: T[], url: URL, more: object = {}) => {
    const limit = Number(url.searchParams.get('limit') ?? 50)
    const from = Number(url.searchParams.get('after') ?? 0)
    return json({ items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null, total: items.length, ...more })
  }

  const moveTask = (id: string, change: Partial<Task>) => {
    const task = state.tasks.find((each) => each.id === id)
    if (!task) return problem(404, 'Không tìm thấy', `Không có việc ${id}`)
    Object.assign(task, change)
    return empty()
  }

  const rules = ruleRoutes(start, () => state.account ?? '', { json, problem })
  const forms = fakeForms(now)
  const routes: [method: string, path: RegExp, handle: Handler][] = [
    ['GET', /^\/api\/exemptions\/offer$/, () => json({ rules: ['r1'], organization: null, selection: { 'user.name': 'cb00721-014', 'source.ip': '203.0.113.41' }, expiresAt: new Date(now() + 30 * 86_400_000).toISOString(), effect: { alerts: 31, hidden: 7, days: 30, complete: true } })],
    ['POST', /^\/api\/exemptions\/effect$/, () => json({ alerts: 31, hidden: 19, days: 30, complete: true })],
    ...rules.routes,
    ['GET', /^\/api\/forms$/, ({ url }) => json(forms.shelf(url.searchParams.get('subject') ?? ''))],
    ['POST', /^\/api\/forms$/, ({ body }) => json(forms.start(text(body.form), text(body.subject)))],
    ['GET', /^\/api\/forms\/([^/]+)$/, ({ params }) => { const view = forms.kept.get(params[0] ?? ''); return view ? json(view) : problem(404, 'Không tìm thấy', 'Không có biểu mẫu') }],
    ['PUT', /^\/api\/forms\/([^/]+)$/, ({ params, body }) => json(forms.write(params[0] ?? '', body.edits as { place?: string; text?: string; block?: number; rows?: string[][] }[]))],
    ['POST', /^\/api\/forms\/([^/]+)\/refill$/, ({ params }) => json(forms.kept.get(params[0] ?? ''))],
    ['POST', /^\/api\/forms\/([^/]+)\/sign$/, ({ params, body }) => { const view = forms.sign(params[0] ?? '', body.withBlanks === true); return view ? json(view) : problem(409, 'Còn chỗ trống', 'Biểu mẫu còn chỗ trống') }],
    ['GET', /^\/api\/incidents\/[^/]+\/evidence\/abilities$/, () => json({ signs: true, sealedEvents: 100_000, largest: 2_147_483_648, packageMinutes: 30 })],
    ['POST', /^\/api\/incidents\/[^/]+\/evidence\/search$/, ({ body }) => (text(body.query).includes('*') ? problem(422, 'Dữ liệu chưa hợp lệ', 'Kết quả có 240.000 sự kiện, quá giới hạn 100.000') : json({ id: 'e9', name: 'tim-kiem-2026-11-20.ndjson' }))],
    ['POST', /^\/api\/incidents\/[^/]+\/evidence\/packages$/, () => json({ id: 'g1', name: 'chung-cu-SC-2026-004.asice', sha256: '5f1d'.repeat(16), size: 51_234_567 })],
    ['POST', /^\/api\/incidents\/[^/]+\/evidence\/[^/]+\/handover$/, () => empty()],
    ['GET', /^\/api\/session$/, () => json(sessionFor(state.account ?? '', now()))],
    ['POST', /^\/api\/logout$/, () => { state.account = null; return empty() }],
    ['POST', /^\/api\/session\/mfa\/begin$/, () => json({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DP', otpauth: 'otpauth://totp/LaChan:demo?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=LaChan' })],
    ['POST', /^\/api\/session\/mfa\/confirm$/, ({ body }) => (body.code === '000000' ? problem(400, 'Mã sai', 'Mã không đúng hoặc đã hết hạn') : empty())],
    ['POST', /^\/api\/session\/password$/, () => empty()],
    ['GET', /^\/api\/session\/notices$/, () => json(MY_NOTICES)],
    ['PUT', /^\/api\/session\/notices$/, () => empty()],
    ['GET', /^\/api\/incidents\/[^/]+\/observables$/, () => json(OBSERVABLES)],
    ['GET', /^\/api\/incidents\/[^/]+\/secret$/, () => json(SECRET_CONTENTS)],
    ['POST', /^\/api\/incidents\/[^/]+\/(marking|secret|observables)$/, () => empty()],
    ['GET', /^\/api\/alerts$/, ({ url }) => {
      const found = matching(url)
      const counts = Object.fromEntries(LEVELS.map((level) => [level, found.filter((alert) => alert.level === level).length])) as LevelCounts
      return paged(found, url, { counts, unassigned: found.filter((alert) => alert.owner === null).length, overdue: found.filter((alert) => alert.dueAt && Date.parse(alert.dueAt) < now()).length, newest: found[0]?.lastAt ?? null })
    }],
    ['GET', /^\/api\/alerts\/groups$/, ({ url }) => {
      const by = url.searchParams.get('by')
      const groups = groupBy(matching(url), (alert) => (by === 'rule' ? alert.ruleId : by === 'entity' ? alert.entity : (alert.organization?.code ?? '')))
      return json([...groups].map(([key, members]) => ({
        key, label: by === 'rule' ? members[0]?.ruleTitle : by === 'entity' ? key : members[0]?.organization?.name, count: members.length, newest: members.map((each) => each.lastAt).toSorted().at(-1),
        levels: Object.fromEntries(LEVELS.map((level) => [level, members.filter((each) => each.level === level).length]).filter(([, count]) => count !== 0)),
      })).toSorted((a, b) => b.count - a.count))
    }],
    ['POST', /^\/api\/alerts\/actions$/, ({ body }) => act(body as unknown as AlertActionRequest)],
    ['POST', /^\/api\/alerts\/undo$/, ({ body }) => {
      const before = state.undo.get(text(body.token)) ?? []
      for (const old of before) Object.assign(state.alerts.find((alert) => alert.id === old.id) ?? {}, old)
      state.undone.add(text(body.token))
      return json({ changed: before.length, left: 0, undo: `redo-${text(body.token)}` })
    }],
    ['POST', /^\/api\/alerts\/escalate$/, ({ body }) => {
      const incidentId = text(body.incidentId) || 'SC-2026-006'
      for (const alert of state.alerts) if ((body.ids as string[]).includes(alert.id)) Object.assign(alert, { state: 'DA_LEO_THANG', incidentId, dueAt: null })
      if (!body.incidentId && state.rows[0]) state.rows.unshift({ ...state.rows[0], id: incidentId, title: text(body.title), state: 'NGHI_NGO' })
      return json({ incidentId })
    }],
    ['GET', /^\/api\/alerts\/([^/]+)$/, ({ params }) => {
      const alert = state.alerts.find((each) => each.id === params[0])
      const notes = (state.alertNotes.get(params[0] ?? '') ?? []).map(({ note, token }) => ({ at: iso(), actor: state.account ?? '', action: 'NOTE' as const, note, undone: state.undone.has(token), undo: state.undone.has(token) ? null : token }))
      const detail = alert && alertDetail(alert, state.alerts)
      return detail ? json({ ...detail, history: [...detail.history, ...notes] }) : problem(404, 'Không tìm thấy', `Không có cảnh báo ${params[0]}`)
    }],
    ['GET', /^\/api\/incidents$/, ({ url }) => {
      const wanted = url.searchParams.get('state') ?? 'open'
      const severity = url.searchParams.get('severity')
      const words = (url.searchParams.get('text') ?? '').toLowerCase()
      return paged(state.rows.filter((row) => (wanted === 'all' || (row.state === 'DA_DONG') === (wanted === 'closed')) && (!severity || row.severity === severity) && `${row.id} ${row.title}`.toLowerCase().includes(words)), url)
    }],
    ['POST', /^\/api\/incidents$/, () => json({ id: 'SC-2026-006' })],
    ['GET', /^\/api\/incidents\/([^/]+)$/, ({ params }) => {
      const row = state.rows.find((each) => each.id === params[0])
      if (!row) return problem(404, 'Không tìm thấy', `Không có sự cố ${params[0]}`)
      const detail = incidentDetail(row, now(), state.alerts, state.tasks, state.reports)
      return json({ ...detail, incident: { ...detail.incident, ...known(state.changes.get(row.id)) }, notes: [...detail.notes, ...state.notes] })
    }],
    ['POST', /^\/api\/incidents\/([^/]+)\/state$/, ({ params, body }) => {
      if (body.to === 'DA_DONG' && !body.reviewer) return problem(409, 'Chưa đủ điều kiện', 'Sự cố chưa đủ điều kiện đóng', { code: 'GATE', missing: ['nguyên nhân gốc', 'người rà soát khác người phụ trách'] })
      Object.assign(state.rows.find((row) => row.id === params[0]) ?? {}, { state: body.to as IncidentState })
      return empty()
    }],
    ['PUT', /^\/api\/incidents\/([^/]+)$/, ({ params, body }) => {
      Object.assign(state.rows.find((row) => row.id === params[0]) ?? {}, body)
      state.changes.set(params[0] ?? '', { ...state.changes.get(params[0] ?? ''), ...body })
      return empty()
    }],
    ['POST', /^\/api\/incidents\/([^/]+)\/notes$/, ({ body }) => { state.notes.push({ id: `n${state.notes.length + 10}`, at: iso(), author: 'Nguyễn Thị Lan', text: text(body.text) }); return json({ id: 'n9' }) }],
    ['POST', /^\/api\/incidents\/[^/]+\/evidence\/[^/]+\/verify$/, () => json({ intact: true, sha256: '5f1d7a84db00d2fce00b31a7fc73224924d06ac5c8c0a19a8c1b5ac3f7e0b1ac' })],
    ['POST', /^\/api\/incidents\/[^/]+\/(timeline|tasks|evidence|runs)$/, () => json({ id: 'new', runId: 'run-1', sha256: '5f1d' })],
    ['POST', /^\/api\/incidents\/[^/]+\/clocks\/[^/]+\/done$/, () => empty()],
    ['GET', /^\/api\/notices$/, () => json({ unread: 1, items: [{ id: 7, at: iso(), kind: 'ORDER_LATE', subject: 'Lệnh thuộc sự cố SC-2026-004 chưa được xác nhận', link: '/orders?id=t1', incidentId: 'SC-2026-004', readAt: null }] })],
    ['POST', /^\/api\/notices\/read$/, () => empty()],
    ['GET', /^\/api\/orders$/, ({ url }) => json(url.searchParams.get('finished') ? [] : orders(state.tasks, now()))],
    ['POST', /^\/api\/orders\/[^/]+\/(progress|proof)$/, () => empty()],
    ['GET', /^\/api\/clocks$/, () => json(clockRows(now()))],
    ['GET', /^\/api\/clocks\/periodic$/, () => json(periodicRows(now()))],
    ['GET', /^\/api\/incidents\/[^/]+\/(handovers|preservations)$/, () => json([])],
    ['GET', /^\/api\/tasks$/, ({ url }) => paged(state.tasks.filter((task) => (task.state === 'XONG' || task.state === 'BO_QUA') === (url.searchParams.get('state') === 'done')), url)],
    ['POST', /^\/api\/tasks\/([^/]+)\/acknowledge$/, ({ params }) => moveTask(params[0] ?? '', { state: 'DA_NHAN', acknowledgedAt: iso() })],
    ['POST', /^\/api\/tasks\/([^/]+)\/complete$/, ({ params, body }) => moveTask(params[0] ?? '', { state: 'XONG', completedAt: iso(), result: text(body.result) })],
    ['POST', /^\/api\/tasks\/([^/]+)\/block$/, ({ params, body }) => moveTask(params[0] ?? '', { state: 'BI_CHAN', result: text(body.reason) })],
    ['POST', /^\/api\/tasks\/([^/]+)\/skip$/, ({ params, body }) => moveTask(params[0] ?? '', { state: 'BO_QUA', result: text(body.reason) })],
    ['GET', /^\/api\/playbooks$/, () => json(PLAYBOOKS)],
    ['POST', /^\/api\/playbooks\/check$/, () => json({ ...checked, cacao: cacao(start) })],
    ['GET', /^\/api\/playbooks\/([^/]+)$/, ({ params }) => { const found = playbookDetail(params[0] ?? '', start); return found ? json(found) : problem(404, 'Không tìm thấy', `Không có kịch bản ${params[0]}`) }],
    ['GET', /^\/api\/approvals$/, () => json(pendingApprovals(start))],
    ['GET', /^\/api\/incidents\/[^/]+\/approvals$/, () => json(pendingApprovals(start))],
    ['POST', /^\/api\/playbook-runs\/[^/]+\/steps\/\d+\/(approve|refuse)$/, () => empty()],
    ['GET', /^\/api\/runs\/run-1$/, () => json({ ...runOf(start), ...state.changes.get('run-1') })],
    ['GET', /^\/api\/runs\/run-1\/playbook$/, () => json(cacao(start))],
    ['POST', /^\/api\/runs\/run-1\/(pause|resume)$/, ({ url }) => { state.changes.set('run-1', { state: url.pathname.endsWith('pause') ? 'PAUSED' : 'WAITING' }); return empty() }],
    ['POST', /^\/api\/runs\/[^/]+\/cancel$/, () => empty()],
    ['GET', /^\/api\/events$/, ({ url }) => syntaxProblem(url) ?? paged(eventsIn(url), url, { tookMs: 23 })],
    ['GET', /^\/api\/events\/histogram$/, ({ url }) => {
      const bad = syntaxProblem(url)
      if (bad) return bad
      const buckets = Number(url.searchParams.get('buckets') ?? 60)
      const to = Date.parse(url.searchParams.get('to') ?? iso())
      const from = Date.parse(url.searchParams.get('from') ?? iso(to - 86_400_000))
      const width = (to - from) / buckets
      const found = eventsIn(url)
      const items = Array.from({ length: buckets }, (_, index) => ({ start: iso(from + index * width), count: found.filter((event) => { const at = Date.parse(event.timestamp); return at >= from + index * width && at < from + (index + 1) * width }).length }))
      return json({ interval: Math.round(width / 1000), total: found.length, items })
    }],
    ['GET', /^\/api\/events\/top$/, ({ url }) => {
      const field = url.searchParams.get('field') ?? ''
      const groups = groupBy(eventsIn(url).filter((event) => event.fields[field] !== undefined), (event) => String(event.fields[field]))
      return json([...groups].map(([value, members]) => ({ value, count: members.length })).toSorted((a, b) => b.count - a.count).slice(0, 10))
    }],
    ['GET', /^\/api\/sources$/, () => json(sources(now()))],
    ['GET', /^\/api\/sources\/outages$/, () => json(outages(now()))],
    ['GET', /^\/api\/tables$/, () => json(tables(start))],
    ['GET', /^\/api\/tables\/[^/]+\/versions$/, () => json(tableVersions)],
    ['POST', /^\/api\/tables\/[^/]+\/rollback$/, () => {
      const [newest] = tableVersions
      if (newest) tableVersions.unshift({ ...newest, version: newest.version + 1, origin: 'ROLLED_BACK' })
      return json(tableVersions[0])
    }],
    ['POST', /^\/api\/tables\/[^/]+$/, () => problem(422, 'Bảng chưa đúng', 'Bảng có 1 lỗi; bản đang dùng không thay đổi.', { code: 'TABLE_REFUSED', problems: [{ file: 'watchlist.csv', line: 2, message: 'type phải là ip, domain, hash hoặc account: sai' }] })],
    ['GET', /^\/api\/pipeline$/, () => json(PIPELINE)],
    ['GET', /^\/api\/backups$/, () => json(plans(start))],
    ['GET', /^\/api\/backup-approvals$/, () => json(approvals(start))],
    ['POST', /^\/api\/backup-approvals(\/[^/]+\/(approve|refuse))?$/, () => json(approvals(start)[0])],
    ['GET', /^\/api\/backups\/[^/]+$/, ({ url }) => json({ plan: plans(start).find((plan) => url.pathname.endsWith(`/${plan.id}`)), runs: plans(start).flatMap((plan) => plan.lastRun ?? []), duties: plans(start)[0]?.targets.flatMap((target) => target.check ?? []) ?? [], problems: [] })],
    ['GET', /^\/api\/backups\/[^/]+\/snapshots$/, () => json(snapshots(start))],
    ['POST', /^\/api\/backups\/[^/]+\/(run|drill|copy|check|upkeep|simulate)$/, () => empty(202)],
    ['GET', /^\/api\/drills$/, () => json(drills(start))],
    ['GET', /^\/api\/drills\/due$/, () => json(dueDrills(start))],
    ['GET', /^\/api\/drills\/doubts$/, () => json([])],
    ['GET', /^\/api\/drills\/([^/]+)$/, ({ params }) => json(drillDetail(start, params[0] ?? ''))],
    ['POST', /^\/api\/drills\/[^/]+\/(stop|resume)$/, () => empty(202)],
    ['GET', /^\/api\/incidents\/[^/]+\/recovery$/, () => json(recovery(start))],
    ['GET', /^\/api\/incidents\/[^/]+\/recovery\/[^/]+\/places$/, () => json([{ location: '/kho/tai-cho', snapshot: 'a1b2c3d4', problem: '' }])],
    ['POST', /^\/api\/incidents\/[^/]+\/recovery\/[^/]+\/drill$/, () => empty(202)],
    ['GET', /^\/api\/reports\/forms$/, () => json(FORMS)],
    ['GET', /^\/api\/reports$/, ({ url }) => paged(state.reports.filter((report) => !url.searchParams.get('subject') || report.subject === url.searchParams.get('subject')), url)],
    ['POST', /^\/api\/reports$/, ({ body }) => {
      const form = FORMS.find((each) => each.id === body.form)
      const report = { id: `r${state.reports.length + 1}`, form: text(body.form), formName: form?.name ?? '', subject: text(body.subject), number: `${120 + state.reports.length}/BC-CAT`, title: `${form?.name} ${text(body.subject)}`, createdAt: iso(), createdBy: 'Nguyễn Thị Lan', sha256: 'c'.repeat(64) }
      state.reports.unshift(report)
      return json(report)
    }],
    ['GET', /^\/api\/compliance$/, () => json(compliance(now()))],
    ['GET', /^\/api\/audit$/, ({ url }) => {
      const before = Number(url.searchParams.get('before') ?? Infinity)
      const words = (url.searchParams.get('text') ?? '').toLowerCase()
      const found = audit(start).filter((entry) => entry.sequence < before && `${entry.actor} ${entry.action} ${entry.subject}`.toLowerCase().includes(words))
      return json({ items: found.slice(0, 50), next: found.length > 50 ? String(found[49]?.sequence) : null })
    }],
    ['GET', /^\/api\/audit\/verify$/, () => json({ intact: true, records: 4218, head: '7d9f3c0a51b2e4d6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f', brokenAt: null, reason: null })],
    ['GET', /^\/api\/users$/, () => json(state.users)],
    ['POST', /^\/api\/users$/, () => empty()],
    ['PUT', /^\/api\/users\/([^/]+)$/, ({ params, body }) => { Object.assign(state.users.find((user) => user.account === params[0]) ?? {}, body); return empty() }],
    ['POST', /^\/api\/users\/([^/]+)\/unlock$/, ({ params }) => { Object.assign(state.users.find((user) => user.account === params[0]) ?? {}, { lockedUntil: null }); return empty() }],
    ['POST', /^\/api\/users\/[^/]+\/password$/, () => empty()],
    ['GET', /^\/api\/units$/, () => json(UNITS)],
    ['GET', /^\/api\/systems$/, () => json(SYSTEMS)],
    ['GET', /^\/api\/catalog$/, () => json({
      categories: CATEGORIES.map((code) => ({ code, name: vi.category[code] })), severities: SEVERITIES.map((code) => ({ code, name: vi.severity[code], criteria: '' })),
      dispositions: DISPOSITIONS.map((code) => ({ code, name: vi.disposition[code] })), roles: ROLES.map((code) => ({ code, name: vi.role[code] })),
    })],
  ]

  const open = async (path: string, request: Request, url: URL): Promise<Response | null> => {
    if (path === '/api/login') {
      const form = new URLSearchParams(await request.text())
      const name = form.get('username') ?? ''
      if (form.get('password') === 'sai') return problem(401, 'Không đăng nhập được', 'Tài khoản hoặc mật khẩu không đúng', { code: 'BAD_CREDENTIALS' })
      if (name === 'lan.nt' && !form.get('code')) return problem(401, 'Cần mã xác thực', 'Nhập mã từ ứng dụng xác thực', { code: 'CODE_REQUIRED' })
      state.account = name
      return empty()
    }
    if (path === '/api/setup') return request.method === 'GET' ? json({ valid: url.searchParams.get('token') === 'mot-lan' }) : empty()
    return null
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = decodeURIComponent(url.pathname)
    const isJson = (request.headers.get('content-type') ?? '').includes('application/json')
    const opened = await open(path, request, url)
    if (opened) return opened
    if (state.account === null) return problem(401, 'Chưa đăng nhập', 'Hãy đăng nhập')
    const failure = state.failures.get(`${request.method} ${path}`)
    if (failure) return failure.clone()
    const body = isJson ? ((await request.json()) as JsonObject) : {}
    if (request.method !== 'GET') state.requests.push({ method: request.method, path, body })
    for (const [method, pattern, route] of routes) {
      const match = method === request.method ? pattern.exec(path) : null
      if (match) return route({ url, body, params: match.slice(1) })
    }
    return problem(404, 'Không tìm thấy', `${request.method} ${path} chưa có ở máy chủ thử`)
  }

  /** A new alert comes in; returns what the stream would say about it. */
  function arrive() {
    const alert: FakeAlert = { ...alertAt(1000 + state.alerts.length, now(), 0), state: 'MOI', owner: null, disposition: null }
    state.alerts.unshift(alert)
    return { id: alert.id, level: alert.level, title: alert.title, at: alert.detected }
  }

  return { handle, state, rules: rules.state, arrive, problem }
}

/** Codes as the screens want them: with their names. */
function known(change: JsonObject = {}) {
  const codes = (value: JsonValue | undefined) => (Array.isArray(value) ? value.map(String) : [])
  return {
    ...change,
    ...(change.systems ? { systems: SYSTEMS.filter(({ code }) => codes(change.systems).includes(code)) } : {}),
    ...(change.units ? { units: UNITS.filter(({ code }) => codes(change.units).includes(code)) } : {}),
  }
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

export type FakeServer = ReturnType<typeof createFakeServer>
