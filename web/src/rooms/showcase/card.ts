import { encode } from 'uqr'

export interface Card {
  poster: string
  title: string
  by: string
  contest: string
  call: string
  link: string
}

const [W, H, P] = [900, 1290, 54]
const serif = '"Noto Serif CJK SC","Source Han Serif SC","Songti SC",serif'
const sans = '"PingFang SC","Noto Sans CJK SC",sans-serif'

function picture(src: string) {
  return new Promise<HTMLImageElement | undefined>((done) => {
    const img = new Image()
    img.onload = () => done(img)
    img.onerror = () => done(undefined)
    img.src = src
  })
}

/** Draws the share card: the still above, what it is below, and the code that leads to it. 900 by 1290 pixels. */
export async function drawCard(c: Card): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = W
  canvas.height = H
  const g = canvas.getContext('2d')!
  g.fillStyle = '#FBF8F1'
  g.fillRect(0, 0, W, H)
  const img = await picture(c.poster)
  if (img) cover(g, img, W, 930)
  words(g, c)
  code(g, c.link, W - P - 200, H - P - 200, 200)
  return new Promise((done) => canvas.toBlob((b) => done(b!), 'image/png'))
}

function cover(g: CanvasRenderingContext2D, img: HTMLImageElement, w: number, h: number) {
  const k = Math.max(w / img.naturalWidth, h / img.naturalHeight)
  const [sw, sh] = [w / k, h / k]
  g.drawImage(img, (img.naturalWidth - sw) / 2, (img.naturalHeight - sh) / 2, sw, sh, 0, 0, w, h)
}

function words(g: CanvasRenderingContext2D, c: Card) {
  g.textBaseline = 'alphabetic'
  g.fillStyle = '#1D1A16'
  let y = 1018
  for (const line of lines(g, c.title, `700 60px ${serif}`, W - 3 * P - 200, 2)) {
    g.fillText(line, P, y)
    y += 72
  }
  g.fillStyle = '#554E47'
  for (const line of lines(g, c.by, `400 34px ${sans}`, W - 3 * P - 200, 1)) g.fillText(line, P, y - 14)
  g.font = `400 32px ${sans}`
  g.fillText(c.contest, P, H - P - 52, W - 3 * P - 200)
  g.fillText(c.call, P, H - P - 4, W - 3 * P - 200)
}

/** Breaks a text into at most `most` lines that fit; the last one ends in … when there was more. */
function lines(g: CanvasRenderingContext2D, text: string, font: string, width: number, most: number): string[] {
  g.font = font
  const out: string[] = ['']
  for (const ch of text) {
    const last = out[out.length - 1]!
    if (g.measureText(last + ch).width <= width) out[out.length - 1] = last + ch
    else if (out.length < most) out.push(ch)
    else {
      out[out.length - 1] = last.slice(0, -1) + '…'
      break
    }
  }
  return out
}

function code(g: CanvasRenderingContext2D, link: string, x: number, y: number, side: number) {
  const { data, size } = encode(link, { ecc: 'M', border: 2 })
  const cell = side / size
  g.fillStyle = '#fff'
  g.fillRect(x, y, side, side)
  g.fillStyle = '#111'
  data.forEach((row, r) => row.forEach((on, c) => on && g.fillRect(x + c * cell, y + r * cell, cell + 0.4, cell + 0.4)))
}
