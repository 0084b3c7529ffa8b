package report

import (
	"fmt"
	"strings"

	"saiying/internal/entry"
)

// word is a phrase in both languages.
type word struct{ zh, en string }

func (w word) in(t tongue, args ...any) string {
	text := w.zh
	if t == "en" {
		text = w.en
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// acts names what the record of acts speaks of. Acts on entries are named below, verb by verb.
var acts = map[string]word{
	"identity.sign_in":      {"登录", "Sign-in"},
	"identity.appoint":      {"任命", "Appointment"},
	"identity.dismiss":      {"撤销身份", "Role withdrawn"},
	"campaign.create":       {"建立活动", "Campaign created"},
	"campaign.change":       {"修改通知", "Notice changed"},
	"campaign.decide":       {"组委会决定", "Decision"},
	"campaign.lock":         {"规定锁定", "Rules locked"},
	"entry.reveal":          {"查看个人信息", "Personal data shown"},
	"entry.declare_ai":      {"声明含AI生成内容", "AI content declared"},
	"entry.undeclare_ai":    {"撤回AI生成的声明", "AI declaration taken back"},
	"inspection.again":      {"重新技审", "Inspected again"},
	"inspection.opinion":    {"核对技审意见", "Finding checked"},
	"inspection.match":      {"认定疑似重复", "Same film decided"},
	"inspection.match_undo": {"撤销重复认定", "Same film undecided again"},
	"screening.admit":       {"初审通过", "Screening: admitted"},
	"screening.return":      {"初审退回", "Screening: returned"},
	"screening.reject":      {"初审不通过", "Screening: rejected"},
	"screening.undo":        {"撤销初审", "Screening taken back"},
	"jury.seat":             {"评委名单", "Panel"},
	"jury.open":             {"开评", "Round opened"},
	"jury.score":            {"打分", "Scoring"},
	"jury.recuse":           {"回避", "Recusal"},
	"jury.remind":           {"催促评委", "Judge reminded"},
	"jury.pass_on":          {"转交作品", "Works passed on"},
	"jury.refill":           {"补分作品", "Works dealt"},
	"jury.seal":             {"封分", "Round sealed"},
	"jury.reopen":           {"重新开评", "Round reopened"},
	"jury.choose":           {"同分选定", "Tie decided"},
	"jury.settle":           {"结果确认", "Round settled"},
	"ballot.display":        {"票数展示", "Figures shown or hidden"},
	"ballot.freeze":         {"封存票数", "Votes frozen"},
	"ballot.clock":          {"确认服务器时间", "Server time confirmed"},
	"ballot.forget":         {"销毁投票密钥", "A vote's secrets destroyed"},
	"ballot.case":           {"票的案件立案", "Case about votes opened"},
	"ballot.propose":        {"案件处理意见", "Case: proposal"},
	"ballot.send_back":      {"案件退回再议", "Case: sent back"},
	"ballot.agree":          {"案件复核同意", "Case: agreed"},
	"ballot.appeal":         {"案件申诉", "Case: appeal"},
	"award.propose":         {"拟定获奖名单", "Awards proposed"},
	"award.decide":          {"同分评议", "Tie decided"},
	"award.publicise":       {"公示", "Publicity"},
	"award.confirm":         {"确认名单", "Awards confirmed"},
	"award.revoke":          {"取消奖项", "Award revoked"},
	"notice.announce":       {"发布公告", "Announcement"},
	"certificate.issue":     {"颁发证书", "Certificates issued"},
	"certificate.revoke":    {"证书作废", "Certificate void"},
	"report.retry_job":      {"重试任务", "Job retried"},
	"report.cancel_job":     {"取消任务", "Job cancelled"},
	"media.retry":           {"重新处理影片", "Film worked on again"},
	"media.cancel":          {"停止处理影片", "Work on a film stopped"},
	"media.first":           {"影片提前处理", "Film moved to the front"},
}

// verbs names the acts on entries.
var verbs = map[entry.Verb]word{
	entry.Edit: {"修改作品", "Entry edited"}, entry.Submit: {"提交作品", "Entry handed in"}, entry.Replace: {"更换文件", "Film replaced"},
	entry.Withdraw: {"撤回作品", "Entry withdrawn"}, entry.Delete: {"删除草稿", "Draft deleted"}, entry.Rename: {"文件按通知改名", "File named by the notice"}, entry.Unrename: {"恢复原文件名", "File's own name restored"}, entry.Admit: {"作品通过初审", "Entry admitted"},
	entry.Return: {"作品退回修改", "Entry returned"}, entry.Reject: {"作品未通过初审", "Entry rejected"}, entry.Reopen: {"作品重回初审", "Entry back in screening"},
	entry.Shortlist: {"作品入围", "Entry shortlisted"}, entry.PassOver: {"作品未入围", "Entry not shortlisted"}, entry.Recall: {"撤销入围结果", "Shortlist recalled"},
	entry.Propose: {"列入拟获奖名单", "Entry proposed"}, entry.Unpropose: {"移出拟获奖名单", "Entry no longer proposed"}, entry.Award: {"作品获奖", "Entry awarded"},
	entry.Readmit: {"移出获奖名单", "Entry no longer awarded"},
	entry.Revoke:  {"作品失去奖项", "Entry lost its award"}, entry.Disqualify: {"取消资格", "Disqualified"}, entry.Reinstate: {"恢复资格", "Reinstated"},
}

// actLabel names an act; one that nobody named is shown as it is.
func actLabel(act string, t tongue) string {
	if w, ok := acts[act]; ok {
		return w.in(t)
	}
	if verb, ok := strings.CutPrefix(act, "entry."); ok {
		if w, ok := verbs[entry.Verb(verb)]; ok {
			return w.in(t)
		}
	}
	return act
}

// kinds names the jobs.
var kinds = map[string]word{
	"media.probe":      {"测量影片", "Measuring a film"},
	"media.render":     {"制作播放版本", "Making a film's stream"},
	"media.print":      {"重新提取画面指纹", "Printing a film anew"},
	"media.label":      {"写入AI生成标识", "Labelling a film"},
	"notice.deliver":   {"发送邮件", "Sending mail"},
	"certificate.make": {"制作证书", "Making a certificate"},
	"inspection.again": {"重新技审", "Inspecting again"},
}

// events names the news that jobs deliver between rooms, and listeners what each room does about it.
var events = map[string]word{
	"media.Probed": {"影片量完", "Film measured"}, "media.Watched": {"影片看完", "Film watched"}, "media.Ready": {"影片可播放", "Film ready"}, "media.Reprinted": {"画面指纹更新", "Film printed anew"}, "media.Failed": {"影片无法读取", "Film unreadable"},
	"entry.Attached": {"影片放入", "Film attached"}, "entry.Renamed": {"文件改名", "Film renamed"}, "entry.Submitted": {"作品提交", "Entry handed in"}, "entry.Replaced": {"文件更换", "Film replaced"}, "entry.Declared": {"声明含AI生成内容", "AI content declared"}, "entry.Withdrawn": {"作品撤回", "Entry withdrawn"},
	"entry.Admitted": {"通过初审", "Entry admitted"}, "entry.Returned": {"退回修改", "Entry returned"}, "entry.Rejected": {"未通过初审", "Entry rejected"},
	"entry.Reopened": {"重回初审", "Back in screening"}, "entry.Shortlisted": {"作品入围", "Entry shortlisted"}, "entry.NotShortlisted": {"作品未入围", "Not shortlisted"},
	"entry.Recalled": {"入围撤销", "Shortlist recalled"}, "entry.Proposed": {"列入拟获奖名单", "Award proposed"}, "entry.Unproposed": {"移出拟获奖名单", "No longer proposed"},
	"entry.Awarded": {"作品获奖", "Entry awarded"}, "entry.Revoked": {"作品失去奖项", "Entry lost its award"}, "entry.Disqualified": {"取消资格", "Disqualified"},
	"entry.Reinstated": {"恢复资格", "Reinstated"}, "inspection.Done": {"技审完成", "Inspection done"}, "screening.Decided": {"初审决定", "Screening decided"},
	"screening.Undone": {"初审撤销", "Screening taken back"}, "jury.Opened": {"开评", "Round opened"}, "jury.Reminded": {"催促评委", "Judge reminded"},
	"jury.Settled": {"评审结果确认", "Round settled"}, "ballot.Sealed": {"票数封存", "Votes frozen"}, "ballot.Ruled": {"票的案件有结果", "Case about votes decided"}, "award.Publicised": {"名单公示", "Awards publicised"},
	"award.Confirmed": {"名单确认", "Awards confirmed"}, "award.Revoked": {"奖项取消", "Award revoked"},
}

var listeners = map[string]word{
	"media": {"处理影片", "the film"}, "entry": {"更新作品", "the entry"}, "inspection": {"技审", "inspection"}, "inspection.same": {"查找重复", "looking for the same film"}, "screening": {"初审", "screening"},
	"jury": {"分给评委", "dealing to judges"}, "ballot": {"更新投票", "the vote"}, "award": {"更新获奖名单", "the awards"}, "notice": {"通知作者", "telling people"},
	"certificate": {"办理证书", "certificates"}, "showcase": {"更新展播", "the gallery"},
}

// jobLabel names a job by its kind, such as "media.render" or, for news, "entry.Submitted:inspection".
func jobLabel(kind string, t tongue) string {
	if w, ok := kinds[kind]; ok {
		return w.in(t)
	}
	event, room, _ := strings.Cut(kind, ":")
	e, known := events[event]
	l, heard := listeners[room]
	if !known || !heard {
		return kind
	}
	return t.say("%s：%s", "%s: %s", e.in(t), l.in(t))
}
