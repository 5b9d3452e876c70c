import { expect, test } from 'vitest'
import * as types from '@/lib/api-types'
import en from './en.json'
import vi from './vi.json'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...leaves(value, `${prefix}${key}.`)])))
}

const vietnamese = leaves(vi)
const english = leaves(en)
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted()

test('both languages hold the same keys', () => {
  expect([...english.keys()].toSorted()).toEqual([...vietnamese.keys()].toSorted())
})

test('no text is empty', () => {
  expect([...vietnamese, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
})

test('a text fills in the same values in both languages', () => {
  const different = [...vietnamese].filter(([key, text]) => JSON.stringify(places(text)) !== JSON.stringify(places(english.get(key) ?? '')))
  expect(different.map(([key]) => key)).toEqual([])
})

test('every word of the backend has a name', () => {
  const named: [string, readonly string[]][] = [
    ['level', types.LEVELS], ['alertState', types.ALERT_STATES], ['disposition', types.DISPOSITIONS], ['incidentState', types.INCIDENT_STATES],
    ['severity', types.SEVERITIES], ['category', types.CATEGORIES], ['role', types.ROLES], ['incidentFlag', types.INCIDENT_FLAGS],
  ]
  expect(named.flatMap(([group, words]) => words.map((word) => `${group}.${word}`)).filter((key) => !vietnamese.has(key))).toEqual([])
})

test('the old umbrella term is not used', () => {
  expect([...vietnamese.values()].filter((text) => /an toàn thông tin/i.test(text))).toEqual([])
})

test('“luật” is the law; a detection rule is “quy tắc”', () => {
  expect([...vietnamese].filter(([, text]) => /luật/i.test(text)).map(([key]) => key).toSorted()).toEqual(['incident.detectedHint', 'incident.noClocks'])
})
