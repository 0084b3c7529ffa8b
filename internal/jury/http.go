package jury

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	s.consoleRoutes(api)
	s.verbRoutes(api)
	s.judgeRoutes(api)
}

// RoundPath names a round in an address. It is exported for the router, which fills in only exported parts of a request.
type RoundPath struct {
	Campaign string `path:"campaign"`
	Round    string `path:"round"`
}

func (s *Service) consoleRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/rounds", "评审轮次", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
	}) (*web.Body[web.List[RoundView]], error) {
		views, err := s.Rounds(ctx, in.Campaign)
		return web.Answer(web.List[RoundView]{Items: views}, err)
	})
	web.Get(api, "/console/campaigns/{campaign}/rounds/{round}/results", "一轮评审的结果和算式", func(ctx context.Context, in *RoundPath) (*web.Body[ResultsView], error) {
		return web.Answer(s.Results(ctx, in.Campaign, in.Round))
	})
}

// verbRoutes are what an organiser does to a round. Each answers the round as it then is.
func (s *Service) verbRoutes(api huma.API) {
	web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/panel", "确定评委名单", func(ctx context.Context, in *struct {
		RoundPath
		Body struct {
			People []struct {
				Person string `json:"person"`
				Unit   string `json:"unit,omitempty" doc:"Judges do not score works of their own unit"`
			} `json:"people" nullable:"true"`
		}
	}) (*web.Body[RoundView], error) {
		panel := make([]Seat, len(in.Body.People))
		for i, p := range in.Body.People {
			panel[i] = Seat{Person: p.Person, Unit: p.Unit}
		}
		return s.answer(ctx, in.RoundPath, s.Seat(ctx, in.Campaign, in.Round, panel))
	})
	for _, verb := range []struct {
		path, says string
		do         func(ctx context.Context, campaign, round string) error
	}{{"open", "开启评审并分配作品", s.Open}, {"seal", "结束评分", s.Seal}, {"settle", "确认结果", s.Settle}} {
		web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/"+verb.path, verb.says, func(ctx context.Context, in *RoundPath) (*web.Body[RoundView], error) {
			return s.answer(ctx, *in, verb.do(ctx, in.Campaign, in.Round))
		})
	}
	web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/reopen", "重新开启评分", func(ctx context.Context, in *struct {
		RoundPath
		Body struct {
			Reason string `json:"reason" maxLength:"500"`
		}
	}) (*web.Body[RoundView], error) {
		return s.answer(ctx, in.RoundPath, s.Reopen(ctx, in.Campaign, in.Round, in.Body.Reason))
	})
	web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/tie", "选定入围线上同分的作品", func(ctx context.Context, in *struct {
		RoundPath
		Body struct {
			Chosen []string `json:"chosen" nullable:"true" doc:"Entries, exactly as many as there are seats"`
			Reason string   `json:"reason" maxLength:"500"`
		}
	}) (*web.Body[RoundView], error) {
		return s.answer(ctx, in.RoundPath, s.Choose(ctx, in.Campaign, in.Round, in.Body.Chosen, in.Body.Reason))
	})
	web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/remind", "提醒评委", func(ctx context.Context, in *struct {
		RoundPath
		Body struct {
			Person string `json:"person"`
		}
	}) (*web.Body[RoundView], error) {
		return s.answer(ctx, in.RoundPath, s.Remind(ctx, in.Campaign, in.Round, in.Body.Person))
	})
	web.Post(api, "/console/campaigns/{campaign}/rounds/{round}/pass-on", "把评委未评完的作品转给其他评委", func(ctx context.Context, in *struct {
		RoundPath
		Body struct {
			Person string `json:"person"`
			Reason string `json:"reason" maxLength:"500"`
		}
	}) (*web.Body[RoundView], error) {
		return s.answer(ctx, in.RoundPath, s.PassOn(ctx, in.Campaign, in.Round, in.Body.Person, in.Body.Reason))
	})
}

func (s *Service) answer(ctx context.Context, in RoundPath, err error) (*web.Body[RoundView], error) {
	if err != nil {
		return nil, err
	}
	return web.Answer(s.Round(ctx, in.Campaign, in.Round))
}

// staleSheet refuses a save over a newer version and brings that version along.
type staleSheet struct {
	*web.Problem
	Current Task `json:"current"`
}

func (s *Service) judgeRoutes(api huma.API) {
	web.Get(api, "/judge/rounds", "我的评审任务", func(ctx context.Context, _ *struct{}) (*web.Body[web.List[DutyView]], error) {
		duties, err := s.Duties(ctx)
		return web.Answer(web.List[DutyView]{Items: duties}, err)
	})
	web.Get(api, "/judge/rounds/{campaign}/{round}", "分给我的作品和评分表", func(ctx context.Context, in *RoundPath) (*web.Body[DeskView], error) {
		return web.Answer(s.Desk(ctx, in.Campaign, in.Round))
	})
	web.Put(api, "/judge/tasks/{id}", "保存评分表", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body Filling
	}) (*web.Body[Task], error) {
		err := s.Save(ctx, in.ID, in.Body)
		if ErrStale.Is(err) {
			return nil, s.withCurrent(ctx, in.ID, err)
		}
		return s.answerTask(ctx, in.ID, err)
	})
	web.Post(api, "/judge/tasks/{id}/recuse", "回避这部作品", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Reason string `json:"reason" maxLength:"500"`
		}
	}) (*web.Body[Task], error) {
		return s.answerTask(ctx, in.ID, s.Recuse(ctx, in.ID, in.Body.Reason))
	})
}

func (s *Service) answerTask(ctx context.Context, sheetID string, err error) (*web.Body[Task], error) {
	if err != nil {
		return nil, err
	}
	return web.Answer(s.Task(ctx, sheetID))
}

func (s *Service) withCurrent(ctx context.Context, sheetID string, err error) error {
	current, failed := s.Task(ctx, sheetID)
	if failed != nil {
		return failed
	}
	return &staleSheet{web.Explain(ctx, err), current}
}

// Round returns a round as organisers, screeners and auditors see it.
func (s *Service) Round(ctx context.Context, campaignKey, key string) (v RoundView, err error) {
	if _, err := identity.RequireRole(ctx, campaignKey, identity.Organiser, identity.Auditor); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		h, err := s.enter(ctx, tx, campaignKey, key)
		if err != nil {
			return err
		}
		v, err = s.show(ctx, tx, h)
		return err
	})
	return v, err
}
