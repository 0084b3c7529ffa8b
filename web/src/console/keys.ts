/** Keyboard: a screen says which keys it answers to, the same list is printed beside what they do and in the help. */
import { i18n } from './i18n'
import { computed, onBeforeUnmount, onMounted, shallowReactive, type MaybeRefOrGetter, toValue } from 'vue'

/** `key` is a lower-case KeyboardEvent.key, with `mod+` for Ctrl or Cmd; `also` other keys that do the same, unprinted. */
export interface Key {
  key: string
  also?: string[]
  says: string
  run: (e: KeyboardEvent) => void
  when?: () => boolean
  quiet?: boolean
}

const boards = shallowReactive<{ keys: () => Key[] }[]>([])
export const allKeys = computed(() => boards.flatMap((b) => b.keys()))

const typing = (el: EventTarget | null) =>
  el instanceof HTMLElement &&
  (el.isContentEditable ||
    el.tagName === 'TEXTAREA' ||
    el.tagName === 'SELECT' ||
    (el instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(el.type)))
const pressing = (el: EventTarget | null) =>
  el instanceof HTMLElement && (el.tagName === 'BUTTON' || el.tagName === 'A' || el.tagName === 'SUMMARY')
const covered = () => [...document.querySelectorAll<HTMLElement>('.el-overlay')].some((o) => o.style.display !== 'none')

/** The name under which a pressed key is looked up. */
export function nameOf(e: KeyboardEvent) {
  const key = e.key === ' ' ? 'space' : e.key.toLowerCase()
  return e.ctrlKey || e.metaKey ? `mod+${key}` : e.altKey ? `alt+${key}` : key
}

/** The key that answers, the newest board first; none while one types, presses a button, or a dialog covers the screen. */
export function answering(list: Key[], name: string) {
  return list.findLast((k) => (k.key === name || k.also?.includes(name)) && (k.when?.() ?? true))
}

function hear(e: KeyboardEvent) {
  if (e.defaultPrevented || covered()) return
  const name = nameOf(e)
  if (typing(e.target) || (pressing(e.target) && (name === 'enter' || name === 'space'))) return
  const key = answering(allKeys.value, name)
  if (!key) return
  e.preventDefault()
  key.run(e)
}

export function startKeys() {
  window.addEventListener('keydown', hear)
}

/** Registers keys for as long as the component is mounted. */
export function useKeys(keys: MaybeRefOrGetter<Key[]>) {
  const board = { keys: () => toValue(keys) }
  onMounted(() => boards.push(board))
  onBeforeUnmount(() => boards.splice(boards.indexOf(board), 1))
}

const drawn: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  escape: 'Esc',
}
/** How a key is drawn on its cap. */
export function cap(key: string): string {
  if (key.startsWith('mod+')) return `${/Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'} ${cap(key.slice(4))}`
  if (key === 'space') return i18n.global.t('key.space')
  return drawn[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
