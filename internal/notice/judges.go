package notice

import (
	"context"
	"fmt"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/jury"
	"saiying/internal/platform/db"
)

// invite tells the judges of a round that works wait for them.
func (s *Service) invite(ctx context.Context, e jury.Opened) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, r, err := s.round(ctx, tx, e.Campaign, e.Round)
		if err != nil {
			return err
		}
		for _, judge := range e.Judges {
			m := Message{Person: judge, About: fmt.Sprintf("jury_opened/%s/%s", e.Campaign, e.Round), Title: "请评审作品",
				Text: fmt.Sprintf("“%s”的%s已经开始，分给您的作品可以评了。评分随时保存，看完再提交。", c.ShortTitle, r.Label)}
			if err := s.tellJudge(ctx, tx, c, r, m); err != nil {
				return err
			}
		}
		return nil
	})
}

// remind tells one judge what is still to be done. Asked again on the same day about the same sheets, it tells nothing new.
func (s *Service) remind(ctx context.Context, e jury.Reminded) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, r, err := s.round(ctx, tx, e.Campaign, e.Round)
		if err != nil {
			return err
		}
		until := ""
		if !e.Due.IsZero() {
			until = "，请在" + e.Due.In(c.Zone).Add(-time.Second).Format("1月2日") + "前完成"
		}
		today := tx.Now().In(c.Zone).Format(time.DateOnly)
		return s.tellJudge(ctx, tx, c, r, Message{Person: e.Judge, About: fmt.Sprintf("jury_reminded/%s/%s/%s/%d", e.Campaign, e.Round, today, e.Left), Title: "还有作品等您评审",
			Text: fmt.Sprintf("“%s”的%s，您还有%d部作品没有评完%s。", c.ShortTitle, r.Label, e.Left, until)})
	})
}

func (s *Service) round(ctx context.Context, tx *db.Tx, key, round string) (*campaign.Campaign, campaign.Round, error) {
	c, err := s.campaigns.Get(ctx, tx, key)
	if err != nil {
		return nil, campaign.Round{}, err
	}
	r, _ := c.Round(round)
	return c, r, nil
}

func (s *Service) tellJudge(ctx context.Context, tx *db.Tx, c *campaign.Campaign, r campaign.Round, m Message) error {
	m.Campaign, m.Link = c.Key, "/console/judging/"+c.Key+"/"+r.Key
	return s.tell(ctx, tx, m)
}
