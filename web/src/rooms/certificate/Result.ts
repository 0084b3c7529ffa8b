import { defineComponent, type SlotsType } from 'vue'
import { api, ask } from '../../api/client'
import type { Certificate } from '../../api/schema'
import { useResource, type Resource } from '../../parts/resource'

/** Reads one certificate; the page shows it only when a code was given. */
export default defineComponent({
  props: { code: { type: String, required: true } },
  slots: Object as SlotsType<{ default: { found: Resource<Certificate> } }>,
  setup(props, { slots }) {
    const found = useResource(
      () => `/certificates/${encodeURIComponent(props.code)}`,
      () => ask(api.GET('/certificates/{code}', { params: { path: { code: props.code } } })),
    )
    return () => slots.default({ found })
  },
})
