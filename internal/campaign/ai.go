package campaign

import "slices"

// AI is what an author says of generated content by choosing an option or ticking a declaration.
type AI string

// What may be said.
const (
	AIGenerated AI = "generated" // the film holds content that AI generated
	AILabelled  AI = "labelled"  // and says so on its picture
)

// GeneratedKey names the declaration that every contest asks for, whether or not its notice does.
const GeneratedKey = "ai_generated"

// SaysDeclare is what the Measures for Labelling of AI-Generated Synthetic Content ask of who spreads generated content.
const SaysDeclare = "用户使用网络信息内容传播服务发布生成合成内容的，应当主动声明并使用服务提供者提供的标识功能进行标识。（《人工智能生成合成内容标识办法》第十条）"

// generated is what the Measures for Labelling of AI-Generated Synthetic Content ask of whoever takes in films: to remind authors to
// say so (Article 6). Its words are those of Article 10.
var generated = Declaration{Key: GeneratedKey, Label: "影片含有AI生成的内容", Form: "报名时勾选", By: "作者", Optional: true, AI: AIGenerated,
	Says: SaysDeclare}

// askOfAI adds the declaration of generated content, unless the notice has its own under that key.
func (c *Campaign) askOfAI() {
	if !slices.ContainsFunc(c.Declarations, func(d Declaration) bool { return d.Key == GeneratedKey }) {
		c.Declarations = append(c.Declarations, generated)
	}
}

// AISaid lists, in the notice's words, by which of the chosen options and ticked declarations an author says it.
func (c *Campaign) AISaid(what AI, topics, declarations []string) []string {
	var by []string
	for _, t := range c.Topics {
		for _, o := range t.Options {
			if o.AI == what && slices.Contains(topics, o.Key) {
				by = append(by, t.Label+"："+o.Label)
			}
		}
	}
	for _, d := range c.Declarations {
		if d.AI == what && slices.Contains(declarations, d.Key) {
			by = append(by, d.Label)
		}
	}
	return by
}
