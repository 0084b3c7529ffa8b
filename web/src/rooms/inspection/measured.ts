import type { Finding } from '../../api/schema'

/** What was measured against what is asked. How to mend it is left out, since it stands below and would be said twice. */
export const measured = (f: Finding) =>
  (f.mend && f.message.endsWith(f.mend) ? f.message.slice(0, -f.mend.length).trim() : f.message) || `${f.label} ${f.got}`
