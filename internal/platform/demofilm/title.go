package demofilm

import (
	"fmt"
	"os"
	"path/filepath"
)

// typefaces that hold Chinese, the handsomest first. All lie under /usr, which ffmpeg's sandbox shows.
var typefaces = []string{
	"/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
	"/usr/share/fonts/truetype/lxgw-wenkai/*.ttf",
	"/usr/share/fonts/opentype/noto/NotoSerifCJK-*.ttc",
	"/usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc",
}

// lettering is the filter that shows a title softly from 0.6 to 3.4 s, or "" without a title or a typeface. The title
// goes through a file, so that no character of it means anything to ffmpeg.
func lettering(dir, title string, f *film) (string, error) {
	face := typeface()
	if title == "" || face == "" {
		return "", nil
	}
	if err := os.WriteFile(filepath.Join(dir, "title.txt"), []byte(title), 0o644); err != nil {
		return "", err
	}
	size := min(64*f.u, f.w*.84/float64(len([]rune(title))))
	return fmt.Sprintf("drawtext=fontfile=%s:textfile=title.txt:expansion=none:fontsize=%.0f:fontcolor=white:shadowcolor=black@0.45:shadowx=2:shadowy=2:"+
		"x=(w-tw)/2:y=h*0.16:alpha='clip(min((t-0.6)/0.5\\,(3.4-t)/0.6)\\,0\\,1)',", face, size), nil
}

func typeface() string {
	for _, pattern := range typefaces {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	return ""
}
