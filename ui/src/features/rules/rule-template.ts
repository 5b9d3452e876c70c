import type { RuleTexts } from './api/change-rules'

/** A rule that reads and runs, with one test that fires and one near miss, to be written over. */
export function emptyRule(id: string, now: Date): RuleTexts {
  const day = now.toISOString().slice(0, 10)
  return {
    text: `title: Tên ngắn nói điều đáng ngờ
id: ${id}
status: experimental
description: |
  Ai làm gì, vì sao đáng ngờ, đã thấy ở đâu.
date: ${day}
tags:
  - attack.credential-access
  - attack.t1110
logsource:
  product: lachan
  service: dvc.motcua
detection:
  selection:
    event.action: dang_nhap
    event.outcome: failure
    user.name|startswith: cb
  condition: selection
fields:
  - user.name
  - source.ip
falsepositives:
  - Khi nào thì báo nhầm
level: medium
custom:
  entity: user.name
  category: XN
`,
    tests: `cases:
  - name: Phải báo
    expect: 1
    events:
      - {"@timestamp": "${day}T08:00:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap, event.outcome: failure, user.name: cb00721-014, source.ip: 203.0.113.9}
  - name: Gần giống, không được báo
    expect: 0
    events:
      - {"@timestamp": "${day}T08:00:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap, event.outcome: success, user.name: cb00721-014, source.ip: 203.0.113.9}
`,
  }
}
