package campaign

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Follows reports whether o is an earlier edition of the contest c: the notice names it among its series, or one host holds both
// under titles that differ by no more than year and edition, and o began to collect first.
func (c *Campaign) Follows(o *Campaign) bool {
	if c.Key == o.Key {
		return false
	}
	if slices.Contains(c.Series.Earlier, o.Key) {
		return true
	}
	mine, theirs := c.begins(), o.begins()
	return mine != nil && theirs != nil && theirs.Before(*mine) && timeless(c.Title) == timeless(o.Title) && c.sharesHost(o)
}

// begins is when works are first collected, or until when where the notice gives only that; nil if it gives neither.
func (c *Campaign) begins() *time.Time {
	p, _ := c.PhaseOf(CollectionPhase)
	if p.Window.Open != nil {
		return p.Window.Open
	}
	return p.Window.Close
}

func (c *Campaign) sharesHost(o *Campaign) bool {
	hosts := o.hosts()
	return slices.ContainsFunc(c.hosts(), func(name string) bool { return slices.Contains(hosts, name) })
}

// hosts are the names of those who hold the contest (主办单位).
func (c *Campaign) hosts() []string {
	i := slices.IndexFunc(c.Hosts, func(g HostGroup) bool { return g.Role == "host" })
	if i < 0 {
		return nil
	}
	return c.Hosts[i].Names
}

var edition = regexp.MustCompile(`首届|第[〇零一二三四五六七八九十百\d]+[届季期]|(19|20)\d\d年?度?|[（(][）)]|\s`)

// timeless is a title without the year and the edition in it.
func timeless(title string) string {
	for {
		next := strings.TrimSpace(edition.ReplaceAllString(title, ""))
		if next == title {
			return title
		}
		title = next // brackets that held only an edition are empty now
	}
}
