import { expect, test } from 'vitest'
import type { RuleRow } from '@/lib/rule-types'
import { everyDay } from './days'
import { movesOf } from './rule-moves'
import { readRulesSearch, tacticsOf, techniquesOf } from './rules-search'
import { windowOf } from './window'

const rule = { title: 'Dò mật khẩu', id: 'a01', file: 'tai-khoan/a01.yml', logsource: 'lachan/dvc.motcua', set: 'SigmaHQ', tags: ['attack.credential_access', 'attack.t1110.003', 'attack.g0016'], state: 'ENABLED', level: 'HIGH' } as RuleRow

test('tags tell tactics from techniques, groups and software', () => {
  expect(tacticsOf(rule.tags)).toEqual(['credential-access'])
  expect(techniquesOf(rule.tags)).toEqual(['T1110.003'])
})

test('an order that is not there is left out of the address', () => {
  expect(readRulesSearch({ sort: 'TITLE', down: 'true' })).toMatchObject({ sort: 'TITLE', down: true })
  expect(readRulesSearch({ sort: 'x', down: 'x' })).toMatchObject({ sort: undefined, down: undefined })
})

test('windows are written as in rules', () => {
  expect([3600, 90, 86_400, 604_800, 900, null].map(windowOf)).toEqual(['1h', '90s', '1d', '1w', '15m', '1h'])
})

test('days without alerts are shown as such', () => {
  expect(everyDay('2026-11-18T20:00:00Z', '2026-11-21T10:00:00Z', [{ day: '2026-11-20', alerts: 4 }])).toEqual([
    { day: '2026-11-19', count: 0 }, { day: '2026-11-20', count: 4 }, { day: '2026-11-21', count: 0 },
  ])
})

test('the words of a move say where it starts', () => {
  expect(movesOf({ state: 'DRAFT', allowedMoves: ['TESTED', 'RETIRED'] }).map(({ word }) => word)).toEqual(['test', 'drop'])
  expect(movesOf({ state: 'RETIRED', allowedMoves: ['ENABLED'] })).toEqual([{ to: 'ENABLED', word: 'enableAgain', primary: true }])
})
