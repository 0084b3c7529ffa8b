package campaign

import (
	"os"
	"reflect"
	"testing"
	"time"
)

// A vote in two places: each has its own allowance, where it states one, and what its votes count.
func TestChannels(t *testing.T) {
	c, faults := Load(mustOpen(t, "testdata/channels.yaml"), "channels.yaml")
	for _, f := range faults {
		t.Error(f.Error())
	}
	if c == nil {
		t.FailNow()
	}
	want := []ChannelView{{"wechat", "微信小程序", VoterWeChat, 10, 1}, {"app", "望北新闻客户端", VoterPhone, 5, 2}}
	v := c.votingView(time.Now())
	if !reflect.DeepEqual(v.Channels, want) || v.ChannelLabel != "微信小程序、望北新闻客户端" {
		t.Errorf("the public sees %+v of %s", v.Channels, v.ChannelLabel)
	}
	if label := c.Label("voting.channels.app.weight"); label != "网络投票 · 各投票渠道 · 望北新闻客户端 · 一票计几票" {
		t.Errorf("a change of a weight is called %s", label)
	}
	if !c.locks(TopicVoting, "voting.channels.app.weight") {
		t.Error("a weight may change after the first vote")
	}
	plain := decided(t, "hebei-2020").Voting
	if places := plain.Places(); len(places) != 1 || places[0].Key != "" || places[0].Account != VoterWeChat || plain.In(places[0]).PerDay != 10 || places[0].Worth() != 1 {
		t.Errorf("a notice without channels has %+v", places)
	}
}

func mustOpen(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(name) //nolint:gosec // a file of this folder
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
