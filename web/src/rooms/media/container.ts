/** Tells a file's format from its first bytes, as the server does (internal/platform/ffmpeg/sniff.go): never from its name. */
export async function containerOf(file: Blob): Promise<{ container?: string; brand?: string }> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
  if (text(4, 8) === 'ftyp') {
    const brand = text(8, 12).trim()
    return { container: branded(brand), brand }
  }
  if (['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(text(4, 8))) return { container: 'mov' } // QuickTime before brands
  if (text(0, 4) === '\x1aE\xdf\xa3') return { container: text(0, 256).includes('webm') ? 'webm' : 'mkv' }
  if (text(0, 4) === 'RIFF' && text(8, 11) === 'AVI') return { container: 'avi' }
  if (text(0, 4) === 'FLV\x01') return { container: 'flv' }
  if (text(0, 8) === '\x30\x26\xb2\x75\x8e\x66\xcf\x11') return { container: 'wmv' }
  if (text(0, 4) === '\x00\x00\x01\xba') return { container: 'mpg' }
  if (syncs(head, 0, 188) || syncs(head, 4, 192)) return { container: 'ts' }
  return {}
}

/** Enough for every sign above. */
const headBytes = 1024

/** QuickTime, phones' 3GP, pictures and sound that are no film, else MP4. */
function branded(brand: string): string | undefined {
  if (brand === 'qt') return 'mov'
  if (brand.startsWith('3g')) return '3gp'
  return /^(heic|heix|heim|heis|mif1|msf1|avif|avis|crx|jp2|M4A|M4B|M4P)$/.test(brand) ? undefined : 'mp4'
}

const syncs = (head: Uint8Array, first: number, stride: number) => [0, 1, 2].every((n) => head[first + n * stride] === 0x47)
