package jury

import (
	"math/big"
	"testing"

	"saiying/internal/campaign"
)

func spec() Spec {
	return Spec{Label: "专家评审", Kind: campaign.ScoreRound, PerWork: 3, Scale: Scale{0, 10000, 100}, Trim: Trim{1, 1, 5},
		Criteria: []Criterion{{Key: "theme", Label: "主题内容", Weight: 0.4}, {Key: "craft", Label: "制作水平", Weight: 0.3}, {Key: "idea", Label: "创意", Weight: 0.3}}}
}

// flat has every criterion marked with the same points, so that the total is those points.
func flat(points ...Points) (all []Marks) {
	for i, p := range points {
		all = append(all, Marks{string(rune('a' + i)), map[string]Points{"theme": p, "craft": p, "idea": p}})
	}
	return all
}

func TestRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		want     Points
	}{{1, 200, 1}, {1, 201, 0}, {2675, 1000, 268}, {8733333, 100000, 8733}, {87335, 1000, 8734}, {100, 1, 10000}, {0, 1, 0}, {2, 3, 67}} {
		if got := rounded(big.NewRat(c.num, c.den)); got != c.want {
			t.Errorf("%d/%d: got %s, want %s", c.num, c.den, got, c.want)
		}
	}
}

func TestAggregate(t *testing.T) {
	for _, c := range []struct {
		name             string
		marks            []Marks
		score, untrimmed Points
		derivation       string
	}{
		{"weights", []Marks{{"a", map[string]Points{"theme": 9000, "craft": 8000, "idea": 7000}}}, 8100, 8100,
			"1位评委的总分：81.00。不足5位评委，不去高低分。得分81.00。"},
		{"three keep all", flat(8800, 9050, 8500), 8783, 8783,
			"3位评委的总分：88.00、90.50、85.00。不足5位评委，不去高低分。（88.00＋90.50＋85.00）÷3＝87.83。"},
		{"four keep all", flat(10000, 9000, 9000, 0), 7000, 7000,
			"4位评委的总分：100.00、90.00、90.00、0.00。不足5位评委，不去高低分。（100.00＋90.00＋90.00＋0.00）÷4＝70.00。"},
		{"five drop one high one low", flat(9500, 7000, 8800, 9000, 8900), 8900, 8640,
			"5位评委的总分：95.00、70.00、88.00、90.00、89.00。去掉最高分95.00、最低分70.00。（88.00＋90.00＋89.00）÷3＝89.00。"},
		{"tied extremes drop one only", flat(9000, 9000, 9000, 8000, 8000), 8667, 8600,
			"5位评委的总分：90.00、90.00、90.00、80.00、80.00。去掉最高分90.00、最低分80.00。（90.00＋90.00＋80.00）÷3＝86.67。"},
		{"all equal", flat(8000, 8000, 8000, 8000, 8000), 8000, 8000,
			"5位评委的总分：80.00、80.00、80.00、80.00、80.00。去掉最高分80.00、最低分80.00。（80.00＋80.00＋80.00）÷3＝80.00。"},
		{"nobody", nil, 0, 0, "还没有评委完成打分，没有得分。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := spec().Aggregate(c.marks)
			if r.Score != c.score || r.Untrimmed != c.untrimmed || r.Derivation != c.derivation || r.Judges != len(c.marks) {
				t.Errorf("got %s %s %q, want %s %s %q", r.Score, r.Untrimmed, r.Derivation, c.score, c.untrimmed, c.derivation)
			}
		})
	}
}

// A mark of 0.1 + 0.2 is 0.3 here, and thirds do not drift: the mean is rounded once from the exact fraction.
func TestAggregateIsExact(t *testing.T) {
	s := spec()
	s.Criteria = []Criterion{{Key: "a", Weight: 0.1}, {Key: "b", Weight: 0.2}, {Key: "c", Weight: 0.7}}
	if err := s.whole(); err != nil {
		t.Fatalf("0.1 + 0.2 + 0.7 is one: %v", err)
	}
	s.Scale.Max = 3000 // out of 30
	r := s.Aggregate([]Marks{{"j", map[string]Points{"a": 1000, "b": 1000, "c": 1000}}})
	if r.Score != 3333 || r.Criteria["c"] != 3333 {
		t.Errorf("10 of 30 is 33.33 of 100, got %s and %s", r.Score, r.Criteria["c"])
	}
}

func TestCriteriaMeansCountKeptJudges(t *testing.T) {
	marks := flat(9500, 7000, 8800, 9000, 8900)
	marks[1].Scores["idea"] = 10000 // still the lowest total
	if got := spec().Aggregate(marks).Criteria["idea"]; got != 8900 {
		t.Errorf("got %s, want the mean of the three judges that count, 89.00", got)
	}
}

func TestRankSharesPlaces(t *testing.T) {
	list := []Result{{Number: "4", Score: 8000, Judges: 3}, {Number: "2", Score: 9000, Judges: 3}, {Number: "3", Score: 0}, {Number: "1", Score: 9000, Judges: 2}, {Number: "5", Score: 0, Judges: 1}}
	Rank(list)
	got := ""
	for _, r := range list {
		got += r.Number + ":" + string(rune('0'+r.Place)) + " "
	}
	if got != "1:1 2:1 4:3 5:4 3:5 " {
		t.Error(got)
	}
}

func TestSpecMustBeWhole(t *testing.T) {
	for what, spoil := range map[string]func(*Spec){
		"weights": func(s *Spec) { s.Criteria[0].Weight = 0.5 }, "criteria": func(s *Spec) { s.Criteria = nil }, "scale": func(s *Spec) { s.Scale.Max = 0 },
		"judges": func(s *Spec) { s.PerWork = 0 }, "size": func(s *Spec) { s.Kind = campaign.ShortlistRound }, "trim": func(s *Spec) { s.Trim.From = 2 },
	} {
		s := spec()
		if err := s.whole(); err != nil {
			t.Fatal(err)
		}
		if spoil(&s); s.whole() == nil {
			t.Error(what, "may be missing")
		}
	}
}

func TestMethod(t *testing.T) {
	want := "每位评委的总分＝主题内容×40%＋制作水平×30%＋创意×30%，折成百分制。一部作品有5位及以上评委打分时，去掉1个最高分、1个最低分；不足时全部计入。作品得分是计入的总分的平均分，四舍五入到两位小数，只在最后舍入一次。"
	if got := spec().Method(); got != want {
		t.Error(got)
	}
}
