package certificate

import "testing"

func TestWords(t *testing.T) {
	cert := Certificate{Recipient: "林晓岚", Unit: "望北县融媒体中心", Title: "渡口的灯", PrizeLabel: "一等奖"}
	for _, c := range []struct{ name, pattern, activity, body, closing string }{
		{"usual", "", "近处的光征集活动", "您创作的作品《渡口的灯》在“近处的光征集活动”中，经评审和公示，荣获", "特发此证，以资鼓励。"},
		{"decided", "{recipient}：您的作品《{title}》在{activity}中荣获{prize}。特发此证，以资鼓励。", "“近处的光”征集活动",
			"您的作品《渡口的灯》在“近处的光”征集活动中荣获", "特发此证，以资鼓励。"},
		{"addressed in the text", "{unit}{recipient}的作品《{title}》荣获{prize}", "近处的光", "望北县融媒体中心林晓岚的作品《渡口的灯》荣获", ""},
		{"without a prize", "感谢{recipient}参加{activity}。", "《近处的光》征集", "感谢林晓岚参加《近处的光》征集。", ""},
	} {
		body, closing := words(c.pattern, c.activity, cert)
		if body != c.body || closing != c.closing {
			t.Errorf("%s: the words are %q and %q, want %q and %q", c.name, body, closing, c.body, c.closing)
		}
	}
}
