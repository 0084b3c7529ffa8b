package identity

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/web"
)

const cookieName = "saiying_session"

// Middleware puts the person whose session a request carries into its context, for By and for the audit record.
func (s *Service) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		actor := audit.Actor{Role: "visitor", From: web.ClientIP(ctx)}
		if token := tokenOf(r); token != "" {
			p, ok, err := s.Recognise(ctx, token)
			if err != nil {
				slog.WarnContext(ctx, "a session could not be read", "request", web.RequestID(ctx), "error", err)
				web.Fail(w, r, err)
				return
			}
			if ok {
				ctx = With(ctx, p)
				actor.ID, actor.Name, actor.Role = p.ID, p.Name, p.acting()
			}
		}
		next.ServeHTTP(w, r.WithContext(audit.With(ctx, actor)))
	})
}

// acting is the role under which p's acts are recorded.
func (p Person) acting() string {
	if len(p.Roles) == 0 {
		return "author"
	}
	return string(p.Roles[0].Role)
}

func tokenOf(r *http.Request) string {
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return t
	}
	if c, err := r.Cookie(cookieName); err == nil {
		return c.Value
	}
	return ""
}

// View is a person as they see themselves: the addresses masked, the WeChat account only as a fact.
type View struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Email  string  `json:"email,omitempty"`
	Phone  string  `json:"phone,omitempty"`
	WeChat bool    `json:"wechat"`
	Roles  []Grant `json:"roles"`
}

func view(p Person) View {
	v := View{ID: p.ID, Name: p.Name, WeChat: p.WeChat != "", Roles: p.Roles}
	if p.Email != "" {
		v.Email = notify.MaskEmail(p.Email)
	}
	if p.Phone != "" {
		v.Phone = notify.MaskPhone(p.Phone)
	}
	if v.Roles == nil {
		v.Roles = []Grant{}
	}
	return v
}

type current struct {
	Person  *View `json:"person,omitempty" doc:"Absent when signed out"`
	Sandbox bool  `json:"sandbox" doc:"Whether this is a demonstration"`
}

type options struct {
	Email   bool      `json:"email"`
	Phone   bool      `json:"phone"`
	WeChat  bool      `json:"wechat" doc:"In the mini program"`
	Page    bool      `json:"wechat_page" doc:"On pages that are opened in WeChat"`
	Sandbox []Persona `json:"sandbox"`
}

type session201 struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Person  View      `json:"person"`
		Token   string    `json:"token" doc:"For Authorization: Bearer"`
		Expires time.Time `json:"expires_at"`
	}
}

func (s *Service) answer(in SignedIn, err error) (*session201, error) {
	if err != nil {
		return nil, err
	}
	out := &session201{SetCookie: s.cookie(in.Token, in.Expires)}
	out.Body.Person, out.Body.Token, out.Body.Expires = view(in.Person), in.Token, in.Expires
	return out, nil
}

func (s *Service) cookie(token string, expires time.Time) http.Cookie {
	return http.Cookie{Name: cookieName, Value: token, Path: "/", Expires: expires, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode}
}

// Staff is a member of staff as administrators see them.
type Staff struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	Email string     `json:"email,omitempty"`
	Phone string     `json:"phone,omitempty"`
	Roles []Grant    `json:"roles"`
	Seen  *time.Time `json:"last_seen_at,omitempty"`
}

func staff(p Person, seen time.Time) Staff {
	v := view(p)
	st := Staff{ID: v.ID, Name: v.Name, Email: v.Email, Phone: v.Phone, Roles: v.Roles}
	if !seen.IsZero() {
		st.Seen = &seen
	}
	return st
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	web.Get(api, "/session", "我是谁", func(ctx context.Context, _ *struct{}) (*web.Body[current], error) {
		c := current{Sandbox: len(s.personas) > 0}
		if p, ok := By(ctx); ok {
			v := view(p)
			c.Person = &v
		}
		return web.Answer(c, nil)
	})
	web.Get(api, "/session/options", "可用的登录方式", func(context.Context, *struct{}) (*web.Body[options], error) {
		return web.Answer(options{s.sender.Can(notify.Email), s.sender.Can(notify.Phone), s.wechat != nil, s.pages != nil, append([]Persona{}, s.personas...)}, nil)
	})
	web.Patch(api, "/session", "修改我的姓名", func(ctx context.Context, in *struct {
		Body struct {
			Name string `json:"name"`
		}
	}) (*web.Body[View], error) {
		p, err := s.Rename(ctx, in.Body.Name)
		return web.Answer(view(p), err)
	})
	web.Handle(api, huma.Operation{Method: http.MethodDelete, Path: "/api/v1/session", Summary: "退出登录", DefaultStatus: http.StatusNoContent, Tags: []string{"public"}}, s.signOut)
	s.signInRoutes(api)
	s.pageRoutes(api)
	s.staffRoutes(api)
}

type signOutInput struct {
	Cookie string `cookie:"saiying_session"`
	Bearer string `header:"Authorization"`
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Service) signOut(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
	for _, token := range []string{in.Cookie, strings.TrimPrefix(in.Bearer, "Bearer ")} {
		if token != "" {
			if err := s.SignOut(ctx, token); err != nil {
				return nil, err
			}
		}
	}
	gone := s.cookie("", time.Unix(0, 0))
	gone.MaxAge = -1
	return &signOutOutput{gone}, nil
}

func (s *Service) signInRoutes(api huma.API) {
	type sent struct {
		To       string `json:"to" doc:"The address, masked"`
		Expires  int    `json:"expires_in" doc:"Seconds the code works"`
		ResendIn int    `json:"resend_in" doc:"Seconds until another can be sent"`
	}
	web.Post(api, "/sessions/code", "发送一次性验证码", func(ctx context.Context, in *struct {
		Body struct {
			Channel Provider `json:"channel" enum:"email,phone"`
			To      string   `json:"to"`
		}
	}) (*web.Body[sent], error) {
		to, err := s.SendCode(ctx, in.Body.Channel, in.Body.To)
		return web.Answer(sent{to, int(codeLife.Seconds()), int(codePause.Seconds())}, err)
	}, http.StatusAccepted)
	web.Post(api, "/sessions", "用验证码登录", func(ctx context.Context, in *struct {
		Body struct {
			Channel Provider `json:"channel" enum:"email,phone"`
			To      string   `json:"to"`
			Code    string   `json:"code"`
		}
	}) (*session201, error) {
		return s.answer(s.SignInByCode(ctx, in.Body.Channel, in.Body.To, in.Body.Code))
	}, http.StatusCreated)
	web.Post(api, "/sessions/wechat", "用微信登录", func(ctx context.Context, in *struct {
		Body struct {
			Code string `json:"code" minLength:"1" doc:"From wx.login"`
		}
	}) (*session201, error) {
		return s.answer(s.SignInByWeChat(ctx, in.Body.Code))
	}, http.StatusCreated)
	web.Post(api, "/sessions/sandbox", "演示登录", func(ctx context.Context, in *struct {
		Body struct {
			Persona string `json:"persona"`
		}
	}) (*session201, error) {
		return s.answer(s.SignInAs(ctx, in.Body.Persona))
	}, http.StatusCreated)
	web.Post(api, "/sessions/link", "用一次性链接登录", func(ctx context.Context, in *struct {
		Body struct {
			Token string `json:"token"`
		}
	}) (*session201, error) {
		return s.answer(s.SignInByLink(ctx, in.Body.Token))
	}, http.StatusCreated)
}

func (s *Service) staffRoutes(api huma.API) {
	web.Get(api, "/console/people", "工作人员名单", func(ctx context.Context, in *struct {
		Campaign string `query:"campaign"`
		Role     Role   `query:"role"`
		Q        string `query:"q" doc:"Part of a name"`
	}) (*web.Body[web.List[Staff]], error) {
		list := web.List[Staff]{Items: []Staff{}}
		scope := in.Campaign
		if scope == "" {
			scope = Everywhere
		}
		if _, err := RequireRole(ctx, scope, Organiser, Auditor); err != nil {
			return nil, err
		}
		err := s.db.Read(ctx, func(tx *db.Tx) error {
			all, err := listStaff(ctx, tx, in.Campaign, in.Role)
			for _, m := range all {
				if strings.Contains(m.Name, in.Q) {
					list.Items = append(list.Items, staff(m.Person, m.seen))
				}
			}
			return err
		})
		return web.Answer(list, err)
	})
	type appointed struct {
		Person Staff  `json:"person"`
		Link   string `json:"link" doc:"A one-time sign-in link, shown this once, good for three days"`
	}
	web.Post(api, "/console/people", "任命工作人员", func(ctx context.Context, in *struct {
		Body struct {
			Name     string `json:"name"`
			Email    string `json:"email,omitempty"`
			Phone    string `json:"phone,omitempty"`
			Role     Role   `json:"role"`
			Campaign string `json:"campaign" doc:"A campaign's key, or * for all"`
		}
	}) (*web.Body[appointed], error) {
		b := in.Body
		p, link, err := s.Appoint(ctx, Appointment{b.Name, b.Email, b.Phone, Grant{b.Role, b.Campaign}})
		return web.Answer(appointed{staff(p, time.Time{}), link}, err)
	}, http.StatusCreated)
	web.Delete(api, "/console/people/{id}/roles/{role}", "撤销身份", func(ctx context.Context, in *struct {
		ID       string `path:"id"`
		Role     Role   `path:"role"`
		Campaign string `query:"campaign" required:"true"`
	}) error {
		return s.Dismiss(ctx, in.ID, Grant{in.Role, in.Campaign})
	})
}
