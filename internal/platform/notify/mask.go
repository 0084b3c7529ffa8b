package notify

import "strings"

// MaskPhone shows the first three and last four digits: 138****1234. Anything that
// is no 11-digit number is hidden but for its first character.
func MaskPhone(s string) string {
	if mobile.MatchString(s) {
		return s[:3] + "****" + s[7:]
	}
	return maskTail(s)
}

// MaskEmail shows the first character of the name and the host: l***@example.cn.
func MaskEmail(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 1 {
		return maskTail(s)
	}
	return maskTail(s[:at]) + s[at:]
}

func maskTail(s string) string {
	for _, first := range s {
		return string(first) + "***"
	}
	return ""
}
