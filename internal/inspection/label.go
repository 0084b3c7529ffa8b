package inspection

import (
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/vision"
)

// aiUnmarked is the finding that an author declares generated content and the picture does not say so.
const aiUnmarked = "ai_unmarked"

// sayMark is the article of the Measures for Labelling of AI-Generated Synthetic Content that aiUnmarked rests on.
const sayMark = "在视频起始画面和视频播放周边的适当位置添加显著的提示标识。（《人工智能生成合成内容标识办法》第四条）"

// labels compares what an author declares of generated content with what picture and file say. It rests on the law and not on a rule of
// the notice, so every contest has it; it says nothing where the three agree, and never more than that a person should look.
func labels(c *campaign.Campaign, e entry.Entry) []entry.Finding {
	l := entry.LabelsOf(c, e, "zh")
	switch {
	case len(l.Declared) == 0 && (l.Implicit != nil || len(l.Explicit) > 0):
		return []entry.Finding{undeclared(e, *l)}
	case len(l.Declared) > 0 && l.Watched && len(l.Explicit) == 0:
		return []entry.Finding{{Rule: aiUnmarked, Label: "画面上有“AI生成”字样", Says: sayMark, Level: campaign.Warn, By: string(campaign.ByMachine),
			Got: "画面上没有看到“AI生成”字样", Need: "片头画面有“AI生成”字样",
			Message: "报名时作了声明（" + strings.Join(l.Declared, "、") + "），画面上没有看到“AI生成”字样。字小的机器认不出，请人看后定。",
			Mend:    "在片头画面加“AI生成”字样，字高不小于画面短边的5%，停留2秒以上（GB 45438—2025）。它不算水印，也不算开场字幕。"}}
	}
	return nil
}

// undeclared is the finding about a film that is labelled and not declared. A person may say of each sight that it is no label; what the
// file says of itself is not a matter of opinion, only whether it is right.
func undeclared(e entry.Entry, l entry.AILabels) entry.Finding {
	f := entry.Finding{Rule: entry.AIUndeclared, Label: "AI生成的内容已声明", Says: campaign.SaysDeclare, Level: campaign.Warn, By: string(campaign.ByMachine),
		Need: "报名时声明含有AI生成的内容", Mend: "如果影片含有AI生成的内容，请补充声明，不用重新上传。如果没有，请告诉组委会。"}
	var got []string
	if l.Implicit != nil {
		says := "文件元数据里有AI生成标识"
		if i := slices.IndexFunc(l.Implicit.Fields, func(x entry.LabelField) bool { return x.Key == "Label" }); i >= 0 {
			says += "（" + l.Implicit.Fields[i].Value + "）"
		}
		got = append(got, says)
	}
	for _, s := range e.File.Sights {
		if s.Kind != vision.AILabel {
			continue
		}
		seen := entry.Sight{Key: keyOf(s), Kind: campaign.Sight(s.Kind), From: s.From, To: s.To, Box: s.Box, Sure: s.Sure, Picture: e.File.Picture(s),
			Says: saySpan(s.From, s.To) + "画面上有“AI生成”字样"}
		if f.AtS == nil {
			f.AtS, f.Evidence = &seen.From, seen.Picture
		}
		got = append(got, seen.Says)
		if l.Implicit == nil {
			f.Sights = append(f.Sights, seen)
		}
	}
	f.Got = strings.Join(got, "；")
	f.Message = f.Got + "，报名时没有声明含有AI生成的内容。请人看后定。"
	return f
}
