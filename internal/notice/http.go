package notice

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// AnnouncementView is an announcement on the page.
type AnnouncementView struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	At         time.Time `json:"at"`
	Paragraphs []string  `json:"paragraphs"`
}

// MessageView is a message in its reader's list.
type MessageView struct {
	ID            string    `json:"id"`
	At            time.Time `json:"at"`
	CampaignTitle string    `json:"campaign_title" doc:"the campaign's short title"`
	Title         string    `json:"title"`
	Text          string    `json:"text"`
	Link          string    `json:"link,omitempty"`
	Read          bool      `json:"read"`
}

const page = 50

type listInput struct {
	Campaign string `path:"campaign"`
	Cursor   string `query:"cursor"`
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	web.Get(api, "/campaigns/{campaign}/announcements", "公告", s.announcements)
	web.Get(api, "/campaigns/{campaign}/publicity", "公示", s.publicity)
	web.Post(api, "/console/campaigns/{campaign}/announcements", "发布公告", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Body     struct {
			Title string `json:"title"`
			Text  string `json:"text" doc:"Paragraphs by line feed"`
		}
	}) (*web.Body[AnnouncementView], error) {
		a, err := s.Announce(ctx, Announcement{Campaign: in.Campaign, Title: in.Body.Title, Text: in.Body.Text})
		return web.Answer(AnnouncementView{a.ID, a.Title, a.At, paragraphs(a.Text)}, err)
	}, http.StatusCreated)
	web.Get(api, "/my/messages", "我的消息", s.messages)
	web.Handle(api, huma.Operation{Method: http.MethodPost, Path: "/api/v1/my/messages/{id}/read", Summary: "标为已读", DefaultStatus: http.StatusNoContent, Tags: []string{"my"}},
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		}) (*struct{}, error) {
			return nil, s.read(ctx, in.ID)
		})
}

func (s *Service) announcements(ctx context.Context, in *listInput) (*web.Body[web.List[AnnouncementView]], error) {
	before, err := decode(in.Cursor)
	if err != nil {
		return nil, err
	}
	out := web.List[AnnouncementView]{Items: []AnnouncementView{}}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.campaigns.Get(ctx, tx, in.Campaign); err != nil {
			return err
		}
		all, err := listAnnouncements(ctx, tx, in.Campaign, before, page+1)
		if len(all) > page {
			all = all[:page]
			out.Next = db.EncodeCursor(all[page-1].ID)
		}
		for _, a := range all {
			out.Items = append(out.Items, AnnouncementView{a.ID, a.Title, a.At, paragraphs(a.Text)})
		}
		return err
	})
	return web.Answer(out, err)
}

func (s *Service) messages(ctx context.Context, in *struct {
	Cursor string `query:"cursor"`
}) (*web.Body[web.List[MessageView]], error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	before, err := decode(in.Cursor)
	if err != nil {
		return nil, err
	}
	out := web.List[MessageView]{Items: []MessageView{}}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := listMessages(ctx, tx, p.ID, before, page+1)
		if len(all) > page {
			all = all[:page]
			out.Next = db.EncodeCursor(all[page-1].ID)
		}
		for _, m := range all {
			c, err := s.campaigns.Get(ctx, tx, m.Campaign)
			if err != nil {
				return err
			}
			out.Items = append(out.Items, MessageView{m.ID, m.At, c.ShortTitle, m.Title, m.Text, m.Link, m.Seen})
		}
		return err
	})
	return web.Answer(out, err)
}

func decode(cursor string) (before string, err error) {
	if cursor != "" {
		err = db.DecodeCursor(cursor, &before)
	}
	return before, err
}

func (s *Service) read(ctx context.Context, message string) error {
	p, err := identity.Require(ctx)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := markSeen(ctx, tx, p.ID, message)
		if err == nil && !known {
			err = errGone
		}
		return err
	})
}
