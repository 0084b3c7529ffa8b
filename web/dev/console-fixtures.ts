/**
 * Answers the console's requests while it is built without the server: one invented contest at a stage one may
 * change by visiting /__stage/NAME (screening, vote, judging, awards, done). Only pages under /console are answered,
 * so that it can stand beside other fixtures. Never part of a build.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import type {
  AuditRow,
  Ballot,
  CampaignFile,
  Campaign,
  CertificateRow,
  ConsoleCard,
  EntryFile,
  EntryState,
  Finding,
  InboxItem,
  OpenPoint,
  Person,
  Phase,
  Publicity,
  Roll,
  RoundView,
  Screening,
  Sheets,
  Staff,
  SystemView,
  Task,
} from '../src/api/schema'
import { scene } from './console-scenes'

type Stage = 'screening' | 'vote' | 'judging' | 'awards' | 'done'
const hour = 3_600_000,
  day = 24 * hour
let stage: Stage = 'screening'
const stageAt: Record<Stage, string> = {
  screening: '2020-11-20T10:12:00+08:00',
  vote: '2020-12-03T20:14:00+08:00',
  judging: '2020-12-16T15:20:00+08:00',
  awards: '2020-12-22T09:40:00+08:00',
  done: '2021-01-08T11:00:00+08:00',
}
const now = () => Date.parse(stageAt[stage])
const iso = (ms: number) => new Date(ms + 8 * hour).toISOString().replace(/\.\d+Z$/, '+08:00')
const bj = (s: string) => Date.parse(`${s}+08:00`)
const sha = (s: string) => createHash('sha256').update(s).digest('hex')
const past = (...s: Stage[]) => !s.includes(stage)

/* ── the cast ── */
const units = [
  '望北县融媒体中心',
  '临渡市融媒体中心',
  '青禾职业学院',
  '长堤水利职工总会',
  '白杨机电学校',
  '云台县文化馆',
  '石桥财经学校',
  '南圃艺术职业学院',
  '澄江工程学校',
  '鹿原区团委',
  '河湾镇综合文化站',
  '北岭新闻网',
]
const authors = [
  '林晓岚',
  '周予安',
  '陈望舒',
  '许明远',
  '沈知秋',
  '顾北辰',
  '方清和',
  '何以宁',
  '宋未央',
  '韩春生',
  '陆时雨',
  '秦溪',
]
const titles = [
  '望北清晨',
  '接站',
  '口罩厂的夜',
  '麦浪里的党课',
  '第七车间',
  '一盏灯的值守',
  '桥上的名字',
  '早市六点半',
  '黄河边的测量员',
  '十二级台阶',
  '村口大喇叭',
  '返乡',
  '白洋淀的早晨',
  '一封没有寄出的信',
  '田间航线',
  '修桥的人',
  '冬训',
  '一碗面',
  '老井新水',
  '渡口',
  '守坝人',
  '夜班车',
  '门',
  '菜价',
  '晨读',
  '河堤十公里',
  '修表匠',
  '小院议事',
  '末班车',
  '墙上的账本',
  '风机下',
  '雪线以下',
]
const N = 412

const rules = [
  {
    key: 'duration',
    label: '时长',
    says: '时长不超过3分钟。',
    clause: '四、1',
    level: 'error',
    by: ['machine'],
    mend: '剪短到3分钟以内，重新导出',
  },
  { key: 'theme', label: '主题', says: '紧扣主题，导向正、内容积极。', clause: '四、2', level: 'error', by: ['screener'] },
  {
    key: 'mobile',
    label: '适宜移动端',
    says: '适宜在移动端平台播出。',
    clause: '四、2',
    level: 'note',
    by: ['screener', 'machine'],
  },
  {
    key: 'clear',
    label: '画面清晰',
    says: '画面清晰、镜头运用流畅，有一定的拍摄和剪辑技巧。',
    clause: '四、3',
    level: 'warn',
    by: ['machine', 'screener'],
  },
  {
    key: 'original',
    label: '原创真实',
    says: '作品需保证原创性和真实性，不得违反有关法律法规。',
    clause: '四、4',
    level: 'error',
    by: ['declaration', 'screener'],
  },
  {
    key: 'synopsis',
    label: '文字说明',
    says: '作品需配200字以内的文字说明（故事梗概、作品风格等）。',
    clause: '六',
    level: 'error',
    by: ['machine'],
  },
] as Campaign['rules']

const finding = (rule: string, over: Partial<Finding>): Finding => {
  const r = rules.find((x) => x.key === rule)!
  return {
    rule,
    label: r.label,
    says: r.says,
    level: r.level,
    ok: true,
    undecided: false,
    got: '',
    need: '',
    message: '',
    by: 'machine',
    ...over,
  }
}

function stateOf(i: number): EntryState {
  if (stage === 'screening')
    return i < 37 ? 'submitted' : i < 52 ? 'returned' : i < 60 ? 'rejected' : i < 63 ? 'withdrawn' : 'admitted'
  if (i < 8) return 'rejected'
  const short = i >= 20 && i < 170
  if (!short) return i === 9 ? 'disqualified' : 'not_shortlisted'
  const won = i < 145
  return stage === 'done' && won ? 'awarded' : stage === 'awards' && won ? 'proposed' : 'shortlisted'
}
const labels: Record<EntryState, string> = {
  draft: '草稿',
  submitted: '待初审',
  returned: '补正中',
  admitted: '初审通过',
  rejected: '不予通过',
  shortlisted: '入围',
  not_shortlisted: '未入围',
  proposed: '拟获奖',
  awarded: '已获奖',
  withdrawn: '已撤回',
  disqualified: '取消资格',
}
const moved = new Map<string, { state: EntryState; reason?: string }>()
const portrait = (i: number) => i % 5 === 3
const titleOf = (i: number) =>
  titles[i % titles.length]! +
  (i >= titles.length
    ? `（${['二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三'][Math.floor(i / titles.length) - 1] ?? '续'}）`
    : '')

function entry(i: number): EntryFile {
  const id = `e${i}`,
    number = String(i + 1).padStart(4, '0'),
    state = moved.get(id)?.state ?? stateOf(i)
  const long = i % 17 === 2 || i % 23 === 5,
    dark = i % 7 === 1,
    seconds = long ? 186.2 : 58 + ((i * 37) % 118)
  const size = [1920, 1080] as const,
    [width, height] = portrait(i) ? [size[1], size[0]] : size
  const mbps = 6 + ((i * 13) % 260) / 10
  const at = bj('2020-10-20T09:00:00') + ((i * 6_911) % (26 * 24)) * hour + ((i * 977) % 60) * 60_000
  const findings: Finding[] = [
    finding('duration', {
      ok: !long,
      got: long ? '3分06秒（186.2秒）' : `${Math.floor(seconds / 60)}分${String(Math.round(seconds % 60)).padStart(2, '0')}秒`,
      need: '不超过3分钟',
      message: long ? '时长3分06秒，要求不超过3分钟' : '',
      mend: '剪短到3分钟以内，重新导出',
      at_s: long ? 180 : undefined,
    }),
    finding('clear', {
      ok: !dark,
      undecided: dark,
      level: 'warn',
      got: `${width}×${height}，${mbps.toFixed(1)} Mbps`,
      need: '画面清晰',
      message: dark ? '00:12–00:19画面偏暗，平均亮度低；请人看是否有意为之' : '',
      at_s: dark ? 12.4 : undefined,
    }),
    finding('mobile', { level: 'note', got: portrait(i) ? '竖屏9:16' : '横屏16:9', need: '适宜移动端' }),
    finding('synopsis', { got: `${86 + (i % 90)}字`, need: '200字以内' }),
    finding('theme', { undecided: true, level: 'warn', by: 'screener', message: '看片后判断' }),
    finding('original', {
      undecided: true,
      level: 'warn',
      by: 'screener',
      message: '作者已承诺；片中未见他台标识',
      ...(i % 11 === 4 ? { message: '00:31右上角有固定图形，疑似他台标识', at_s: 31.2 } : {}),
    }),
  ]
  const poster = `/media/${id}/poster.svg`
  const facts = {
    container: 'mp4',
    brand: 'isom',
    duration_s: seconds,
    width,
    height,
    short_side_px: Math.min(width, height),
    rotation: 0,
    fps: 25,
    vfr: false,
    frames: Math.round(seconds * 25),
    video_codec: 'h264',
    scan: 'progressive',
    hdr: false,
    has_audio: true,
    audio_codec: 'aac',
    audio_channels: 2,
    bitrate_mbps: mbps,
    size_bytes: Math.round((mbps * seconds * 1e6) / 8),
    resolution_class: '1080p',
    orientation: portrait(i) ? 'portrait' : 'landscape',
    aspect: portrait(i) ? '9:16' : '16:9',
    aigc: null,
    c2pa: false,
    header_duration_s: 60,
    decoded_s: 60,
    decoded_frames: 1500,
    scan_seen: 'progressive',
    black_s: 0,
    frozen_s: 0,
    silent_s: 0,
  }
  const filename = `${authors[i % authors.length]}-${titleOf(i)}.mp4`
  return {
    id,
    number,
    title: titleOf(i),
    author: authors[i % authors.length]!,
    unit: units[(i * 5) % units.length]!,
    door: i % 6 === 0 ? 'media' : 'web',
    door_label: i % 6 === 0 ? '寄送U盘或DVD数据光盘' : '网页报名',
    state,
    state_label: labels[state],
    verdict: long ? 'fail' : dark || i % 11 === 4 ? 'review' : 'pass',
    poster,
    duration_s: seconds,
    aspect: facts.aspect,
    resolution_class: '1080p',
    bitrate_mbps: mbps,
    submitted_at: iso(at),
    campaign: 'hebei-2020',
    topics: ['change'],
    fields: [
      { key: 'title', label: '作品题目', value: titleOf(i), masked: false },
      { key: 'author', label: '作者姓名', value: authors[i % authors.length]!, masked: false },
      { key: 'unit', label: '单位', value: units[(i * 5) % units.length]!, masked: false },
      { key: 'contact', label: '联系方式', value: '138****0000', masked: true },
      { key: 'address', label: '通讯地址', value: '望北县＊＊＊', masked: true },
      {
        key: 'synopsis',
        label: '文字说明',
        value:
          '清晨五点半，县城的第一盏灯在融媒体中心亮起。影片跟拍一位记者从出门到播出的两个小时，记录小城在变化中的一天怎样开始。',
        masked: false,
      },
    ],
    asset: {
      id: `a${i}`,
      state: 'ready',
      filename,
      size_bytes: facts.size_bytes,
      received_bytes: facts.size_bytes,
      sha256: sha(id),
      began_at: iso(at - 400_000),
      completed_at: iso(at - 60_000),
      within_grace: false,
      facts,
      poster,
      stream: film(),
    },
    findings,
    receipt: {
      number: `HB-${number}`,
      at: iso(at),
      sha256: sha(id),
      size_bytes: facts.size_bytes,
      filename,
      within_grace: i % 40 === 7,
      says: '已收到。',
    },
    timeline: [
      { at: iso(at - 400_000), kind: 'uploaded', says: '开始上传', by: '作者' },
      { at: iso(at - 60_000), kind: 'ready', says: `上传完成，文件指纹${sha(id).slice(0, 4)}…${sha(id).slice(-4)}` },
      { at: iso(at), kind: 'submitted', says: `提交，编号${number}；收件回执已发`, by: '作者' },
      {
        at: iso(at + 41_000),
        kind: long ? 'fail' : 'inspected',
        says: `技审完成，用时41秒；${long ? '1项不符，' : ''}${dark ? 3 : 2}项待看`,
      },
      ...(state === 'returned'
        ? [
            {
              at: iso(at + 5 * day),
              kind: 'returned',
              says: '退回补正',
              by: '初审员 周予安',
              reason: '时长不超过3分钟（时长3分06秒）。剪短后重新导出',
            },
          ]
        : []),
      ...(['admitted', 'shortlisted', 'proposed', 'awarded', 'not_shortlisted'].includes(state)
        ? [{ at: iso(Math.min(now() - hour, at + 6 * day)), kind: 'admitted', says: '初审通过', by: '初审员 周予安' }]
        : []),
    ],
    versions:
      i % 9 === 2
        ? [
            { asset: `a${i}b`, filename: `${titleOf(i)}-旧.mp4`, sha256: sha(`${id}old`), at: iso(at - 2 * day), current: false },
            { asset: `a${i}`, filename, sha256: sha(id), at: iso(at), current: true },
          ]
        : [{ asset: `a${i}`, filename, sha256: sha(id), at: iso(at), current: true }],
  }
}
const kept = [
  'id',
  'number',
  'title',
  'author',
  'unit',
  'door',
  'state',
  'state_label',
  'verdict',
  'poster',
  'duration_s',
  'aspect',
  'resolution_class',
  'bitrate_mbps',
  'submitted_at',
] as const
const row = (f: EntryFile) => ({
  ...(Object.fromEntries(kept.map((k) => [k, f[k]])) as Pick<EntryFile, (typeof kept)[number]>),
  findings: {
    error: f.findings.filter((x) => x.level === 'error' && !x.ok && !x.undecided).length,
    warn: f.findings.filter((x) => x.undecided && x.by === 'machine').length,
  },
})
const all = () => Array.from({ length: N }, (_, i) => entry(i))

/* ── the contest ── */
const window = (
  key: string,
  label: string,
  kind: string,
  from: string | undefined,
  to: string | undefined,
  precision: string,
  says: string,
): Phase => {
  const a = from ? bj(`${from}T00:00:00`) : undefined,
    b = to ? bj(`${to}T00:00:00`) + day : undefined
  const state = !a || !b ? 'unknown' : now() < a ? 'future' : now() >= b ? 'past' : 'current'
  return { key, label, kind, opens_at: a ? iso(a) : undefined, closes_at: b ? iso(b) : undefined, precision, says, state }
}
const phases = () => [
  window('collection', '作品创作与征集', 'collection', '2020-10-15', '2020-11-15', 'day', '作品创作与征集（10月15日至11月15日）'),
  window('screening', '作品初评', 'screening', '2020-11-16', '2020-11-25', 'day', '作品初评（11月16日至11月25日）'),
  window('vote', '作品评选', 'vote', '2020-11-26', '2020-12-10', 'day', '作品评选（11月26日至12月10日）'),
  window('expert', '专家评审', 'review', '2020-12-11', '2020-12-20', 'ten_days', '专家评审（12月中旬）'),
  window('publicity', '公示及展播', 'publicity', undefined, '2020-12-31', 'approximate', '公示及展播（12月底）'),
  window('exchange', '交流会', 'event', '2021-01-01', '2021-01-31', 'month', '交流会（2021年1月）'),
]
const title = '“奋进2020·河北有我”网络短视频创作征集活动'
const prizes = [
  ['first', '一等奖', 5],
  ['second', '二等奖', 10],
  ['third', '三等奖', 20],
  ['merit', '优秀奖', 15],
  ['popular', '最具人气奖', 10],
  ['innovation', '创新奖', 15],
  ['souvenir', '纪念奖', 50],
] as const
const decided = new Map<string, { value: unknown; reason: string; at: string }>()
function openPoints(): CampaignFile['open'] {
  const p = (path: string, label: string, blocks: string, kind: OpenPoint['kind'], says: string, rest: object = {}) => ({
    path,
    label,
    blocks,
    kind,
    says,
    decided: decided.has(path),
    locked: false,
    value: decided.get(path)?.value,
    ...rest,
  })
  return [
    p(
      'rounds.expert.criteria',
      '专家评审 · 评审指标',
      '专家评审',
      'criteria',
      '只写“根据投票及主题内容”，其他指标和权重没有写明。',
      { value: decided.get('rounds.expert.criteria')?.value ?? { theme_content: { label: '主题内容' } } },
    ),
    p('rounds.expert.judges_per_work', '专家评审 · 每部作品评委数', '专家评审', 'number', '每部作品由几位专家评审，没有写明。'),
    p('rounds.expert.trim', '专家评审 · 去高低分', '专家评审', 'yaml', '是否去掉最高分、最低分，没有写明。'),
    p('final.weights', '成绩 · 合成权重', '定奖', 'weights', '投票和专家评审各占多少，没有写明。', {
      options: [
        { key: 'expert', label: '专家评审' },
        { key: 'votes', label: '网络投票' },
      ],
    }),
    p('final.components.votes.transform', '网络投票 · 折算', '定奖', 'choice', '票数怎样折算成分，没有写明。', {
      options: [
        { key: 'ratio_to_max', label: '得票 ÷ 最高得票 × 100' },
        { key: 'percentile', label: '在入围作品中的百分位' },
        { key: 'rank_linear', label: '按名次等差折算' },
      ],
    }),
    p('award_policy.vacancy', '奖项 · 名额空缺', '定奖', 'choice', '名额能否空缺，没有写明。', {
      options: [
        { key: 'allowed', label: '可以空缺' },
        { key: 'refused', label: '不空缺' },
      ],
    }),
    p('publicity.days', '公示 · 天数', '公示', 'number', '公示几天，没有写明。'),
    p('publicity.channel', '公示 · 异议渠道', '公示', 'text', '异议向谁提、怎样提，没有写明。'),
    p('voting.freeze_before', '投票 · 票数封存', '投票', 'text', '票数什么时候封存，没有写明。', {
      decided: true,
      locked: past('screening'),
    }),
  ]
}
let version = 1
const yaml = () =>
  `# 活动文件：只写通知说了的。\ncampaign: hebei-2020\nversion: ${version}\ntitle: ${title}\nbrand: '#C8321F'\n\nphases:\n  collection:\n    label: 作品创作与征集\n    kind: collection\n    open: 2020-10-15\n    close: 2020-11-15\n    says: 作品创作与征集（10月15日至11月15日）\n  screening:\n    label: 作品初评\n    kind: screening\n    open: 2020-11-16\n    close: 2020-11-25\n\nrounds:\n  shortlist:\n    label: 作品初评\n    size: 150\n\nvoting:\n  per_day: 10\n  per_work_per_day: 10\n\nprizes:\n  first: {label: 一等奖, quota: 5}\n  second: {label: 二等奖, quota: 10}\n`
const votesNow = () => ({ screening: undefined, vote: 263_040, judging: 401_287, awards: 401_287, done: 401_287 })[stage]
function view(): Campaign {
  const ph = phases()
  return {
    key: 'hebei-2020',
    title,
    short_title: '奋进2020·河北有我',
    slogan: '奋进2020·河北有我',
    brand: '#C8321F',
    hosts: ['省委网信办', '省教育厅', '省总工会', '团省委'],
    phase: ph.find((p) => p.state === 'current'),
    next_phase: ph.find((p) => p.state === 'future'),
    counts: { entries: N, shortlisted: past('screening') ? 150 : 0, votes: votesNow() },
    purpose: '宣传发展成就、抗疫成就以及新时代的形象风貌',
    zone: 'Asia/Shanghai',
    version,
    host_groups: [{ role: 'host', label: '主办单位', names: ['省委网信办', '省教育厅', '省总工会', '团省委'] }],
    phases: ph,
    highlights: [],
    doors: [
      { key: 'web', label: '网页报名', kind: 'web', says: '承办单位制作报名网页' },
      { key: 'media', label: '寄送U盘或DVD数据光盘', kind: 'media', says: '将作品存储在U盘或DVD数据光盘' },
    ],
    one_door: true,
    form: [
      { key: 'title', label: '作品题目', type: 'text', required: true, personal: false },
      { key: 'author', label: '作者姓名', type: 'text', required: true, personal: false },
      { key: 'unit', label: '单位', type: 'text', required: true, personal: false },
      { key: 'contact', label: '联系方式', type: 'phone', required: true, personal: true },
      { key: 'address', label: '通讯地址', type: 'text', required: true, personal: true },
      {
        key: 'synopsis',
        label: '文字说明',
        type: 'long_text',
        required: true,
        personal: false,
        max_chars: 200,
        hint: '故事梗概、作品风格等，200字以内',
      },
    ],
    taxonomies: [
      {
        key: 'focus',
        label: '重点征集',
        cardinality: 'optional_many',
        options: [
          { key: 'epidemic', label: '全民抗击新冠肺炎疫情' },
          { key: 'change', label: '近年来各领域特别是民生领域发生的巨大变化' },
          { key: 'image', label: '新风貌新形象' },
          { key: 'good_people', label: '好人好事' },
        ],
      },
    ],
    declarations: [
      { key: 'original', label: '原创真实', says: '作品需保证原创性和真实性，不得违反有关法律法规。', required: true },
      { key: 'licence', label: '使用授权', says: '主办方拥有作品的使用权，资料不再退还。', required: true },
    ],
    rules,
    voting: {
      phase: 'vote',
      open: stage === 'vote',
      per_day: 10,
      per_work_per_day: 10,
      channel: 'wechat_miniprogram',
      says: '每个微信账号每日最多可投10票，可一个作品投10票，也可多个作品共投10票。',
      show_votes: true,
      show_ranking: true,
    },
    rounds: [
      { key: 'shortlist', label: '作品初评', body: '评审会', kind: 'shortlist', size: 150 },
      { key: 'expert', label: '专家评审', body: '业内专家学者', kind: 'score' },
    ],
    prizes: prizes.map(([key, label, quota]) => ({ key, label, quota })),
    notice: { title: `关于开展${title}的通知`, issuers: ['省委网信办'], issued_on: '2020-10-10', paragraphs: [] },
    contacts: [],
    entry_open: false,
    upload: { max_bytes: 2_147_483_648, accept: 'video/*' },
    open_points: openPoints().filter((o) => !o.decided).length,
  }
}
const card = (): ConsoleCard => {
  const v = view()
  return {
    key: v.key,
    title: v.title,
    short_title: v.short_title,
    brand: v.brand,
    hosts: v.hosts,
    phase: v.phase,
    next_phase: v.next_phase,
    counts: v.counts,
    open_points: v.open_points,
    version,
  }
}
const file = (): CampaignFile => ({
  key: 'hebei-2020',
  title,
  version,
  yaml: yaml(),
  decisions_yaml: '',
  view: view(),
  open: openPoints(),
  decisions: [
    ...[...decided].map(([path, d]) => ({
      path,
      label: openPoints().find((o) => o.path === path)!.label,
      value: d.value,
      value_says: JSON.stringify(d.value),
      by: '林晓岚',
      at: d.at,
      reason: d.reason,
    })),
    {
      path: 'rounds.shortlist.cut_tie',
      label: '作品初评 · 入围线上同分',
      value: 'committee',
      value_says: '由评审会评议',
      by: '活动组委会',
      at: iso(bj('2020-11-12T15:00:00')),
      reason: '通知写明150部，同分时由评审会评议定去留，记录在案。',
    },
    {
      path: 'files',
      label: '文件',
      value: {},
      value_says: '不超过2 GB；截止时正在上传的宽限30分钟',
      by: '活动组委会',
      at: iso(bj('2020-10-12T10:00:00')),
      reason: '截止前已开始上传的，给30分钟传完，不因网速吃亏。',
    },
    {
      path: 'voting.freeze_before',
      label: '投票 · 票数封存',
      value: '',
      value_says: '投票截止后、专家评审前封存',
      by: '活动组委会',
      at: iso(bj('2020-11-20T10:00:00')),
      reason: '先封票再评审，互不影响。',
    },
  ],
  versions: [{ version: 1, at: iso(bj('2020-10-11T16:00:00')), by: '林晓岚', sha256: sha('v1') }],
  locks: past('screening') ? [{ topic: 'voting', label: '投票规则', at: iso(bj('2020-11-26T00:00:06')), why: '已有选票' }] : [],
})

/* ── rounds, vote, roll ── */
const judges = [
  '评委 沈知秋',
  '评委 顾北辰',
  '评委 方清和',
  '评委 何以宁',
  '评委 宋未央',
  '评委 韩春生',
  '评委 陆时雨',
  '评委 秦溪',
  '评委 许明远',
]
let tieDecision: { by: string; at: string; reason: string; chosen: string[] } | undefined
const tied = () =>
  [168, 169, 170].map((i) => ({ id: `e${i}`, number: String(i + 1).padStart(4, '0'), title: titleOf(i), score: '78.33' }))
function rounds(): RoundView[] {
  const criteria = [
    {
      key: 'theme_content',
      label: '主题内容',
      weight: 0.4,
      says: '紧扣主题，导向正、内容积极',
      anchors: [
        { at: 60, says: '切题，不深' },
        { at: 75, says: '有事有人' },
        { at: 90, says: '小切口讲清大道理' },
      ],
    },
    {
      key: 'craft',
      label: '制作水平',
      weight: 0.3,
      says: '画面清晰、镜头运用流畅，有一定的拍摄和剪辑技巧',
      anchors: [
        { at: 60, says: '能看清' },
        { at: 75, says: '画面声音完整' },
        { at: 90, says: '镜头流畅有章法' },
      ],
    },
    {
      key: 'innovation',
      label: '创意',
      weight: 0.3,
      says: '题目自定，不限题材、体裁和风格',
      anchors: [
        { at: 60, says: '常见写法' },
        { at: 75, says: '有一处新意' },
        { at: 90, says: '别开生面' },
      ],
    },
  ]
  const seats = (n: number, assigned: number, share: (i: number) => number) =>
    judges.slice(0, n).map((name, i) => ({
      person: `j${i}`,
      name,
      unit: units[i],
      assigned,
      done: Math.round(assigned * share(i)),
      recused: i === 2 ? 1 : 0,
      last_at: share(i) ? iso(now() - (i === 5 ? 55 * hour : (i + 1) * 23 * 60_000)) : undefined,
    }))
  const sum = (j: { done: number }[]) => j.reduce((n, x) => n + x.done, 0)
  const early = stage === 'screening',
    a = seats(9, 113, (i) => (early ? [1, 0.62, 0.7, 0.55, 0.8, 0.12, 0.66, 0.31, 0.74][i]! : 1)),
    late = stage === 'vote' || early
  const b = late ? [] : seats(9, 50, (i) => (stage === 'judging' ? [1, 0.84, 0.9, 0.62, 0.8, 0.1, 0.66, 0.24, 0.74][i]! : 1))
  return [
    {
      key: 'shortlist',
      label: '作品初评',
      kind: 'shortlist',
      state: early ? (tieDecision ? 'sealed' : 'open') : 'settled',
      size: 150,
      criteria,
      scale: { min: 0, max: 100, step: 1 },
      judges_per_work: 3,
      judges: a,
      works: 339,
      assigned: 1017,
      scored: sum(a),
      opens_at: iso(bj('2020-11-16T00:00:00')),
      closes_at: iso(bj('2020-11-26T00:00:00')),
      blockers: [],
      cut: early
        ? undefined
        : {
            size: 150,
            line: 78.33,
            tied: tied(),
            seats: 2,
            says: '入围线上3部作品同分，只剩2个名额。',
            decision: {
              by: '林晓岚',
              at: iso(bj('2020-11-25T16:20:00')),
              reason: '评审会11月25日评议，两部题材更贴近民生，全票通过。',
              chosen: ['e168', 'e169'],
            },
          },
    },
    {
      key: 'expert',
      label: '专家评审',
      kind: 'score',
      state: late ? 'planned' : stage === 'judging' ? 'open' : stage === 'awards' ? 'settled' : 'settled',
      criteria: late ? criteria.slice(0, 1) : criteria,
      scale: { min: 0, max: 100, step: 1 },
      judges_per_work: 3,
      judges: b,
      works: 150,
      assigned: late ? 0 : 450,
      scored: sum(b),
      opens_at: iso(bj('2020-12-11T00:00:00')),
      closes_at: iso(bj('2020-12-21T00:00:00')),
      blockers: late ? ['专家评审 · 评审指标：只写“根据投票及主题内容”', '专家评审 · 每部作品评委数：没有写明'] : [],
    },
  ]
}
const results = () => ({
  method: '每位评委按指标加权得总分；三位全部计入，取均值，保留两位小数',
  items: Array.from({ length: 170 }, (_, i) => {
    const s = 96.33 - i * 0.107,
      k = (d: number) => Math.round(s + d).toFixed(2)
    return {
      entry: `e${20 + i}`,
      number: String(21 + i).padStart(4, '0'),
      title: titleOf(20 + i),
      rank: i > 148 && i < 152 ? 149 : i + 1,
      score: i > 147 && i < 151 ? '78.33' : s.toFixed(2),
      judges: 3,
      derivation: `三位评委总分${k(-2)}、${k(0)}、${k(2)}，均值${s.toFixed(2)}；不足五位，不去高低分`,
      scores: [-2, 0, 2].map((d, n) => ({ judge: judges[(i + n) % 9]!, total: k(d) })),
      in: i < 150,
      tied: i > 147 && i < 151 && !past('screening'),
    }
  }),
})
const show = { votes: true, ranking: true }
let frozen = true
function ballot(): Ballot {
  const from = bj('2020-11-26T00:00:00'),
    to = Math.min(now(), bj('2020-12-11T00:00:00'))
  const pace =
    stage === 'screening'
      ? []
      : Array.from({ length: Math.max(0, Math.floor((to - from) / hour)) }, (_, h) => {
          const t = (h % 24) + 0.5
          return {
            at: iso(from + h * hour),
            votes: Math.round(
              (620 * Math.exp(-(((t - 20.5) / 3.2) ** 2)) +
                430 * Math.exp(-(((t - 12.5) / 2) ** 2)) +
                60 +
                40 * Math.sin(h * 1.7)) *
                (0.8 + 0.02 * (h / 24)) *
                1.9,
            ),
          }
        })
  const standings =
    stage === 'screening'
      ? []
      : Array.from({ length: 150 }, (_, i) => {
          const f = entry(20 + ((i * 61) % 150))
          return {
            entry: f.id,
            number: f.number,
            title: f.title,
            author: f.author,
            poster: f.poster,
            rank: i + 1,
            votes: Math.round(9_872 / (1 + i * 0.11)),
            today: stage === 'vote' ? Math.round(506 / (1 + i * 0.09)) : 0,
            annulled: 0,
          }
        })
  return {
    state: stage === 'screening' ? 'before' : stage === 'vote' ? 'open' : frozen ? 'frozen' : 'closed',
    opens_at: iso(from),
    closes_at: iso(bj('2020-12-11T00:00:00')),
    show_votes: show.votes,
    show_ranking: show.ranking,
    votes: votesNow() ?? 0,
    voters: Math.round((votesNow() ?? 0) / 6.4),
    today: stage === 'vote' ? 24_462 : 0,
    pace,
    standings,
    frozen:
      past('screening', 'vote') && frozen
        ? { at: iso(bj('2020-12-11T00:10:02')), by: '林晓岚', votes: 401_287, sha256: sha('ballot') }
        : undefined,
  }
}
let rollState: Roll['state'] = 'provisional',
  prizeTie = true
function roll(): Roll {
  const ready = past('screening', 'vote', 'judging')
  if (!ready)
    return {
      state: 'none',
      blockers:
        stage === 'judging'
          ? ['专家评审还没有结算']
          : ['专家评审还没有结算', '票数还没有封存', '成绩 · 合成权重：投票和专家评审各占多少，没有写明'],
      method: '总分＝专家评审×权重＋网络投票×权重，权重由组委会决定',
      prizes: [],
      log: [],
      results: [],
    }
  let next = 0
  const finals = Array.from({ length: 150 }, (_, i) => {
    const e = 94.67 - i * 0.19,
      v = Math.max(8, 99 - ((i * 7) % 60))
    return {
      entry: `e${20 + i}`,
      number: String(21 + i).padStart(4, '0'),
      title: titleOf(20 + i),
      rank: i + 1,
      final: (e * 0.7 + v * 0.3 - i * 0.05).toFixed(2),
      parts: [
        { source: 'expert', label: '专家评审', raw: e.toFixed(2), points: e.toFixed(2), weight: '70%' },
        { source: 'votes', label: '网络投票', raw: String(v * 98), points: v.toFixed(2), weight: '30%' },
      ],
      derivation: `${e.toFixed(2)} × 70% ＋ ${v.toFixed(2)} × 30% ＝ ${(e * 0.7 + v * 0.3).toFixed(2)}，四舍五入到0.01后排名`,
      prizes: [] as string[],
    }
  })
  const state = stage === 'done' ? 'confirmed' : rollState
  const out = prizes.map(([key, label, quota]) => {
    const pending = key === 'innovation' && prizeTie && state === 'provisional'
    const won = finals.slice(next, next + quota - (pending ? 1 : 0))
    won.forEach((f) => f.prizes.push(key))
    next += quota
    return {
      key,
      label,
      quota,
      filled: won.length,
      winners: won.map((f) => {
        const x = entry(Number(f.entry.slice(1)))
        return {
          entry: f.entry,
          number: f.number,
          title: f.title,
          author: x.author,
          unit: x.unit,
          poster: x.poster,
          score: f.final,
          rank: f.rank,
          why: key === 'popular' ? '按得票' : key === 'innovation' ? '按“创意”一项' : '按总分',
        }
      }),
      pending: pending
        ? {
            tied: finals
              .slice(next - 1, next + 1)
              .map((f) => ({ entry: f.entry, number: f.number, title: f.title, score: '81.67' })),
            seats: 1,
            says: '两部“创意”一项同为81.67，依次比总分、票数仍同，只剩1个名额，请组委会决定。',
          }
        : undefined,
    }
  })
  return {
    state,
    blockers: [],
    method:
      '总分＝专家评审×70%＋网络投票×30%（得票÷最高得票×100）；一等至优秀奖不兼得；同分依次比主题内容、专家分、票数，仍同由组委会定',
    inputs_sha256: sha('inputs'),
    computed_at: iso(bj('2020-12-21T10:30:00')),
    window:
      state === 'provisional'
        ? undefined
        : { from: iso(bj('2020-12-23T00:00:00')), to: iso(bj('2020-12-30T00:00:00')), days: 5, day_type: 'working' },
    prizes: out,
    results: finals,
    log: [
      '取入围150部的专家分与封存票数，核对指纹',
      '按总分排名，同分13组，12组按办法分先后',
      '一等奖5名：第1至5名',
      '二等奖10名：第6至15名',
      '三等奖20名：第16至35名',
      '优秀奖15名：第36至50名',
      '最具人气奖10名：按得票，可与上列兼得',
      '创新奖15名：按“创意”一项；第15名两部同分，等待决定',
      '纪念奖50名：未获以上奖项的入围作品按总分',
    ].map((says, i) => ({ step: i + 1, says })),
  }
}
const publicity = (): Publicity | undefined => {
  const r = roll()
  return (
    r.window && {
      title: `${title}获奖名单公示`,
      state: stage === 'done' ? 'confirmed' : 'open',
      from: r.window.from,
      to: r.window.to,
      days: 5,
      day_type: 'working',
      text: [
        '经评审会初评、网络投票和专家评审，现将拟获奖作品名单予以公示。公示期为2020年12月23日至12月29日。',
        '如有异议，请在公示期内实名提出，并附事实依据。',
      ],
      how: ['电子邮箱：submit@example.cn', '邮寄：河北广播电视台新媒体中心（注明“短视频征集异议”）'],
      sha256: sha('publicity'),
      prizes: r.prizes.map((p) => ({ key: p.key, label: p.label, winners: p.winners })),
    }
  )
}
let issued = 0
const certificates = (): CertificateRow[] =>
  stage === 'done' || issued
    ? roll().prizes.flatMap((p) =>
        p.winners.map((w, i): CertificateRow => ({
          code: sha(`${p.key}${w.entry}`).slice(0, 10).toUpperCase(),
          number: `FJHB2020-${p.key.slice(0, 2).toUpperCase()}-${String(i + 1).padStart(3, '0')}`,
          entry: w.entry,
          title: w.title,
          recipient: w.author,
          prize: p.label,
          state: p.key === 'souvenir' && i > 40 ? 'making' : p.key === 'merit' && i === 3 ? 'revoked' : 'valid',
          issued_at: iso(bj('2021-01-05T10:00:00')),
          pdf: '/api/v1/certificates/x/pdf',
        })),
      )
    : []

/* ── people, judge, records ── */
const cast: Record<string, Person> = {
  organiser: { id: 'p1', name: '林晓岚', wechat: false, roles: [{ role: 'admin', campaign: '*' }] },
  screener: { id: 'p2', name: '周予安', wechat: false, roles: [{ role: 'screener', campaign: 'hebei-2020' }] },
  judge: { id: 'j0', name: '沈知秋', wechat: false, roles: [{ role: 'judge', campaign: 'hebei-2020' }] },
  auditor: { id: 'p4', name: '何以宁', wechat: false, roles: [{ role: 'auditor', campaign: 'hebei-2020' }] },
}
let who: string | undefined = 'organiser'
const staff: Staff[] = [
  {
    id: 'p1',
    name: '林晓岚',
    email: 'l***@example.cn',
    roles: cast.organiser!.roles,
    last_seen_at: iso(Date.parse(stageAt.screening)),
  },
  {
    id: 'p2',
    name: '周予安',
    email: 'z***@example.cn',
    roles: cast.screener!.roles,
    last_seen_at: iso(Date.parse(stageAt.screening) - 2 * hour),
  },
  { id: 'p4', name: '何以宁', phone: '138****0004', roles: cast.auditor!.roles },
  ...judges.map((name, i) => ({
    id: `j${i}`,
    name: name.slice(3),
    phone: `138****00${10 + i}`,
    roles: [{ role: 'judge' as const, campaign: 'hebei-2020' }],
    last_seen_at: i % 3 ? iso(Date.parse(stageAt.screening) - i * day) : undefined,
  })),
]
const tasks: Task[] = Array.from({ length: 47 }, (_, i): Task => ({
  id: `t${i}`,
  entry: `e${20 + i}`,
  number: String(21 + i).padStart(4, '0'),
  title: titleOf(20 + i),
  poster: `/media/e${20 + i}/poster.svg`,
  aspect: portrait(20 + i) ? '9:16' : '16:9',
  duration_s: 60,
  stream: undefined,
  synopsis: '清晨五点半，县城的第一盏灯在融媒体中心亮起。影片跟拍一位记者从出门到播出的两个小时。',
  state: i < 3 || i === 4 || i === 5 ? 'done' : i === 3 ? 'recused' : i === 6 ? 'draft' : 'todo',
  scores:
    i < 6 && i !== 3 ? { theme_content: 88 - i, craft: 82 + i, innovation: 79 } : i === 6 ? { theme_content: 88, craft: 82 } : {},
  note: i === 6 ? '“记者数步子”那一段很有力量，结尾字幕稍快。' : '',
  version: 1,
  total: i < 6 && i !== 3 ? '83.50' : undefined,
  watched_s: i < 6 ? 58 : i === 6 ? 50 : 0,
}))
const sheets = (): Sheets => ({
  round: {
    label: '专家评审',
    criteria: [...rounds()[0]!.criteria],
    scale: { min: 0, max: 100, step: 1 },
    due_at: iso(bj('2020-12-21T00:00:00')),
    sealed: false,
    show_votes: false,
  },
  tasks: tasks.map((t) => ({ ...t, stream: film() })),
})
function inbox(): InboxItem[] {
  const item = (kind: string, label: string, says: string, count: number, due: string | undefined, to: string): InboxItem => ({
    kind,
    label,
    says,
    count,
    due_at: due && iso(bj(due)),
    late: !!due && bj(due) < now(),
    to: `/console/c/hebei-2020${to}`,
  })
  if (stage === 'screening')
    return [
      item(
        'inspection.failed',
        '处理读不了的文件',
        '转码失败，文件头损坏；可请作者重传',
        2,
        '2020-11-19T18:00:00',
        '/entries?verdict=unreadable',
      ),
      item('screening.queue', '初审作品', '技审通过24部，待看9部，不符4部', 37, '2020-11-20T18:00:00', '/screening'),
      item(
        'entry.resubmitted',
        '核对补正：作者已重新上传',
        '时长4部、画面2部；旧版已留存',
        6,
        '2020-11-21T00:00:00',
        '/entries?state=submitted&q=',
      ),
      item('jury.slow', '提醒落后的评委', '两位评委照此速度评不完', 2, '2020-11-23T18:00:00', '/rounds/shortlist'),
      item(
        'entry.returned',
        '退回未交的作品',
        '15部退回，最早一部明早9:00到期',
        15,
        '2020-11-24T09:00:00',
        '/entries?state=returned',
      ),
      item('open.review', '定下专家评审的指标与权重', '不定则不能开评', 3, '2020-12-10T00:00:00', '/open#rounds.expert.criteria'),
    ]
  if (stage === 'awards')
    return [
      item('award.tie', '决定创新奖末位同分', '两部同为81.67，只剩1个名额', 1, '2020-12-22T18:00:00', '/awards'),
      item('award.publicise', '发起公示', '名单定下后公示5个工作日', 1, '2020-12-23T00:00:00', '/awards'),
    ]
  return [
    item('jury.slow', '提醒落后的评委', '两位评委照此速度评不完', 2, '2020-12-18T18:00:00', '/rounds/expert'),
    item('open.award', '定下投票与专家评审的合成权重', '不定则不能算奖', 1, '2020-12-20T00:00:00', '/open'),
  ]
}
const reasons = () => rules.map((r) => ({ key: r.key, says: r.says.replace(/。$/, '') }))
function screening(): Screening {
  const list = all()
    .filter((_, i) => i < 37 && stage === 'screening')
    .map((f) => ({
      id: f.id,
      number: f.number,
      title: f.title,
      unit: f.unit,
      poster: f.poster,
      state: f.state,
      verdict: f.verdict,
      flags: row(f).findings.error + row(f).findings.warn,
    }))
  const left = list.filter((q) => q.state === 'submitted').length
  return {
    queue: list,
    done_today: 12 + list.length - left,
    total: 412,
    undecided: left,
    due_at: iso(bj('2020-11-26T00:00:00')),
    reasons: reasons(),
    may_return: true,
  }
}
const auditRows = (): AuditRow[] =>
  Array.from({ length: 60 }, (_, i) => {
    const k = i % 4,
      n = 1_284 - i
    return {
      seq: n,
      at: iso(now() - i * 37 * 60_000),
      actor: ['周予安', '林晓岚', '系统', '沈知秋'][k]!,
      role: ['screener', 'organiser', 'system', 'judge'][k]!,
      act: ['screening.decided', 'campaign.decided', 'inspection.done', 'jury.scored'][k]!,
      act_label: ['初审决定', '组委会决定', '技审完成', '打分'][k]!,
      object: `e${i}`,
      campaign: 'hebei-2020',
      says: [
        `《${titleOf(i)}》退回补正`,
        '定下“票数封存”：投票截止后、专家评审前',
        `《${titleOf(i)}》技审完成，1项待看`,
        `《${titleOf(i)}》交分`,
      ][k]!,
      before: k === 2 ? undefined : { state: 'submitted', reasons: [] },
      after: k === 2 ? undefined : { state: 'returned', reasons: ['duration'] },
      from: '10.0.3.17',
      hash: sha(String(n)),
    }
  })
const jobs: SystemView = {
  version: '0.1.0',
  engine: 'sqlite',
  checks: [
    { name: '数据库', ok: true, says: 'SQLite 3.54，写入2毫秒' },
    { name: '视频工具', ok: true, says: 'ffmpeg 5.1，在沙箱内运行' },
    { name: '字体', ok: true, says: '霞鹜文楷，3个字重' },
    { name: '磁盘', ok: true, says: '余1.1 TB' },
    { name: '时钟', ok: true, says: '与标准时间差0.2秒' },
    { name: '邮件', ok: false, says: '没有配置，验证码与通知发不出；设SAIYING_SMTP' },
  ],
  queue: { waiting: 4, running: 1, failed: 1 },
  jobs: [
    { id: '91', kind: 'media.render', state: 'running', says: '《望北清晨》转码', percent: 62, remaining_s: 41, attempts: 1 },
    { id: '92', kind: 'media.render', state: 'available', says: '《接站》转码', attempts: 0 },
    {
      id: '88',
      kind: 'media.probe',
      state: 'discarded',
      says: '《老井新水》测量',
      attempts: 5,
      error: '文件头损坏：moov atom not found',
    },
  ],
}
const reportOf = () => {
  const f = all(),
    by = (k: (x: EntryFile) => string) =>
      Object.entries(f.reduce<Record<string, number>>((m, x) => ((m[k(x)] = (m[k(x)] ?? 0) + 1), m), {}))
  const late = past('screening')
  return {
    entries_by_state: by((x) => x.state).map(([state, count]) => ({ state, count })),
    entries_by_day: by((x) => x.submitted_at!.slice(0, 10))
      .sort()
      .map(([d, count]) => ({ day: d, count })),
    by_unit: by((x) => x.unit)
      .map(([unit, entries]) => ({
        unit,
        entries,
        shortlisted: late ? Math.round(entries * 0.36) : 0,
        awards: stage === 'done' ? Math.round(entries * 0.3) : 0,
      }))
      .sort((a, b) => b.entries - a.entries),
    votes_by_day: late
      ? Array.from({ length: 15 }, (_, i) => ({
          day: `2020-${i < 5 ? `11-${26 + i}` : `12-${String(i - 4).padStart(2, '0')}`}`,
          count: 18_000 + Math.round(9_000 * Math.sin(i / 2.2) + i * 700),
        }))
      : [],
    awards: stage === 'done' ? prizes.map(([key, label, count]) => ({ key, label, count })) : [],
  }
}

/* ── film and server ── */
const filmDir = join(tmpdir(), 'saiying-console-film')
let filmReady = existsSync(join(filmDir, 'master.m3u8'))
const film = () => (filmReady ? '/media/film/master.m3u8' : undefined)
function makeFilm() {
  if (filmReady) return
  mkdirSync(filmDir, { recursive: true })
  execFile(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'gradients=s=960x540:d=60:speed=0.01:c0=0xE4D3B0:c1=0x6B5632:c2=0x33544F:n=3',
      '-f',
      'lavfi',
      '-i',
      'sine=f=220:d=60',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-hls_time',
      '4',
      '-hls_playlist_type',
      'vod',
      join(filmDir, 'master.m3u8'),
    ],
    (e) => (filmReady = !e),
  )
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    says: string,
    readonly more: object = {},
  ) {
    super(says)
  }
}
type Body = Record<string, never> & { [k: string]: unknown }
type Handler = (m: RegExpMatchArray, body: Body, q: URLSearchParams) => unknown
const on: [string, RegExp, Handler][] = []
const route = (method: string, path: string, handler: Handler) =>
  on.push([method, new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), handler])
const C = '/console/campaigns/:c'
const find = (id: string) => {
  const i = Number(id.slice(1))
  if (!(i >= 0 && i < N)) throw new Refusal(404, 'entry.unknown', '没有这部作品。')
  return entry(i)
}

route('GET', '/session', () => ({ person: who ? cast[who] : null, sandbox: true }))
route('DELETE', '/session', () => void (who = undefined))
route('GET', '/session/options', () => ({
  email: true,
  phone: true,
  wechat: false,
  sandbox: Object.entries(cast).map(([key, p]) => ({
    key,
    name: p.name,
    role: key === 'organiser' ? 'organiser' : p.roles[0]!.role,
    says: { organiser: '办理全部环节', screener: '初审作品', judge: '专家评审', auditor: '只看记录' }[key],
  })),
}))
route('POST', '/sessions/sandbox', (_m, b) => ({ person: cast[(who = String(b.persona))], token: 'x', expires_at: iso(now()) }))
route('POST', '/sessions/code', (_m, b) => ({
  to: String(b.to).replace(/^(.).*(@.*)$/, '$1***$2'),
  expires_in: 600,
  resend_in: 60,
}))
route('POST', '/sessions', () => ({ person: cast[(who = 'organiser')], token: 'x', expires_at: iso(now()) }))
route('POST', '/sessions/link', () => {
  throw new Refusal(410, 'identity.link_used', '这个登录链接已经用过或过期，请向管理员再要一个。')
})
route('GET', '/campaigns/:c', () => view())
route('GET', '/console/campaigns', () => ({ items: [card()] }))
route('GET', C, () => file())
route('POST', '/console/campaigns/check', (_m, b) => ({
  faults: String(b.yaml)
    .split('\n')
    .flatMap((l, i) =>
      /\t/.test(l)
        ? [{ file: 'hebei-2020.yaml', line: i + 1, message: '缩进请用空格，不要用制表符。' }]
        : /quota: *[^\d若}]/.test(l)
          ? [{ file: 'hebei-2020.yaml', line: i + 1, message: '名额要写正整数，或照抄通知的“若干”。' }]
          : [],
    ),
}))
route('POST', `${C}/edit`, (_m, b) => ({
  yaml: yaml(),
  faults: [],
  changes: (b.set as unknown as { path: string; value: unknown }[]).map((s) => ({
    path: s.path,
    label: s.path,
    before: '（原值）',
    after: String(s.value),
    effect: s.path.startsWith('phases') ? '征集已经结束；已提交的不受影响' : '公示与证书按新名额计算',
    stated: !s.path.endsWith('label'),
  })),
}))
route('POST', `${C}/preview`, () => ({
  faults: [],
  changes: [
    {
      path: 'prizes.first.quota',
      label: '一等奖 · 名额',
      before: '5',
      after: '6',
      effect: '公示与证书按新名额计算',
      stated: true,
    },
  ],
}))
route('PUT', C, () => {
  version++
  return file()
})
route('POST', '/console/campaigns', () => file())
route('POST', `${C}/decisions`, (_m, b) => {
  for (const s of b.set as unknown as { path: string; value: unknown; reason: string }[])
    decided.set(s.path, { value: s.value, reason: s.reason, at: iso(now()) })
  return file()
})
route('GET', '/console/inbox', () => ({ items: inbox() }))
route('GET', `${C}/entries`, (_m, _b, q) => {
  const f = all(),
    counts: Record<string, number> = {}
  for (const x of f) counts[x.state] = (counts[x.state] ?? 0) + 1
  const words = q.get('q') ?? '',
    hit = f
      .map(row)
      .filter(
        (r) =>
          (!q.get('state') || r.state === q.get('state')) &&
          (!q.get('verdict') || r.verdict === q.get('verdict')) &&
          `${r.number}${r.title}${r.unit}${r.author}`.includes(words),
      )
  const by = q.get('sort') ?? '-submitted_at',
    key = by.replace('-', '') as 'title'
  hit.sort(
    (a, b) => String(a[key] ?? '').localeCompare(String(b[key] ?? ''), 'zh', { numeric: true }) * (by.startsWith('-') ? -1 : 1),
  )
  const from = Number(q.get('cursor') ?? 0)
  return { items: hit.slice(from, from + 50), next: from + 50 < hit.length ? String(from + 50) : undefined, counts }
})
route('GET', '/console/entries/:e', (m) => find(m[1]!))
route('POST', '/console/entries/:e/reveal', (_m, b) => ({ value: b.field === 'contact' ? '13800000000' : '望北县人民路1号' }))
route('POST', '/console/entries/:e/disqualify', (m) => {
  moved.set(m[1]!, { state: 'disqualified' })
  return find(m[1]!)
})
route('POST', '/console/entries/:e/inspect', () => undefined)
route('POST', `${C}/entries`, () => entry(411))
route('GET', `${C}/screening`, () => screening())
route('POST', '/console/entries/:e/screening', (m, b) => {
  if (find(m[1]!).state !== 'submitted') throw new Refusal(409, 'screening.moved', '这部作品刚被别人处理，请刷新。')
  moved.set(m[1]!, {
    state: ({ admit: 'admitted', return: 'returned', reject: 'rejected' } as const)[b.decision as unknown as 'admit'],
  })
  return { entry: find(m[1]!) }
})
route('POST', '/console/entries/:e/screening/preview', (m, b) => ({
  title: `《${find(m[1]!).title}》${{ admit: '已通过初审', return: '需要修改', reject: '未通过初审' }[b.decision as unknown as 'admit']}`,
  text: [
    `${find(m[1]!).author}：`,
    '您报送的作品不符合以下要求：',
    ...(b.reasons as unknown as string[]).map((k) => rules.find((r) => r.key === k)?.says ?? k),
  ],
}))
route('POST', '/console/entries/:e/screening/undo', (m) => {
  moved.delete(m[1]!)
  return find(m[1]!)
})
route('POST', `${C}/screening/bulk`, (_m, b) => {
  for (const e of b.entries as unknown as string[]) moved.set(e, { state: 'admitted' })
  return { done: b.entries, failed: [] }
})
route('GET', `${C}/rounds`, () => ({ items: rounds() }))
route('GET', `${C}/rounds/:r/results`, () => results())
route('POST', `${C}/rounds/:r/tie`, (_m, b) => {
  tieDecision = { by: '林晓岚', at: iso(now()), reason: String(b.reason), chosen: b.chosen as unknown as string[] }
  return rounds()[0]
})
route('POST', `${C}/rounds/:r/:verb`, () => rounds()[0])
route('GET', '/judge/rounds', () => ({
  items: [
    {
      campaign: 'hebei-2020',
      campaign_title: title,
      round: 'expert',
      label: '专家评审',
      due_at: iso(bj('2020-12-21T00:00:00')),
      assigned: 47,
      done: tasks.filter((t) => t.state === 'done').length,
      sealed: false,
    },
  ],
}))
route('GET', '/judge/rounds/:c/:r', () => sheets())
route('PUT', '/judge/tasks/:t', (m, b) => {
  const t = tasks.find((x) => x.id === m[1])!
  if (Number(b.version) !== t.version) throw new Refusal(409, 'jury.stale', '另一台设备改过这部作品的分。', { current: t })
  Object.assign(t, {
    scores: b.scores,
    note: b.note,
    watched_s: b.watched_s,
    version: t.version + 1,
    state: b.done ? 'done' : 'draft',
    total: b.done ? '83.50' : undefined,
  })
  return { ...t, stream: film() }
})
route('POST', '/judge/tasks/:t/recuse', (m) =>
  Object.assign(
    tasks.find((x) => x.id === m[1])!,
    { state: 'recused' },
  ),
)
route('GET', `${C}/ballot`, () => ballot())
route('GET', `${C}/ballot/cases`, () => ({ held: 0, items: [] }))
route('GET', `${C}/ballot/pace`, () => ({ items: [] }))
route('POST', `${C}/ballot/display`, (_m, b) => {
  show.votes = !!b.votes
  show.ranking = !!b.ranking
  return ballot()
})
route('POST', `${C}/ballot/freeze`, () => {
  frozen = true
  return ballot()
})
route('GET', `${C}/awards`, () => roll())
route('POST', `${C}/awards/propose`, () => {
  rollState = 'provisional'
  prizeTie = true
  return roll()
})
route('POST', `${C}/awards/decide`, () => {
  prizeTie = false
  return roll()
})
route('POST', `${C}/awards/publicise`, () => {
  rollState = 'publicised'
  return roll()
})
route('POST', `${C}/awards/:verb`, () => {
  rollState = 'confirmed'
  return roll()
})
route('GET', '/campaigns/:c/publicity', () => {
  const p = publicity()
  if (!p) throw new Refusal(404, 'notice.none', '还没有公示。')
  return p
})
route('GET', '/campaigns/:c/announcements', () => ({
  items: [
    {
      id: 'n1',
      title: '关于作品提交的几点说明',
      at: iso(bj('2020-11-10T09:00:00')),
      paragraphs: ['截止前已开始上传的作品，给30分钟传完。', '请用剪映等工具导出为mp4。'],
    },
  ],
}))
route('POST', `${C}/announcements`, () => ({ id: 'n2' }))
route('GET', `${C}/certificates`, () => ({ items: certificates() }))
route('POST', `${C}/certificates/issue`, () => ({ issued: (issued = 125) }))
route('GET', '/console/people', (_m, _b, q) => ({
  items: staff.filter((s) => !q.get('role') || s.roles.some((g) => g.role === q.get('role'))),
}))
route('POST', '/console/people', (_m, b) => {
  const s: Staff = {
    id: `p${staff.length + 1}`,
    name: String(b.name),
    email: b.email && 'n***@example.cn',
    roles: [{ role: b.role as unknown as 'judge', campaign: String(b.campaign) }],
  }
  staff.push(s)
  return { person: s, link: 'https://saiying.example.cn/sign-in?link=2fQ7cVxW0a9TtY3mZpB1' }
})
route('DELETE', '/console/people/:p/roles/:r', (m) => {
  const s = staff.find((x) => x.id === m[1])
  if (s) s.roles = s.roles.filter((g) => g.role !== m[2])
})
route('GET', '/console/audit', (_m, _b, q) => ({
  items: auditRows().filter(
    (r) =>
      (!q.get('act') || r.act === q.get('act')) && r.says.includes(q.get('q') ?? '') && r.actor.includes(q.get('actor') ?? ''),
  ),
  intact: true,
  checked_to: 1_284,
}))
route('GET', `${C}/report`, () => reportOf())
route('GET', '/console/system', () => jobs)
route('POST', '/console/system/jobs/:j/:verb', () => undefined)

const read = (req: IncomingMessage) =>
  new Promise<Body>((done) => {
    let s = ''
    req.on('data', (c) => (s += c))
    req.on('end', () => {
      try {
        done(JSON.parse(s || '{}'))
      } catch {
        done({} as Body)
      }
    })
  })
function send(res: ServerResponse, status: number, body: unknown, type = 'application/json') {
  res.statusCode = body === undefined && status === 200 ? 204 : status
  res.setHeader('Content-Type', type)
  res.setHeader('Date', new Date(now()).toUTCString())
  res.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
}
async function answer(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const path = url.pathname.slice('/api/v1'.length)
  for (const [method, re, handler] of on) {
    const m = method === req.method ? path.match(re) : null
    if (!m) continue
    try {
      return send(res, 200, handler(m, await read(req), url.searchParams))
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      return send(
        res,
        e.status,
        { status: e.status, code: e.code, title: e.message, detail: e.message, ...e.more },
        'application/problem+json',
      )
    }
  }
  send(res, 404, { status: 404, code: 'unknown', detail: `没有这个地址：${req.method} ${path}` }, 'application/problem+json')
}

export default function consoleFixtures(): Plugin {
  return {
    name: 'saiying-console-fixtures',
    enforce: 'pre',
    configureServer(server) {
      makeFilm()
      server.middlewares.use((req, res, next) => {
        const url = new URL(req.url ?? '/', 'http://dev')
        const to = url.pathname.match(/^\/__(stage|as)\/(\w+)$/)
        if (to) {
          if (to[1] === 'stage') {
            stage = to[2] as Stage
            moved.clear()
            decided.clear()
          } else who = to[2] === 'nobody' ? undefined : to[2]
          return send(res, 200, `${to[2]}\n`, 'text/plain')
        }
        if (/^\/console(\/|$)/.test(url.pathname) && req.method === 'GET') {
          req.url = '/console.html'
          return next()
        }
        if (!/\/console(\/|$|\.html)/.test(req.headers.referer ? new URL(req.headers.referer).pathname : '')) return next()
        const still = url.pathname.match(/^\/media\/e(\d+)\/poster\.svg$/),
          part = url.pathname.match(/^\/media\/film\/([\w.]+)$/)
        if (still) return send(res, 200, scene(Number(still[1]), portrait(Number(still[1]))), 'image/svg+xml')
        if (part && existsSync(join(filmDir, part[1]!))) {
          res.setHeader('Content-Type', part[1]!.endsWith('m3u8') ? 'application/vnd.apple.mpegurl' : 'video/mp2t')
          res.setHeader('Content-Length', statSync(join(filmDir, part[1]!)).size)
          createReadStream(join(filmDir, part[1]!)).pipe(res)
          return
        }
        if (url.pathname.startsWith('/api/v1/'))
          return void answer(req, res, url).catch((e: Error) =>
            send(res, 500, { status: 500, code: 'fixture', detail: e.message }),
          )
        next()
      })
    },
  }
}
