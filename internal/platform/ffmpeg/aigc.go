package ffmpeg

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// AIGC is the implicit label of generated content that the Measures for Labelling of AI-Generated Synthetic Content
// (《人工智能生成合成内容标识办法》, in force from 1 September 2025) ask for in a file's metadata. Nobody may remove
// or alter it, so Raw is carried into every rendition as it was found.
type AIGC struct {
	_                 struct{} `nullable:"true"` // where an API describes it, it may be null: most films carry none
	Label             string   `json:"Label"`    // "1" is, "2" may be, "3" is suspected to be generated; other values are in use
	ContentProducer   string   `json:"ContentProducer"`
	ProduceID         string   `json:"ProduceID"`
	ReservedCode1     string   `json:"ReservedCode1"`
	ContentPropagator string   `json:"ContentPropagator"`
	PropagateID       string   `json:"PropagateID"`
	ReservedCode2     string   `json:"ReservedCode2"`
	Raw               string   `json:"raw"`
}

// Declared is the label for a film of which only its author says that it holds generated content. By Article 6 of the Measures
// whoever spreads such a film tells the public that it may be generated ("2"), and adds their own name and the film's number with
// them; who generated it is not theirs to say. All seven keys of GB 45438-2025 are there.
func Declared(propagator, id string) *AIGC {
	raw, err := json.Marshal(struct {
		Label, ContentProducer, ProduceID, ReservedCode1, ContentPropagator, PropagateID, ReservedCode2 string
	}{Label: "2", ContentPropagator: propagator, PropagateID: id})
	if err != nil {
		panic(err) // strings can always be written
	}
	return &AIGC{Label: "2", ContentPropagator: propagator, PropagateID: id, Raw: string(raw)}
}

// parseAIGC finds the label among a file's tags: under its own key, whatever its case, or as an object {"AIGC": ...}
// that a program put into some other tag, such as the comment.
func parseAIGC(tags map[string]string) *AIGC {
	keys := slices.Sorted(maps.Keys(tags))
	for _, key := range keys {
		if isLabel(key) && strings.TrimSpace(tags[key]) != "" {
			return readAIGC(tags[key])
		}
	}
	for _, key := range keys {
		if raw := strings.TrimSpace(tags[key]); strings.HasPrefix(raw, "{") && len(raw) < maxLabel {
			var object map[string]any
			if json.Unmarshal([]byte(raw), &object) == nil && lookup(object, "AIGC") != nil {
				return readAIGC(raw)
			}
		}
	}
	return nil
}

// labelOf looks for the label in the tags of the file and of its tracks, then in the boxes themselves, where a label
// is found that ffprobe passes over.
func labelOf(about *description, boxes *AIGC) *AIGC {
	if found := parseAIGC(about.Format.Tags); found != nil {
		return found
	}
	for _, s := range about.Streams {
		if found := parseAIGC(s.Tags); found != nil {
			return found
		}
	}
	return boxes
}

// readAIGC reads a label leniently: values of any type, the object itself or one wrapped in {"AIGC": ...} (there also
// as a text), the ServiceProvider variant. Text that is no JSON keeps Raw; no text is no label.
func readAIGC(raw string) *AIGC {
	raw, _, _ = strings.Cut(raw, "\x00") // where every tool but ours ends it, and no program takes one as an argument
	if strings.TrimSpace(raw) == "" {
		return nil
	}
	label := &AIGC{Raw: raw}
	var object map[string]any
	if json.Unmarshal([]byte(raw), &object) != nil {
		return label
	}
	switch inner := lookup(object, "AIGC").(type) {
	case map[string]any:
		object = inner
	case string:
		_ = json.Unmarshal([]byte(inner), &object) // no JSON: the outer object stays
	}
	label.Label = text(object, "Label")
	label.ContentProducer = text(object, "ContentProducer", "ServiceProvider")
	label.ProduceID = text(object, "ProduceID", "ContentID")
	label.ReservedCode1 = text(object, "ReservedCode1")
	label.ContentPropagator = text(object, "ContentPropagator", "ServiceUser")
	label.PropagateID = text(object, "PropagateID")
	label.ReservedCode2 = text(object, "ReservedCode2")
	return label
}

// text is the first of the keys that has a value.
func text(object map[string]any, keys ...string) string {
	for _, key := range keys {
		if v := lookup(object, key); v != nil {
			return fmt.Sprint(v)
		}
	}
	return ""
}

func lookup(object map[string]any, key string) any {
	if v, exact := object[key]; exact {
		return v
	}
	for _, k := range slices.Sorted(maps.Keys(object)) {
		if strings.EqualFold(k, key) {
			return object[k]
		}
	}
	return nil
}

// asMap is the label for a rule engine; a nil label is nil.
func (a *AIGC) asMap() any {
	if a == nil {
		return nil
	}
	return map[string]any{
		"Label": a.Label, "ContentProducer": a.ContentProducer, "ProduceID": a.ProduceID, "ReservedCode1": a.ReservedCode1,
		"ContentPropagator": a.ContentPropagator, "PropagateID": a.PropagateID, "ReservedCode2": a.ReservedCode2, "raw": a.Raw,
	}
}
