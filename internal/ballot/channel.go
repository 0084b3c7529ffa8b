package ballot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

var (
	errChannel = fault.Define("ballot.channel_unknown", fault.Invalid,
		"这项活动没有“{channel}”这个投票渠道。请刷新页面后重新投票。", "This contest has no channel “{channel}” for votes. Please reload the page and vote again.")
	errPhone = fault.Define("ballot.phone_needed", fault.Forbidden,
		"在“{channel}”投票要用手机号，每个手机号每日最多可投{per_day}票。请先用手机号和短信验证码登录。",
		"Voting in “{channel}” needs a phone number, which has {per_day} votes a day. Please sign in with a code sent to it.")
	errAccount = fault.Define("ballot.account_needed", fault.Forbidden,
		"投票要用{ways}。请用其中一种方式登录后再投。", "Votes are cast by {ways_en}. Please sign in one of these ways first.")
)

// accounts are those of one person by which voters are told apart, as ballot_voter keeps them: a WeChat account by its openid, a phone by its
// number after a word and a colon, which no openid has. A number counts once its owner has shown a code that was sent there: staff may have
// one that an administrator wrote down.
type accounts struct{ wechat, phone string }

func accountsOf(p identity.Person) accounts {
	a := accounts{wechat: p.WeChat}
	if p.PhoneProven {
		a.phone = "phone:" + p.Phone
	}
	return a
}

// of is the account of that kind, empty where there is none.
func (a accounts) of(kind campaign.VoterAccount) string {
	if kind == campaign.VoterPhone {
		return a.phone
	}
	return a.wechat
}

// all are those that there are, the WeChat account first.
func (a accounts) all() []string {
	return slices.DeleteFunc([]string{a.wechat, a.phone}, func(s string) bool { return s == "" })
}

// any is the account by which somebody is remembered who may have two.
func (a accounts) any() string {
	if a.wechat != "" {
		return a.wechat
	}
	return a.phone
}

// place is where a ballot is cast: in the channel that is asked for, or in the first for which there is an account.
func (a accounts) place(v *campaign.Voting, asked string) (campaign.Channel, error) {
	places := v.Places()
	if asked == "" {
		i := slices.IndexFunc(places, func(c campaign.Channel) bool { return a.of(c.Account) != "" })
		switch {
		case i >= 0:
			return places[i], nil
		case len(places) > 1:
			zh, en := ways(v)
			return campaign.Channel{}, errAccount.With("ways", zh, "ways_en", en).Rule("voting", v.Says)
		}
		return campaign.Channel{}, lacking(v, places[0])
	}
	i := slices.IndexFunc(v.Channels, func(c campaign.Channel) bool { return c.Key == asked })
	if i < 0 {
		return campaign.Channel{}, errChannel.With("channel", asked).Field("channel", "没有这个渠道。", "No such channel.")
	}
	if a.of(places[i].Account) == "" {
		return campaign.Channel{}, lacking(v, places[i])
	}
	return places[i], nil
}

// ways says by which accounts one votes, and where.
func ways(v *campaign.Voting) (zh, en string) {
	words := map[campaign.VoterAccount]string{campaign.VoterWeChat: "WeChat", campaign.VoterPhone: "phone"}
	var all, allEn []string
	for _, c := range v.Channels {
		most := v.In(c).PerDay
		all = append(all, fmt.Sprintf("%s（%s，每日%d票）", campaign.Says(c.Account), c.Label, most))
		allEn = append(allEn, fmt.Sprintf("%s (%s, %d a day)", words[c.Account], c.Label, most))
	}
	return strings.Join(all, "或"), strings.Join(allEn, " or ")
}

// lacking refuses somebody who has no account for a channel.
func lacking(v *campaign.Voting, c campaign.Channel) error {
	if c.Account == campaign.VoterPhone {
		return errPhone.With("channel", c.Label, "per_day", v.In(c).PerDay).Rule("voting", v.Says)
	}
	return ErrWeChat.With("per_day", v.In(c).PerDay).Rule("voting", v.Says)
}

// channelVotes tells what came by each channel of the notice, and by those of an earlier version by which votes came.
func channelVotes(ctx context.Context, tx *db.Tx, c *campaign.Campaign, summed int64) ([]ChannelVotes, error) {
	sums, err := channelsOf(ctx, tx, c.Key, summed)
	if err != nil {
		return nil, err
	}
	var all []ChannelVotes
	for _, ch := range c.Voting.Channels {
		all = append(all, ChannelVotes{ch.Key, ch.Label, c.Voting.In(ch).PerDay, ch.Worth(), sums[ch.Key].given, sums[ch.Key].votes})
		delete(sums, ch.Key)
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, ChannelVotes{Channel: key, Label: key, Given: sums[key].given, Votes: sums[key].votes})
	}
	return all, nil
}
