import { createHash, randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import type {
  Asset,
  Campaign,
  EntryCard,
  EntryForm,
  EntryView,
  Finding,
  MyEntry,
  Person,
  Phase,
  Publicity,
} from '../src/api/schema'
import { random, scene } from './scenes'

/*
 * A server of fixtures for building the screens without the real one: `npm run dev`. Invented people and units. It holds
 * its state in memory and speaks the contract's shapes; it is never part of a build. FIXTURE_PHASE chooses the hour: collect,
 * vote (default), publicity. A cookie fx=slow|error|empty|hidden shows the other states.
 */
const hour = process.env.FIXTURE_PHASE ?? 'vote'
const days = (n: number) => new Date(Math.floor(Date.now() / 86400e3) * 86400e3 - 8 * 3600e3 + n * 86400e3).toISOString()
const zone = 'Asia/Shanghai'
const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)

const offset = { collect: -30, vote: 0, publicity: 28 }[hour] ?? 0
const span = (key: string, label: string, kind: string, from: number, to: number, precision = 'day', says = ''): Phase => {
  const [a, b] = [from - offset, to - offset]
  return {
    key,
    label,
    kind,
    opens_at: days(a),
    closes_at: days(b),
    precision,
    says,
    state: b <= 0 ? 'past' : a > 0 ? 'future' : 'current',
  }
}
const phases = [
  span('collect', '作品创作与征集', 'collection', -40, -8),
  span('prelim', '作品初评', 'review', -8, -1),
  span('vote', '作品评选（网络投票）', 'vote', -1, 14),
  span('expert', '专家评审', 'review', 14, 24, 'ten_days', '12月中旬'),
  span('publicity', '公示及展播', 'publicity', 25, 33, 'approximate', '12月底'),
  span('exchange', '交流会', 'event', 36, 66, 'month', '2021年1月'),
]
const vote = phases[2]!
const current = phases.find((p) => p.state === 'current')

const campaign: Campaign = {
  key: 'hebei-2020',
  title: '“奋进2020·河北有我”网络短视频创作征集活动',
  short_title: '奋进2020·河北有我',
  slogan: '把镜头对准身边的人，和他们手里的活。',
  brand: '#C8321F',
  hosts: ['省委网信办', '省教育厅', '省总工会', '团省委'],
  phase: current,
  next_phase: phases.find((p) => p.state === 'future'),
  counts: { entries: 612, shortlisted: hour === 'collect' ? 0 : 150, votes: 218_430 },
  purpose: '宣传我省发展成就、抗疫成就及新时代形象风貌',
  zone,
  version: 1,
  host_groups: [
    { role: 'host', label: '主办单位', names: ['省委网信办', '省教育厅', '省总工会', '团省委'] },
    { role: 'organizer', label: '承办单位', names: ['河北广播电视台（新媒体中心）'] },
    {
      role: 'co_organizer',
      label: '协办单位',
      names: ['各市（含定州、辛集市）党委网信办', '雄安新区宣传中心', '省重点新闻网站'],
    },
  ],
  phases,
  highlights: [
    { figure: '10', unit: '票', says: '每个微信账号每日最多可投10票，可一个作品投10票，也可多个作品共投10票。' },
    { figure: '150', unit: '部', says: '筛选出入围作品150部，在小程序端同步展示。' },
    { figure: '3', unit: '分钟', says: '时长不超过3分钟。题目自定，不限题材、体裁和风格。' },
    { figure: '125', unit: '部', says: '一等奖5名，二等奖10名，三等奖20名，另设优秀、人气、创新和纪念奖。' },
  ],
  doors: [
    { key: 'web', label: '个人报名', kind: 'web', says: '在这里报名、上传作品，马上有回执。' },
    {
      key: 'media',
      label: '团体报名',
      kind: 'media',
      says: '将作品存储在U盘或DVD数据光盘，寄送至承办单位，注明“短视频征集”。',
      address: '望北市青槐路100号 河北广播电视台新媒体中心（注明“短视频征集”） 邮编000000',
    },
  ],
  one_door: true,
  form: [
    { key: 'title', label: '作品标题', type: 'text', required: true, personal: false, max_chars: 30 },
    { key: 'author_name', label: '作者姓名', type: 'text', required: true, personal: false },
    {
      key: 'employer',
      label: '单位',
      type: 'text',
      required: true,
      personal: false,
      hint: '没有单位的，写所在学校、社区或“个人”。',
    },
    { key: 'contact', label: '联系方式', type: 'phone', required: true, personal: true },
    { key: 'address', label: '通讯地址', type: 'text', required: true, personal: true },
    {
      key: 'synopsis',
      label: '文字说明',
      type: 'long_text',
      required: true,
      personal: false,
      max_chars: 200,
      hint: '故事梗概、作品风格等，200字以内。',
    },
  ],
  taxonomies: [
    {
      key: 'topic',
      label: '重点征集内容',
      cardinality: 'optional_many',
      options: [
        { key: 'antiepidemic', label: '全民抗击新冠肺炎疫情' },
        { key: 'change', label: '民生领域的巨大变化' },
        { key: 'image', label: '新风貌新形象' },
        { key: 'goodpeople', label: '好人好事' },
      ],
    },
  ],
  declarations: [
    {
      key: 'original',
      label: '原创和真实',
      says: '作品需保证原创性和真实性，不得违反有关法律法规，如有违反，相关责任由报名者自行承担。',
      required: true,
    },
    { key: 'use', label: '使用权', says: '主办方拥有作品的使用权，资料不再退还。', required: true },
  ],
  rules: [
    {
      key: 'duration',
      label: '时长',
      says: '时长不超过3分钟。',
      clause: '通知第四条第1款',
      level: 'error',
      by: ['machine'],
      mend: '剪短片头黑场或片尾字幕，再按原来的分辨率导出。',
    },
    {
      key: 'theme',
      label: '主题',
      says: '紧扣主题，导向正、内容积极。题目自定，不限题材、体裁和风格，适宜在移动端平台播出。',
      clause: '通知第四条第2款',
      level: 'error',
      by: ['screener'],
    },
    {
      key: 'craft',
      label: '清晰与流畅',
      says: '画面清晰、镜头运用流畅，有一定的拍摄和剪辑技巧。',
      clause: '通知第四条第3款',
      level: 'note',
      by: ['screener'],
    },
  ],
  voting: {
    phase: 'vote',
    open: hour === 'vote',
    per_day: 10,
    per_work_per_day: 10,
    channel: 'wechat_mini_program',
    says: '每个微信账号每日最多可投10票，可一个作品投10票，也可多个作品共投10票。',
    show_votes: true,
    show_ranking: true,
    opens_at: vote.opens_at,
    closes_at: vote.closes_at,
  },
  rounds: [
    { key: 'prelim', label: '作品初评', body: '评审会', kind: 'shortlist', size: 150 },
    { key: 'expert', label: '专家评审', body: '业内专家学者', kind: 'score' },
  ],
  prizes: [
    ['first', '一等奖', 5],
    ['second', '二等奖', 10],
    ['third', '三等奖', 20],
    ['merit', '优秀奖', 15],
    ['popular', '最具人气奖', 10],
    ['innovation', '创新奖', 15],
    ['souvenir', '纪念奖', 50],
  ].map(([key, label, quota]) => ({ key: String(key), label: String(label), quota: Number(quota) })),
  notice: {
    title: '关于开展“奋进2020·河北有我”网络短视频创作征集活动的通知',
    issuers: ['省委网信办', '省教育厅', '省总工会', '团省委'],
    issued_on: '2020-10-10T00:00:00+08:00',
    paragraphs: [
      '各市（含定州、辛集市）党委网信办、教育局、总工会、团委，雄安新区宣传中心，省直有关单位：',
      '为展示我省发展成就和新时代的形象风貌，现开展网络短视频创作征集活动。有关安排如下：',
      '一、作品要求',
      '1. 时长不超过3分钟。',
      '2. 紧扣主题，导向正、内容积极。题目自定，不限题材、体裁和风格，适宜在移动端平台播出。',
      '3. 画面清晰、镜头运用流畅，有一定的拍摄和剪辑技巧。',
      '二、报名展示',
      '报名需注明作者姓名、单位、联系方式、通讯地址。同时，作品需配200字以内的文字说明。',
    ],
  },
  contacts: [{ label: '报名咨询', unit: '新媒体中心', name: '林老师', phone: '0000-0000000' }],
  entry_open: hour === 'collect',
  upload: { max_bytes: 2e9, accept: 'video/*,.mp4,.mov,.mkv' },
  open_points: 0,
}

const titles =
  '雪落白石乡 一千六百度 巷子尽头，有人等你回家 一匹蓝 水醒了 六个人的操场 麦子认得路 慢车不慢 四点半的灯 桥的夜班 守夜人 渡口开早船 山的那一边 竹径 下班以后 风来的方向 老邮差的最后一程 苹果熟了 她在塔吊上看日出 三号车间的春天 口罩后面 第一书记的本子 爷爷的二胡 白洋淀的水鸟回来了 冰面上的少年 半山腰的电'.split(
    ' ',
  )
const people =
  '微光小组 炉前小组 看巷小组 染布合作社 影像社 操场小队 阿禾 绿皮车乘务组 老街坊 三处青年突击队 望北观测站 撑船的人 护林二队 三班 林晓岚'.split(
    ' ',
  )
const units =
  '白石乡文化站 松岭钢厂工会 南屿县融媒体中心 青槐街道 云麓师范学院 白石乡中心小学 望北县农技站 云泽客运段 望北县融媒体中心'.split(
    ' ',
  )
const shapes: [number, number][] = [
  [1080, 1920],
  [1920, 1080],
  [1080, 1920],
  [1080, 1080],
  [1920, 1080],
  [1440, 1080],
  [1080, 1920],
  [1920, 816],
]
const topicKeys = campaign.taxonomies[0]!.options

const films: EntryView[] = Array.from({ length: 150 }, (_, i) => {
  const r = random(`film${i}`)
  const [width, height] = shapes[Math.floor(r() * shapes.length)]!
  const id = `01f${String(i).padStart(5, '0')}`
  const title = titles[i % titles.length]! + (i >= titles.length ? `（${Math.floor(i / titles.length) + 1}）` : '')
  return {
    id,
    number: `HB20-${String(150 - i).padStart(4, '0')}`,
    title,
    author: people[Math.floor(r() * people.length)]!,
    unit: units[Math.floor(r() * units.length)]!,
    poster: `/media/${id}/poster.svg?r=${width}x${height}`,
    aspect: `${width}:${height}`,
    width,
    height,
    duration_s: 60 + Math.floor(r() * 118),
    votes: Math.floor(4200 * (1 - i / 170) * (0.4 + r())),
    votable: true,
    synopsis:
      '白石乡每年有四个月封在雪里。腊月二十三，供销店的灯亮到最晚：等一趟送药的车，等几个从县城回来的孩子，也等一位每晚来买2盒火柴的老人。我们在这条街上守了九个晚上，拍下雪落下来时，人怎样互相照亮。',
    topics: [topicKeys[i % 4]!],
    stream: `/media/${width > height ? 'wide' : 'tall'}/master.m3u8`,
    submitted_on: days(-12),
    related: [],
    share_url: '',
    ai_label: i === 4 ? '含人工智能生成内容' : undefined,
  }
})

const card = (f: EntryView): EntryCard => {
  const { id, number, title, author, unit, poster, aspect, width, height, duration_s, votes, votable } = f
  return {
    id,
    number,
    title,
    author,
    unit,
    poster,
    aspect,
    width,
    height,
    duration_s,
    votes: hour === 'collect' ? undefined : votes,
    votable,
  }
}

const personas = [
  { key: 'viewer', name: '观众·小满', role: 'viewer' as const, says: '看片、投票' },
  { key: 'author', name: '作者·林晓岚', role: 'author' as const, says: '报名、交片、查进度' },
  { key: 'organiser', name: '组委会·周老师', role: 'organiser' as const, says: '进入控制台' },
]

// ───────── what changes ─────────
let person: Person | null = null
const votes: { key: string; receipt: string; entry: string; count: number; day: string; at: string }[] = []
const entries = new Map<string, MyEntry>()
const uploads = new Map<string, { size: number; got: number; name: string; hash: ReturnType<typeof createHash> }>()
const spentToday = () => votes.filter((v) => v.day === today()).reduce((n, v) => n + v.count, 0)
const read = new Set<string>()

const findings: Finding[] = campaign.rules.map((r) => ({
  rule: r.key,
  label: r.label,
  says: r.says,
  level: r.level,
  ok: true,
  undecided: !r.by.includes('machine'),
  got: r.key === 'duration' ? '2分58秒' : '',
  need: r.key === 'duration' ? '要求不超过3分钟' : '',
  message: '',
  by: r.by[0]!,
}))

function judge(facts: { duration_s?: number }): Finding[] {
  const s = facts.duration_s ?? 0
  const said = `${Math.floor(s / 60)}分${Math.round(s % 60)}秒`
  return findings.map((f) =>
    f.rule === 'duration'
      ? {
          ...f,
          got: said,
          ok: s <= 180,
          message: s <= 180 ? '' : `时长${said}，超出${Math.round(s - 180)}秒`,
          mend: campaign.rules[0]!.mend,
        }
      : f,
  )
}

function seedEntry() {
  const id = 'e-returned'
  const asset: Asset = {
    id: 'a1',
    state: 'ready',
    filename: '雪落白石乡_终版2.mp4',
    size_bytes: 1_045_000_000,
    received_bytes: 1_045_000_000,
    sha256: '9e41c07b52d8a6f3aa10bb20cc30dd40ee50ff60aa70bb80cc90dda0eeb0ffc0',
    began_at: days(-12),
    within_grace: false,
    poster: films[0]!.poster,
    facts: { duration_s: 178, width: 1080, height: 1920 } as never,
  }
  entries.set(id, {
    id,
    campaign: campaign.key,
    campaign_title: campaign.short_title,
    door: 'web',
    number: 'HB20-0137',
    state: 'returned',
    state_label: '退回补正',
    fields: {
      title: '雪落白石乡',
      author_name: '林晓岚',
      employer: '白石乡文化站',
      contact: '13800000000',
      address: '望北县白石乡',
      synopsis: films[0]!.synopsis,
    },
    topics: ['goodpeople'],
    declarations: ['original', 'use'],
    asset,
    receipt: {
      number: 'HB20-0137',
      at: days(-10),
      sha256: asset.sha256!,
      size_bytes: asset.size_bytes,
      filename: asset.filename,
      within_grace: true,
      says: '',
    },
    findings: judge({ duration_s: 178 }),
    verdict: 'review',
    ask: {
      says: '请换一版没有台标的影片',
      reasons: [
        { says: '片尾第2分41秒出现其他平台的水印，通知要求作品适宜在移动端平台播出。' },
        { says: '文字说明里写了联系电话，请删去。' },
      ],
      due_at: days(3),
      act: 'replace',
    },
    timeline: [
      { at: days(-12), kind: 'draft', says: '开始报名' },
      { at: days(-10), kind: 'submitted', says: '作者提交' },
      { at: days(-9), kind: 'inspected', says: '机器技审通过' },
      { at: days(-2), kind: 'returned', says: '退回补正', by: '组委会' },
    ],
    versions: [
      { asset: 'a0', filename: '雪落白石乡_终版.mp4', sha256: '77aa01', at: days(-11), current: false },
      { asset: 'a1', filename: asset.filename, sha256: asset.sha256!, at: days(-10), current: true },
    ],
    can: ['edit', 'replace', 'submit', 'withdraw'],
    awards: hour === 'publicity' ? [{ key: 'first', label: '一等奖', certificate: 'SY7K4M2Q' }] : undefined,
  })
}
seedEntry()

const publicity = (): Publicity => ({
  title: '关于“奋进2020·河北有我”网络短视频征集活动拟获奖作品的公示',
  state: 'open',
  from: days(-2),
  to: days(5),
  days: 7,
  day_type: 'natural',
  text: ['经网络投票和专家评审，评出拟获奖作品125部，现予公示。公示期间，如有异议，请实名提出，写明事实并附依据。'],
  how: [
    '请在公示期内，按通知所列的联系方式向组委会书面提出，注明作品编号、事实和依据，并留下姓名和电话。',
    '组委会为您保密，收到后3个工作日内答复。',
  ],
  sha256: 'b7c2e19044d1aa83d2c0f5e6178b3a90b7c2e19044d1aa83d2c0f5e6178b3a90',
  prizes: (() => {
    let at = 0
    return campaign.prizes.map((p) => ({
      key: p.key,
      label: p.label,
      winners: films
        .slice(at, (at += p.quota!))
        .map((f) => ({ entry: f.id, number: f.number, title: f.title, author: f.author, unit: f.unit })),
    }))
  })(),
})

class Refused {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly more: object = {},
  ) {}
}

type Handler = (m: { part: string[]; query: URLSearchParams; body: never; req: IncomingMessage; res: ServerResponse }) => unknown
const signedIn = () => {
  if (!person) throw new Refused(401, 'identity.signed_out', '请先登录。')
  return person
}
const mine = (id: string) => {
  signedIn()
  const e = entries.get(id)
  if (!e) throw new Refused(404, 'entry.unknown', '没有这部作品。')
  return e
}
const film = (key: string) => {
  const f = films.find((x) => x.id === key || x.number === key)
  if (!f) throw new Refused(404, 'showcase.unknown', '没有这部作品，可能已经撤下。')
  return f
}
const arrive = (name: string, roles: Person['roles'] = []) => {
  person = { id: 'p1', name, phone: '138****0000', wechat: true, roles }
  return { status: 201, body: { person, token: 'fixture', expires_at: days(30) } }
}

const routes: [string, RegExp, Handler][] = [
  ['GET', /^\/session$/, () => ({ person, sandbox: true })],
  ['DELETE', /^\/session$/, () => ((person = null), { status: 204 })],
  ['GET', /^\/session\/options$/, () => ({ email: true, phone: true, wechat: true, wechat_page: false, sandbox: personas })],
  [
    'POST',
    /^\/sessions\/code$/,
    ({ body }) => ({
      status: 202,
      body: { to: (body as { to: string }).to.replace(/^(.{3}).*(.{4})$/, '$1****$2'), expires_in: 600, resend_in: 60 },
    }),
  ],
  [
    'POST',
    /^\/sessions$/,
    ({ body }) => {
      if ((body as { code: string }).code !== '123456')
        throw new Refused(422, 'identity.wrong_code', '验证码不对，请核对后再输一次。演示环境的验证码是123456。')
      return arrive('林晓岚')
    },
  ],
  [
    'POST',
    /^\/sessions\/sandbox$/,
    ({ body }) => arrive(personas.find((p) => p.key === (body as { persona: string }).persona)!.name),
  ],
  [
    'GET',
    /^\/campaigns$/,
    ({ req }) => ({
      items: /fx=many/.test(req.headers.cookie ?? '')
        ? [campaign, { ...campaign, key: 'henan-2025', title: '豫见好网民短视频大赛', brand: '#1B5E8C' }]
        : [campaign],
    }),
  ],
  [
    'GET',
    /^\/campaigns\/([^/]+)$/,
    ({ part }) => {
      if (part[0] !== campaign.key) throw new Refused(404, 'campaign.unknown', '没有这个活动。')
      return campaign
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/entries$/,
    ({ query, req }) => {
      let list = [...films]
      const q = query.get('q')?.toLowerCase()
      if (/fx=empty/.test(req.headers.cookie ?? '')) list = []
      if (q) list = list.filter((f) => [f.title, f.author, f.unit, f.number].some((s) => s?.toLowerCase().includes(q)))
      if (query.get('topic')) list = list.filter((f) => f.topics.some((o) => o.key === query.get('topic')))
      if (query.get('sort') === 'hottest') list.sort((a, b) => b.votes! - a.votes!)
      const from = Number(query.get('cursor') ?? 0)
      return { items: list.slice(from, from + 20).map(card), next: from + 20 < list.length ? String(from + 20) : undefined }
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/entries\/([^/]+)$/,
    ({ part, req }) => {
      const f = film(part[0]!)
      const i = films.indexOf(f)
      return {
        ...f,
        ...card(f),
        rank: i + 1,
        related: films.slice(i + 1, i + 8).map(card),
        share_url: `http://${req.headers.host}/c/${campaign.key}/works/${f.number}`,
      }
    },
  ],
  [
    'POST',
    /^\/campaigns\/[^/]+\/precheck$/,
    ({ body }) => {
      const list = judge((body as { facts: { duration_s?: number } }).facts)
      return { verdict: list.some((f) => !f.ok) ? 'fail' : 'pass', findings: list }
    },
  ],
  [
    'POST',
    /^\/campaigns\/[^/]+\/votes$/,
    ({ body, req }) => {
      signedIn()
      const { entry, count } = body as { entry: string; count: number }
      const key = String(req.headers['idempotency-key'])
      let v = votes.find((x) => x.key === key)
      if (!v) {
        if (spentToday() + count > 10)
          throw new Refused(422, 'ballot.allowance_spent', '今天的10票已经投完，明天零点后可以再投。', {
            rule: { key: 'per_day', says: campaign.voting!.says },
          })
        v = { key, receipt: randomUUID().slice(0, 9).toUpperCase(), entry, count, day: today(), at: new Date().toISOString() }
        votes.unshift(v)
        film(entry).votes! += count
      }
      return { status: 201, body: { accepted: v.count, remaining_today: 10 - spentToday(), receipt: v.receipt } }
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/votes\/mine$/,
    () => {
      signedIn()
      return {
        per_day: 10,
        remaining_today: 10 - spentToday(),
        day: today(),
        items: votes.map((v) => ({
          ...v,
          title: film(v.entry).title,
          number: film(v.entry).number,
          poster: film(v.entry).poster,
        })),
      }
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/standings$/,
    ({ req }) => {
      const hidden = /fx=hidden/.test(req.headers.cookie ?? '')
      const top = [...films].sort((a, b) => b.votes! - a.votes!)
      return {
        as_of: new Date(Math.floor(Date.now() / 3600e3) * 3600e3).toISOString(),
        shown: !hidden,
        items: hidden
          ? []
          : top.map((f, i) => ({
              entry: f.id,
              rank: i + 1,
              votes: f.votes,
              number: f.number,
              title: f.title,
              author: f.author,
              poster: f.poster,
              aspect: f.aspect,
            })),
      }
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/publicity$/,
    () => {
      if (hour === 'collect') throw new Refused(404, 'notice.none', '还没有公示。')
      return publicity()
    },
  ],
  [
    'GET',
    /^\/campaigns\/[^/]+\/announcements$/,
    () => ({
      items: [
        {
          id: 'n1',
          title: '关于开启网络投票的公告',
          at: days(-1),
          paragraphs: ['初评已经结束，150部作品入围。网络投票今天零点开启，每个微信账号每日最多可投10票。'],
        },
      ],
    }),
  ],
  [
    'GET',
    /^\/certificates\/([^/]+)$/,
    ({ part }) => {
      const base = {
        code: part[0],
        number: '冀短视频证字〔2020〕第0003号',
        campaign: campaign.key,
        campaign_title: campaign.title,
        title: '雪落白石乡',
        recipient: '林晓岚',
        unit: '白石乡文化站',
        prize: '一等奖',
        issued_on: days(-1),
        issuers: campaign.hosts,
      }
      if (part[0] === 'SY7K4M2Q') return { ...base, state: 'valid' }
      if (part[0] === 'VOID0001')
        return { ...base, state: 'revoked', revoked: { at: days(0), reason: '作者本人申请，改以团队名义另行发证。' } }
      throw new Refused(404, 'certificate.unknown', '没有查到。')
    },
  ],
  [
    'GET',
    /^\/my\/entries$/,
    ({ query }) => (
      signedIn(),
      { items: [...entries.values()].filter((e) => !query.get('campaign') || e.campaign === query.get('campaign')).reverse() }
    ),
  ],
  ['GET', /^\/my\/entries\/([^/]+)$/, ({ part }) => mine(part[0]!)],
  [
    'POST',
    /^\/campaigns\/[^/]+\/entries$/,
    ({ body }) => {
      signedIn()
      const id = randomUUID().slice(0, 8)
      const e: MyEntry = {
        id,
        campaign: campaign.key,
        campaign_title: campaign.short_title,
        state: 'draft',
        state_label: '草稿',
        findings: [],
        timeline: [{ at: new Date().toISOString(), kind: 'draft', says: '开始报名' }],
        versions: [],
        can: ['edit', 'replace', 'submit', 'delete'],
        ...(body as EntryForm),
      }
      entries.set(id, e)
      return { status: 201, body: e }
    },
  ],
  ['PUT', /^\/my\/entries\/([^/]+)$/, ({ part, body }) => Object.assign(mine(part[0]!), body)],
  ['DELETE', /^\/my\/entries\/([^/]+)$/, ({ part }) => (mine(part[0]!), entries.delete(part[0]!), { status: 204 })],
  [
    'PUT',
    /^\/my\/entries\/([^/]+)\/file$/,
    ({ part, body }) => {
      const e = mine(part[0]!)
      const { asset } = body as { asset: string }
      const u = uploads.get(asset)!
      const sha256 = u.hash.copy().digest('hex')
      e.asset = {
        id: asset,
        state: 'received',
        filename: u.name,
        size_bytes: u.size,
        received_bytes: u.got,
        sha256,
        began_at: new Date().toISOString(),
        within_grace: false,
      }
      e.versions = [
        ...e.versions.map((v) => ({ ...v, current: false })),
        { asset, filename: u.name, sha256, at: new Date().toISOString(), current: true },
      ]
      e.ask = undefined
      return e
    },
  ],
  [
    'POST',
    /^\/my\/entries\/([^/]+)\/submit$/,
    ({ part }) => {
      const e = mine(part[0]!)
      const fields = Object.fromEntries(
        campaign.form.filter((f) => f.required && !e.fields[f.key]).map((f) => [f.key, '这一项要填']),
      )
      if (Object.keys(fields).length) throw new Refused(422, 'entry.incomplete', '报名表还没填完。', { fields })
      const at = new Date().toISOString()
      Object.assign(e, { number: 'HB20-0151', state: 'submitted', state_label: '已提交', can: ['edit', 'replace', 'withdraw'] })
      e.receipt = {
        number: e.number!,
        at,
        sha256: e.asset!.sha256!,
        size_bytes: e.asset!.size_bytes,
        filename: e.asset!.filename,
        within_grace: false,
        says: '',
      }
      e.timeline.push({ at, kind: 'submitted', says: '作者提交' })
      e.findings = judge({ duration_s: 100 })
      return e
    },
  ],
  [
    'POST',
    /^\/my\/entries\/([^/]+)\/withdraw$/,
    ({ part }) => Object.assign(mine(part[0]!), { state: 'withdrawn', state_label: '已撤回', can: [], ask: undefined }),
  ],
  [
    'GET',
    /^\/my\/messages$/,
    () => (
      signedIn(),
      {
        items: [
          {
            id: 'm1',
            at: days(-1),
            title: '您的作品需要补正',
            text: '《雪落白石乡》片尾有其他平台的水印，请在3天内换一版。',
            link: '/me/entries/e-returned',
            read: read.has('m1'),
          },
          { id: 'm2', at: days(-9), title: '技审通过', text: '《雪落白石乡》已通过机器技审，进入初评。', read: true },
        ],
      }
    ),
  ],
  ['POST', /^\/my\/messages\/([^/]+)\/read$/, ({ part }) => (read.add(part[0]!), { status: 204 })],
]

// ───────── tus 1.0, enough for the client ─────────
async function tus(req: IncomingMessage, res: ServerResponse, id: string) {
  res.setHeader('Tus-Resumable', '1.0.0')
  res.setHeader('Cache-Control', 'no-store')
  const end = (status: number, headers: Record<string, string | number> = {}) => res.writeHead(status, headers).end()
  if (req.method === 'POST') {
    const name = /filename ([^,]+)/.exec(String(req.headers['upload-metadata']))?.[1] ?? ''
    const made = randomUUID()
    uploads.set(made, {
      size: Number(req.headers['upload-length']),
      got: 0,
      name: Buffer.from(name, 'base64').toString(),
      hash: createHash('sha256'),
    })
    return end(201, { Location: `/api/v1/uploads/${made}` })
  }
  const u = uploads.get(id)
  if (!u) return end(404)
  if (req.method === 'HEAD') return end(200, { 'Upload-Offset': u.got, 'Upload-Length': u.size })
  if (req.method === 'DELETE') return (uploads.delete(id), end(204))
  if (Number(req.headers['upload-offset']) !== u.got) return end(409)
  for await (const chunk of req) {
    u.hash.update(chunk as Buffer)
    u.got += (chunk as Buffer).length
    await new Promise((go) => setTimeout(go, 4))
  }
  end(204, { 'Upload-Offset': u.got })
}

// ───────── films: two test patterns, made once ─────────
function stream(shape: string, file: string, res: ServerResponse) {
  const dir = new URL(`../node_modules/.cache/fixture-${shape}/`, import.meta.url).pathname
  if (!existsSync(`${dir}master.m3u8`)) {
    mkdirSync(dir, { recursive: true })
    const size = shape === 'tall' ? '360x640' : '640x360'
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      `testsrc2=s=${size}:d=12:r=25`,
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '50',
      '-hls_time',
      '4',
      '-hls_playlist_type',
      'vod',
      `${dir}master.m3u8`,
    ])
  }
  if (!/^[\w.]+$/.test(file) || !existsSync(dir + file)) return res.writeHead(404).end()
  res.setHeader('Content-Type', file.endsWith('m3u8') ? 'application/vnd.apple.mpegurl' : 'video/mp2t')
  createReadStream(dir + file).pipe(res)
}

async function bodyOf(req: IncomingMessage) {
  const parts: Buffer[] = []
  for await (const p of req) parts.push(p as Buffer)
  return parts.length ? JSON.parse(Buffer.concat(parts).toString()) : undefined
}

const answer: Connect.NextHandleFunction = async (req, res, next) => {
  const url = new URL(req.url!, 'http://x')
  const path = decodeURIComponent(url.pathname)
  const picture = /^\/media\/([\w-]+)\/poster\.svg$/.exec(path)
  if (picture) {
    const [w, h] = (url.searchParams.get('r') ?? '1600x900').split('x').map(Number)
    return res.setHeader('Content-Type', 'image/svg+xml').end(scene(picture[1]!, w! / 2, h! / 2))
  }
  const segment = /^\/media\/(wide|tall)\/([^/]+)$/.exec(path)
  if (segment) return stream(segment[1]!, segment[2]!, res)
  const drawn = /^\/visual\/[^/]+\/(wide|tall|square)\.svg$/.exec(path)
  if (drawn)
    return res
      .setHeader('Content-Type', 'image/svg+xml')
      .end(readFileSync(new URL(`../testdata/visual-${drawn[1]}.svg`, import.meta.url)))
  const upload = /^\/api\/v1\/uploads\/([^/]*)$/.exec(path)
  if (upload) return tus(req, res, upload[1]!)
  if (!path.startsWith('/api/v1/') || path.startsWith('/api/v1/console') || path.startsWith('/api/v1/judge')) return next()
  const asked = path.slice('/api/v1'.length)
  const route = routes.find(([method, shape]) => method === req.method && shape.test(asked))
  if (!route) return next()
  const fx = req.headers.cookie ?? ''
  if (/fx=slow/.test(fx)) await new Promise((go) => setTimeout(go, 4000))
  res.setHeader('Content-Type', 'application/json')
  try {
    if (/fx=error/.test(fx) && asked !== '/session') throw new Refused(503, 'web.unavailable', '')
    const out = (await route[2]({
      part: route[1].exec(asked)!.slice(1),
      query: url.searchParams,
      body: (await bodyOf(req)) as never,
      req,
      res,
    })) as { status?: number; body?: unknown }
    const wrapped = typeof out?.status === 'number' && Object.keys(out).every((k) => k === 'status' || k === 'body')
    res.statusCode = wrapped ? out.status! : 200
    res.end(res.statusCode === 204 ? undefined : JSON.stringify(wrapped ? out.body : out))
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    res.statusCode = e.status
    res.setHeader('Content-Type', 'application/problem+json')
    res.end(JSON.stringify({ status: e.status, code: e.code, detail: e.detail, ...e.more }))
  }
}

export default function fixtures(): Plugin {
  return {
    name: 'public-fixtures',
    configureServer: (server) => void server.middlewares.use(answer),
    configurePreviewServer: (server) => void server.middlewares.use(answer),
  }
}
