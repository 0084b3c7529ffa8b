package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/web"
	"saiying/internal/report"
)

// What a disk needs: enough for a day's films, and for the database to go on.
const (
	leastFree    = 5 << 30 // bytes
	leastPercent = 5
)

// checkTime bounds all checks together: a disk that hangs must not hang the page that says so.
const checkTime = time.Minute

// began is when this process did, on both of its clocks.
var began = time.Now()

// doctor looks at the parts of a program and words what it finds.
type doctor struct {
	*App
	english bool
}

// Checks tries every part that the program rests on. What is not configured is well, with a sentence on what it is for.
func (a *App) Checks(ctx context.Context) []report.Check {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	d := doctor{a, web.Language(ctx) == "en"}
	tool, err := d.tool.Check(ctx)
	return []report.Check{
		d.ffmpeg(tool, err), d.sandbox(tool), d.fonts(ctx), d.room(), d.clock(ctx), d.database(ctx), d.files(ctx),
		d.address(), d.signIn(), d.phones(), d.pages(ctx), d.letters(), d.record(ctx), d.work(ctx),
	}
}

func (d doctor) say(zh, en string, args ...any) string {
	if d.english {
		zh = en
	}
	if len(args) == 0 {
		return zh
	}
	return fmt.Sprintf(zh, args...)
}

func well(name, says string) report.Check { return report.Check{Name: name, OK: true, Says: says} }
func ill(name, says string) report.Check  { return report.Check{Name: name, Says: says} }

func (d doctor) ffmpeg(r ffmpeg.Report, err error) report.Check {
	name := d.say("影片工具", "Film tools")
	switch {
	case err != nil:
		return ill(name, d.say("ffmpeg不能运行（%v）。请重新安装：apt-get install ffmpeg。", "ffmpeg does not run (%v). Install it again: apt-get install ffmpeg.", err))
	case len(r.Missing) > 0:
		return ill(name, d.say("ffmpeg %s缺少%s，做不出播放版本。请换成发行版的完整版：apt-get install ffmpeg。", "ffmpeg %s lacks %s and cannot make streams. Install the distribution's full build: apt-get install ffmpeg.",
			r.FFmpeg, strings.Join(r.Missing, ", ")))
	case !r.Tonemap:
		return well(name, d.say("ffmpeg %s，ffprobe %s；没有zscale，HDR影片的颜色会偏淡。", "ffmpeg %s, ffprobe %s; without zscale HDR films look pale.", r.FFmpeg, r.FFprobe))
	}
	return well(name, "ffmpeg "+r.FFmpeg+", ffprobe "+r.FFprobe)
}

// sandbox tells what stands between a stranger's film and the machine, and what does not.
func (d doctor) sandbox(r ffmpeg.Report) report.Check {
	name := d.say("影片隔离", "Film sandbox")
	says, install := r.Sandbox, ""
	if r.Uncaged != "" {
		install = d.say("没有用上bubblewrap（%s）。请安装并允许用户命名空间：apt-get install bubblewrap。", "bubblewrap is not used (%s). Install it and allow user namespaces: apt-get install bubblewrap.", r.Uncaged)
	}
	if len(r.Open) > 0 {
		says += d.say("；挡不住：%s。", "; it does not stop a film from %s. ", strings.Join(d.walls(r.Open), d.say("、", ", ")))
	}
	if slices.Contains(r.Open, ffmpeg.WallLimits) {
		return ill(name, says+d.say("请安装：apt-get install util-linux。", "Install prlimit: apt-get install util-linux. ")+install)
	}
	return well(name, strings.TrimSpace(says+install))
}

// walls says what a film could do where a wall is missing.
func (d doctor) walls(open []ffmpeg.Wall) []string {
	words := map[ffmpeg.Wall]string{
		ffmpeg.WallFiles:     d.say("读取服务器账户能读的其他文件", "reading other files of the server's account"),
		ffmpeg.WallNetwork:   d.say("连接网络", "reaching the network"),
		ffmpeg.WallOrphans:   d.say("留下脱离管理的进程", "leaving a process behind"),
		ffmpeg.WallProcesses: d.say("开很多进程（请换普通账户运行，并允许用户命名空间）", "starting many processes (run as another account than root and allow user namespaces)"),
		ffmpeg.WallLimits:    d.say("占满内存、处理器和磁盘", "taking all memory, CPU time and disk"),
	}
	var said []string
	for _, w := range open {
		said = append(said, words[w])
	}
	return said
}

func (d doctor) fonts(ctx context.Context) report.Check {
	name := d.say("字体", "Fonts")
	press, err := d.press()
	if err == nil {
		err = press.Check(ctx)
	}
	if err != nil {
		return ill(name, d.say("证书和名单印不出来：缺少霞鹜文楷或字体文件损坏。请安装：apt-get install fonts-lxgw-wenkai，或用SAIYING_FONTS指明字体文件夹。",
			"Certificates cannot be printed: LXGW WenKai is missing or damaged. apt-get install fonts-lxgw-wenkai, or name its folder in SAIYING_FONTS."))
	}
	return well(name, d.say("霞鹜文楷，在%s", "LXGW WenKai in %s", press.Dir()))
}

// room looks at the disks of the data folder and of the films, which may be one.
func (d doctor) room() report.Check {
	name := d.say("磁盘", "Disk")
	var free []string
	folders := []string{d.cfg.Data}
	if dir, ok := strings.CutPrefix(d.cfg.Blobs.Address, "file:"); ok {
		folders = append(folders, dir)
	}
	for _, folder := range folders {
		left, total, err := disk(folder)
		if err != nil || total == 0 {
			return ill(name, d.say("看不到%s的剩余空间（%v）。请检查这个文件夹是否还在、是否有权限。", "The space left for %s is unknown (%v). Check that the folder is there and accessible.", folder, err))
		}
		percent := left * 100 / total
		if left < leastFree || percent < leastPercent {
			return ill(name, d.say("%s只剩%s（%d%%）。请清理或换更大的磁盘，否则很快收不了影片。", "%s has only %s (%d%%) left. Make room or move to a larger disk, or films will soon be refused.", folder, media.SayBytes(left), percent))
		}
		says := d.say("剩余%s（%d%%）", "%s (%d%%) free", media.SayBytes(left), percent)
		if len(free) == 0 || free[0] != says {
			free = append(free, says)
		}
	}
	return well(name, strings.Join(free, d.say("；", "; ")))
}

// zone is that of the contests this program was made for.
const zone = "Asia/Shanghai"

// mostDrift is how far the wall clock may have been moved under the running program.
const mostDrift = 5 * time.Second

// clock makes sure of the time: deadlines and the days of a vote hang on it.
func (d doctor) clock(ctx context.Context) report.Check {
	name := d.say("时钟", "Clock")
	shanghai, err := time.LoadLocation(zone)
	if err != nil {
		return ill(name, d.say("没有%s的时区数据，截止时间会算错。请安装：apt-get install tzdata。", "There is no zone data for %s, so deadlines would be wrong. apt-get install tzdata.", zone))
	}
	if jump, err := d.Ballot.CheckClock(ctx); err == nil && jump != 0 {
		return ill(name, d.say("系统时间突然变动了%s，投票已停止计票。请核对时间（timedatectl set-ntp true）；时间无误时运行saiying clock恢复计票。",
			"The system's time jumped by %s, so no vote is counted. Set it right (timedatectl set-ntp true); where it is right, run saiying clock.", jump.Round(time.Second)))
	}
	now := time.Now()
	drift := now.Round(0).Sub(began.Round(0)) - now.Sub(began)
	if drift.Abs() > mostDrift {
		return ill(name, d.say("程序运行期间系统时间被调整了%s。请打开自动对时（timedatectl set-ntp true）并重启程序。", "The system's time was moved by %s while the program ran. Switch on time synchronisation (timedatectl set-ntp true) and restart.", drift.Round(time.Second)))
	}
	kept := d.cfg.Clock.Now()
	if last, err := d.lastAct(ctx); err == nil && last.After(kept.Add(mostDrift)) {
		return ill(name, d.say("系统时间比最后一条记录（%s）还早。请核对时间并打开自动对时（timedatectl set-ntp true）。", "The system's time is before that of the last record (%s). Set it right and switch on time synchronisation (timedatectl set-ntp true).",
			last.In(shanghai).Format("2006-01-02 15:04")))
	}
	says := kept.In(shanghai).Format("2006-01-02 15:04 ") + zone
	if kept.Sub(now) > mostDrift {
		says += d.say("，是演示的时间；本机是%s", ", the demonstration's time; the machine's is %s", now.In(shanghai).Format("2006-01-02 15:04"))
	}
	return well(name, says)
}

func (d doctor) lastAct(ctx context.Context) (at time.Time, err error) {
	err = d.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := d.audit.List(ctx, tx, audit.Filter{Limit: 1})
		if len(rows) > 0 {
			at = rows[0].At
		}
		return err
	})
	return at, err
}

// oldestPostgreSQL is the oldest major version that the statements were tried on.
const oldestPostgreSQL = 15

func (d doctor) database(ctx context.Context) report.Check {
	name := d.say("数据库", "Database")
	var version, state string
	err := d.db.Read(ctx, func(tx *db.Tx) error {
		if tx.Engine() == db.PostgreSQL {
			state = "ok" // the server looks after its own files
			return tx.QueryRow(ctx, "SHOW server_version").Scan(&version)
		}
		if err := tx.QueryRow(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "PRAGMA quick_check(1)").Scan(&state)
	})
	major, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(major)
	switch {
	case err != nil:
		return ill(name, d.say("数据库没有应答（%v）。请检查SAIYING_DATABASE，或数据库服务是否在运行。", "The database does not answer (%v). Check SAIYING_DATABASE and that its server runs.", err))
	case state != "ok":
		return ill(name, d.say("数据库文件损坏（%s）。请停止程序，保留文件，用最近的备份恢复。", "The database file is damaged (%s). Stop the program, keep the file, and restore the last backup.", state))
	case d.db.Engine() == db.PostgreSQL && n < oldestPostgreSQL:
		return ill(name, d.say("PostgreSQL %s太旧，请升级到%d或更高版本。", "PostgreSQL %s is too old; upgrade to %d or later.", version, oldestPostgreSQL))
	case d.db.Engine() == db.PostgreSQL:
		return well(name, "PostgreSQL "+version)
	}
	return well(name, d.say("SQLite %s，文件完好", "SQLite %s, the file is sound", version))
}

// files writes a small file where films are kept, reads it back and removes it.
func (d doctor) files(ctx context.Context) report.Check {
	name := d.say("文件存储", "Files")
	if err := d.probe(ctx, "doctor/"+id.New()); err != nil {
		return ill(name, d.say("%s写不进或读不出（%v）。是文件夹，请检查权限和磁盘；是对象存储，请检查地址、存储桶和密钥。", "%s cannot be written and read (%v). Check a folder's permissions and disk, a bucket's endpoint, name and keys.", d.cfg.Blobs.Address, err))
	}
	return well(name, d.say("可写、可读、可删", "can be written, read and removed"))
}

func (d doctor) probe(ctx context.Context, key string) (err error) {
	sent := []byte(key)
	if err := d.blobs.Put(ctx, key, bytes.NewReader(sent)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.blobs.Delete(ctx, key)) }()
	f, _, err := d.blobs.Open(ctx, key)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	got, err := io.ReadAll(f)
	if err == nil && !bytes.Equal(got, sent) {
		err = errors.New("what was read is not what was written")
	}
	return err
}

// local reports whether the public address reaches only this machine.
func (d doctor) local() bool { return loopback(d.cfg.PublicURL) }

func loopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
}

func (d doctor) address() report.Check {
	name := d.say("公开网址", "Public address")
	switch {
	case d.local():
		return well(name, d.say("%s，只有本机能打开。对外开放时请设置SAIYING_PUBLIC_URL。", "%s reaches only this machine. Set SAIYING_PUBLIC_URL before opening it to others.", d.cfg.PublicURL))
	case !strings.HasPrefix(d.cfg.PublicURL, "https://"):
		return ill(name, d.say("%s不是https，登录信息会在路上被看到。请配置证书，并把SAIYING_PUBLIC_URL改成https://开头。", "%s is not https, so sessions can be read on the way. Set up a certificate and let SAIYING_PUBLIC_URL begin with https://.", d.cfg.PublicURL))
	}
	return well(name, d.cfg.PublicURL)
}

func (d doctor) signIn() report.Check {
	name := d.say("演示登录", "Sandbox sign-in")
	switch {
	case !d.cfg.AllowSandbox:
		return well(name, d.say("已关闭", "off"))
	case !d.local():
		return ill(name, d.say("开着：任何人都能以演示身份登录。正式活动请去掉SAIYING_ALLOW_SANDBOX_LOGIN。", "On: anybody can sign in as a demonstration's person. Remove SAIYING_ALLOW_SANDBOX_LOGIN for a real contest."))
	}
	return well(name, d.say("开着，只在本机。正式活动请关闭。", "on, for this machine only. Switch it off for a real contest."))
}

func (d doctor) phones() report.Check {
	name := d.say("微信", "WeChat")
	switch {
	case d.cfg.WeChatAppID == "":
		return well(name, d.say("没有配置：小程序不能登录，网络投票开不了。需要时设置SAIYING_WECHAT_APPID和SAIYING_WECHAT_SECRET。",
			"Not configured: the mini program cannot sign in and there is no public vote. Set SAIYING_WECHAT_APPID and SAIYING_WECHAT_SECRET when needed."))
	case d.cfg.WeChatSecret == "":
		return ill(name, d.say("有小程序编号，没有密钥，微信登录会失败。请设置SAIYING_WECHAT_SECRET。", "There is an app id but no secret, so WeChat sign-in fails. Set SAIYING_WECHAT_SECRET."))
	case d.cfg.WeChatBase != "" && !strings.HasPrefix(d.cfg.WeChatBase, "https://") && !loopback(d.cfg.WeChatBase):
		return ill(name, d.say("SAIYING_WECHAT_API_BASE不是https，密钥会在路上被看到。请改成https://开头，或去掉它。", "SAIYING_WECHAT_API_BASE is not https, so the secret can be read on the way. Use https:// or remove it."))
	}
	if d.Ballot.Unranked() != nil {
		return well(name, d.say("已配置；用户风险等级问不到，投票照常计入。需要时在小程序后台申请“获取用户安全等级”接口。",
			"configured; WeChat does not tell users' risk rank, so all votes count. Apply for getUserRiskRank in the mini program's console if you want it."))
	}
	return well(name, d.say("已配置", "configured"))
}

// pages tells whether people sign in on pages that they open in WeChat, and whether each of them is then known in the mini program too.
func (d doctor) pages(ctx context.Context) report.Check {
	name := d.say("微信网页登录", "WeChat on pages")
	bind := d.say("请把小程序和公众号绑定到同一个微信开放平台账号", "Bind the mini program and the official account to one Open Platform account (微信开放平台)")
	switch {
	case d.cfg.OfficialAppID == "":
		return well(name, d.say("没有配置：在微信里打开的网页只能看片，投票请到小程序。需要时设置SAIYING_WECHAT_OFFICIAL_APPID和SAIYING_WECHAT_OFFICIAL_SECRET。",
			"Not configured: pages opened in WeChat only show films, votes are cast in the mini program. Set SAIYING_WECHAT_OFFICIAL_APPID and SAIYING_WECHAT_OFFICIAL_SECRET when needed."))
	case d.cfg.OfficialSecret == "":
		return ill(name, d.say("有公众号编号，没有密钥，网页上的微信登录会失败。请设置SAIYING_WECHAT_OFFICIAL_SECRET。",
			"There is an app id but no secret, so WeChat sign-in on pages fails. Set SAIYING_WECHAT_OFFICIAL_SECRET."))
	case d.cfg.OfficialAppID == d.cfg.WeChatAppID:
		return ill(name, d.say("公众号和小程序用了同一个编号。两者各有编号：SAIYING_WECHAT_OFFICIAL_APPID应当是公众号（服务号）的。",
			"The official account has the mini program's app id; each has its own. SAIYING_WECHAT_OFFICIAL_APPID is that of the official account (服务号)."))
	case d.cfg.WeChatAppID == "":
		return well(name, d.say("已配置，没有小程序：投票只在网页里进行", "configured, without a mini program: votes are cast on pages only"))
	}
	door, err := d.Identity.Door(ctx)
	switch {
	case err != nil:
		return ill(name, d.say("账号表读不到（%v）。请运行saiying migrate。", "The list of accounts cannot be read (%v). Run saiying migrate.", err))
	case door.Untold:
		return ill(name, d.say("公众号没有给出unionid，认不出同一个人，网页上不让登录。%s。", "The official account told no unionid, so one person cannot be known again and nobody signs in on pages. %s.", bind))
	case door.Apart > 0:
		return ill(name, d.say("最近一天里有%d个小程序账号没有unionid，怕一人投两份，网页上暂不让新的人登录。%s；绑定后这些账号重新登录一次，或过一天，就会放开。",
			"%d accounts came to the mini program within a day without a unionid; lest a person vote twice, nobody new signs in on pages. %s; once they have signed in again, or a day has passed, it opens.", door.Apart, bind))
	case !door.Told:
		return well(name, d.say("已配置，还没放开：小程序里还没有人带着unionid登录过。%s，再打开一次小程序。",
			"Configured and not open yet: nobody has come to the mini program with a unionid. %s, then open the mini program once.", bind))
	}
	return well(name, d.say("已配置，与小程序认得出同一个人", "configured; each person is known in the mini program too"))
}

// letters tells how people are reached.
func (d doctor) letters() report.Check {
	name := d.say("邮件和短信", "Mail and short messages")
	mail, sms := d.mail.Can(notify.Email), d.mail.Can(notify.Phone)
	switch {
	case mail && sms:
		return well(name, d.say("都已配置", "both configured"))
	case mail:
		return well(name, d.say("邮件已配置；没有短信，作者不能用手机号登录（SAIYING_SMS）。", "Mail is configured; without short messages nobody signs in by phone (SAIYING_SMS)."))
	case sms:
		return well(name, d.say("短信已配置；没有邮件，通知只在站内（SAIYING_SMTP）。", "Short messages are configured; without mail people read their messages only on the site (SAIYING_SMTP)."))
	}
	return well(name, d.say("都没有配置：不能用验证码登录，通知只在站内。工作人员用saiying user add给出的链接登录；作者要登录，请设置SAIYING_SMTP或SAIYING_SMS。",
		"Neither is configured: there are no sign-in codes, and messages stay on the site. Staff sign in by the link of saiying user add; for authors set SAIYING_SMTP or SAIYING_SMS."))
}

// record looks at every record of acts, from the first.
func (d doctor) record(ctx context.Context) report.Check {
	name := d.say("活动记录", "Record of acts")
	var n int64
	err := d.db.Read(ctx, func(tx *db.Tx) (err error) {
		n, err = d.audit.Verify(ctx, tx)
		return err
	})
	var broken *audit.Broken
	switch {
	case errors.As(err, &broken):
		return ill(name, d.say("第%d条之后断了，有记录被改动或删去。请停止操作，保留数据库备份，查明原因。", "The chain breaks after number %d: records were changed or removed. Stop, keep a backup of the database and find out why.", n))
	case err != nil:
		return ill(name, d.say("没有核完（%v）。请稍后再试。", "It could not be verified (%v). Please try again later.", err))
	}
	return well(name, d.say("%d条，链完整", "%d records, the chain is whole", n))
}

func (d doctor) work(ctx context.Context) report.Check {
	name := d.say("后台任务", "Background work")
	var t job.Tally
	var films media.Tally
	err := d.db.Read(ctx, func(tx *db.Tx) (err error) {
		if films, err = d.Media.WorkTally(ctx, tx, ""); err != nil {
			return err
		}
		t, err = d.queue.Tally(ctx, tx)
		return err
	})
	switch {
	case err != nil:
		return ill(name, d.say("读不到任务表（%v）。请运行saiying migrate。", "The list of jobs cannot be read (%v). Run saiying migrate.", err))
	case films[media.WorkPaused] > 0:
		return ill(name, d.say("磁盘没有空间，%d部影片暂停处理。文件没有丢；请清理%s所在的磁盘或换更大的，腾出空间后会自动继续。", "The disk is full and work on %d films is paused. Nothing is lost; make room on the disk of %s or move to a larger one, and it goes on by itself.",
			films[media.WorkPaused], d.cfg.Blobs))
	case t.Failed > 0:
		return ill(name, d.say("%d个任务没有做成。请在控制台的“系统”里看原因，处理后重试。", "%d jobs failed. See why under System on the console, mend it and retry them.", t.Failed))
	}
	return well(name, d.say("等待%d，进行%d", "%d waiting, %d running", t.Waiting, t.Running))
}
