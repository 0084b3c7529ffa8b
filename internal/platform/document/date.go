package document

import "time"

// ChineseDate writes the calendar day of t, in t's own zone, as certificates do:
// 二〇二〇年十二月三十一日.
func ChineseDate(t time.Time) string {
	year := ""
	for _, d := range t.Format("2006") {
		year += string(digits[d-'0'])
	}
	return year + "年" + chineseNumber(int(t.Month())) + "月" + chineseNumber(t.Day()) + "日"
}

var digits = []rune("〇一二三四五六七八九")

// chineseNumber writes 1 to 99 in words.
func chineseNumber(n int) string {
	tens, ones := n/10, n%10
	s := ""
	if tens > 1 {
		s = string(digits[tens])
	}
	if tens > 0 {
		s += "十"
	}
	if ones > 0 {
		s += string(digits[ones])
	}
	return s
}
