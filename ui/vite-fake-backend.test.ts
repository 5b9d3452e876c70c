import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

// In a process of its own: there is no window in Node, where `npm run fake` has it answer.
const ASK = `
  import { runnerImport } from 'vite'
  const { module } = await runnerImport('./src/testing/fake-server/fake-server.ts', { configFile: false, resolve: { alias: { '@': process.cwd() + '/src' } } })
  const answer = await module.createFakeServer().handle(new Request('http://localhost/api/catalog'))
  console.log(JSON.stringify({ status: answer.status, catalog: await answer.json() }))`

test('the invented backend answers outside of a browser', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', ASK], { encoding: 'utf8' })
  const { status, catalog } = JSON.parse(said) as { status: number; catalog: Record<string, unknown> }
  expect(status).toBe(200)
  expect(catalog).toHaveProperty('categories')
})
