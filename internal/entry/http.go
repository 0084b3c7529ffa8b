package entry

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/sheet"
	"saiying/internal/platform/web"
)

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	s.myRoutes(api)
	s.consoleRoutes(api)
}

type byID struct {
	ID string `path:"id"`
}

// mine answers with the author's view of what a verb returned.
func (s *Service) mine(ctx context.Context, e Entry, err error) (*web.Body[Mine], error) {
	if err != nil {
		return nil, err
	}
	var m Mine
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if e, err = s.Get(ctx, tx, e.ID); err != nil {
			return err
		}
		m, err = s.ShowMine(ctx, tx, e)
		return err
	})
	return web.Answer(m, err)
}

func (s *Service) myRoutes(api huma.API) {
	web.Get(api, "/my/entries", "我的作品", func(ctx context.Context, in *struct {
		Campaign string `query:"campaign"`
	}) (*web.Body[web.List[Mine]], error) {
		list := web.List[Mine]{Items: []Mine{}}
		err := s.db.Read(ctx, func(tx *db.Tx) error {
			all, err := s.Mine(ctx, tx, in.Campaign)
			for _, e := range all {
				m, err := s.ShowMine(ctx, tx, e)
				if err != nil {
					return err
				}
				list.Items = append(list.Items, m)
			}
			return err
		})
		return web.Answer(list, err)
	})
	web.Get(api, "/my/entries/{id}", "我的一件作品", func(ctx context.Context, in *byID) (*web.Body[Mine], error) {
		var e Entry
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			e, _, err = s.Own(ctx, tx, in.ID)
			return err
		})
		return s.mine(ctx, e, err)
	})
	web.Post(api, "/campaigns/{campaign}/entries", "新建作品草稿", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Body     Form
	}) (*web.Body[Mine], error) {
		e, err := s.Create(ctx, in.Campaign, in.Body)
		return s.mine(ctx, e, err)
	}, http.StatusCreated)
	web.Put(api, "/my/entries/{id}", "修改草稿或退回的作品", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body Form
	}) (*web.Body[Mine], error) {
		e, err := s.Update(ctx, in.ID, in.Body)
		return s.mine(ctx, e, err)
	})
	web.Put(api, "/my/entries/{id}/file", "放入或更换影片", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Asset string `json:"asset" minLength:"1"`
		}
	}) (*web.Body[Mine], error) {
		e, err := s.SetFile(ctx, in.ID, in.Body.Asset)
		return s.mine(ctx, e, err)
	})
	web.Post(api, "/my/entries/{id}/submit", "提交作品", func(ctx context.Context, in *byID) (*web.Body[Mine], error) {
		e, err := s.Submit(ctx, in.ID)
		return s.mine(ctx, e, err)
	})
	web.Post(api, "/my/entries/{id}/declare-ai", "声明影片含有AI生成的内容", func(ctx context.Context, in *byID) (*web.Body[Mine], error) {
		e, err := s.DeclareAI(ctx, in.ID, true, "")
		return s.mine(ctx, e, err)
	}, http.StatusOK)
	web.Post(api, "/my/entries/{id}/withdraw", "撤回作品", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Reason string `json:"reason,omitempty" maxLength:"500"`
		}
	}) (*web.Body[Mine], error) {
		e, err := s.Withdraw(ctx, in.ID, in.Body.Reason)
		return s.mine(ctx, e, err)
	})
	web.Delete(api, "/my/entries/{id}", "删除草稿", func(ctx context.Context, in *byID) error { return s.Delete(ctx, in.ID) })
}

// rows is a page of entries with how many there are in each state.
type rows struct {
	Items  []Row         `json:"items"`
	Next   string        `json:"next,omitempty"`
	Counts map[State]int `json:"counts"`
}

type query struct {
	Campaign string  `path:"campaign"`
	State    State   `query:"state"`
	Q        string  `query:"q" maxLength:"100"`
	Verdict  Verdict `query:"verdict"`
	Topic    string  `query:"topic"`
	Sort     Sort    `query:"sort" enum:"newest,oldest,number"`
	Cursor   string  `query:"cursor"`
}

// pageSize is how many entries a page holds.
const pageSize = 50

func (q query) filter(limit int) Filter {
	f := Filter{Campaign: q.Campaign, Q: q.Q, Verdict: q.Verdict, Topic: q.Topic, Sort: q.Sort, After: q.Cursor, Limit: limit}
	if q.State != "" && q.State != StateDraft { // a draft is its author's own
		f.States = []State{q.State}
	}
	return f
}

func (s *Service) consoleRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/entries", "全部作品", func(ctx context.Context, in *query) (*web.Body[rows], error) {
		return web.Answer(s.page(ctx, *in))
	})
	web.Get(api, "/console/campaigns/{campaign}/entries.xlsx", "作品表格", s.workbook)
	web.Get(api, "/console/entries/{id}", "一件作品的档案", func(ctx context.Context, in *byID) (*web.Body[File], error) {
		return s.file(ctx, in.ID, nil)
	})
	web.Post(api, "/console/entries/{id}/reveal", "查看个人信息", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Field string `json:"field"`
			Why   string `json:"why" maxLength:"500"`
		}
	}) (*web.Body[revealed], error) {
		v, err := s.Reveal(ctx, in.ID, in.Body.Field, in.Body.Why)
		return web.Answer(revealed{v}, err)
	})
	web.Post(api, "/console/entries/{id}/disqualify", "取消资格", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Reason string `json:"reason" maxLength:"1000"`
		}
	}) (*web.Body[File], error) {
		return s.file(ctx, in.ID, s.Disqualify(ctx, in.ID, in.Body.Reason))
	})
	web.Post(api, "/console/entries/{id}/declare-ai", "代作者声明或撤回AI生成的声明", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Says   bool   `json:"says" doc:"Whether the film holds AI-generated content"`
			Reason string `json:"reason" maxLength:"500"`
		}
	}) (*web.Body[File], error) {
		_, err := s.DeclareAI(ctx, in.ID, in.Body.Says, in.Body.Reason)
		return s.file(ctx, in.ID, err)
	}, http.StatusOK)
	web.Post(api, "/console/campaigns/{campaign}/entries", "代为登记寄送的作品", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Body     struct {
			Form
			Asset string `json:"asset"`
		}
	}) (*web.Body[File], error) {
		e, err := s.Register(ctx, in.Campaign, in.Body.Form, in.Body.Asset)
		return s.file(ctx, e.ID, err)
	}, http.StatusCreated)
}

type revealed struct {
	Value string `json:"value"`
}

// staff may read every entry of a campaign that was handed in.
var staff = []identity.Role{identity.Organiser, identity.Screener, identity.Auditor}

func (s *Service) page(ctx context.Context, in query) (out rows, err error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, staff...); err != nil {
		return out, err
	}
	out.Items = []Row{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, next, err := s.List(ctx, tx, in.filter(pageSize))
		if err != nil {
			return err
		}
		for _, e := range all {
			out.Items = append(out.Items, ShowRow(ctx, e))
		}
		out.Next = next
		out.Counts, err = s.Count(ctx, tx, in.Campaign)
		return err
	})
	return out, err
}

// file answers with the staff's view of an entry, unless what was done to it failed.
func (s *Service) file(ctx context.Context, id string, err error) (*web.Body[File], error) {
	if err != nil {
		return nil, err
	}
	var f File
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, _, err := s.forStaff(ctx, tx, id, staff...)
		if err != nil {
			return err
		}
		if e.State == StateDraft {
			return ErrUnknown
		}
		f, err = s.ShowFile(ctx, tx, e)
		return err
	})
	return web.Answer(f, err)
}

type workbook struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// workbook writes what the filter shows as a sheet, without personal fields.
func (s *Service) workbook(ctx context.Context, in *query) (*workbook, error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, staff...); err != nil {
		return nil, err
	}
	t := sheet.Sheet{Name: "作品", Columns: []sheet.Column{{Header: "编号", Width: 8}, {Header: "作品题目", Width: 36}, {Header: "作者", Width: 14},
		{Header: "单位", Width: 28}, {Header: "报名方式", Width: 14}, {Header: "状态", Width: 12}, {Header: "技审", Width: 10},
		{Header: "时长（秒）", Width: 11, Kind: sheet.Number}, {Header: "画面", Width: 12}, {Header: "码率（Mbps）", Width: 13, Kind: sheet.Number},
		{Header: "文件名", Width: 36}, {Header: "文件大小", Width: 12}, {Header: "提交时间", Width: 18, Kind: sheet.Time}, {Header: "SHA-256", Width: 66}}}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, in.Campaign)
		if err != nil {
			return err
		}
		t.Title = c.ShortTitle + "作品"
		f := in.filter(0)
		f.After = ""
		if f.Sort == "" {
			f.Sort = ByNumber
		}
		all, _, err := s.List(ctx, tx, f)
		for _, e := range all {
			t.Rows = append(t.Rows, sheetRow(e, doorLabel(c, e.Door)))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, t); err != nil {
		return nil, err
	}
	return &workbook{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", `attachment; filename="entries-` + in.Campaign + `.xlsx"`, b.Bytes()}, nil
}

// verdicts are the words of the technical review.
var verdicts = map[Verdict]string{Pass: "合格", Fail: "不合格", Review: "待人工确认", Unreadable: "无法读取"}

func sheetRow(e Entry, door string) []any {
	var seconds, rate any
	var picture, name, size, sum string
	if e.File != nil {
		name, size, sum = e.File.Name(), media.SayBytes(e.File.Size), e.File.SHA256
		if f := e.File.Facts; f != nil {
			seconds, rate, picture = f.DurationS, f.BitrateMbps, f.ResolutionClass+" "+f.Aspect
		}
	}
	var at any
	if !e.Submitted.IsZero() {
		at = e.Submitted.UTC().Truncate(time.Second)
	}
	return []any{e.Number, e.Title, e.Author, e.Unit, door, e.State.Label(), verdicts[e.Verdict], seconds, picture, rate, name, size, at, sum}
}
