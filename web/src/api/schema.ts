/**
 * Names for the shapes that both sites speak of. The shapes themselves are generated from the server's own description:
 * `npm run types`. Times are RFC 3339 with offset; a field that does not apply is absent.
 */
import type { components } from './openapi'

type S = components['schemas']

export interface List<T> {
  items: T[]
  next?: string
}
/** A refusal (RFC 9457) with the server's stable code; `detail` is the sentence to show. */
export type ProblemBody = S['WebProblem']

// identity
export type Person = S['IdentityView']
export type RoleGrant = S['IdentityGrant']
export type Role = RoleGrant['role']
export type Persona = S['IdentityPersona']
export type Session = S['IdentityCurrent']
export type SignInOptions = S['IdentityOptions']
export type SignedIn = S['session201Body']
export type Staff = S['IdentityStaff']

// campaign
export type Campaign = S['CampaignView']
export type CampaignCard = S['CampaignCard']
export type ConsoleCard = S['CampaignConsoleCard']
export type Phase = S['CampaignPhaseView']
export type Field = S['CampaignFieldView']
export type CampaignFile = S['CampaignFile']
export type OpenPoint = S['CampaignOpenView']
export type Change = S['CampaignChangeView']
export type Fault = S['CampaignFaultView']
export type Edited = S['CampaignEditBody']

// media
export type Asset = S['MediaView']
export type Facts = S['FfmpegFacts']
export type Work = S['MediaWorkView']
export type WorkAct = Work['can'][number]
export type Film = S['ReportFilm']

// entry, inspection
export type MyEntry = S['EntryMine']
/** As the pages fill it in: the server also takes null for an empty list. */
export type EntryForm = { [K in keyof S['EntryForm']]: NonNullable<S['EntryForm'][K]> }
export type EntryRow = S['EntryRow']
export type EntryFile = S['EntryFile']
export type EntryState = EntryRow['state']
export type EntryEvent = S['EntryEventView']
export type Entries = S['EntryRows']
export type Finding = S['EntryFinding']
export type Naming = S['EntryNaming']
export type AILabels = S['EntryAILabels']
export type Verdict = NonNullable<EntryRow['verdict']>
export type ExportTool = S['InspectionTool']
export type Precheck = S['InspectionPrecheck']
export type Match = S['InspectionMatchView']
export type MatchSide = S['InspectionSide']

// screening
export type Screening = S['ScreeningQueueView']
export type ScreeningItem = S['ScreeningItem']
export type Letter = S['ScreeningLetter']

// jury
export type RoundView = S['JuryRoundView']
export type Criterion = S['JuryCriterion']
export type Scale = S['JuryScaleView']
export type JudgeRow = S['JuryJudgeRow']
export type JudgeRound = S['JuryDutyView']
export type ResultRow = S['JuryResultRow']
export type Results = S['JuryResultsView']
export type Sheets = S['JuryDeskView']
export type Task = S['JuryTask']

// ballot
export type Cast = S['BallotCounted']
export type Puzzle = S['BallotPuzzle']
export type PuzzleAnswer = S['BallotAnswer']
export type MyVote = S['BallotMyVote']
export type MyVotes = S['BallotMyVotes']
export type Standings = S['BallotStandings']
export type Ballot = S['BallotView']
export type VoteCases = S['BallotCasesView']
export type VoteCase = S['BallotCaseView']
export type VoteFinding = S['BallotFindingView']
export type VoteFigure = S['DetectFeature']
export type PublicCase = S['BallotPublicCase']
export type AuthorCase = S['BallotAuthorCaseView']

// award, notice, certificate
export type Roll = S['AwardView']
export type RollPrize = S['AwardPrizeView']
export type FinalRow = S['AwardRow']
export type Publicity = S['NoticePublicity']
export type Announcement = S['NoticeAnnouncementView']
export type Certificate = S['CertificateView']
export type CertificateRow = S['CertificateRow']

// showcase
export type EntryCard = S['ShowcaseCard']
export type EntryView = S['ShowcaseView']

// report
export type InboxItem = S['ReportItem']
export type Report = S['ReportFigures']
export type AuditRow = S['ReportAct']
export type AuditPage = S['ReportActs']
export type SystemView = S['ReportSystem']
export type Job = S['ReportJob']
