import { expect, test } from 'vitest'
import { clausesOf, selectionOf } from './selection'

test('lines become a Sigma selection and come back', () => {
  const clauses = [
    { field: 'user.name', how: 'equals' as const, values: ['sao-luu'] },
    { field: 'source.ip', how: 'cidr' as const, values: ['10.60.0.0/16', '10.61.0.0/16'] },
    { field: 'dvc.dossier.code', how: 'exists' as const, values: ['true'] },
  ]
  expect(selectionOf(clauses)).toEqual({ 'user.name': 'sao-luu', 'source.ip|cidr': ['10.60.0.0/16', '10.61.0.0/16'], 'dvc.dossier.code|exists': true })
  expect(clausesOf(selectionOf(clauses))).toEqual(clauses)
})

test('what the form cannot show is left as it is written', () => {
  expect(clausesOf([{ a: '1' }, { b: '2' }])).toBeUndefined()
  expect(clausesOf({ 'a|contains|all': ['x', 'y'] })).toBeUndefined()
  expect(clausesOf({ a: null })).toBeUndefined()
})
