package inspection

import (
	"context"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Rename calls the film of an entry as the notice asks, or as it was sent, and judges it by that name at once: who has mended
// something is not to wait for the next inspection.
func (s *Service) Rename(ctx context.Context, id string, byNotice bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Rename(ctx, tx, id, byNotice)
		if err != nil || e.File == nil {
			return err
		}
		return s.inspect(ctx, tx, e)
	})
}

// sayName puts the name that people are to read in the place of the one that the rules were held against, and tells that it rests on
// a number that is still to come.
func sayName(c *campaign.Campaign, found []entry.Finding, rules, people string) {
	if rules == people {
		return
	}
	about := c.NameRules()
	for i := range found {
		f := &found[i]
		if !slices.Contains(about, f.Rule) {
			continue
		}
		f.Got, f.Message = strings.ReplaceAll(f.Got, rules, people), strings.ReplaceAll(f.Message, rules, people)
		if f.OK {
			f.Granted = "编号在提交时补上"
		}
	}
}

// precheckOf judges facts that a browser read from a file that is to be the film of an entry of the person of ctx.
func (s *Service) precheckOf(ctx context.Context, tx *db.Tx, id string, facts map[string]any) (p Precheck, err error) {
	e, c, err := s.entries.Own(ctx, tx, id)
	if err != nil {
		return p, err
	}
	sent, _ := facts["filename"].(string)
	e.File = &media.Asset{Filename: sent}
	rules, people := e.Judged(c)
	p.Findings = Findings(c, withName(facts, rules))
	sayName(c, p.Findings, rules, people)
	p.Naming = s.entries.ShowNaming(ctx, tx, c, e)
	return p, nil
}

// nameRoutes registers what names films.
func (s *Service) nameRoutes(api huma.API) {
	type wish struct {
		ID   string `path:"id"`
		Body struct {
			ByNotice bool `json:"by_notice" doc:"The name by the notice's pattern; otherwise the one it was sent under"`
		}
	}
	web.Put(api, "/my/entries/{id}/filename", "影片按通知改文件名，或恢复原名", func(ctx context.Context, in *wish) (*web.Body[entry.Mine], error) {
		return renamed(ctx, s, in.ID, in.Body.ByNotice, s.entries.ShowMine)
	})
	web.Put(api, "/console/entries/{id}/filename", "代作者改文件名，或恢复原名", func(ctx context.Context, in *wish) (*web.Body[entry.File], error) {
		return renamed(ctx, s, in.ID, in.Body.ByNotice, s.entries.ShowFile)
	})
}

// renamed renames the film of an entry and answers with the entry as its kind of reader sees it.
func renamed[V any](ctx context.Context, s *Service, id string, byNotice bool, show func(context.Context, *db.Tx, entry.Entry) (V, error)) (*web.Body[V], error) {
	if err := s.Rename(ctx, id, byNotice); err != nil {
		return nil, err
	}
	var v V
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Get(ctx, tx, id)
		if err == nil {
			v, err = show(ctx, tx, e)
		}
		return err
	})
	return web.Answer(v, err)
}
