// Package identity knows who is asking: persons, the accounts by which they prove who they are (a mail address, a phone
// number, a WeChat account), their sessions, and the roles that staff hold in a campaign.
//
// Nobody has a password. A person signs in by a one-time code sent to a mail address or phone, by WeChat, or, once, by a
// link that an administrator made. Session tokens and codes are stored only as digests. A session works as a cookie for
// browsers and as a bearer token for the mini program and scripts.
//
// WeChat knows one person by an openid in the mini program and by another one on pages opened in its browser. By the unionid, which it
// tells where both apps are bound together, the two are one, and one allowance of votes.
//
// Its tables are identity_person, identity_account, identity_union, identity_role, identity_session, identity_code and identity_link.
package identity
