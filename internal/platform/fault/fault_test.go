package fault

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

var errSpent = Define("test.spent", Invalid, "今天的{n}票已经投完。", "All {n} votes are used.")

func TestFilledFaultMatchesItsDefinition(t *testing.T) {
	err := fmt.Errorf("cast: %w", errSpent.With("n", 10).RetryAfter(time.Minute))
	if !errors.Is(err, errSpent) {
		t.Fatal("a filled fault does not match its definition")
	}
	f, ok := Of(err)
	if !ok || f.Says("zh-CN") != "今天的10票已经投完。" || f.Says("en") != "All 10 votes are used." || f.After() != time.Minute {
		t.Fatalf("got %v %q %q %v", ok, f.Says("zh-CN"), f.Says("en"), f.After())
	}
}

func TestCopiesDoNotShareFields(t *testing.T) {
	a := errSpent.Field("count", "请填写票数。", "Enter a count.")
	b := a.Field("entry", "请选择作品。", "Choose a work.")
	if len(a.Fields("en")) != 1 || len(b.Fields("zh")) != 2 || errSpent.Fields("en") != nil {
		t.Fatalf("fields leak between copies: %v %v", a.Fields("en"), b.Fields("zh"))
	}
}

func TestDefineTwicePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("a second definition of one code was accepted")
		}
	}()
	Define("test.spent", Bad, "", "")
}

func TestRuleAndCause(t *testing.T) {
	cause := errors.New("disk on fire")
	f := errSpent.Rule("duration", "时长不超过3分钟。").Wrap(cause)
	if f.Quoted().Key != "duration" || !errors.Is(f, cause) {
		t.Fatalf("rule %v, cause %v", f.Quoted(), f.Unwrap())
	}
}
