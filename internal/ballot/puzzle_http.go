package ballot

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

func (s *Service) puzzleRoutes(api huma.API) {
	web.Post(api, "/campaigns/{campaign}/votes/puzzle", "投票前的拼图", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			Key string `json:"key" doc:"The Idempotency-Key of the vote that was refused with ballot.captcha"`
		}
	}) (*web.Body[Puzzle], error) {
		p, err := s.Puzzle(ctx, in.Campaign, in.Body.Key)
		return web.Answer(p, err)
	})
}
