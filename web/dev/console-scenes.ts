/** Stills for the fixtures: small landscapes drawn from a seed, landscape or portrait. */
const palettes: [sky: string, far: string, near: string, hot: string][] = [
  ['#E4D3B0', '#B99D6B', '#6B5632', '#C8321F'],
  ['#BFD3D6', '#7FA3A1', '#33544F', '#E2B35A'],
  ['#1E2533', '#2B3A52', '#0E141F', '#E8B65A'],
  ['#E9DCC7', '#A9B08A', '#4E5B3A', '#B5462F'],
  ['#D9C4B8', '#9A6B5C', '#3E2A26', '#F0D9A8'],
  ['#DCE3DA', '#8FB0A0', '#2F4B42', '#D06A3C'],
]

/** An SVG still. The same seed always draws the same. */
export function scene(seed: number, portrait = false): string {
  let s = seed * 2654435761 + 12345
  const r = () => (s = (Math.imul(s, 1103515245) + 12345) >>> 0) / 2 ** 32
  r()
  r()
  const [w, h] = portrait ? [180, 320] : [320, 180]
  const [sky, far, near, hot] = palettes[Math.floor(r() * palettes.length)]!
  const ridge = (y: number, amp: number, fill: string) => {
    let d = `M0 ${h}V${y}`
    for (let x = 0; x <= w; x += w / 6) d += `Q${x + w / 12} ${y - amp * (0.3 + r())} ${x + w / 6} ${y - amp * 0.3 * r()}`
    return `<path d="${d}V${h}z" fill="${fill}"/>`
  }
  const cx = w * (0.2 + 0.6 * r()),
    cy = h * (0.18 + 0.18 * r())
  const px = w * (0.25 + 0.5 * r()),
    base = h * 0.93
  const figure = `<g fill="${near}" stroke="${sky}" stroke-opacity=".35"><circle cx="${px}" cy="${base - 47}" r="8"/><path d="M${px - 13} ${base}v-24q0-14 13-14t13 14v24z"/></g>`
  const house = `<path d="M${px + 40} ${base}v-34l22-16 22 16v34z" fill="${hot}"/><path d="M${px + 57} ${base}v-16h10v16z" fill="${sky}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w * 3}" height="${h * 3}"><rect width="${w}" height="${h}" fill="${sky}"/><circle cx="${cx}" cy="${cy}" r="${15 + r() * 14}" fill="${hot}" opacity=".9"/>${ridge(h * 0.56, 46, far)}<g opacity=".65">${ridge(h * 0.7, 30, near)}</g>${ridge(h * 0.86, 16, near)}${r() > 0.4 ? house : ''}${figure}</svg>`
}
