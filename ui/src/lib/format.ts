import dayjs, { type Dayjs } from 'dayjs'
import { preferences } from './preferences'

const ZONE = 'Asia/Ho_Chi_Minh'
/** Viet Nam keeps +07:00 all year. */
const OFFSET_MINUTES = 420
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function fieldsOf(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]))
}

function locale(): string {
  return preferences().language === 'en' ? 'en-GB' : 'vi-VN'
}

/** dd/MM/yyyy HH:mm:ss in Viet Nam. */
export function dateTime(instant: string | number): string {
  const f = fieldsOf(new Date(instant))
  return `${f.day}/${f.month}/${f.year} ${f.hour}:${f.minute}:${f.second}`
}

/** dd/MM HH:mm, for places where the year is plain. */
export function shortDateTime(instant: string | number): string {
  const f = fieldsOf(new Date(instant))
  return `${f.day}/${f.month} ${f.hour}:${f.minute}`
}

export function date(instant: string | number): string {
  const f = fieldsOf(new Date(instant))
  return `${f.day}/${f.month}/${f.year}`
}

export function time(instant: string | number): string {
  const f = fieldsOf(new Date(instant))
  return `${f.hour}:${f.minute}:${f.second}`
}

/** The same moment in UTC, for the hint under the pointer. */
export function utc(instant: string | number): string {
  const text = new Date(instant).toISOString()
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11, 19)} UTC`
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)
}

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = value
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${number(size, size < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`
}

const pad = (value: number) => String(Math.floor(value)).padStart(2, '0')

/** `07:12` below an hour, `3:07:12` below a day, `2 ngày 03:07` above. */
export function span(milliseconds: number, dayWord: string): string {
  const seconds = Math.max(0, Math.floor(Math.abs(milliseconds) / 1000))
  const days = Math.floor(seconds / 86_400)
  const rest = seconds % 86_400
  const hours = Math.floor(rest / 3600)
  const minutes = Math.floor((rest % 3600) / 60)
  if (days > 0) return `${days} ${dayWord} ${pad(hours)}:${pad(minutes)}`
  if (hours > 0) return `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
  return `${pad(minutes)}:${pad(seconds % 60)}`
}

/** A short age for dense tables: `45 s`, `12 p`, `3 g`, `2 ng`. */
export function shortAge(milliseconds: number, units: { s: string; m: string; h: string; d: string }): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} ${units.s}`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${units.m}`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} ${units.h}`
  return `${Math.floor(seconds / 86_400)} ${units.d}`
}

/** The two initials by which a Vietnamese name is known: the family name and the given name. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toLocaleUpperCase('vi')
}

/** A date picker shows plain fields; these two read and write them as Vietnamese local time. */
export function toPicker(instant: string): Dayjs {
  const f = fieldsOf(new Date(instant))
  return dayjs(new Date(Number(f.year), Number(f.month) - 1, Number(f.day), Number(f.hour), Number(f.minute), Number(f.second)))
}

export function fromPicker(shown: Dayjs): string {
  const asUtc = Date.UTC(shown.year(), shown.month(), shown.date(), shown.hour(), shown.minute(), shown.second())
  return new Date(asUtc - OFFSET_MINUTES * 60_000).toISOString()
}

/** Splits for search without diacritics: `tuyen quang` finds `Tuyên Quang`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()
}
