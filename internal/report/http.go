package report

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

type inbox struct {
	Items []Item `json:"items"`
}

type ofCampaign struct {
	Campaign string `path:"campaign"`
}

type ofJob struct {
	ID int64 `path:"id"`
}

type workbook struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	web.Get(api, "/console/inbox", "等我办的事", func(ctx context.Context, in *struct {
		Campaign string `query:"campaign" doc:"A campaign's key; all of the asker's when empty"`
	}) (*web.Body[inbox], error) {
		items, err := s.Inbox(ctx, in.Campaign)
		return web.Answer(inbox{items}, err)
	})
	web.Get(api, "/console/audit", "活动记录", func(ctx context.Context, in *ActQuery) (*web.Body[Acts], error) {
		return web.Answer(s.Acts(ctx, *in))
	})
	web.Get(api, "/console/campaigns/{campaign}/report", "活动数据", func(ctx context.Context, in *ofCampaign) (*web.Body[Figures], error) {
		return web.Answer(s.Figures(ctx, in.Campaign))
	})
	web.Get(api, "/console/campaigns/{campaign}/report.xlsx", "活动数据表格", func(ctx context.Context, in *ofCampaign) (*workbook, error) {
		b, err := s.Workbook(ctx, in.Campaign)
		if err != nil {
			return nil, err
		}
		return &workbook{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", `attachment; filename="report-` + in.Campaign + `.xlsx"`, b}, nil
	})
	web.Get(api, "/console/campaigns/{campaign}/films", "影片处理", func(ctx context.Context, in *ofCampaign) (*web.Body[Films], error) {
		return web.Answer(s.Films(ctx, in.Campaign))
	})
	web.Get(api, "/console/system", "系统", func(ctx context.Context, _ *struct{}) (*web.Body[System], error) {
		return web.Answer(s.System(ctx))
	})
	s.onJobs(api, "retry", "重试任务", s.Retry)
	s.onJobs(api, "cancel", "取消任务", s.Cancel)
}

// onJobs registers an administrator's act on a job.
func (s *Service) onJobs(api huma.API, act, says string, do func(ctx context.Context, id int64) error) {
	web.Handle(api, huma.Operation{Method: http.MethodPost, Path: "/api/v1/console/system/jobs/{id}/" + act, Summary: says, DefaultStatus: http.StatusNoContent, Tags: []string{"console"}},
		func(ctx context.Context, in *ofJob) (*struct{}, error) { return nil, do(ctx, in.ID) })
}
