/** Drawn stills for the fixture films: layered hills, water, lamps. Seeded, so each film keeps its picture. */
export function random(seed: string) {
  let h = 2166136261
  for (const ch of seed) h = Math.imul(h ^ ch.codePointAt(0)!, 16777619)
  return () => {
    h = Math.imul(h ^ (h >>> 15), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    return ((h ^= h >>> 16) >>> 0) / 4294967296
  }
}

const skies = [
  ['#101c26', '#3d5a68', '#f0a35c', '#16211f'],
  ['#23364a', '#7aa0b4', '#f3d9a8', '#26402f'],
  ['#2b1a14', '#8c3b1e', '#f6b24a', '#140c09'],
  ['#dfeaf0', '#a9c7d0', '#fff6df', '#47735a'],
  ['#0b1430', '#27406e', '#8fb7e6', '#070b18'],
  ['#f6e3c8', '#e9b98a', '#d77a4c', '#5b3a2a'],
  ['#cfe3d8', '#86b49a', '#f5f0d7', '#2c5a3f'],
]

export function scene(seed: string, w: number, h: number): string {
  const r = random(seed)
  for (let i = 0; i < 8; i++) r()
  const [top, mid, glow, near] = skies[Math.floor(r() * skies.length)]!
  const [sx, sy] = [w * (0.2 + r() * 0.6), h * (0.22 + r() * 0.2)]
  let out = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset=".6" stop-color="${mid}"/><stop offset=".75" stop-color="${glow}"/></linearGradient><radialGradient id="g"><stop stop-color="${glow}" stop-opacity=".9"/><stop offset="1" stop-color="${glow}" stop-opacity="0"/></radialGradient></defs><rect width="${w}" height="${h}" fill="url(#s)"/><circle cx="${sx}" cy="${sy}" r="${w * 0.3}" fill="url(#g)"/><circle cx="${sx}" cy="${sy}" r="${w * 0.05}" fill="${glow}"/>`
  for (let layer = 0; layer < 4; layer++) {
    const base = h * (0.5 + layer * 0.12)
    let d = `M0 ${h}V${base}`
    const [p, q] = [r() * 6, 1 + r() * 2]
    for (let x = 0; x <= 24; x++)
      d += `L${(x / 24) * w} ${base + Math.sin(p + (x / 24) * q * 5) * h * 0.035 + Math.sin(p * 3 + x * 0.9) * h * 0.012}`
    out += `<path d="${d}V${h}Z" fill="${near}" opacity="${0.28 + layer * 0.22}"/>`
  }
  const lit = r() > 0.4
  if (lit)
    out += `<g transform="translate(${w * (0.2 + r() * 0.5)} ${h * 0.8}) scale(${w / 900})"><path d="M0 0h150v-80l-75-50-75 50z" fill="#0c0a09"/><path d="M35-15v-40h30v40zM85-15v-40h30v40z" fill="#f8c765"/></g>`
  else
    for (let i = 0; i < 6; i++)
      out += `<rect x="${w * (0.1 + r() * 0.8)}" y="${h * (0.72 + r() * 0.2)}" width="${w * 0.1}" height="2" fill="${glow}" opacity=".5"/>`
  return out + '</svg>'
}
