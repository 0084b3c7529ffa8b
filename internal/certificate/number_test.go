package certificate

import "testing"

func TestNumber(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{"{campaign}-{year}-{award}-{seq:4}", "hebei-2020-2020-first-0007"},
		{"{year}{seq:4}", "20200007"},
		{"第{seq}号", "第7号"},
		{"{year}-{seq:4}-{check}", "2020-0007-" + string(checkDigit("20200007"))},
	} {
		if got := Number(c.pattern, "hebei-2020", 2020, "first", 7); got != c.want {
			t.Errorf("%s: %s, want %s", c.pattern, got, c.want)
		}
	}
}

// 0794 has the check digit 5 in the standard's own example of MOD 11,10.
func TestCheckDigit(t *testing.T) {
	if got := checkDigit("0794"); got != '5' {
		t.Fatalf("check digit of 0794 is %c, want 5", got)
	}
	for i := range 8 { // every single wrong digit is caught
		good := []byte("20200042")
		want := checkDigit(string(good))
		for d := byte('0'); d <= '9'; d++ {
			bad := append([]byte(nil), good...)
			if bad[i] = d; d != good[i] && checkDigit(string(bad)) == want {
				t.Errorf("%s is taken for %s", bad, good)
			}
		}
	}
}
