package certificate

import (
	"strings"
	"unicode/utf8"
)

// usual is the wording where the organiser decided none, in the manner of official certificates (通知体).
const usual = "{recipient}：您创作的作品《{title}》在{activity}中，经评审和公示，荣获{prize}。特发此证，以资鼓励。"

// words fills the campaign's pattern and cuts it where the layout does: the salutation has a line of its own, the prize
// stands alone and large, and what follows it closes the text. A pattern that does not begin with {recipient}： is addressed
// all the same; one without {prize} has no closing line.
func words(pattern, activity string, cert Certificate) (body, closing string) {
	if pattern == "" {
		pattern = usual
	}
	pattern = strings.TrimLeft(strings.TrimPrefix(pattern, "{recipient}"), "：:")
	fill := strings.NewReplacer("{recipient}", cert.Recipient, "{unit}", cert.Unit, "{title}", cert.Title,
		"{activity}", quoted(activity), "{prize}", cert.PrizeLabel)
	before, after, _ := strings.Cut(pattern, "{prize}")
	return fill.Replace(before), strings.TrimLeft(fill.Replace(after), "，,。；;、 ")
}

// quoted sets a name in Chinese quotation marks, unless it begins with a quotation of its own: “奋进2020·河北有我”短视频创作征集活动.
func quoted(name string) string {
	if first, _ := utf8.DecodeRuneInString(name); strings.ContainsRune("“《「", first) {
		return name
	}
	return "“" + name + "”"
}
