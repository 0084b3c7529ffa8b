/** Doing something: one at a time, said when done, explained when refused. */
import { ref } from 'vue'
import { ElMessage } from 'element-plus'
import 'element-plus/theme-chalk/el-message.css'
import { i18n } from './i18n'
import { Problem } from '../api/client'

const t = i18n.global.t as (key: string, values?: object) => string

/** The sentence for whatever went wrong. */
export function explain(e: unknown): string {
  if (e instanceof Problem)
    return e.offline ? t('error.network') : e.body.rule ? `${e.message}（${e.body.rule.says}）` : e.message || t('error.unknown')
  return t('error.unknown')
}

export const told = (says: string) => ElMessage({ message: says, type: 'success', duration: 4000, grouping: true })
export const refused = (e: unknown) =>
  ElMessage({ message: explain(e), type: 'error', duration: 8000, showClose: true, grouping: true })

/** Wraps an act: `busy` while it runs, its sentence shown after, a refusal shown and answered as undefined. */
export function useAct<A extends unknown[], R>(run: (...args: A) => Promise<R>, says?: string | ((result: R) => string)) {
  const busy = ref(false)
  async function go(...args: A): Promise<R | undefined> {
    if (busy.value) return undefined
    busy.value = true
    try {
      const result = await run(...args)
      if (says) told(typeof says === 'function' ? says(result) : says)
      return result
    } catch (e) {
      refused(e)
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, go }
}
