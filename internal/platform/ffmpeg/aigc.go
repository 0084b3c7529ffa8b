package ffmpeg

import (
	"encoding/json"
	"fmt"
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

// parseAIGC finds the label among a file's tags, whatever the case of its key, and reads it leniently: values of any
// type, the object itself or one wrapped in {"AIGC": ...}, the ServiceProvider variant. Text that is no JSON keeps Raw.
func parseAIGC(tags map[string]string) *AIGC {
	for key, raw := range tags {
		if strings.EqualFold(key, "AIGC") && strings.TrimSpace(raw) != "" {
			return readAIGC(raw)
		}
	}
	return nil
}

func readAIGC(raw string) *AIGC {
	label := &AIGC{Raw: raw}
	var object map[string]any
	if json.Unmarshal([]byte(raw), &object) != nil {
		return label
	}
	if inner, ok := lookup(object, "AIGC").(map[string]any); ok {
		object = inner
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
	for k, v := range object {
		if strings.EqualFold(k, key) {
			return v
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
