/**
 * The public half of the HTTP contract, as types for openapi-fetch. Written by hand from the server's
 * OpenAPI description and kept small: only what the public screens ask for.
 */

export interface List<T> {
  items: T[]
  next?: string
}

/** RFC 9457 with the server's stable code; `detail` is the sentence to show. */
export interface ProblemBody {
  type?: string
  title?: string
  status: number
  code?: string
  detail?: string
  rule?: { key: string; says: string }
  fields?: Record<string, string>
  retry_after?: number
}

// identity
export type Role = 'admin' | 'organiser' | 'screener' | 'judge' | 'auditor'
export interface Person {
  id: string
  name: string
  email?: string
  phone?: string
  wechat: boolean
  roles: { role: Role; campaign: string }[]
}
export interface Persona {
  key: string
  name: string
  role: 'author' | 'viewer' | Role
  says: string
}
export interface Session {
  person: Person | null
  sandbox: boolean
}
export interface SignInOptions {
  email: boolean
  phone: boolean
  wechat: boolean
  sandbox: Persona[]
}
export interface SignedIn {
  person: Person
  token: string
  expires_at: string
}

// campaign
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
export interface Option {
  key: string
  label: string
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
export interface RuleView {
  key: string
  label: string
  says: string
  clause: string
  level: 'error' | 'warn' | 'note'
  by: string[]
  mend?: string
}
export interface Voting {
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
export interface Door {
  key: string
  label: string
  kind: string
  says: string
  address?: string
}
export interface Campaign extends CampaignCard {
  purpose: string
  zone: string
  version: number
  host_groups: { role: string; label: string; names: string[] }[]
  phases: Phase[]
  highlights: { figure: string; unit: string; says: string }[]
  doors: Door[]
  one_door: boolean
  form: Field[]
  taxonomies: { key: string; label: string; cardinality: string; options: Option[] }[]
  declarations: { key: string; label: string; says: string; required: boolean }[]
  rules: RuleView[]
  voting?: Voting
  rounds: { key: string; label: string; body: string; kind: string; size?: number }[]
  prizes: { key: string; label: string; quota?: number; quota_says?: string }[]
  notice: { title: string; issuers: string[]; number?: string; issued_on?: string; paragraphs: string[] }
  contacts: { label: string; unit?: string; name?: string; phone?: string; email?: string }[]
  entry_open: boolean
  upload: { max_bytes: number; accept: string }
  open_points: number
}

// showcase
export interface EntryCard {
  id: string
  number: string
  title: string
  author: string
  unit?: string
  category?: string
  poster?: string
  /** The still at 480 pixels, for lists. */
  thumb?: string
  aspect: string
  width: number
  height: number
  duration_s: number
  votes?: number
  votable: boolean
  awards?: { key: string; label: string }[]
}
export interface EntryView extends EntryCard {
  synopsis: string
  topics: Option[]
  stream?: string
  rank?: number
  submitted_on: string
  related: EntryCard[]
  share_url: string
  ai_label?: string
}

// media
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

// inspection
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
export interface Precheck {
  verdict: Verdict
  findings: Finding[]
}

// entry
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
export interface Happening {
  at: string
  kind: string
  says: string
  by?: string
  reason?: string
}
export interface MyEntry {
  id: string
  campaign: string
  door: string
  number?: string
  state: EntryState
  state_label: string
  fields: Record<string, string>
  topics: string[]
  declarations: string[]
  asset?: Asset
  receipt?: Receipt
  findings: Finding[]
  verdict?: Verdict
  ask?: { says: string; reasons: { key?: string; says: string }[]; due_at?: string; act: 'replace' | 'edit' | 'submit' | 'none' }
  timeline: Happening[]
  versions: { asset: string; filename: string; sha256: string; at: string; current: boolean }[]
  can: ('edit' | 'replace' | 'submit' | 'withdraw' | 'delete')[]
  awards?: { key: string; label: string; certificate?: string }[]
}
export interface EntryForm {
  door: string
  fields: Record<string, string>
  topics: string[]
  declarations: string[]
}

// ballot
export interface Cast {
  accepted: number
  remaining_today: number
  receipt: string
}
export interface MyVote {
  receipt: string
  entry: string
  number: string
  title: string
  poster?: string
  count: number
  day: string
  at: string
}
export interface MyVotes {
  per_day: number
  remaining_today: number
  day: string
  items: MyVote[]
  next?: string
}
export interface Standing {
  entry: string
  rank: number
  votes: number
  number: string
  title: string
  author: string
  poster?: string
  thumb?: string
  aspect?: string
}
export interface Standings {
  as_of: string
  shown: boolean
  says?: string
  items: Standing[]
}

// notice, certificate
export interface Publicity {
  title: string
  state: 'open' | 'closed' | 'confirmed'
  from: string
  to: string
  days: number
  day_type: string
  text: string[]
  how: string[]
  sha256: string
  prizes: {
    key: string
    label: string
    winners: { entry: string; number: string; title: string; author: string; unit?: string }[]
  }[]
}
export interface Announcement {
  id: string
  title: string
  at: string
  paragraphs: string[]
}
export interface Message {
  id: string
  at: string
  title: string
  text: string
  link?: string
  read: boolean
}
export interface Certificate {
  code: string
  number: string
  state: 'valid' | 'revoked'
  campaign: string
  campaign_title: string
  title: string
  recipient: string
  unit?: string
  prize: string
  issued_on: string
  issuers: string[]
  revoked?: { at: string; reason: string }
}

// One route: what it answers, and what it takes.
type Answers<T, S extends number = 200> = { responses: Record<S, { content: { 'application/json': T } }> & Fault }
type Fault = { default: { content: { 'application/problem+json': ProblemBody } } }
type Silent = { responses: { 204: { content: never } } & Fault }
type In<P = never> = [P] extends [never] ? { parameters: { query?: never; path?: never } } : { parameters: P }
type Body<T> = { requestBody: { content: { 'application/json': T } } }
type OfCampaign = { path: { campaign: string } }
type OfId = { path: { id: string } }

export interface paths {
  '/session': { get: In & Answers<Session>; delete: In & Silent; patch: In & Body<{ name: string }> & Answers<Person> }
  '/session/options': { get: In & Answers<SignInOptions> }
  '/sessions/code': {
    post: In &
      Body<{ channel: 'email' | 'phone'; to: string }> &
      Answers<{ to: string; expires_in: number; resend_in: number }, 202>
  }
  '/sessions': { post: In & Body<{ channel: 'email' | 'phone'; to: string; code: string }> & Answers<SignedIn, 201> }
  '/sessions/wechat': { post: In & Body<{ code: string }> & Answers<SignedIn, 201> }
  '/sessions/sandbox': { post: In & Body<{ persona: string }> & Answers<SignedIn, 201> }
  '/sessions/link': { post: In & Body<{ token: string }> & Answers<SignedIn, 201> }

  '/campaigns': { get: In & Answers<List<CampaignCard>> }
  '/campaigns/{campaign}': { get: In<OfCampaign> & Answers<Campaign> }
  '/campaigns/{campaign}/entries': {
    get: In<OfCampaign & { query?: { sort?: string; q?: string; topic?: string; cursor?: string; all?: string } }> &
      Answers<List<EntryCard>>
    post: In<OfCampaign> & Body<EntryForm> & Answers<MyEntry, 201>
  }
  '/campaigns/{campaign}/entries/{entry}': { get: In<{ path: { campaign: string; entry: string } }> & Answers<EntryView> }
  '/campaigns/{campaign}/precheck': { post: In<OfCampaign> & Body<{ facts: Partial<Facts> }> & Answers<Precheck> }
  '/campaigns/{campaign}/votes': {
    post: In<OfCampaign & { header: { 'Idempotency-Key': string } }> & Body<{ entry: string; count: number }> & Answers<Cast, 201>
  }
  '/campaigns/{campaign}/votes/mine': { get: In<OfCampaign & { query?: { cursor?: string } }> & Answers<MyVotes> }
  '/campaigns/{campaign}/standings': { get: In<OfCampaign> & Answers<Standings> }
  '/campaigns/{campaign}/publicity': { get: In<OfCampaign> & Answers<Publicity> }
  '/campaigns/{campaign}/announcements': { get: In<OfCampaign> & Answers<List<Announcement>> }
  '/certificates/{code}': { get: In<{ path: { code: string } }> & Answers<Certificate> }

  '/assets/{asset}': { get: In<{ path: { asset: string } }> & Answers<Asset> }
  '/my/entries': { get: In<{ query?: { campaign?: string } }> & Answers<List<MyEntry>> }
  '/my/entries/{id}': {
    get: In<OfId> & Answers<MyEntry>
    put: In<OfId> & Body<EntryForm> & Answers<MyEntry>
    delete: In<OfId> & Silent
  }
  '/my/entries/{id}/file': { put: In<OfId> & Body<{ asset: string }> & Answers<MyEntry> }
  '/my/entries/{id}/submit': { post: In<OfId> & Answers<MyEntry> }
  '/my/entries/{id}/withdraw': { post: In<OfId> & Body<{ reason?: string }> & Answers<MyEntry> }
  '/my/messages': { get: In & Answers<List<Message>> }
  '/my/messages/{id}/read': { post: In<OfId> & Silent }
}
