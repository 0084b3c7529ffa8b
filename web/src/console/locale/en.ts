/** The console in English. Same keys as zh-CN.ts; quotations of notices stay in Chinese wherever the server sends them. */
export default {
  comma: ', ',
  all: 'All',
  act: { cancel: 'Cancel', retry: 'Try again', more: 'Show more' },
  arrive: { none: 'No contest yet', none_says: 'Import a notice as a YAML file, or ask an administrator to add you to a contest.', new: 'New contest' },
  ask: { reason: 'Reason', on_record: 'kept in the audit record; may be quoted in public' },
  asset: {
    uploading: 'Uploading', received: 'Received, waiting to be measured', processing: 'Measuring and transcoding', ready: 'Ready to play', failed: 'The file cannot be processed',
    step: '{step} {percent}%', probe: 'Measuring', render: 'Transcoding', left: 'about {left} left',
  },
  audit: {
    act: 'Act', actor: 'Who', after: 'After', all: 'All contests', any_act: 'Any act', at: 'When', before: 'Before',
    intact: 'Chain intact, checked up to no. {n}', broken: 'The chain breaks after no. {n}', broken_says: 'A record was changed or removed. Stop working, keep a backup of the database and call an administrator.',
    field: 'Field', find: 'Words, work, number', from: 'From', hash: 'Digest', none: 'No record matches.', see: 'Changes', seq: 'No.', what: 'What was done',
  },
  awards: {
    again: 'Compute again', computed: 'computed {at}', confirm: 'Confirm the roll', confirm_says: 'The publicity window is over. Once confirmed the roll is final and certificates can be issued; after that awards can only be revoked one by one.', confirmed: 'The roll is confirmed',
    decided: 'Decision recorded', filled: '{n} / {all}', final: 'Final', from: 'Publicity begins on', how: '“{title}”: {final}, rank {rank}. How it came about', inputs: 'inputs ', is_revoked: 'Revoked',
    method: 'Method', none: 'No roll yet', none_says: 'Once the experts’ round is settled and the votes are frozen, the roll is computed by the notice and the committee’s decisions. Ties are listed for people to decide.', note: 'Note to the publicity (optional)',
    part: 'raw {raw}, as points {points}', pdf: 'Roll as PDF', prize: 'Award', propose: 'Compute the roll', propose_says: 'Computed anew from the present results by the decided method. A roll not yet published is replaced, and its tie decisions must be made again.',
    proposed: 'The roll has been computed', publicise: 'Publish for objections', publicise_says: '{n} awards. The window runs for the decided number of days; the roll is public and anybody may object.', publicised: 'Published', rank: 'Rank', revoke: 'Revoke',
    revoke_says: 'The certificate becomes void and its check page shows when and why. The place is not filled automatically.', revoke_title: 'Revoke {prize} from “{title}”', revoked: 'Revoked', score: 'Score', why: 'Because',
    window: 'Published {from} to {to}, {days} {type}', xlsx: 'Export Excel',
    day_type: { working: 'working days', workday: 'working days', workdays: 'working days', calendar: 'calendar days', natural: 'calendar days' },
    state: { none: 'Not computed', provisional: 'Provisional', publicised: 'Published', confirmed: 'Confirmed' },
    tab: { roll: 'Roll', final: 'Final results', log: 'Allocation' },
  },
  ballot: {
    display: 'What the public sees', display_says: 'The notice says figures are shown “in due course”. Every switch is recorded with its reason and takes effect at once.', find: 'Title, number, author', freeze: 'Freeze the votes',
    freeze_says: '{n} votes. Once frozen they never change; a digest is made for checking, and awards are computed from them. This cannot be undone.', frozen: 'Freeze', frozen_at: 'When', frozen_by: 'By', frozen_done: 'The votes are frozen', frozen_votes: 'Votes',
    hidden: 'hidden', no_pace: 'No votes yet. Once voting begins, votes by the hour are drawn here.', none: 'This contest has no vote', none_says: 'The notice provides for no public vote.', not_frozen: 'After the vote closes the committee freezes it; before that no roll can be computed.',
    pace: 'Votes by the hour', per_day: 'Per account and day', per_hour: 'votes', per_work: 'of these for one work', range: 'Range', ranges: { day: '24 hours', three: '3 days', all: 'All' }, rule: 'Rule', share: 'Share of the leader',
    show_ranking: 'Show the ranking', show_votes: 'Show the votes', shown: 'shown', standings: 'Standings', standings_says: '{n} shortlisted', state: { before: 'Not begun', open: 'Voting', closed: 'Closed, to be frozen', frozen: 'Frozen' },
    today: '{n} today', today_col: 'Today', turn: 'Change what the public sees', turn_do: 'Change', turn_says: 'Afterwards: votes {votes}, ranking {ranking}.', turned: 'Changed', until: 'until {at}', voters: '{n} voters', votes: 'Votes',
  },
  blockers: { title: 'This step waits until these are decided', go: 'Decide' },
  calendar: {
    by: 'Checked by', bys: { machine: 'machine', screener: 'screener', recommender: 'recommender', declaration: 'declaration', evidence: 'evidence', duplicate: 'duplicate check' }, clause: 'Clause', closes: 'Closes', decisions: 'Decisions of the committee',
    decisions_file: 'Export decisions', edit: 'Edit', file: 'Export notice file', form: 'Entry form', level: 'Weight', levels: { error: 'must', warn: 'in principle', note: 'encouraged' }, max: 'at most {n} characters', no_decisions: 'No decisions yet.',
    opens: 'Opens', optional: 'optional', personal: 'personal', phase: 'Phase', phases: 'Calendar', precision: { minute: 'to the minute', day: 'by the day, until 24:00', workday_end: 'end of the working day', ten_days: 'ten days', month: 'month', approximate: 'about', unspecified: 'not stated', to_be_announced: 'to be announced' },
    prizes: 'Awards', required: 'required', rules: 'Requirements', rules_says: 'in the words of the notice', version: 'version {n}', versions: 'Versions of the notice', words: 'In the notice',
  },
  certificates: {
    at: 'Issued', code: 'Check code', count: '{n} certificates', find: 'Name, title, number', issue: 'Issue certificates', issue_says: 'Numbers and renders one PDF for each award of the confirmed roll. None is issued twice; issue again at any time for new ones.', issued: '{n} certificates are being made',
    making: '{n} being made', none: 'No certificates yet.', not_yet: 'Certificates can be issued once the roll is confirmed.', number: 'Number', recipient: 'Recipient', state: { making: 'Being made', valid: 'Valid', revoked: 'Revoked' },
  },
  chart: { see_chart: 'See the chart', see_table: 'See the figures', when: 'When' },
  col: {
    author: 'Author', bitrate: 'Mbps', door: 'Way of entry', due: 'Due', duration: 'Length', findings: 'Technical', number: 'No.', rank: 'Rank', resolution: 'Resolution', state: 'State', still: 'Still', submitted: 'Submitted', title: 'Title', unit: 'Unit', way: 'Act',
  },
  edit: {
    changes: 'Changes', correct: 'A correction, as version {n}', correct_says: 'what the notice states changes only by a correction; the old version is kept', corrects: 'What is corrected', corrects_hint: 'For example: entries close on 20 November instead of 15 November', count: '{n} changes', effect: 'What it means', form: 'Form', form_says: 'Write days as 2020-11-15 (until 24:00) or 2020-11-15 17:00. Whatever is not here is changed in the file; comments and order are kept.',
    group: { phases: 'Calendar', form: 'Entry form', prizes: 'Awards', rounds: 'Rounds', voting: 'Vote' }, leave: 'Unsaved changes will be lost. Leave?', line: 'Line {n}', preview: 'See what changes', same: 'Save in this version', same_no: 'this changes what the notice states and must be a correction', same_says: 'slips of the pen and explanations that change no rule', save: 'Save', saved: 'Saved as version {n}', stated: 'stated by the notice', title: 'Edit the contest',
    what: { label: 'Label', open: 'Opens', close: 'Closes', required: 'Required', max_chars: 'Characters', quota: 'Places', size: 'Shortlist', per_day: 'Votes a day', per_work: 'For one work' }, where: 'Where', yaml: 'File',
  },
  enter: {
    choose: 'Choose a video file', choose_says: 'Straight from the stick or disc; a broken upload goes on where it stopped', declared: 'Declarations', declared_says: 'Tick what is signed on paper.', done: 'Entered as {number}', door: 'Way of entry', file: 'File', file_says: 'at most {max}',
    form: 'Entry form', form_says: 'as on paper', go: 'Enter and make the receipt', lacking: '{n} still to fill in', other: 'Another file', pause: 'Pause', ready: 'Ready to enter.', resume: 'Go on', says: 'Works that came on a USB stick or disc are entered by the committee; number and receipt are the same as online, and the history says who entered them.',
    state: { none: '', sending: 'Uploading', paused: 'Paused', done: 'Received', failed: 'Interrupted' }, title: 'Enter for a unit', wait_file: 'Can be entered once the file has arrived.',
  },
  entries: {
    admissible: '{n} of them await screening and pass the technical review', bulk_admit: 'Admit {n}', bulk_done: '{n} admitted', bulk_some: '{n} admitted; {failed} could not be and stay chosen', caption: 'Works and what was measured', chosen: '{n} chosen', clear: 'Clear the filter', empty: 'No works yet. They appear here when authors submit.',
    errors: '{n} faults', export: 'Export what is shown', find_hint: 'Title, number, unit, author', new: 'Enter for a unit', none: 'No work matches.', showing: '{state}: {n}', shown: '{n} rows', total: '{n} works', untitled: '(untitled)', warns: '{n} to look at',
  },
  entry: {
    again: 'Queued; the page updates when it is done', current: 'Current', facts: 'Technical facts', filename: 'File name', film: 'Film', findings: 'Findings', findings_none: 'nothing to look at', findings_says: '{bad} faults, {look} to look at; a time jumps to the picture', form: 'Entry form', form_says: 'personal data is masked; looking is recorded', grace: ' (begun before the close, finished within the grace)', inspect: 'Measure again', mend: 'To mend: ', no_file: 'This work has no file yet.', not_measured: 'Not measured yet.', receipt: 'Receipt', received: 'Received',
    reveal: 'Show', reveal_hint: 'For example: to tell the author what to mend', reveal_says: 'A reason is needed to see personal data; who looked and when goes into the audit record.', reveal_title: 'Show “{field}”', screen: 'Screen it', size: 'Size', strike: 'Disqualify', strike_says: 'The work leaves judging, voting and publicity, and its author is told why. Certificates already issued become void.', strike_title: 'Disqualify “{title}”', struck: 'Disqualified', submitted: 'submitted {at}', timeline: 'History', timeline_says: '{n} records, never changed', topics: 'Topics', versions: 'Versions of the file', versions_says: 'old ones are kept',
  },
  error: { absent: 'Not found', failed: 'The data could not be read', forbidden: 'This is not open to you', forbidden_says: 'Ask the contest’s organiser to give you the role under People.', network: 'The server cannot be reached. Check the connection; it is tried again by itself.', stale: 'Could not be brought up to date; this is what was read last.', unknown: 'Something unexpected happened. Try again; if it stays, tell the administrator the time.' },
  facts: { caption: 'Measured and required', got: 'Measured', item: 'Item', need: 'Required', person: 'a person looks', verdict: 'Verdict' },
  film: { broken: 'It does not play.', findings: 'Findings in the film', no_stream: 'The playing copy is not ready yet', pause: 'Pause', play: 'Play', position: 'Position', seen: '{n}% seen', speed: '{x}× speed' },
  finding: { ok: 'Meets', bad: 'Does not meet', look: 'To look at', noted: 'Noted only' },
  frame: { contest: 'Contest', find: 'Find', find_hint: 'Work, unit, number', home: 'to the start', look: 'Look and language', menu: 'Menu', nav: 'Main', rail: 'Side', new: '+ New contest', next: 'Next: {phase}', sign_out: 'Sign out', skip: 'Skip to content' },
  inbox: {
    caption: 'What waits for me, by due date', clear: 'Nothing waits for you', clear_says: 'New things are listed here and counted on the left.', count: 'Count', counts: '{today} due today, {week} this week', figures: 'The contest now', go: 'Do it', group: { late: 'Late', today: 'Today', week: 'This week', later: 'Later' },
    late: '{n} late', open: 'Left open by the notice', open_none: 'All decided.', things: '{n}', upload: 'Entries', upload_open: 'open', upload_shut: 'closed', what: 'What to do',
  },
  judge: {
    back: 'Back to the list', begin: 'Begin', console: 'Console', counts: '{done} of {all} scored, {left} left', look: 'Look', none: 'No works have been dealt to you', none_here: 'No works here.', none_says: 'You will be told by mail or phone when judging opens.', offline: 'No connection. Scores for {n} works are kept on this device and sent when it returns.', only: { all: 'All', left: 'To score', done: 'Scored' }, progress: '{done} of {all} scored', resume: 'Go on', says: 'The rounds you judge.', sealed: 'Sealed', sealed_says: 'This round is sealed and can only be read.', show: 'Show', task: { todo: 'To score', draft: 'Begun', done: 'Handed in', recused: 'Recused' }, title: 'My judging', waiting: 'Scores for {n} works are being sent.',
  },
  key: {
    space: 'Space', back2: 'back 2 s', choose: 'choose', clear: 'clear the choice', down: 'next row', find: 'find', frame_back: 'a frame back', frame_on: 'a frame on', help: 'All keys', last_work: 'previous work', next_finding: 'next finding', next_work: 'next work', on2: 'on 2 s', open: 'open', play: 'play', speed: 'speed', up: 'previous row', wide: 'full screen',
  },
  lost: { title: 'No such page', says: 'The address may be wrong, or the page has moved.', back: 'To the start' },
  nav: {
    group: { contest: 'Contest', works: 'Works', judging: 'Judging', results: 'Results', record: 'Record' },
    inbox: 'Inbox', calendar: 'Calendar and rules', open: 'To be decided', entries: 'Works', screening: 'Screening', rounds: 'Judges and scores', ballot: 'Vote', awards: 'Results and awards', publicity: 'Publicity and news', certificates: 'Certificates', report: 'Report', audit: 'Audit', people: 'People', system: 'System', judging: 'My judging',
    brief: { inbox: 'Inbox', calendar: 'Dates', open: 'Open', entries: 'Works', screening: 'Screen', rounds: 'Score', ballot: 'Vote', awards: 'Award', publicity: 'Public', certificates: 'Cert.', report: 'Report', audit: 'Audit', people: 'People', system: 'System', judging: 'Judge' },
  },
  new: { choose: 'Choose files', choose_says: 'The notice as YAML, with its *.decisions.yaml if there is one; or paste below', create: 'Create', created: '“{title}” created', decisions: 'Decisions', decisions_says: 'may stay empty; decided later under To be decided', faults: '{n} to mend', notice: 'Notice', says: 'One notice is one contest.', title: 'New contest', valid: 'No faults' },
  open: {
    blocks: 'Holds up: {step}', change: 'Change', count: '{n} to be decided', decide: 'Decide', decided: '{n} decided', go: 'Decide', intro: 'What the notice does not say, the program does not decide. Each decision needs a reason and is kept with its author and hour; once scoring or voting has begun, what concerns it is locked.', is_decided: 'Decided', is_locked: 'Locked', is_open: 'Open', locked: '{topic} locked since {at}: {why}', none: 'All decided', nothing: 'The notice leaves nothing open.', reason_hint: 'On what grounds, at which meeting', saved: 'Decided', step: 'Holds up “{step}”', step_count: '{n} open of {all}', yaml_hint: 'For example {\'{\'}high: 1, low: 1, from: 5{\'}\'}', yaml_says: 'Write the value as the file would have it.', unread: 'This does not read. Write {\'{\'}high: 1, low: 1{\'}\'}, or one item a line.', in_order: 'Tick in order; the order counts',
  },
  people: {
    add: 'Add a person', add_do: 'Add and make a sign-in link', contact: 'Contact', copied: 'Copied', copy: 'Copy', count: '{n} people', dismiss: 'Dismiss', dismiss_says: 'Takes effect at once. What was done before stays on record.', dismiss_title: 'Dismiss {name} as {role}', dismissed: 'Dismissed', everywhere: 'All contests', find: 'Name', link: 'Sign-in link', link_says: 'The link is shown this once and works once within three days. Hand it over in person or by a safe way.', name: 'Name', never: 'never signed in', none: 'Nobody matches.', role: 'Role', roles: 'Roles', scope: 'Contest', seen: 'Last seen', to: 'Mail or phone', to_says: 'for sign-in and messages',
  },
  phase: { current: 'Under way', past: 'Over', future: 'To come', unknown: 'Not set', stated: 'Stated or decided', today: 'Today', unset: 'not set', unstated: 'Not stated, to be decided', zone: 'Beijing time; a day ends at 24:00' },
  publicity: {
    announce: 'Announce', announced: 'Announced', day: 'Day {n}', days: 'Days', from: 'From', news: 'Announcements', no_news: 'No announcements yet.', none: 'Nothing published yet', none_says: 'Once the roll is settled, publish it under Results and awards.', public: 'Public page', send: 'Publish', state: { open: 'Open to objections', closed: 'Over, to be confirmed', confirmed: 'Confirmed' }, text: 'Text', text_says: 'one paragraph a line', title: 'Title', to: 'Until', window: 'Window', winners: 'Winners', works: '{n} works',
  },
  report: { awards: 'Awards', by_day: 'Entries by day', by_state: 'Works by state', by_unit: 'Units', by_unit_says: 'by number of entries', entries: 'Entries', nothing: 'No data yet.', print: 'Print', shortlisted: 'Shortlisted', total: '{n} works from {units} units', votes: 'Votes', votes_by_day: 'Votes by day', votes_unit: 'votes', works_unit: 'works' },
  role: {
    admin: 'Administrator', organiser: 'Organiser', screener: 'Screener', judge: 'Judge', auditor: 'Auditor',
    does: { admin: 'runs all contests, people and the system', organiser: 'runs every step of this contest', screener: 'reads works and screens them', judge: 'sees and scores only the works dealt to them', auditor: 'reads every record, acts nowhere' },
  },
  rounds: {
    agreement: 'Agreement of judges α {n}', pass: 'Pass on', pass_says: '{n} unscored works go to other judges of the round; scored ones count as before.', pass_title: 'Pass on what {name} has not scored', passed: 'Passed on', reopen: 'Reopen', reopen_says: 'Takes the seal off; judges may score and change scores again. Only before settling; the reason is recorded.', reopened: 'Reopened',
    closes: ' closes', covered: '{n} judges a work, all dealt', criteria: 'Criteria', criteria_says: 'locked once judging opens', cut: 'Shortlist of {n}', cut_here: 'The line: {n} above', done: 'Scored', dropped: { high: 'highest, dropped', low: 'lowest, dropped' }, head: '{judges} judges, {works} works, {per} a work', hidden: 'No score is shown here before the round is sealed.', how: 'How', in: 'In', judge: 'Judge', judges: 'Judges', judges_says: 'who gave what is not shown before sealing', last: 'Last seen', line: 'score at the line {score}', no_criteria: 'No criteria yet.', no_judges: 'No judges yet. Seat a panel, then open.', no_tie: 'No tie at the line.', none: 'This contest has no rounds.',
    open: 'Open judging', open_says: 'Deals {works} works to {judges} judges, {per} a work, none from a judge’s own unit. Criteria and weights are locked from then on.', opened: 'Opened; the works are dealt', out: 'Out', pace: 'Pace', paces: { done: 'done', going: 'on the way', still: 'two days still', slow: 'slow', fresh: 'not begun', idle: '—' }, panel: 'Seat the panel', panel_none: 'Nobody is a judge yet. Add people first:', panel_save: 'Seat {n}', panel_says: 'Tick the judges of this round. With a unit named, its works are not dealt to them.', panel_unit: 'Unit (kept away from)', progress: 'Progress', recused: '{n} recused', remind: 'Remind', reminded: 'Reminded', results: 'Results', scale: '{min}–{max}, step {step}', score: 'Score', scored: '{n} of {all} scored', scores: 'Judges’ totals', seal: 'Seal', seal_left: '{n} sheets are not scored. After sealing none can be; they count as missing.', seal_says: 'All are scored. After sealing nobody can change a score, and results appear.', sealed: 'Sealed', seated: 'The panel is seated', settle: 'Settle', settle_cut: 'The first {n} are shortlisted, the others are not, and authors see the result.', settle_says: 'Results become final, for the awards to be computed from.', settled: 'Settled',
    state: { planned: 'Not begun', open: 'Judging', sealed: 'Sealed', settled: 'Settled' }, tie: 'Tied at the line', tie_says: '{n} works are tied for {seats} seats. Let the jury deliberate, choose, and say why.', tied: 'Decision recorded', uncovered: 'some works lack judges',
  },
  saving: { saved: 'Saved', kept: 'Kept on this device', sending: 'Sending', offline: 'No connection, kept on this device', stale: 'Changed on another device', refused: 'Not accepted', at: 'arrived {at}', kept_at: '{at}', safe: 'Scoring goes on offline and is sent later', mine: 'Keep mine', theirs: 'Take the other', stale_says: 'This work was scored on another device meanwhile. Which one counts?' },
  screening: {
    checks: 'Checks', counts: '{left} to screen, {done} done today, {total} in all', decide: 'Decide', did: { admit: '“{title}” admitted', return: '“{title}” returned', reject: '“{title}” rejected' }, due: 'by {at}, {left}', empty: 'Nothing to screen', empty_says: 'New works queue here when they are submitted.', file: 'Full file', form: 'Entry form',
    lacks_reason: 'Choose at least one reason or write one', letter: { admit: '“{title}” is admitted; the author will be told.', return: 'The author will read: “{title}” is returned; please mend the following and submit again:', reject: 'The author will read: “{title}” is not admitted, because:' }, machine: 'Measured by machine', note: 'Add a sentence', note_hint: 'Add a sentence (optional); the author reads it', people: 'For people to see', queue: 'Queue', reasons: 'Reasons in the notice’s words; several may be chosen', send: 'Send', reads: 'The author will read:', send_admit: 'Admit, next work', send_return: 'Return, next work', send_reject: 'Reject, next work', settled: 'This one has been decided.', undo: 'Undo the last', undone: '“{title}” is back in the queue', verb: { admit: 'Admit', return: 'Return', reject: 'Reject' },
  },
  sheet: {
    blind: 'author and votes are not shown', hand: 'Hand in', hand_again: 'Hand in again', handed: 'Scores for “{title}” handed in', lacking: 'still: {names}', landscape: 'landscape', later: 'No. {n}', less: '{name}: one step less', more: '{name}: one step more', note: 'Note (optional; the author does not see it)', place: 'No. {n}', portrait: 'portrait', recuse: 'Recuse…', recuse_do: 'Recuse', recuse_hint: 'For example: the author is my student', recuse_says: 'The work goes to another judge; scores you gave do not count.', recuse_title: 'Recuse from “{title}”', recused: 'Recused', recused_says: 'You have recused from this work.', ticks: '{done} scored, {recused} recused', total: 'Total', unscored: 'not scored', unseen: 'Go on from the unseen', watched: '{n}% seen', weight: '{n}%',
  },
  sign: {
    change: 'Change', code: 'Code', console: 'Console', demo: 'Demonstration', demo_says: 'all of it invented', enter: 'Sign in', link_checking: 'Checking the link…', link_fault: 'Sign in by mail or phone, or ask the administrator for another link.', link_says: 'If you were given a sign-in link, just open it.', other: 'Sign in as someone else', send: 'Send a code', sent: 'A code was sent to {to}; it is good for 10 minutes.', stranger: '{name}, you are not on the staff and cannot see the console.', title: 'Staff sign-in', to: 'Mail or phone', to_hint: 'name{\'@\'}example.cn',
  },
  state: { draft: 'Draft', submitted: 'To screen', returned: 'Being mended', admitted: 'Admitted', rejected: 'Rejected', shortlisted: 'Shortlisted', not_shortlisted: 'Not shortlisted', proposed: 'Proposed', awarded: 'Awarded', withdrawn: 'Withdrawn', disqualified: 'Disqualified' },
  state_of: { loading: 'Reading' },
  system: {
    attempts: 'Tries', bad: 'Fault', cancel: 'Cancel', cancelled: 'Cancelled', checks: 'Self-check', idle: 'Nothing waits or has failed', job: 'Job', jobs: 'Background work', ok: 'Well', progress: 'Progress', queue: '{waiting} waiting, {running} running, {failed} failed', retried: 'Queued again',
    state: { running: 'Running', available: 'Waiting', scheduled: 'Scheduled', pending: 'Waiting', waiting: 'Waiting', retryable: 'To retry', discarded: 'Failed', failed: 'Failed', cancelled: 'Cancelled', completed: 'Done' }, version: 'version {version}, database {engine}',
  },
  table: { all: 'Choose all', choose: 'Choose “{name}”', columns: 'Columns {n} / {all}', density: 'Row height', tight: 'tight', mid: 'mid', roomy: 'roomy' },
  theme: { auto: 'System', light: 'Light', dark: 'Dark' },
  tie: { choose: 'Choose {n}', decide: 'Decide', decided: 'Decided by people', reason: 'Reason: on what grounds' },
  time: {
    ago: '{span} ago', d: '{d} d', h: '{h} h', min: '{m} min', join: ' ', just: 'just now', today: 'today {clock}', yesterday: 'yesterday {clock}', left: '{span} left', late: '{span} late',
    day: '{day} {mon} {year}', moment: '{day} {mon}, {hour}:{minute}', moment_year: '{day} {mon} {year}, {hour}:{minute}', full: '{weekday} {day} {mon} {year}, {hour}:{minute}',
    months: { 1: 'Jan', 2: 'Feb', 3: 'Mar', 4: 'Apr', 5: 'May', 6: 'Jun', 7: 'Jul', 8: 'Aug', 9: 'Sep', 10: 'Oct', 11: 'Nov', 12: 'Dec' },
  },
  unit: { votes: '{n} votes', works: '{n} works' },
  verdict: { pass: 'Passes', review: 'A person looks', fail: 'Does not pass', unreadable: 'Unreadable', none: 'Not measured' },
  weights: { add: 'Add one', done: '100% in all', even: 'Share evenly', left: '{n}% missing', name: 'Name', of: 'Weight of {name}', over: '{n}% too much', remove: 'Remove', remove_of: 'Remove {name}', rest: 'the rest', says: 'What it asks' },
}
