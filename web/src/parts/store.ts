/** A small record kept in this browser under one name. A browser that refuses to store (private mode) only forgets. */
export function stored<T>(name: string) {
  return {
    get(): T | undefined {
      try {
        const text = localStorage.getItem(name)
        return text ? (JSON.parse(text) as T) : undefined
      } catch {
        return undefined
      }
    },
    set(value: T | undefined) {
      try {
        if (value === undefined) localStorage.removeItem(name)
        else localStorage.setItem(name, JSON.stringify(value))
      } catch {
        // nothing to be done: the page works, it will not remember
      }
    },
  }
}
