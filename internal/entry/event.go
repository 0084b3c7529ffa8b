package entry

import (
	"context"

	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
)

// News is what every event of this room says: which entry of which campaign.
type News struct {
	Entry    string `json:"entry"`
	Campaign string `json:"campaign"`
}

// The events, one a verb. Each is told in the transaction that did it.
type (
	Submitted struct {
		News
		Asset string `json:"asset"`
		Again bool   `json:"again"` // handed in again after it was returned
	}
	Replaced struct {
		News
		Asset string `json:"asset"`
	}
	Withdrawn      struct{ News }
	Admitted       struct{ News }
	Returned       struct{ News }
	Rejected       struct{ News }
	Reopened       struct{ News }
	Shortlisted    struct{ News }
	NotShortlisted struct{ News }
	Recalled       struct{ News }
	Proposed       struct{ News }
	Unproposed     struct{ News }
	Awarded        struct{ News }
	Revoked        struct{ News }
	Disqualified   struct{ News }
	Reinstated     struct{ News }
)

// tell emits the event of a verb that a room to the right did.
func tell(ctx context.Context, q *job.Queue, tx *db.Tx, v Verb, n News) error {
	switch v {
	case Withdraw:
		return job.Emit(ctx, q, tx, Withdrawn{n})
	case Admit:
		return job.Emit(ctx, q, tx, Admitted{n})
	case Return:
		return job.Emit(ctx, q, tx, Returned{n})
	case Reject:
		return job.Emit(ctx, q, tx, Rejected{n})
	case Reopen:
		return job.Emit(ctx, q, tx, Reopened{n})
	case Shortlist:
		return job.Emit(ctx, q, tx, Shortlisted{n})
	case PassOver:
		return job.Emit(ctx, q, tx, NotShortlisted{n})
	case Recall:
		return job.Emit(ctx, q, tx, Recalled{n})
	case Propose:
		return job.Emit(ctx, q, tx, Proposed{n})
	case Unpropose, Readmit:
		return job.Emit(ctx, q, tx, Unproposed{n})
	case Award:
		return job.Emit(ctx, q, tx, Awarded{n})
	case Revoke:
		return job.Emit(ctx, q, tx, Revoked{n})
	case Disqualify:
		return job.Emit(ctx, q, tx, Disqualified{n})
	case Reinstate:
		return job.Emit(ctx, q, tx, Reinstated{n})
	}
	return nil
}
