package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/signintech/gopdf"
)

// FontDirs is where Debian, Arch and a hand-made installation keep LXGW WenKai.
var FontDirs = []string{
	"/usr/share/fonts/truetype/lxgw-wenkai",
	"/usr/share/fonts/lxgw-wenkai",
	"/usr/share/fonts/TTF",
	"/usr/local/share/fonts",
}

// The two weights in use: file name and the name under which a page asks for it.
const (
	regular = "LXGWWenKai-Regular"
	bold    = "LXGWWenKai-Bold"
)

// ErrNoFont says that LXGW WenKai was not found and how to install it.
var ErrNoFont = errors.New("document: the font LXGW WenKai is not installed; run apt-get install fonts-lxgw-wenkai, or set SAIYING_FONTS to the folder of LXGWWenKai-Regular.ttf and LXGWWenKai-Bold.ttf")

// Press prints documents. It holds the parsed fonts (about 40 MB) and is safe for
// concurrent use; a program needs one.
type Press struct {
	fonts *gopdf.FontContainer
	dir   string
}

// Open finds the fonts in one of dirs, tried in order before FontDirs. Empty
// names are skipped. The error is ErrNoFont, or names the file that is damaged.
func Open(dirs ...string) (*Press, error) {
	for _, dir := range append(dirs, FontDirs...) {
		if dir == "" || !readable(dir) {
			continue
		}
		return load(dir)
	}
	return nil, ErrNoFont
}

func readable(dir string) bool {
	for _, name := range []string{regular, bold} {
		if _, err := os.Stat(filepath.Join(dir, name+".ttf")); err != nil {
			return false
		}
	}
	return true
}

func load(dir string) (*Press, error) {
	p := &Press{fonts: &gopdf.FontContainer{}, dir: dir}
	for _, name := range []string{regular, bold} {
		file := filepath.Join(dir, name+".ttf")
		if err := p.fonts.AddTTFFont(name, file); err != nil {
			return nil, fmt.Errorf("document: %s is not a usable TrueType font: %w", file, err)
		}
	}
	return p, nil
}

// Dir is the folder the fonts came from.
func (p *Press) Dir() string { return p.dir }

// Check prints a small certificate to nowhere, for saiying doctor.
func (p *Press) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.Certificate(io.Discard, Certificate{Title: "荣誉证书", Recipient: "望北县融媒体中心", Body: "试印。",
		Award: "一等奖", Issuers: []string{"赛映"}, Date: time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC), Number: "0000"})
}

// Missing returns the characters of the texts that cannot be printed, each once, in order.
func (p *Press) Missing(texts ...string) []rune {
	c, err := p.begin(*gopdf.PageSizeA4, "")
	if err != nil {
		return nil
	}
	var missing []rune
	seen := map[rune]bool{}
	for _, r := range clean(strings.Join(texts, "\n")) {
		if !seen[r] && !c.has(r) {
			missing = append(missing, r)
		}
		seen[r] = true
	}
	return missing
}
