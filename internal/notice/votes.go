package notice

import (
	"context"
	"fmt"

	"saiying/internal/ballot"
	"saiying/internal/platform/db"
)

var causes = map[ballot.Cause]string{
	ballot.CauseBought: "有偿投票", ballot.CauseAutomatic: "程序自动投票", ballot.CauseConcerted: "多个账号由同一人操控", ballot.CauseGenuine: "经核实为正常投票",
}

// tellRuling writes to the authors of works whose votes were annulled or count again, and to those of a case that was appealed what
// came of it.
func (s *Service) tellRuling(ctx context.Context, r ballot.Ruled) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for work, votes := range r.Votes {
			e, err := s.entries.Get(ctx, tx, work)
			if err != nil {
				return err
			}
			if e.Owner == "" {
				continue
			}
			title, text := ruling(r, e.Title, votes)
			about := fmt.Sprintf("votes/%s/%d/%s/%s", r.Campaign, r.Number, r.Outcome, work)
			m := Message{Person: e.Owner, About: about, Campaign: r.Campaign, Title: title, Text: text, Link: "/me/entries/" + e.ID + "/annulments"}
			if err := s.tell(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func ruling(r ballot.Ruled, title string, votes int64) (string, string) {
	about := fmt.Sprintf("（第%d号，%s）。", r.Number, causes[r.Cause])
	switch {
	case r.Outcome == ballot.Annul:
		return "部分票数作废", fmt.Sprintf("经两位工作人员核查，投给《%s》的%d票不予计入", title, votes) + about + "作废的是票，不影响作品的参评资格。如有异议，公示期结束前可以申诉一次。"
	case r.Outcome == ballot.Uphold:
		return "申诉结果：维持作废", fmt.Sprintf("经两位工作人员复核，投给《%s》的%d票维持作废", title, votes) + about + "这是最终结果，不影响作品的参评资格。"
	case r.AfterFreeze:
		return "申诉结果：申诉成立", fmt.Sprintf("经两位工作人员复核，投给《%s》的%d票是正常投票", title, votes) + about + "票数此前已经封存，不再改动；这一结果已经记录，并在作废的票里公布。"
	case r.Appealed:
		return "申诉结果：票数恢复", fmt.Sprintf("经两位工作人员复核，《%s》的%d票恢复计入", title, votes) + about
	}
	return "票数恢复", fmt.Sprintf("经两位工作人员核查，《%s》的%d票计入票数", title, votes) + about
}
