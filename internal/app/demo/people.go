package demo

import (
	"context"
	_ "embed"
	"fmt"

	"gopkg.in/yaml.v3"

	"saiying/internal/app"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
)

// Personas are the invented people whom anybody may be: one for each role.
var Personas = []identity.Persona{
	{Key: "author", Name: "林晓岚", Role: "author", Says: "作者：在河北报过名，作品正在投票；可以去河南那场再报一部"},
	{Key: "viewer", Name: "微信观众", Role: "viewer", Says: "观众：用演示的微信账号投票，每天10票"},
	{Key: "organiser", Name: "周启明", Role: "organiser", Says: "组委会：看各场活动的进度，定通知没有写明的事"},
	{Key: "screener", Name: "叶知秋", Role: "screener", Says: "初审员：工信部那场有作品等着初审"},
	{Key: "judge", Name: "孟怀远", Role: "judge", Says: "评委：天津那场正在打分"},
	{Key: "auditor", Name: "陆守正", Role: "auditor", Says: "监督员：只看不改，可查全部留痕"},
	{Key: "admin", Name: "管理员", Role: "admin", Says: "管理员：任命工作人员，看系统状况"},
}

// names of the judges besides the persona; a panel needs several.
var names = []string{"顾青山", "白若溪", "程砚秋", "唐以宁"}

// work is an invented work.
type work struct {
	Title, Author, Unit, Synopsis string
}

//go:embed works.yaml
var worksFile []byte

func works() (all []work, err error) {
	return all, yaml.Unmarshal(worksFile, &all)
}

// cast holds the people who act.
type cast struct {
	organiser, screener context.Context
	judges              []context.Context
	judgeIDs            []string
	author              identity.Person
}

// as is a context in which p acts.
func as(ctx context.Context, p identity.Person, role identity.Role) context.Context {
	return audit.With(identity.With(ctx, p), audit.Actor{ID: p.ID, Name: p.Name, Role: string(role), From: "demo"})
}

// engage makes the personas and their colleagues known and gives them their roles.
func (s *stage) engage(ctx context.Context) error {
	for _, p := range Personas {
		provider, subject := p.Account()
		role := identity.Role(p.Role)
		known, err := s.app.Identity.Know(ctx, provider, subject, p.Name, p.Grants()...)
		if err != nil {
			return err
		}
		switch p.Role {
		case "author":
			s.cast.author = known
		case "organiser":
			s.cast.organiser = as(ctx, known, role)
		case "screener":
			s.cast.screener = as(ctx, known, role)
		case "judge":
			s.cast.seat(ctx, known)
		}
	}
	others, err := colleagues(ctx, s.app)
	for _, p := range others {
		s.cast.seat(ctx, p)
	}
	return err
}

// colleagues are the judges besides the persona.
func colleagues(ctx context.Context, a *app.App) (all []identity.Person, err error) {
	for i, name := range names {
		p, err := a.Identity.Know(ctx, identity.Sandbox, fmt.Sprintf("judge-%d", i+2), name, identity.Grant{Role: identity.Judge, Campaign: identity.Everywhere})
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (c *cast) seat(ctx context.Context, p identity.Person) {
	c.judges, c.judgeIDs = append(c.judges, as(ctx, p, identity.Judge)), append(c.judgeIDs, p.ID)
}
