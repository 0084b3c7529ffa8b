import { shallowRef } from 'vue'
import { stored } from '../parts/store'

/** The large-type edition: everything a quarter larger, remembered in this browser. */
const memory = stored<boolean>('saiying.big')
export const big = shallowRef(memory.get() === true)
document.documentElement.classList.toggle('big', big.value)

export function setBig(on: boolean) {
  big.value = on
  memory.set(on || undefined)
  document.documentElement.classList.toggle('big', on)
}
