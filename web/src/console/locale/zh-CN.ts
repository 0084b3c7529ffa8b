/** 控制台的中文。英文在 en.ts，键须相同。 */
export default {
  comma: '，',
  all: '全部',
  act: { cancel: '取消', retry: '再试一次', more: '再看一些' },
  arrive: { none: '还没有大赛', none_says: '导入一份通知的YAML文件，或请管理员把你加进一个大赛。', new: '新建大赛' },
  ask: { reason: '理由', on_record: '记入审计，公开时可能引用' },
  asset: {
    uploading: '正在上传', received: '已收到，排队测量', processing: '正在测量、转码', ready: '可以播放', failed: '文件处理不了',
    step: '{step}{percent}%', probe: '测量', render: '转码', left: '约剩{left}',
  },
  audit: {
    act: '事项', actor: '谁', after: '之后', all: '全部大赛', any_act: '任何事项', at: '时间', before: '之前',
    intact: '链完整，已核到第{n}条', broken: '链在第{n}条之后断了', broken_says: '有记录被改动或删去。请停止操作，保留数据库备份，联系管理员核查。',
    field: '字段', find: '说明、作品、编号', from: '来自', hash: '摘要', none: '没有符合条件的记录。', see: '看变动', seq: '序号', what: '做了什么',
  },
  awards: {
    again: '重新计算', computed: '算于{at}', confirm: '确认名单', confirm_says: '公示期已满。确认后名单定稿，可以颁发证书；此后只能逐项撤销。', confirmed: '名单已确认',
    decided: '决定已记录', filled: '{n} / {all}名', final: '总分', from: '公示起始日', how: '《{title}》{final}，第{rank}名：怎么来的', inputs: '输入指纹', is_revoked: '已撤销',
    method: '算法', none: '还没有拟获奖名单', none_says: '专家评审结算、投票封存之后，按通知与组委会的决定计算；同分不替人做主，列出来等决定。', note: '公示说明（可不写）',
    part: '原始{raw}，折算{points}', pdf: '公示名单PDF', prize: '奖项', propose: '计算拟获奖名单', propose_says: '按已定的算法从当前成绩重新计算。之前未公示的名单会被替换，已作的同分决定需重新确认。',
    proposed: '拟获奖名单已算出', publicise: '公示', publicise_says: '共{n}项。公示期按决定的天数起算，期间名单公开，任何人可以提出异议。', publicised: '已公示', rank: '名次', revoke: '撤销',
    revoke_says: '撤销后证书随之作废，核验页显示撤销时间和理由。名额不自动递补。', revoke_title: '撤销《{title}》的{prize}', revoked: '已撤销', score: '得分', why: '依据',
    window: '公示{from}至{to}，{days}个{type}', xlsx: '导出Excel',
    day_type: { working: '工作日', workday: '工作日', workdays: '工作日', calendar: '自然日', natural: '自然日' },
    state: { none: '未计算', provisional: '拟获奖', publicised: '公示中', confirmed: '已确认' },
    tab: { roll: '名单', final: '总成绩', log: '分配过程' },
  },
  ballot: {
    display: '公众能看到什么', display_says: '通知说“适时展示”。每次切换都记录理由，即时生效。', find: '片名、编号、作者', freeze: '封存票数',
    freeze_says: '共{n}票。封存后不再变动，生成摘要供核对，名单计算以此为准。不能撤回。', frozen: '封存', frozen_at: '时间', frozen_by: '经手', frozen_done: '票数已封存', frozen_votes: '票数',
    hidden: '不显示', no_pace: '还没有票。投票开始后，每小时的票数画在这里。', none: '本赛不设投票', none_says: '通知没有网络投票环节。', not_frozen: '投票截止后由组委会封存，封存前名单不能计算。',
    pace: '每小时票数', per_day: '每个账号每日', per_hour: '票', per_work: '其中投一部至多', range: '时段', ranges: { day: '24小时', three: '3天', all: '全程' }, rule: '规则', share: '与首位之比',
    show_ranking: '显示排行', show_votes: '显示票数', shown: '显示', standings: '名次', standings_says: '入围{n}部', state: { before: '未开始', open: '投票中', closed: '已截止，待封存', frozen: '已封存' },
    today: '今日{n}票', today_col: '今日', turn: '切换公众展示', turn_do: '切换', turn_says: '切换后：票数{votes}，排行{ranking}。', turned: '已切换', until: '{at}截止', voters: '{n}人', votes: '票数',
  },
  blockers: { title: '这些事没定，这一步走不了', go: '去定' },
  calendar: {
    by: '由谁看', bys: { machine: '机器', screener: '初审', recommender: '推荐单位', declaration: '承诺', evidence: '证明材料', duplicate: '查重' }, clause: '出处', closes: '截止', decisions: '组委会的决定',
    decisions_file: '导出决定', edit: '编辑', file: '导出通知文件', form: '报名表', level: '性质', levels: { error: '必须', warn: '原则上', note: '提倡' }, max: '{n}字以内', no_decisions: '还没有决定。',
    opens: '开始', optional: '选填', personal: '个人信息', phase: '阶段', phases: '日程', precision: { minute: '精确到分', day: '按天，当天24:00止', workday_end: '下班前', ten_days: '旬', month: '月', approximate: '大约', unspecified: '未写明', to_be_announced: '另行通知' },
    prizes: '奖项名额', required: '必填', rules: '作品要求', rules_says: '用通知的原话', version: '第{n}版', versions: '通知的版本', words: '通知原文',
  },
  certificates: {
    at: '签发', code: '核验码', count: '共{n}张', find: '姓名、片名、编号', issue: '颁发证书', issue_says: '按已确认的名单逐一编号、生成PDF。已有的不重复颁发，可随时再点补发新增的。', issued: '{n}张证书正在生成',
    making: '{n}张正在生成', none: '还没有证书。', not_yet: '名单确认之后才能颁发证书。', number: '证书编号', recipient: '获奖者', state: { making: '生成中', valid: '有效', revoked: '已撤销' },
  },
  chart: { see_chart: '看图', see_table: '看数据表', when: '时间' },
  col: {
    author: '作者', bitrate: '码率Mbps', door: '报名方式', due: '期限', duration: '时长', findings: '技审', number: '编号', rank: '名次', resolution: '分辨率', state: '状态', still: '画面', submitted: '提交', title: '片名', unit: '单位', way: '操作',
  },
  edit: {
    changes: '改动', correct: '更正，成为第{n}版', correct_says: '改动通知写明的事须发更正；旧版永久保留', corrects: '更正说明', corrects_hint: '例如：作品征集截止日期由11月15日更正为11月20日', count: '{n}处改动', effect: '意味着什么', form: '表单', form_says: '日期写作2020-11-15（当天24:00止）或2020-11-15 17:00。这里没有的事项在“文件”里改，注释和次序都会保留。',
    group: { phases: '日程', form: '报名表', prizes: '奖项名额', rounds: '轮次', voting: '投票' }, leave: '还有没保存的内容，离开就没有了。确定离开？', line: '第{n}行', preview: '看看改了什么', same: '保存在本版', same_no: '动了通知写明的事，须发更正', same_says: '只是错字、补充说明等，不改变规则', save: '保存', saved: '已保存为第{n}版', stated: '通知写明', title: '编辑大赛',
    what: { label: '名称', open: '开始', close: '截止', required: '必填', max_chars: '字数上限', quota: '名额', size: '入围数', per_day: '每日票数', per_work: '每日每部' }, where: '哪里', yaml: '文件',
  },
  enter: {
    choose: '选择视频文件', choose_says: '可从U盘、光盘直接选；断了能接着传', declared: '承诺', declared_says: '按纸质报名材料上的签名勾选。', done: '已录入，编号{number}', door: '报送方式', file: '作品文件', file_says: '不超过{max}',
    form: '报名表', form_says: '照纸质材料填写', go: '录入并出回执', lacking: '还有{n}项没填', other: '换一个文件', pause: '暂停', ready: '可以录入了。', resume: '继续', says: '寄来U盘、光盘的作品，由组委会代为录入；编号、回执与网上报名相同，经过里写明由谁录入。',
    state: { none: '', sending: '正在上传', paused: '已暂停', done: '已收到', failed: '中断' }, title: '代为录入', wait_file: '文件传完后可以录入。',
  },
  entries: {
    admissible: '其中{n}部待初审、技审通过，可批量通过', bulk_admit: '初审通过{n}部', bulk_done: '{n}部已通过', bulk_some: '{n}部已通过，{failed}部没有办成，仍选中', caption: '作品与技审事实', chosen: '已选{n}部', clear: '清除条件', empty: '还没有作品。作者提交后出现在这里。',
    errors: '{n}项不符', export: '导出所示', find_hint: '片名、编号、单位、作者', new: '代为录入', none: '没有符合条件的作品。', showing: '{state}{n}部', shown: '已列出{n}行', total: '共{n}部', untitled: '（未填片名）', warns: '{n}项待看',
  },
  entry: {
    again: '已排队，测完自动更新', current: '在用', facts: '技审事实', filename: '文件名', film: '影片', findings: '发现', findings_none: '没有需要看的', findings_says: '{bad}项不符，{look}项待看；点时间跳到画面', form: '报名表', form_says: '个人信息默认遮住，查看会留记录', grace: '（截止前开始，宽限内传完）', inspect: '重新技审', mend: '怎样改：', no_file: '这部作品还没有文件。', not_measured: '还没有测量结果。', receipt: '回执', received: '收到',
    reveal: '查看', reveal_hint: '例如：通知作者补正', reveal_says: '查看个人信息须写明理由，谁在什么时候看过会记入审计。', reveal_title: '查看“{field}”', screen: '进入初审', size: '大小', strike: '取消资格', strike_says: '作品退出评审、投票与公示，作者会收到理由。已颁的证书随之作废。', strike_title: '取消《{title}》的参评资格', struck: '已取消资格', submitted: '{at}提交', timeline: '经过', timeline_says: '全部{n}条，只增不改', topics: '选题', versions: '文件版本', versions_says: '旧版留存',
  },
  error: { absent: '没有找到', failed: '没有取到数据', forbidden: '你没有这一项的权限', forbidden_says: '请大赛管理员在“人员”里给你加上相应的身份。', network: '连不上服务器。请检查网络，恢复后会自动重试。', stale: '没能更新，下面是刚才的数据。', unknown: '出了意外。请再试一次；还不行，请把时间告诉管理员。' },
  facts: { caption: '测得与要求', got: '测得', item: '项目', need: '要求', person: '须人看', verdict: '结论' },
  film: { broken: '放不出来。', findings: '片中的发现', no_stream: '播放版还没有做好', pause: '暂停', play: '播放', position: '播放位置', seen: '已看{n}%', speed: '倍速{x}×' },
  finding: { ok: '符合', bad: '不符', look: '待看', noted: '仅记录' },
  frame: { contest: '大赛', find: '查找', find_hint: '作品、单位、编号', home: '回到首页', look: '外观与语言', menu: '菜单', nav: '主导航', rail: '侧栏', new: '＋新建大赛', next: '下一阶段：{phase}', sign_out: '退出', skip: '跳到正文' },
  inbox: {
    caption: '等我办的事，按期限分组', clear: '没有等你办的事', clear_says: '新的事到了会列在这里，左边有数。', count: '件数', counts: '今天到期{today}，本周{week}', figures: '大赛此刻', go: '去办', group: { late: '已逾期', today: '今天', week: '本周', later: '以后' },
    late: '逾期{n}', open: '通知没写、等人定的', open_none: '都定了。', things: '{n}件', upload: '作品提交', upload_open: '开放中', upload_shut: '未开放', what: '要办的事',
  },
  judge: {
    back: '回到列表', begin: '开始评', console: '控制台', counts: '已评{done} / {all}，还有{left}部', look: '查看', none: '还没有分给你的作品', none_here: '这里没有作品。', none_says: '开评后会有通知发到你登记的邮箱或手机。', offline: '现在没有网络。{n}部的打分存在本机，恢复后自动送达。', only: { all: '全部', left: '未评', done: '已评' }, progress: '已评{done} / {all}', resume: '接着评', says: '你评的轮次。', sealed: '已封分', sealed_says: '本轮已经封分，只能查看。', show: '显示哪些', task: { todo: '未评', draft: '没打完', done: '已交', recused: '已回避' }, title: '我的评审', waiting: '{n}部的打分正在送达。',
  },
  key: {
    space: '空格', back2: '退2秒', choose: '选中', clear: '取消选中', down: '下一行', find: '查找', frame_back: '退一帧', frame_on: '进一帧', help: '全部快捷键', last_work: '上一部', next_finding: '下一处发现', next_work: '下一部', on2: '进2秒', open: '打开', play: '播放', speed: '倍速', up: '上一行', wide: '全屏',
  },
  lost: { title: '没有这一页', says: '地址可能写错了，或者这一页已经搬走。', back: '回到首页' },
  nav: {
    group: { contest: '大赛', works: '作品', judging: '评审', results: '结果', record: '记录' },
    inbox: '等我办的', calendar: '日程与规则', open: '还没定的事', entries: '作品', screening: '初审', rounds: '评委与评分', ballot: '投票', awards: '成绩与奖项', publicity: '公示与公告', certificates: '证书', report: '报表', audit: '审计', people: '人员', system: '系统', judging: '我的评审',
    brief: { inbox: '待办', calendar: '日程', open: '未定', entries: '作品', screening: '初审', rounds: '评分', ballot: '投票', awards: '奖项', publicity: '公示', certificates: '证书', report: '报表', audit: '审计', people: '人员', system: '系统', judging: '我评' },
  },
  new: { choose: '选择文件', choose_says: '通知的YAML，可连同*.decisions.yaml一起选；也可以直接粘贴在下面', create: '建立', created: '“{title}”已建立', decisions: '决定', decisions_says: '没有可留空，以后在“还没定的事”里定', faults: '{n}处要改', notice: '通知', says: '一份通知就是一个大赛。', title: '新建大赛', valid: '没有错误' },
  open: {
    blocks: '卡住：{step}', change: '改', count: '{n}项等人定', decide: '定下', decided: '已定{n}项', go: '去定', intro: '通知没有写明的事，系统不替人做主。每一项定下时要写理由，连同决定人、时间一起公开可查；开始打分或投票之后，相关的决定即锁定。', is_decided: '已定', is_locked: '已锁定', is_open: '未定', locked: '{topic}自{at}起锁定：{why}', none: '都定了', nothing: '通知都写明了，没有要定的事。', reason_hint: '依据什么、在哪次会上定的', saved: '已定下', step: '影响“{step}”', step_count: '{n}项未定，共{all}项', yaml_hint: '例如：{\'{\'}high: 1, low: 1, from: 5{\'}\'}', yaml_says: '按文件的写法填写这一项的值。', unread: '没有读懂。写成{\'{\'}high: 1, low: 1{\'}\'}，或每行一项。', in_order: '按先后勾选，次序有意义',
  },
  people: {
    add: '加人', add_do: '加入并生成登录链接', contact: '联系方式', copied: '已复制', copy: '复制', count: '{n}人', dismiss: '撤下', dismiss_says: '撤下后立即不能再操作。此前做过的事仍在记录里。', dismiss_title: '撤下{name}的{role}身份', dismissed: '已撤下', everywhere: '全部大赛', find: '姓名', link: '登录链接', link_says: '链接只显示这一次，三天内可用一次。请当面或用可靠的方式交给本人。', name: '姓名', never: '没有登录过', none: '没有符合条件的人。', role: '身份', roles: '身份', scope: '哪个大赛', seen: '最近登录', to: '邮箱或手机', to_says: '用于登录和通知',
  },
  phase: { current: '进行中', past: '已结束', future: '未开始', unknown: '未定', stated: '通知写明或组委会已定', today: '今天', unset: '未定', unstated: '通知未写，等待决定', zone: '北京时间；“日”截止到当天24:00' },
  publicity: {
    announce: '发公告', announced: '公告已发布', day: '公示第{n}天', days: '天数', from: '起', news: '公告', no_news: '还没有公告。', none: '还没有公示', none_says: '拟获奖名单定下后，在“成绩与奖项”里发起公示。', public: '看公众页', send: '发布', state: { open: '公示中', closed: '期满，待确认', confirmed: '已确认' }, text: '正文', text_says: '每行一段', title: '标题', to: '止', window: '公示期', winners: '拟获奖', works: '{n}部',
  },
  report: { awards: '获奖', by_day: '每日提交', by_state: '作品状态', by_unit: '各单位', by_unit_says: '按报送数排列', entries: '作品', nothing: '还没有数据。', print: '打印', shortlisted: '入围', total: '共{n}部，{units}个单位', votes: '票数', votes_by_day: '每日票数', votes_unit: '票', works_unit: '部' },
  role: {
    admin: '管理员', organiser: '组委会', screener: '审核员', judge: '评委', auditor: '监督员',
    does: { admin: '管理全部大赛、人员与系统', organiser: '办理本大赛的全部环节', screener: '看作品、作初审', judge: '只看分给自己的作品并打分', auditor: '可看全部记录，不能操作' },
  },
  rounds: {
    agreement: '评委一致性α＝{n}', pass: '改派', pass_says: '未评的{n}部转给本轮其他评委；已评的照旧计入。', pass_title: '改派{name}未评的作品', passed: '已改派', reopen: '重新开评', reopen_says: '撤销封分，评委可以继续打分、改分。仅在尚未结算时可用，理由记入审计。', reopened: '已重新开评',
    closes: '截止', covered: '每部{n}位评委，已分齐', criteria: '评分标准', criteria_says: '开评后锁定', cut: '入围{n}部', cut_here: '入围线：以上{n}部', done: '已评', dropped: { high: '去掉的最高分', low: '去掉的最低分' }, head: '{judges}位评委，{works}部作品，每部{per}人', hidden: '封分之前，这里不显示任何分数。', how: '怎么来的', in: '入围', judge: '评委', judges: '评委进度', judges_says: '封分前不显示谁给了多少', last: '最近一次', line: '线上分数{score}', no_criteria: '标准还没有定。', no_judges: '还没有评委。先选定评委，再开评。', no_tie: '入围线上没有同分。', none: '本赛没有评审轮次。',
    open: '开评', open_says: '把{works}部作品分给{judges}位评委，每部{per}人，自动回避本单位的作品。开评后标准与权重锁定。', opened: '已开评，作品已分好', out: '未入围', pace: '照此速度', paces: { done: '已评完', going: '在评', still: '两天没动', slow: '偏慢', fresh: '还没开始', idle: '—' }, panel: '选定评委', panel_none: '还没有评委身份的人。先去加人：', panel_save: '定下{n}位', panel_says: '勾选本轮评委。写上单位，分配时会回避该单位的作品。', panel_unit: '所在单位（回避用）', progress: '进度', recused: '回避{n}', remind: '提醒', reminded: '已提醒', results: '成绩', scale: '{min}–{max}分，每格{step}', score: '得分', scored: '已评{n} / {all}', scores: '各评委', seal: '封分', seal_left: '还有{n}份没有打分。封分后不能再打，没打的按缺评处理。', seal_says: '全部评完。封分后任何人不能再改分，成绩随之显示。', sealed: '已封分', seated: '评委已定', settle: '结算', settle_cut: '结算后，前{n}部入围，其余未入围，作者可见结果。', settle_says: '结算后成绩定稿，供计算奖项。', settled: '已结算',
    state: { planned: '未开始', open: '评审中', sealed: '已封分', settled: '已结算' }, tie: '线上同分', tie_says: '{n}部同分，只剩{seats}个名额。请评审会评议后选定，写明理由。', tied: '决定已记录', uncovered: '还有作品评委不足',
  },
  saving: { saved: '已保存', kept: '已存在本机', sending: '正在送达', offline: '没有网络，已存在本机', stale: '另一台设备改过', refused: '没有被接受', at: '{at}送达', kept_at: '{at}', safe: '断网照常打分，恢复后自动送达', mine: '用我现在的', theirs: '用那一份', stale_says: '这部作品的分在另一台设备上改过。用哪一份？' },
  screening: {
    checks: '检查', counts: '还有{left}部待初审，今天已办{done}部，本轮共{total}部', decide: '作出决定', did: { admit: '《{title}》已通过', return: '《{title}》已退回补正', reject: '《{title}》不予通过' }, due: '{at}前办完，{left}', empty: '没有待初审的作品', empty_says: '新提交的作品会排到这里。', file: '完整档案', form: '报名表',
    lacks_reason: '至少选一条理由，或自己写一句', letter: { admit: '《{title}》初审通过，作者会收到通知。', return: '将发给作者：“《{title}》退回补正，请按下列各条修改后重新提交：', reject: '将发给作者：“《{title}》初审不予通过，理由：' }, machine: '机器已测', note: '补充一句', note_hint: '补充一句（可不写），作者会看到', people: '要人看的', queue: '队列', reasons: '理由用通知原话，可多选', send: '提交决定', reads: '作者会收到：', send_admit: '通过，看下一部', send_return: '退回，看下一部', send_reject: '不予通过，看下一部', settled: '这部已经有了决定。', undo: '撤销上一部', undone: '《{title}》已撤销，回到待初审', verb: { admit: '通过', return: '退回补正', reject: '不予通过' },
  },
  sheet: {
    blind: '作者与票数不显示', hand: '交这一部的分', hand_again: '重新交分', handed: '《{title}》的分已交', lacking: '还差“{names}”', landscape: '横屏', later: '看第{n}部', less: '{name}减一格', more: '{name}加一格', note: '评语（可不写；不对作者公开）', place: '第{n}部', portrait: '竖屏', recuse: '回避…', recuse_do: '申报回避', recuse_hint: '例如：作者是我的学生', recuse_says: '回避后这部作品改由其他评委评，你已打的分不计入。', recuse_title: '回避《{title}》', recused: '已回避', recused_says: '你已回避这部作品。', ticks: '已评{done}部，回避{recused}部', total: '总分', unscored: '未打', unseen: '从未看处接着放', watched: '已看{n}%', weight: '占{n}%',
  },
  sign: {
    change: '换一个', code: '验证码', console: '控制台', demo: '演示登录', demo_says: '演示数据，均为虚构', enter: '登录', link_checking: '正在核对登录链接…', link_fault: '可以用邮箱或手机登录，或请管理员再给一个链接。', link_says: '收到登录链接的工作人员，请直接打开链接。', other: '换一个人登录', send: '发送验证码', sent: '验证码已发到{to}，10分钟内有效。', stranger: '{name}，你还不是工作人员，看不到控制台。', title: '工作人员登录', to: '邮箱或手机', to_hint: 'name{\'@\'}example.cn',
  },
  state: { draft: '草稿', submitted: '待初审', returned: '补正中', admitted: '初审通过', rejected: '不予通过', shortlisted: '入围', not_shortlisted: '未入围', proposed: '拟获奖', awarded: '已获奖', withdrawn: '已撤回', disqualified: '取消资格' },
  state_of: { loading: '正在取数据' },
  system: {
    attempts: '次数', bad: '有问题', cancel: '取消', cancelled: '已取消', checks: '自检', idle: '没有等待或失败的任务', job: '任务', jobs: '后台任务', ok: '正常', progress: '进度', queue: '等待{waiting}，进行{running}，失败{failed}', retried: '已重新排队',
    state: { running: '进行中', available: '等待', scheduled: '已排期', pending: '等待', waiting: '等待', retryable: '待重试', discarded: '失败', failed: '失败', cancelled: '已取消', completed: '已完成' }, version: '版本{version}，数据库{engine}',
  },
  table: { all: '全选', choose: '选中《{name}》', columns: '列{n} / {all}', density: '行高', tight: '紧', mid: '中', roomy: '松' },
  theme: { auto: '随系统', light: '浅色', dark: '深色' },
  tie: { choose: '选{n}部', decide: '定下', decided: '已由人决定', reason: '理由：依据什么选定' },
  time: {
    ago: '{span}前', d: '{d}天', h: '{h}小时', min: '{m}分', join: '', just: '刚才', today: '今天{clock}', yesterday: '昨天{clock}', left: '还有{span}', late: '逾期{span}',
    day: '{year}年{month}月{day}日', moment: '{month}月{day}日{hour}:{minute}', moment_year: '{year}年{month}月{day}日{hour}:{minute}', full: '{year}年{month}月{day}日 {weekday} {hour}:{minute}',
    months: { 1: '1', 2: '2', 3: '3', 4: '4', 5: '5', 6: '6', 7: '7', 8: '8', 9: '9', 10: '10', 11: '11', 12: '12' },
  },
  unit: { votes: '{n}票', works: '{n}部' },
  verdict: { pass: '技审通过', review: '待人看', fail: '技审不符', unreadable: '读不了', none: '未测' },
  weights: { add: '加一项', done: '合计100%', even: '平均分', left: '还差{n}%', name: '名称', of: '{name}的权重', over: '多出{n}%', remove: '删去', remove_of: '删去{name}', rest: '占余下', says: '评分要点' },
}
