// Builds the web UI for Maven: installs, checks, tests and builds only when the inputs changed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LOCK = ['package.json', 'package-lock.json']
const CONFIGURATION = ['index.html', 'vite.config.ts', 'vite-fake-backend.ts', 'tsconfig.json', '.oxlintrc.json', 'build.mjs']

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()

function digest(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

function step(name, ...command) {
  const start = Date.now()
  execFileSync('npm', command, { stdio: 'inherit', env: { ...process.env, CI: 'true' } })
  console.log(`ui: ${name} ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

mkdirSync('target', { recursive: true })
const lock = digest(LOCK)
if (read('node_modules/.stamp') === lock) {
  console.log('ui: node_modules is up to date')
} else {
  step('install', 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error')
  writeFileSync('node_modules/.stamp', lock)
}

const sources = digest([...LOCK, ...CONFIGURATION, ...walk('src'), ...walk('public')])
if (read('target/ui.stamp') === sources && existsSync('dist/index.html')) {
  console.log('ui: dist is up to date')
} else {
  step('lint', 'run', '-s', 'lint')
  step('build', 'run', '-s', 'build')
  step('test', 'run', '-s', 'test')
  writeFileSync('target/ui.stamp', sources)
}
