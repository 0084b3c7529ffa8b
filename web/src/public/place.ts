import { shallowRef } from 'vue'
import { stored } from '../parts/store'

/** The contest one last stood in, so that "my" pages and the bars lead back to it. */
interface Place {
  key: string
  title: string
}

const memory = stored<Place>('saiying.place')
const place = shallowRef<Place | undefined>(memory.get())

export const here = {
  get: () => place.value,
  set(key: string, title: string) {
    place.value = { key, title }
    memory.set(place.value)
  },
}
