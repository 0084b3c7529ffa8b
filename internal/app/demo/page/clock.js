// The strip above every page of a demonstration: it says so, tells what time it is there, and moves time on.
// It needs nothing of the pages and they need nothing of it.

const words = {
  zh: {
    demo: '演示',
    name: '演示时间',
    forward: '快进',
    hour: '过一小时',
    day: '过一天',
    says: '活动要办几个月，演示可以快进。时间只能往前走，所有人看到的都一样。',
    opens: (phase) => `到“${phase}”开始`,
    closes: (phase) => `到“${phase}”结束`,
    failed: '没有快进成功，请再试一次。',
  },
  en: {
    demo: 'Demo',
    name: 'Time in the demonstration',
    forward: 'Move on',
    hour: 'An hour on',
    day: 'A day on',
    says: 'A contest takes months; here you may move on. Time only goes forward, and for everybody.',
    opens: (phase) => `When ${phase} begins`,
    closes: (phase) => `When ${phase} ends`,
    failed: 'Time did not move. Please try again.',
  },
}

const sheet = new CSSStyleSheet()
sheet.replaceSync(`
  :host { font: 14px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; color: #f5efe4; background: #24211d; }
  .bar { height: 36px; box-sizing: border-box; padding: 0 16px; display: flex; align-items: center; gap: 8px; }
  b { font-weight: 600; color: #ffd9a0; }
  b, summary { white-space: nowrap; }
  time { font-variant-numeric: tabular-nums; white-space: nowrap; }
  details { margin-left: auto; }
  summary { cursor: pointer; list-style: none; padding: 6px 10px; border-radius: 6px; min-height: 24px; }
  summary::-webkit-details-marker { display: none; }
  summary::after { content: ' ▾'; }
  summary:hover, summary:focus-visible, button:hover { background: #3a352f; }
  :focus-visible { outline: 2px solid #ffd9a0; outline-offset: -2px; }
  .menu { position: absolute; right: 8px; top: 36px; width: min(360px, calc(100vw - 16px)); box-sizing: border-box;
    max-height: 70vh; overflow: auto; background: #24211d; border-radius: 0 0 10px 10px; padding: 4px 8px 10px;
    box-shadow: 0 12px 32px rgb(0 0 0 / 0.4); }
  p { margin: 4px 8px 8px; color: #cfc6b8; font-size: 13px; }
  [role='alert'] { color: #ffb4a6; }
  button { display: flex; justify-content: space-between; gap: 12px; width: 100%; min-height: 40px; padding: 6px 8px; border: 0;
    border-radius: 6px; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
  button span:last-child { color: #cfc6b8; white-space: nowrap; font-variant-numeric: tabular-nums; }
`)

const hour = 3_600_000
const say = () => words[document.documentElement.lang.startsWith('en') ? 'en' : 'zh']

function reader(options) {
  return new Intl.DateTimeFormat(say() === words.en ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    hourCycle: 'h23',
    ...options,
  })
}
const moment = (at) => reader({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at)
const day = (at) => reader({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at)

const ask = async (path, init) => {
  const answer = await fetch(`/api/v1${path}`, init)
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

function make(name, props = {}, ...inside) {
  const e = Object.assign(document.createElement(name), props)
  e.append(...inside)
  return e
}

/** The beginnings and ends of phases that lie ahead, soonest first: of the contest on the screen, or the next of each. */
async function stops(now) {
  const here = location.pathname.match(/\/(?:c|judging)\/([a-z0-9-]+)/)?.[1]
  const contests = here ? [await ask(`/campaigns/${here}`)] : (await ask('/campaigns')).items
  const edges = contests.flatMap((c) => {
    const phases = c.phases ?? [c.phase, c.next_phase].filter(Boolean)
    const of = here ? '' : `${c.short_title} · `
    return phases.flatMap((p) => [
      { of: c.key, at: Date.parse(p.opens_at), says: of + say().opens(p.label) },
      { of: c.key, at: Date.parse(p.closes_at), says: of + say().closes(p.label) },
    ])
  })
  const ahead = edges.filter((e) => e.at > now).sort((a, b) => a.at - b.at)
  return ahead.filter((e, i) => !ahead.slice(i + 1).some((x) => x.at === e.at && x.of === e.of)) // one phase ends as the next begins
}

class DemoClock extends HTMLElement {
  async connectedCallback() {
    const { now } = await ask('/demo/clock')
    this.ahead = Date.parse(now) - Date.now()
    this.root = this.attachShadow({ mode: 'open' })
    this.root.adoptedStyleSheets = [sheet]
    this.draw()
    setInterval(() => this.tick(), 1000)
    document.addEventListener('click', (e) => e.target !== this && (this.root.querySelector('details').open = false))
    new MutationObserver(() => this.draw()).observe(document.documentElement, { attributeFilter: ['lang'] })
  }

  get now() {
    return Date.now() + this.ahead
  }

  draw() {
    this.time = make('time')
    this.menu = make('div', { className: 'menu' })
    const details = make('details', {}, make('summary', { textContent: say().forward }), this.menu)
    details.addEventListener('toggle', () => details.open && this.fill())
    details.addEventListener('keydown', (e) => e.key === 'Escape' && (details.open = false))
    const bar = make('div', { className: 'bar' }, make('b', { textContent: say().demo }), this.time, details)
    this.root.replaceChildren(make('aside', { ariaLabel: say().name }, bar))
    this.tick()
  }

  tick() {
    this.time.textContent = day(this.now)
  }

  async fill() {
    const choice = (says, at) => {
      const b = make('button', { type: 'button' }, make('span', { textContent: says }), make('span', { textContent: moment(at) }))
      b.addEventListener('click', () => this.move(at))
      return b
    }
    const near = [choice(say().hour, this.now + hour), choice(say().day, this.now + 24 * hour)]
    const ahead = await stops(this.now).catch(() => [])
    this.menu.replaceChildren(make('p', { textContent: say().says }), ...near, ...ahead.map((s) => choice(s.says, s.at)))
  }

  async move(at) {
    const body = JSON.stringify({ to: new Date(at).toISOString() })
    try {
      await ask('/demo/clock', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      location.reload()
    } catch {
      this.menu.prepend(make('p', { role: 'alert', textContent: say().failed }))
    }
  }
}

customElements.define('demo-clock', DemoClock)
document.body.prepend(document.createElement('demo-clock'))
