package entry

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

// Naming is how the file of an entry's film is called, and how the notice would have it called.
type Naming struct {
	Pattern string   `json:"pattern" doc:"As the notice states it"`
	Sent    string   `json:"sent,omitempty" doc:"The name the file was sent under"`
	Name    string   `json:"name" doc:"The name by the pattern; a part that is missing stands in （）"`
	Taken   bool     `json:"taken" doc:"The film has this name, or gets it with what is missing"`
	Wants   []Want   `json:"wants" doc:"The parts that are missing"`
	May     bool     `json:"may" doc:"The asker may take the name, or give the sent one back"`
	Rules   []string `json:"rules" doc:"Keys of the rules about the name"`
	judged  string   // Name with a stand-in for the number, for the rules; empty while the form leaves a part out
}

// Want is a part of the name that is missing.
type Want struct {
	Part  string `json:"part" doc:"As the notice calls it"`
	Field string `json:"field,omitempty" doc:"The form's field to fill; empty for the number"`
	Says  string `json:"says" doc:"How to get it"`
}

var (
	errNoPattern = fault.Define("entry.name_free", fault.Conflict,
		"通知没有规定文件怎样命名，保留原来的文件名即可。", "The notice does not say how files are named; the name may stay as it is.")
	errNameLacks = fault.Define("entry.name_lacks", fault.Conflict,
		"文件名还缺“{part}”。请先在报名表里填写，再改文件名。", "The file name lacks “{part}”. Please fill it in on the form first.")
)

// naming makes the name of an entry's film by the notice's pattern; false where the notice has none.
func naming(c *campaign.Campaign, e Entry) (Naming, bool) {
	parts := c.NameParts()
	n := Naming{Pattern: c.Files.Name, Taken: e.Named, Wants: []Want{}, Rules: c.NameRules()}
	if e.File != nil {
		n.Sent = e.File.Filename
	}
	whole := true
	texts, judged := make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		text := nameSafe(e.part(c, p), parts)
		texts[i], judged[i] = text, text
		if text == "" {
			n.Wants = append(n.Wants, Want{Part: p.Label, Field: p.Field})
			texts[i], judged[i] = "（"+p.Label+"）", sayNumber(0)
			whole = whole && p.Field == ""
		}
	}
	n.Name = joinName(parts, texts, e.ending())
	if whole {
		n.judged = joinName(parts, judged, e.ending())
	}
	return n, len(parts) > 0
}

// part is what an entry has for a part of the name.
func (e Entry) part(c *campaign.Campaign, p campaign.NamePart) string {
	if p.Field == "" {
		return e.Number
	}
	v := e.Fields[p.Field]
	for _, f := range c.Form {
		if i := slices.IndexFunc(f.Options, func(o campaign.Option) bool { return o.Key == v }); f.Key == p.Field && i >= 0 {
			return f.Options[i].Label
		}
	}
	return v
}

func (e Entry) ending() string {
	if e.File == nil {
		return ""
	}
	return e.File.Ending()
}

// wide are the characters that no file name may have on some system, and those that look like them and may.
var wide = map[rune]rune{'/': '／', '\\': '＼', ':': '：', '*': '＊', '?': '？', '"': '＂', '<': '＜', '>': '＞', '|': '｜', '-': '－', '_': '＿', '+': '＋'}

// nameSafe is a text as a part of a file name: without what file systems refuse and without the marks that part the parts, each
// replaced by its wide twin; blanks and control characters become one blank.
func nameSafe(text string, parts []campaign.NamePart) string {
	apart := func(r rune) bool {
		return slices.ContainsFunc(parts, func(p campaign.NamePart) bool { return p.Apart == string(r) })
	}
	text = strings.Map(func(r rune) rune {
		switch twin, ok := wide[r]; {
		case ok && (!strings.ContainsRune(campaign.NameMarks, r) || apart(r)):
			return twin
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, text)
	return strings.Trim(strings.Join(strings.Fields(text), " "), ". ")
}

// mostName is how many bytes a name may have: file systems take 255, and browsers add a number to a name that is there already.
const mostName = 240

// joinName puts the parts together. A name too long loses characters at the end of its longest part.
func joinName(parts []campaign.NamePart, texts []string, ending string) string {
	for {
		var name strings.Builder
		for i, p := range parts {
			name.WriteString(p.Apart + texts[i])
		}
		if name.Len()+len(ending) <= mostName {
			return name.String() + ending
		}
		i := slices.Index(texts, slices.MaxFunc(texts, func(a, b string) int { return len(a) - len(b) }))
		_, last := utf8.DecodeLastRuneInString(texts[i])
		texts[i] = strings.TrimRight(texts[i][:len(texts[i])-last], " ")
	}
}

// Judged is the name of an entry's film as the rules see it, and as people are to read it: a number that is still to come is a
// stand-in for the rules.
func (e Entry) Judged(c *campaign.Campaign) (rules, people string) {
	n, ok := naming(c, e)
	switch {
	case ok && e.Named && n.judged != "":
		return n.judged, n.Name
	case e.File == nil:
		return "", ""
	}
	return e.File.Filename, e.File.Filename
}

// ShowNaming shows how the film of an entry is called to the person of ctx, or nil where the notice does not say how it should be.
func (s *Service) ShowNaming(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e Entry) *Naming {
	n, ok := naming(c, e)
	if !ok {
		return nil
	}
	lang := web.Language(ctx)
	for i, w := range n.Wants {
		n.Wants[i].Says = pick(lang, "在报名表里填写“"+w.Part+"”。", "Fill in “"+w.Part+"” on the form.")
		if w.Field == "" {
			n.Wants[i].Says = pick(lang, "提交后得到编号，文件名随即补全。", "It is given when the entry is handed in, and the name is complete then.")
		}
	}
	n.May = mayRename(ctx, tx, c, e) == nil
	return &n
}

// Rename calls the film of an entry as the notice asks, or as it was sent, in the caller's transaction. The name by the notice
// follows the form and the number from then on; the sent name is kept. Its author may while the entry can be changed, screeners and
// organisers while it takes part. A draft without a film is named when it gets one.
func (s *Service) Rename(ctx context.Context, tx *db.Tx, id string, byNotice bool) (Entry, error) {
	if _, err := identity.Require(ctx); err != nil {
		return Entry{}, err
	}
	e, err := s.Get(ctx, tx, id)
	if err != nil {
		return e, err
	}
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	if err != nil {
		return e, err
	}
	if err := mayRename(ctx, tx, c, e); err != nil || e.Named == byNotice {
		return e, err
	}
	n, ok := naming(c, e)
	if !ok {
		return e, errNoPattern
	}
	verb, says := Unrename, n.Name+" → "+n.Sent
	if byNotice {
		if i := slices.IndexFunc(n.Wants, func(w Want) bool { return w.Field != "" }); i >= 0 {
			return e, errNameLacks.With("part", n.Wants[i].Part)
		}
		verb, says = Rename, n.Sent+" → "+n.Name
	}
	e.Named = byNotice
	if err := s.save(ctx, tx, e, e.State); err != nil {
		return e, err
	}
	return e, s.record(ctx, tx, e, e.State, verb, "", strings.Trim(says, " →"))
}

// mayRename refuses who may not call the film of an entry otherwise.
func mayRename(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e Entry) error {
	if _, err := Next(e.State, Rename); err != nil {
		return err
	}
	p, _ := identity.By(ctx)
	switch {
	case e.State != StateDraft && p.Holds(e.Campaign, identity.Organiser, identity.Screener):
		return nil
	case p.ID == "" || p.ID != e.Owner:
		return ErrUnknown
	}
	if _, err := Next(e.State, Replace); err != nil {
		return err
	}
	return openForForms(c, tx.Now())
}

// nameFilm calls the film of an entry as it should be called now.
func (s *Service) nameFilm(ctx context.Context, tx *db.Tx, e Entry) error {
	name := ""
	if e.Named {
		c, err := s.campaigns.Get(ctx, tx, e.Campaign)
		if err != nil {
			return err
		}
		if n, ok := naming(c, e); ok && len(n.Wants) == 0 {
			name = n.Name
		}
	}
	if name == e.File.Given {
		return nil
	}
	e.File.Given = name
	return s.media.Call(ctx, tx, e.File.ID, name)
}
