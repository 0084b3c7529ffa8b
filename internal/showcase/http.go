package showcase

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

type galleryInput struct {
	Campaign string `path:"campaign"`
	Sort     Sort   `query:"sort" enum:"newest,hottest" default:"newest"`
	Q        string `query:"q" maxLength:"60" doc:"Part of title, author, unit or number"`
	Topic    string `query:"topic" doc:"A topic's key"`
	All      bool   `query:"all" doc:"Also the works that were not chosen for the vote"`
	Cursor   string `query:"cursor"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"24"`
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	web.Get(api, "/campaigns/{campaign}/entries", "作品", func(ctx context.Context, in *galleryInput) (*web.Body[web.List[Card]], error) {
		cards, next, err := s.Gallery(ctx, in.Campaign, Wish{in.Sort, in.Q, in.Topic, in.All, in.Cursor, in.Limit})
		return web.Answer(web.List[Card]{Items: cards, Next: next}, err)
	})
	web.Get(api, "/campaigns/{campaign}/entries/{entry}", "一部作品", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Entry    string `path:"entry" doc:"An id or a number"`
	}) (*web.Body[View], error) {
		v, err := s.Work(ctx, in.Campaign, in.Entry)
		return web.Answer(v, err)
	})
}
