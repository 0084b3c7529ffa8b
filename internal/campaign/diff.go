package campaign

import (
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Change is one difference between two texts of a notice, with what it means for what is running.
// Stated tells that the notice itself says it, so that only a new version may change it.
type Change struct {
	Path, Label   string
	Before, After string
	Effect        string
	Stated        bool
}

// ours are the parts of a file that are how we show the notice, not what it says.
var ours = []string{"brand", "short", "highlights", "contacts", "open", "version", "corrects"}

// oursInRule are the parts of a rule that explain it.
var oursInRule = []string{"mend", "got", "need", "looks_for", "strict", "granted"}

func isStated(path string) bool {
	top, _, _ := strings.Cut(path, ".")
	if contains(ours, top) {
		return false
	}
	return top != "rules" || !contains(oursInRule, last(path))
}

// Diff lists what changed from one text to the other, in the order of the new file, then what was dropped.
func Diff(before, after *Campaign, now time.Time) []Change {
	old, olds := flatten(before.source.root)
	fresh, news := flatten(after.source.root)
	var changes []Change
	add := func(path string) {
		if old[path] == fresh[path] || path == "version" || path == "corrects" {
			return
		}
		label := after.Label(path)
		if label == path {
			label = before.Label(path)
		}
		changes = append(changes, Change{Path: path, Label: label, Before: clipLong(old[path]), After: clipLong(fresh[path]),
			Effect: effect(before, after, path, now), Stated: isStated(path)})
	}
	for _, path := range news {
		add(path)
	}
	for _, path := range olds {
		if _, still := fresh[path]; !still {
			add(path)
		}
	}
	return changes
}

func clipLong(s string) string {
	if runes := []rune(s); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return s
}

// flatten lists every scalar and list of a tree by path.
func flatten(root *yaml.Node) (map[string]string, []string) {
	values, order := map[string]string{}, []string{}
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		if n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], join(path, n.Content[i].Value))
			}
			return
		}
		values[path] = plain(n)
		order = append(order, path)
	}
	walk(root, "")
	return values, order
}

// plain writes a node on one line.
func plain(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	var parts []string
	for i, x := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			parts[len(parts)-1] += "：" + plain(x)
			continue
		}
		parts = append(parts, plain(x))
	}
	return strings.Join(parts, "、")
}

// effect says what a change means for people who already acted under the old text.
func effect(before, after *Campaign, path string, now time.Time) string {
	keys := strings.Split(path, ".")
	switch keys[0] {
	case "phases":
		return effectOnPhase(before, after, keys[1], now)
	case "rules":
		return running(before, now, "此后的技审和初审按新要求；已经看过的作品可以在“作品”里重新技审。", "开始征集后按新要求看作品。", CollectionPhase, ScreeningPhase)
	case "form", "topics", "doors", "papers", "declarations", "entrants", "entry_limit", "files", "one_door":
		return running(before, now, "此后填写的报名按新规定；已经提交的不受影响。", "开始征集后按新规定报名。", CollectionPhase)
	case "voting":
		return running(before, now, "投票正在进行：已经投出的票不变，此后按新规定计。", "投票开始后按新规定计票。", VotePhase)
	case "rounds", "final":
		return running(before, now, "评审正在进行：已经开评的轮次不能改，未开评的按新规定。", "开评后按新规定。", ReviewPhase, ScreeningPhase)
	case "prizes", "org_prizes", "award_policy":
		return "评奖时按新规定；已经提出的获奖名单要重新提出。"
	case "publicity", "certificates", "revocations":
		return "此后的公示和证书按新规定；已经发出的不变。"
	}
	return "只改变页面上的说明。"
}

func running(c *Campaign, now time.Time, during, otherwise string, kinds ...PhaseKind) string {
	for _, p := range c.Current(now) {
		for _, k := range kinds {
			if p.Kind == k {
				return during
			}
		}
	}
	return otherwise
}

func effectOnPhase(before, after *Campaign, key string, now time.Time) string {
	was, had := before.Phase(key)
	is, has := after.Phase(key)
	switch {
	case !had:
		return fmt.Sprintf("新增阶段“%s”。", is.Label)
	case !has:
		return fmt.Sprintf("取消阶段“%s”。", was.Label)
	}
	from, to := was.Window.State(now), is.Window.State(now)
	switch {
	case from == Current && to == Current:
		return fmt.Sprintf("“%s”正在进行，%s；已经提交的不受影响。", is.Label, closeMove(after, was.Window, is.Window))
	case from == Current && to == Past:
		return fmt.Sprintf("“%s”正在进行，改后立即结束：没有提交的不能再提交。", is.Label)
	case from == Current && to == Future:
		return fmt.Sprintf("“%s”正在进行，改后暂停，到%s再开始。", is.Label, after.sayStart(*is.Window.Open))
	case to == Current:
		return fmt.Sprintf("“%s”改后立即开始。", is.Label)
	case from == Past:
		return fmt.Sprintf("“%s”已经结束，已有的结果不变。", is.Label)
	}
	return fmt.Sprintf("“%s”还没有开始，按新的时间进行。", is.Label)
}

func closeMove(c *Campaign, was, is Window) string {
	switch {
	case was.Close == nil || is.Close == nil || was.Close.Equal(*is.Close):
		return "结束时间不变"
	case is.Close.After(*was.Close):
		return "结束时间推迟到" + c.sayTime(*is.Close)
	}
	return "结束时间提前到" + c.sayTime(*is.Close) + "，没有提交的要赶在此前"
}
