package report

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
)

func TestFilmsInWorkAreNamedAndOrdered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const unit = "望北县融媒体中心"
		h.enter(4, unit, entry.StateSubmitted, "2020-11-10", "[]")
		us := db.Micros(at("2020-11-10 10:00"))
		h.exec("UPDATE media_asset SET state = 'processing'", "INSERT INTO media_pace (id, pace, length) VALUES (1, 0.5, 60)",
			"UPDATE entry_entry SET state = 'draft', title = '草稿的片名' WHERE seq = 4")
		for i, state := range []media.WorkState{media.WorkWaiting, media.WorkStopped, media.WorkRunning, media.WorkWaiting} {
			h.exec(fmt.Sprintf(`INSERT INTO media_work (asset, job, state, urgency, queued, since, tries, machine, trouble, detail)
				VALUES ('a%s-submitted-2020-11-10-%d', %d, '%s', 3, %d, %d, 1, 'node-a', '%s', 'what the tool said')`,
				unit, i, i+1, state, us+int64(i), us, map[media.WorkState]media.Trouble{media.WorkStopped: media.NoTool}[state]))
		}
		got, err := h.Films(h.as("周启明", identity.Organiser, key), key)
		must(t, err)
		if len(got.Items) != 4 || got.Counts[media.WorkWaiting] != 2 || got.Counts[media.WorkStopped] != 1 {
			t.Fatalf("%+v", got)
		}
		running, stopped, first, draft := got.Items[0], got.Items[1], got.Items[2], got.Items[3]
		if running.Work.State != media.WorkRunning || running.Number != "3" || running.Work.Remaining != 30 || running.Machine != "node-a" {
			t.Errorf("running: %+v", running)
		}
		if stopped.Work.Trouble != media.NoTool.Says("zh") || stopped.Detail == "" || len(stopped.Work.Can) != 1 {
			t.Errorf("stopped: %+v", stopped)
		}
		if first.Title != "作品" || first.Work.Ahead != 0 || first.Work.Remaining != 60 {
			t.Errorf("first in the line: %+v", first)
		}
		if draft.Title != "" || draft.Entry != "" || draft.Work.Ahead != 1 {
			t.Errorf("a draft is its author's own: %+v", draft)
		}
		if got, err = h.Films(h.as("方正", identity.Auditor, key), key); err != nil || len(got.Items[1].Work.Can) != 0 {
			t.Errorf("the auditor may act: %+v, %v", got, err)
		}
		for who, ctx := range map[string]context.Context{"a judge": h.as("孟怀远", identity.Judge, key), "another's organiser": h.as("别处", identity.Organiser, "other-2020")} {
			if _, err := h.Films(ctx, key); !errors.Is(err, identity.ErrForbidden) {
				t.Errorf("%s got %v", who, err)
			}
		}
	})
}
