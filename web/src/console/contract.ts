/** The shapes the console reads and writes, as the server's OpenAPI describes them. Times are RFC 3339 with offset;
 *  optional fields are absent, never null, unless typed so. */
export interface List<T> {
  items: T[]
  next?: string
}
export interface Person {
  id: string
  name: string
  email?: string
  phone?: string /* masked */
  wechat: boolean
  roles: RoleGrant[]
}
export interface RoleGrant {
  role: Role
  campaign: string /* key, or "*" for all */
}
export type Role = 'admin' | 'organiser' | 'screener' | 'judge' | 'auditor'
export interface Persona {
  key: string
  name: string
  role: 'author' | 'viewer' | Role
  says: string
}
export interface Staff {
  id: string
  name: string
  email?: string
  phone?: string
  roles: RoleGrant[]
  last_seen_at?: string
}
export interface CampaignCard {
  key: string
  title: string
  short_title: string
  slogan?: string
  brand: string
  hosts: string[]
  phase?: Phase
  next_phase?: Phase
  counts: Counts
}
export interface Counts {
  entries: number
  shortlisted: number
  votes?: number
}
export interface Phase {
  key: string
  label: string
  kind: string
  opens_at?: string
  closes_at?: string
  precision: string
  says: string
  state: 'past' | 'current' | 'future' | 'unknown'
}
export interface CampaignView extends CampaignCard {
  purpose: string
  zone: string
  version: number
  host_groups: { role: string; label: string; names: string[] }[]
  phases: Phase[]
  highlights: { figure: string; unit: string; says: string }[]
  doors: { key: string; label: string; kind: string; says: string; address?: string }[]
  one_door: boolean
  form: Field[]
  taxonomies: { key: string; label: string; cardinality: string; options: Option[] }[]
  declarations: { key: string; label: string; says: string; required: boolean }[]
  rules: RuleView[]
  voting?: {
    phase: string
    open: boolean
    per_day: number
    per_work_per_day: number
    channel: string
    says: string
    show_votes: boolean
    show_ranking: boolean
    opens_at?: string
    closes_at?: string
  }
  rounds: { key: string; label: string; body: string; kind: string; size?: number }[]
  prizes: { key: string; label: string; quota?: number; quota_says?: string }[]
  notice: { title: string; issuers: string[]; number?: string; issued_on?: string; paragraphs: string[] }
  contacts: { label: string; unit?: string; name?: string; phone?: string; email?: string }[]
  entry_open: boolean
  upload: { max_bytes: number; accept: string }
  open_points: number
}
export interface Field {
  key: string
  label: string
  type: 'text' | 'long_text' | 'phone' | 'email' | 'date' | 'url' | 'choice' | 'choices'
  required: boolean
  personal: boolean
  max_chars?: number
  hint?: string
  options?: Option[]
}
export interface Option {
  key: string
  label: string
}
export interface RuleView {
  key: string
  label: string
  says: string
  clause: string
  level: 'error' | 'warn' | 'note'
  by: string[]
  mend?: string
}

export interface Asset {
  id: string
  state: 'uploading' | 'received' | 'processing' | 'ready' | 'failed'
  filename: string
  size_bytes: number
  received_bytes: number
  sha256?: string
  began_at: string
  completed_at?: string
  within_grace: boolean
  progress?: { step: 'probe' | 'render'; percent: number; remaining_s?: number }
  facts?: Facts
  poster?: string
  stream?: string
  problem?: string
  expires_at?: string
}
export interface Facts {
  container: string
  duration_s: number
  width: number
  height: number
  rotation: number
  fps: number
  video_codec: string
  audio_codec: string
  bitrate_mbps: number
  size_bytes: number
  resolution_class: string
  orientation: string
  aspect: string
  aigc: unknown | null
  [k: string]: unknown
}
export type EntryState =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'admitted'
  | 'rejected'
  | 'shortlisted'
  | 'not_shortlisted'
  | 'proposed'
  | 'awarded'
  | 'withdrawn'
  | 'disqualified'

export interface Receipt {
  number: string
  at: string
  sha256: string
  size_bytes: number
  filename: string
  within_grace: boolean
  says: string
}
export interface EntryEvent {
  at: string
  kind: string
  says: string
  by?: string
  reason?: string
}
export interface EntryRow {
  id: string
  number: string
  title: string
  author: string
  unit: string
  door: string
  state: EntryState
  state_label: string
  verdict?: Verdict
  poster?: string
  duration_s?: number
  aspect?: string
  resolution_class?: string
  bitrate_mbps?: number
  submitted_at?: string
  findings: { error: number; warn: number }
}
export interface EntryFile extends Omit<EntryRow, 'findings'> {
  door_label?: string
  campaign: string
  fields: { key: string; label: string; value: string; masked: boolean }[]
  topics: string[]
  asset?: Asset
  findings: Finding[]
  timeline: EntryEvent[]
  versions: FileVersion[]
  receipt?: Receipt
}
export type Verdict = 'pass' | 'fail' | 'review' | 'unreadable'
export interface Finding {
  rule: string
  label: string
  says: string
  level: 'error' | 'warn' | 'note'
  ok: boolean
  undecided: boolean
  got: string
  need: string
  message: string
  mend?: string
  at_s?: number | null
  evidence?: string
  by: string
}
export interface ScreeningItem {
  id: string
  number: string
  title: string
  unit: string
  poster?: string
  state: EntryState
  verdict?: Verdict
  flags: number
}
export interface RoundView {
  method?: string
  agreement?: number
  key: string
  label: string
  kind: 'shortlist' | 'score'
  state: 'planned' | 'open' | 'sealed' | 'settled'
  size?: number
  criteria: Criterion[]
  scale: Scale
  judges_per_work: number
  judges: JudgeRow[]
  works: number
  assigned: number
  scored: number
  opens_at?: string
  closes_at?: string
  blockers: string[] /* open points in words */
  cut?: Cut
}
export interface Criterion {
  key: string
  label: string
  weight: number
  says?: string
  anchors?: { at: number; says: string }[]
}
export interface JudgeRow {
  gone?: boolean
  person: string
  name: string
  unit?: string
  assigned: number
  done: number
  recused: number
  last_at?: string
}
export interface Cut {
  size: number
  line?: number /*score at the line*/
  tied: { id: string; number: string; title: string; score: string }[] /* those tied across the line */
  seats: number /* seats left for them */
  decision?: { by: string; at: string; reason: string; chosen: string[] }
}
export interface ResultRow {
  entry: string
  number: string
  title: string
  rank: number
  score: string /*2dp*/
  judges: number
  derivation: string
  scores: { judge: string; total: string; dropped?: 'high' | 'low' }[]
  in?: boolean
  tied?: boolean
}
export interface Task {
  id: string
  entry: string
  number: string
  title: string
  poster?: string
  aspect: string
  duration_s: number
  stream?: string
  synopsis: string
  state: 'todo' | 'draft' | 'done' | 'recused'
  scores: { [criterion: string]: number }
  note: string
  version: number
  total?: string
  votes?: number
  watched_s: number
}

export interface Ballot {
  state: 'before' | 'open' | 'closed' | 'frozen'
  opens_at?: string
  closes_at?: string
  show_votes: boolean
  show_ranking: boolean
  votes: number
  voters: number
  today: number
  pace: { at: string; votes: number }[] /* hourly */
  frozen?: { at: string; by: string; votes: number; sha256: string }
  standings: StandingRow[]
}
export interface StandingRow {
  entry: string
  number: string
  title: string
  author: string
  poster?: string
  rank: number
  votes: number
  today: number
}
export interface Roll {
  state: 'none' | 'provisional' | 'publicised' | 'confirmed'
  blockers: string[]
  method: string
  inputs_sha256?: string
  computed_at?: string
  window?: { from: string; to: string; days: number; day_type: string }
  prizes: RollPrize[]
  log: { step: number; says: string }[]
  results: FinalRow[]
}
export interface RollPrize {
  key: string
  label: string
  quota: number
  filled: number
  winners: {
    entry: string
    number: string
    title: string
    author: string
    unit?: string
    poster?: string
    score: string
    rank: number
    why: string
    revoked?: boolean
  }[]
  pending?: { tied: { entry: string; number: string; title: string; score: string }[]; seats: number; says: string }
}
export interface FinalRow {
  entry: string
  number: string
  title: string
  rank: number
  final: string
  parts: { source: string; label: string; raw: string; points: string; weight: string }[]
  derivation: string
  prizes: string[]
}
export interface Publicity {
  title: string
  state: 'open' | 'closed' | 'confirmed'
  from: string
  to: string
  days: number
  day_type: string
  text: string[]
  how: string[] /* how to object */
  sha256: string
  prizes: {
    key: string
    label: string
    winners: { entry: string; number: string; title: string; author: string; unit?: string }[]
  }[]
}
export interface CertificateRow {
  code: string
  number: string
  entry: string
  title: string
  recipient: string
  prize: string
  state: 'making' | 'valid' | 'revoked'
  issued_at: string
  pdf?: string
}

export interface CampaignFile {
  key: string
  title: string
  version: number
  yaml: string
  decisions_yaml: string
  view: CampaignView
  open: OpenPoint[]
  decisions: Decision[]
  versions: { version: number; at: string; by: string; corrects?: string; sha256: string }[]
  locks: { topic: string; at: string; why: string }[]
}
export interface OpenPoint {
  path: string
  label: string
  says: string /* what the notice (does not) say */
  blocks: string /* step in words */
  kind: string /* editor: number|text|choice|weights|criteria|yaml */
  options?: Option[]
  decided: boolean
  locked: boolean
  value?: unknown
}
export interface Decision {
  path: string
  label: string
  value: unknown
  value_says: string
  by: string
  at: string
  reason: string
}
export interface Change {
  path: string
  label: string
  before: string
  after: string
  effect: string
  stated: boolean
}
export interface InboxItem {
  kind: string
  label: string
  says: string
  count: number
  due_at?: string
  late: boolean
  to: string /* console path */
}
export interface AuditRow {
  seq: number
  at: string
  actor: string
  role: string
  act: string
  act_label: string
  object: string
  campaign?: string
  says: string
  before?: unknown
  after?: unknown
  from: string
  hash: string
}

export interface FileVersion {
  asset: string
  filename: string
  sha256: string
  at: string
  current: boolean
}
export interface ConsoleCard extends CampaignCard {
  open_points: number
  version: number
}
/** What the author of a work will read. */
export interface Letter {
  title: string
  text: string[]
}
export interface Entries extends List<EntryRow> {
  counts: Partial<Record<EntryState, number>>
}
export interface Screening {
  may_return?: boolean
  queue: ScreeningItem[]
  done_today: number
  total: number
  undecided: number
  due_at?: string
  reasons: { key: string; says: string }[]
}
export interface Results {
  items: ResultRow[]
  method: string
}
export interface JudgeRound {
  campaign: string
  campaign_title: string
  round: string
  label: string
  due_at?: string
  assigned: number
  done: number
  sealed: boolean
}
export interface Sheets {
  round: { label: string; criteria: Criterion[]; scale: Scale; due_at?: string; sealed: boolean; show_votes: boolean }
  tasks: Task[]
}
export interface Scale {
  min: number
  max: number
  step: number
}
export interface Fault {
  file: string
  line: number
  message: string
}
export interface Edited {
  yaml: string
  faults: Fault[]
  changes: Change[]
}
export interface Announcement {
  id: string
  title: string
  at: string
  paragraphs: string[]
}
export interface AuditPage extends List<AuditRow> {
  intact: boolean
  checked_to: number
}
export interface Report {
  entries_by_state: { state: EntryState; label?: string; count: number }[]
  entries_by_day: { day: string; count: number }[]
  by_unit: { unit: string; entries: number; shortlisted: number; awards: number }[]
  votes_by_day?: { day: string; count: number }[]
  awards?: { key: string; label: string; count: number }[]
}
export interface SystemView {
  version: string
  engine: string
  checks: { name: string; ok: boolean; says: string }[]
  queue: { waiting: number; running: number; failed: number }
  jobs: Job[]
}
export interface Job {
  id: string
  kind: string
  state: string
  says: string
  percent?: number
  remaining_s?: number
  attempts: number
  error?: string
}
export interface SignInOptions {
  email: boolean
  phone: boolean
  wechat: boolean
  sandbox: Persona[]
}
