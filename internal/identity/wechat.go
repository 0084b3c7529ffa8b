package identity

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/wechat"
)

var (
	errWeChat = fault.Define("identity.wechat_refused", fault.Unauthenticated,
		"微信登录没有成功，请回到小程序重新打开本页。", "WeChat sign-in did not succeed; please open this page again from the mini program.")
	errWeChatPage = fault.Define("identity.wechat_page_refused", fault.Unauthenticated,
		"微信登录没有完成，请再试一次。", "WeChat sign-in was not completed; please try once more.")
	errWeChatDown = fault.Define("identity.wechat_down", fault.Unavailable,
		"微信暂时没有应答，请稍等再试。您的票数不受影响。", "WeChat does not answer at the moment; please try again in a while. Your allowance is not touched.")
	errRisk = fault.Define("identity.wechat_risk", fault.Forbidden,
		"微信提示这个账号存在风险，暂时不能登录。", "WeChat reports this account as high-risk; it cannot sign in for now.")
	errSnapshot = fault.Define("identity.wechat_snapshot", fault.Forbidden,
		"这是微信的快照页，请点右下角“使用完整服务”后再投票。", "This is a snapshot page of WeChat's; please tap 使用完整服务 at the lower right, then vote.")
	errApart = fault.Define("identity.wechat_apart", fault.Forbidden,
		"网页里暂时还不能用微信登录，请在微信小程序里投票。", "WeChat sign-in is not available on pages yet; please vote in the mini program.")
	errState = fault.Define("identity.wechat_state", fault.Bad,
		"这次登录已经过期，请再点一次“微信登录”。", "This sign-in has expired; please tap “Sign in with WeChat” again.")
)

// apartFor is how long after somebody was seen in the mini program without a unionid pages let nobody new in: until the day of a
// vote is over everywhere, and as late as being seen is written down.
const apartFor = 24*time.Hour + touchEvery

// SignInByWeChat exchanges a mini program's login code and opens a session for the WeChat account.
func (s *Service) SignInByWeChat(ctx context.Context, code string) (SignedIn, error) {
	if s.wechat == nil {
		return SignedIn{}, errChannel
	}
	account, err := s.wechat.Login(ctx, code)
	if errors.Is(err, wechat.ErrHighRisk) {
		return SignedIn{}, errRisk.Wrap(err)
	}
	if err != nil {
		return SignedIn{}, errWeChat.Wrap(err)
	}
	return s.signInWeChat(ctx, WeChat, account, nil)
}

// AuthorizeWeChat returns where to send WeChat's browser, so that it comes back to the address with a code and this state. The user is asked
// to agree only where the answer needs a unionid.
func (s *Service) AuthorizeWeChat(back string) (to, state string, err error) {
	if s.pages == nil {
		return "", "", errChannel
	}
	scope := wechat.ScopeOpenID
	if s.wechat != nil {
		scope = wechat.ScopeUnionID
	}
	state = rand.Text() // WeChat takes letters and digits
	return s.pages.AuthorizeURL(back, state, scope), state, nil
}

// SignInByPage exchanges the code that WeChat's browser brought to a page and opens a session for the WeChat account, the same that this
// person has in the mini program. Where that cannot be known it is refused, for they would vote twice. A virtual account (快照页) is refused.
func (s *Service) SignInByPage(ctx context.Context, code string) (SignedIn, error) {
	if s.pages == nil {
		return SignedIn{}, errChannel
	}
	account, err := s.pages.PageLogin(ctx, code)
	if err != nil {
		return SignedIn{}, refusedByWeChat(ctx, err)
	}
	if s.wechat == nil {
		return s.signInWeChat(ctx, WeChatPage, account, nil)
	}
	s.untold.Store(account.UnionID == "")
	if account.UnionID == "" {
		return SignedIn{}, errApart
	}
	return s.signInWeChat(ctx, WeChatPage, account, func(tx *db.Tx) error {
		known, err := knownUnion(ctx, tx, account.UnionID)
		if err != nil || known {
			return err
		}
		told, apart, err := findApart(ctx, tx)
		if err == nil && (!told || apart > 0) {
			err = errApart
		}
		return err
	})
}

func refusedByWeChat(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, wechat.ErrSnapshot):
		return errSnapshot.Wrap(err)
	case errors.Is(err, wechat.ErrHighRisk):
		return errRisk.Wrap(err)
	case errors.Is(err, wechat.ErrBadCode):
		return errWeChatPage.Wrap(err)
	}
	slog.WarnContext(ctx, "WeChat signed nobody in on a page", "error", err)
	return errWeChatDown.Wrap(err).RetryAfter(10 * time.Second)
}

func (s *Service) signInWeChat(ctx context.Context, provider Provider, a wechat.Account, may func(tx *db.Tx) error) (in SignedIn, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if may != nil {
			if err := may(tx); err != nil {
				return err
			}
		}
		p, moved, err := settleWeChat(ctx, tx, provider, a, "微信用户")
		if err != nil {
			return err
		}
		if moved {
			tx.After(s.recent.forget)
		}
		in, err = s.open(ctx, tx, p, string(provider))
		return err
	})
	return in, err
}

// Door is how sign-in on pages stands.
type Door struct {
	Told   bool  // somebody was seen in the mini program with a unionid
	Apart  int64 // who was seen there lately without one
	Untold bool  // the last who came by a page, while this process ran, had none
}

// Open reports whether somebody new is let in by a page.
func (d Door) Open() bool { return d.Told && d.Apart == 0 && !d.Untold }

// Door tells whether WeChat lets the program know one person in the mini program and on pages.
func (s *Service) Door(ctx context.Context) (d Door, err error) {
	d.Untold = s.untold.Load()
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d.Told, d.Apart, err = findApart(ctx, tx)
		return err
	})
	return d, err
}

// stray reports whether a person came by a page before there was a mini program in which they might vote again.
func (s *Service) stray(p Person) bool {
	return s.wechat != nil && p.WeChat != "" && p.OpenID == "" && !p.joined
}
