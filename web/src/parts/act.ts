import { shallowRef, ref } from 'vue'
import { Problem } from '../api/client'

/** One act of a person: busy while it runs, and the refusal when it is refused. */
export function useAct() {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  async function run<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    try {
      return await act()
    } catch (e) {
      problem.value = e instanceof Problem ? e : new Problem(500, 'screen', String(e))
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}
