package certificate

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var seqPlace = regexp.MustCompile(`\{seq(?::(\d))?\}`)

// Number fills the campaign's pattern: {campaign}, {year}, {award}, {seq} or {seq:4}, and {check}, a digit over all the
// digits before it that catches a mistyped one.
func Number(pattern, campaign string, year int, award string, seq int) string {
	s := strings.NewReplacer("{campaign}", campaign, "{year}", strconv.Itoa(year), "{award}", award).Replace(pattern)
	s = seqPlace.ReplaceAllStringFunc(s, func(place string) string {
		width, _ := strconv.Atoi(seqPlace.FindStringSubmatch(place)[1])
		return fmt.Sprintf("%0*d", width, seq)
	})
	before, after, found := strings.Cut(s, "{check}")
	if !found {
		return s
	}
	return before + string(checkDigit(before)) + after
}

// checkDigit is ISO/IEC 7064 MOD 11,10 over the digits of s; other characters do not count.
func checkDigit(s string) byte {
	p := 10
	for _, c := range s {
		if c < '0' || c > '9' {
			continue
		}
		p += int(c - '0')
		if p %= 10; p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return byte('0' + (11-p)%10)
}
