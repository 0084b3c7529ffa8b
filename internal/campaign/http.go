package campaign

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// Routes mounts the room: what the public reads of campaigns, and the organiser's file.
func (s *Service) Routes(api huma.API, mux *http.ServeMux) {
	web.Get(api, "/campaigns", "全部活动", s.listHTTP)
	web.Get(api, "/campaigns/{campaign}", "一个活动", s.viewHTTP)
	web.Get(api, "/console/campaigns", "我管理的活动", s.consoleListHTTP)
	web.Post(api, "/console/campaigns", "建立活动", s.createHTTP, http.StatusCreated)
	web.Post(api, "/console/campaigns/check", "检查活动文件", s.checkHTTP)
	web.Get(api, "/console/campaigns/{campaign}", "活动文件", s.fileHTTP)
	web.Put(api, "/console/campaigns/{campaign}", "修改活动", s.putHTTP)
	web.Post(api, "/console/campaigns/{campaign}/preview", "预览修改", s.previewHTTP)
	web.Post(api, "/console/campaigns/{campaign}/edit", "在文本中改几处", s.editHTTP)
	web.Post(api, "/console/campaigns/{campaign}/decisions", "作出决定", s.decideHTTP)
	web.Get(api, "/console/campaigns/{campaign}/file", "下载活动文件", s.downloadHTTP)
	web.Get(api, "/console/campaigns/{campaign}/decisions-file", "下载决定文件", s.downloadDecisionsHTTP)
}

type keyInput struct {
	Campaign string `path:"campaign"`
}

// readers may open a campaign's file; editors may change it.
var readers = []identity.Role{identity.Organiser, identity.Screener, identity.Judge, identity.Auditor}

func (s *Service) counts(ctx context.Context, tx *db.Tx, key string) (Counts, error) {
	if s.Counts == nil {
		return Counts{}, nil
	}
	return s.Counts(ctx, tx, key)
}

func (s *Service) listHTTP(ctx context.Context, _ *struct{}) (*web.Body[web.List[Card]], error) {
	cards, err := s.cards(ctx, func(*Campaign) bool { return true })
	return web.Answer(web.List[Card]{Items: cards}, err)
}

func (s *Service) cards(ctx context.Context, want func(*Campaign) bool) ([]Card, error) {
	cards := []Card{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := s.List(ctx, tx)
		if err != nil {
			return err
		}
		for _, c := range all {
			if !want(c) {
				continue
			}
			counts, err := s.counts(ctx, tx, c.Key)
			if err != nil {
				return err
			}
			cards = append(cards, c.card(s.clock.Now(), counts))
		}
		return nil
	})
	return cards, err
}

// Describe is a campaign for the public, as the API and the pages show it.
func (s *Service) Describe(ctx context.Context, key string) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.Get(ctx, tx, key)
		if err != nil {
			return err
		}
		counts, err := s.counts(ctx, tx, key)
		v = c.view(s.clock.Now(), counts)
		return err
	})
	return v, err
}

func (s *Service) viewHTTP(ctx context.Context, in *keyInput) (*web.Body[View], error) {
	return web.Answer(s.Describe(ctx, in.Campaign))
}

// consoleCard is a card with what its organiser watches.
type consoleCard struct {
	Card
	OpenPoints int `json:"open_points"`
	Version    int `json:"version"`
}

func (s *Service) consoleListHTTP(ctx context.Context, _ *struct{}) (*web.Body[web.List[consoleCard]], error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	mine := map[string]*Campaign{}
	cards, err := s.cards(ctx, func(c *Campaign) bool {
		mine[c.Key] = c
		return p.Holds(c.Key, readers...)
	})
	return web.Answer(web.List[consoleCard]{Items: each(cards, func(x Card) consoleCard {
		return consoleCard{x, mine[x.Key].undecidedCount(), mine[x.Key].Version}
	})}, err)
}

func (s *Service) fileOf(ctx context.Context, key string) (File, error) {
	d, err := s.Open(ctx, key)
	if err != nil {
		return File{}, err
	}
	var counts Counts
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		counts, err = s.counts(ctx, tx, key)
		return err
	})
	return d.file(s.clock.Now(), counts), err
}

func (s *Service) fileHTTP(ctx context.Context, in *keyInput) (*web.Body[File], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, readers...); err != nil {
		return nil, err
	}
	return web.Answer(s.fileOf(ctx, in.Campaign))
}

type createInput struct {
	Body struct {
		YAML          string `json:"yaml"`
		DecisionsYAML string `json:"decisions_yaml,omitempty"`
	}
}

func (s *Service) createHTTP(ctx context.Context, in *createInput) (*web.Body[File], error) {
	if _, err := identity.RequireRole(ctx, identity.Everywhere, identity.Organiser); err != nil {
		return nil, err
	}
	c, err := s.Create(ctx, []byte(in.Body.YAML), []byte(in.Body.DecisionsYAML))
	if err != nil {
		return nil, err
	}
	return web.Answer(s.fileOf(ctx, c.Key))
}

// FaultView is a fault of a file.
type FaultView struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func faultViews(faults []Fault) []FaultView {
	return each(faults, func(f Fault) FaultView { return FaultView{f.File, f.Line, f.Message} })
}

type faultsBody struct {
	Faults []FaultView `json:"faults"`
}

func (s *Service) checkHTTP(ctx context.Context, in *createInput) (*web.Body[faultsBody], error) {
	if p, err := identity.Require(ctx); err != nil {
		return nil, err
	} else if !p.Staff() {
		return nil, identity.ErrForbidden
	}
	return web.Answer(faultsBody{faultViews(Check([]byte(in.Body.YAML), []byte(in.Body.DecisionsYAML), "campaign"))}, nil)
}

type textInput struct {
	Campaign string `path:"campaign"`
	Body     struct {
		YAML     string `json:"yaml"`
		Corrects string `json:"corrects,omitempty" doc:"更正了什么；写了就按新的一版发布"`
	}
}

func (s *Service) putHTTP(ctx context.Context, in *textInput) (*web.Body[File], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, identity.Organiser); err != nil {
		return nil, err
	}
	text, err := s.corrected(ctx, in.Campaign, []byte(in.Body.YAML), in.Body.Corrects)
	if err != nil {
		return nil, err
	}
	if faults, _, err := s.Preview(ctx, in.Campaign, text); err != nil {
		return nil, err
	} else if len(faults) > 0 {
		return nil, faulty(faults)
	}
	if _, err := s.Apply(ctx, text, nil); err != nil {
		return nil, err
	}
	return web.Answer(s.fileOf(ctx, in.Campaign))
}

// corrected writes the next version and what it corrects into the text, if anything is corrected.
func (s *Service) corrected(ctx context.Context, key string, text []byte, corrects string) ([]byte, error) {
	if corrects == "" {
		return text, nil
	}
	now, err := s.read(ctx, key)
	if err != nil {
		return nil, err
	}
	return Edit(text, []Set{{Path: "version", Value: now.Version + 1}, {Path: "corrects", Value: corrects}})
}

// ChangeView is a change with its effect.
type ChangeView struct {
	Path   string `json:"path"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
	Effect string `json:"effect"`
	Stated bool   `json:"stated"`
}

// Preview is what a text would change, and what is wrong with it.
type Preview struct {
	Faults  []FaultView  `json:"faults"`
	Changes []ChangeView `json:"changes"`
}

func (s *Service) preview(ctx context.Context, key string, text []byte) (Preview, error) {
	faults, changes, err := s.Preview(ctx, key, text)
	return Preview{faultViews(faults), each(changes, func(c Change) ChangeView { return ChangeView(c) })}, err
}

func (s *Service) previewHTTP(ctx context.Context, in *textInput) (*web.Body[Preview], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, identity.Organiser); err != nil {
		return nil, err
	}
	return web.Answer(s.preview(ctx, in.Campaign, []byte(in.Body.YAML)))
}

type setInput struct {
	Path   string          `json:"path"`
	Value  json.RawMessage `json:"value,omitempty" doc:"没有就是删去"`
	Reason string          `json:"reason,omitempty"`
}

func sets(in []setInput) []Set {
	return each(in, func(x setInput) Set { return Set{x.Path, x.Value, x.Reason} })
}

type editInput struct {
	Campaign string `path:"campaign"`
	Body     struct {
		Set      []setInput `json:"set" nullable:"true"`
		YAML     string     `json:"yaml,omitempty" doc:"接着改的文本；没有就从现行的改起"`
		Corrects string     `json:"corrects,omitempty"`
	}
}

type editBody struct {
	YAML string `json:"yaml"`
	Preview
}

func (s *Service) editHTTP(ctx context.Context, in *editInput) (*web.Body[editBody], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, identity.Organiser); err != nil {
		return nil, err
	}
	text := []byte(in.Body.YAML)
	if len(text) == 0 {
		now, err := s.read(ctx, in.Campaign)
		if err != nil {
			return nil, err
		}
		text = now.Text()
	}
	text, err := Edit(text, sets(in.Body.Set))
	if err != nil {
		return nil, err
	}
	if text, err = s.corrected(ctx, in.Campaign, text, in.Body.Corrects); err != nil {
		return nil, err
	}
	body, err := s.preview(ctx, in.Campaign, text)
	return web.Answer(editBody{string(text), body}, err)
}

type decideInput struct {
	Campaign string `path:"campaign"`
	Body     struct {
		Set []setInput `json:"set" nullable:"true"`
	}
}

func (s *Service) decideHTTP(ctx context.Context, in *decideInput) (*web.Body[File], error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, identity.Organiser); err != nil {
		return nil, err
	}
	if _, err := s.Decide(ctx, in.Campaign, sets(in.Body.Set)); err != nil {
		return nil, err
	}
	return web.Answer(s.fileOf(ctx, in.Campaign))
}

// download is a file the browser saves.
type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func yamlFile(name string, text []byte) *download {
	return &download{"text/yaml; charset=utf-8", `attachment; filename="` + name + `"`, text}
}

func (s *Service) downloadHTTP(ctx context.Context, in *keyInput) (*download, error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, readers...); err != nil {
		return nil, err
	}
	text, _, err := s.Export(ctx, in.Campaign)
	return yamlFile(in.Campaign+".yaml", text), err
}

func (s *Service) downloadDecisionsHTTP(ctx context.Context, in *keyInput) (*download, error) {
	if _, err := identity.RequireRole(ctx, in.Campaign, readers...); err != nil {
		return nil, err
	}
	_, text, err := s.Export(ctx, in.Campaign)
	return yamlFile(in.Campaign+".decisions.yaml", text), err
}
