package ballot

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

type foundList struct {
	Items []Found `json:"items"`
}

func (s *Service) lookRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/ballot/findings", "投票里的线索", func(ctx context.Context, in *InCampaign) (*web.Body[foundList], error) {
		all, err := s.Findings(ctx, in.Campaign)
		return web.Answer(foundList{Items: all}, err)
	})
}
