/**
 * Checks in the browser that a vote's line is in a published ledger: that the tree, whose root is signed, holds it.
 * The tree is that of RFC 6962; the walk is its section 2.1.1, read from the leaf up.
 */

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

async function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(1 + parts.reduce((n, p) => n + p.length, 0))
  all[0] = prefix
  let at = 1
  for (const p of parts) {
    all.set(p, at)
    at += p.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

/** Whether `line` is leaf number `seq`, counted from 1, of the tree of `size` leaves that has `root`; hashes in base64. */
export async function proves(line: string, seq: number, size: number, root: string, proof: string[]): Promise<boolean> {
  let node = seq - 1
  let last = size - 1
  if (node < 0 || node > last) return false
  let sum = await hash(0, new TextEncoder().encode(line))
  for (const side of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      sum = await hash(1, bytes(side), sum)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else sum = await hash(1, sum, bytes(side))
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && btoa(String.fromCharCode(...sum)) === root
}
