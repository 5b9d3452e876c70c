import { useEffect, useRef } from 'react'

/**
 * Keys of a page: `j`, `Shift+J`, `Enter`, `.`, `?`, `ArrowDown`, or two letters in a row: `g q`.
 * A handler that returns false did not want the key; the browser then keeps it.
 */
export type Bindings = Record<string, (event: KeyboardEvent) => void | boolean>

export const CHORD_MS = 700

type Layer = { read: () => Bindings }
const layers: Layer[] = []
let listening = false
let enabled = true
let chord: { key: string; timer: ReturnType<typeof setTimeout> } | null = null

/** Single-key shortcuts can be switched off as a whole (WCAG 2.1.4). */
export function setShortcutsEnabled(value: boolean): void {
  enabled = value
}

/** True while the user writes text or an input method is composing a Vietnamese letter. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.getAttribute('role') === 'combobox'
}

/** The name of a key as written in bindings; Caps Lock does not count as Shift, and signs are named as typed. */
export function keyName(event: KeyboardEvent): string {
  const letter = event.key.length === 1 && /\p{L}/u.test(event.key)
  if (letter) return event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key.toLowerCase()
  return event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key
}

function modalOpen(): boolean {
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"]) .ant-modal') !== null
}

function run(name: string, event: KeyboardEvent): boolean {
  for (const layer of layers.toReversed()) {
    const handler = layer.read()[name]
    if (handler && handler(event) !== false) {
      event.preventDefault()
      return true
    }
  }
  return false
}

/** The keys that do something on the page as it stands; the list of shortcuts shows these and no others. */
export function boundKeys(): ReadonlySet<string> {
  return new Set(layers.flatMap((layer) => Object.keys(layer.read())))
}

function startsChord(name: string): boolean {
  return layers.some((layer) => Object.keys(layer.read()).some((key) => key.startsWith(`${name} `)))
}

/** Handles one key press; exported so that tests can speak to it directly. */
export function handleKey(event: KeyboardEvent): void {
  if (!enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || modalOpen()) return
  const name = keyName(event)
  if (chord) {
    const first = chord.key
    clearTimeout(chord.timer)
    chord = null
    if (run(`${first} ${name}`, event)) return
  }
  if (startsChord(name)) {
    const timer = setTimeout(() => {
      chord = null
      run(name, event)
    }, CHORD_MS)
    chord = { key: name, timer }
    return
  }
  // Enter and space belong to the button or link that has the focus.
  if ((name === 'Enter' || name === ' ') && event.target instanceof HTMLElement && event.target.closest('button, a, [role="tab"], summary')) return
  run(name, event)
}

/** Binds keys while the component is shown; the component shown last is asked first. */
export function useKeys(bindings: Bindings, active = true): void {
  const current = useRef(bindings)
  useEffect(() => {
    current.current = bindings
  })
  useEffect(() => {
    if (!active) return
    if (!listening) {
      document.addEventListener('keydown', handleKey)
      listening = true
    }
    const layer: Layer = { read: () => current.current }
    layers.push(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
    }
  }, [active])
}

/** Control and Enter within a form: done typing, send it. Not while an input method composes. */
export function onSendKey(send: () => void) {
  return (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
}
