/**
 * WeChat's own browser, which can tell who its user is. Its sibling for companies (企业微信) calls itself the same and knows accounts
 * of another kind.
 */
export const inWeChat = /MicroMessenger/i.test(navigator.userAgent) && !/wxwork/i.test(navigator.userAgent)

/** Where a tap leads that signs in with WeChat and comes back to a path of this site. */
export const wechatSignIn = (next: string) => `/api/v1/sessions/wechat/authorize?${new URLSearchParams({ next })}`
