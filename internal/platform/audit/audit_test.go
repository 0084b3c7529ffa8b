package audit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

func TestChain(t *testing.T) {
	at := time.Date(2020, 11, 26, 9, 0, 0, 0, time.UTC)
	dbtest.EachClock(t, clock.NewFixed(at), func(t *testing.T, d *db.DB) {
		ctx := audit.With(context.Background(), audit.Actor{ID: "p1", Name: "林晓岚", Role: "screener", From: "192.0.2.7"})
		if err := db.Migrate(ctx, d, "audit", audit.Schema); err != nil {
			t.Fatal(err)
		}
		var log audit.Log
		for _, says := range []string{"通过初审", "退回补正", "不予通过"} {
			err := d.Write(ctx, func(tx *db.Tx) error {
				return log.Add(ctx, tx, audit.Record{Act: "screening.decide", Object: "e1", Campaign: "hebei-2020", Says: says, After: map[string]string{"state": says}})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		verify := func() (n int64, err error) {
			err = d.Read(ctx, func(tx *db.Tx) error { n, err = log.Verify(ctx, tx); return err })
			return n, err
		}
		if n, err := verify(); n != 3 || err != nil {
			t.Fatalf("a whole chain gave %d, %v", n, err)
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			rows, err := log.List(ctx, tx, audit.Filter{Campaign: "hebei-2020", Act: "screening.", Text: "退回", Limit: 10})
			if err == nil && (len(rows) != 1 || rows[0].Name != "林晓岚" || !rows[0].At.Equal(at) || string(rows[0].After) != `{"state":"退回补正"}`) {
				t.Errorf("found %+v", rows)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name, harm, undo string
			seq              int64
		}{
			{"changed", "UPDATE audit_record SET says = '通过' WHERE seq = 2", "UPDATE audit_record SET says = '退回补正' WHERE seq = 2", 2},
			{"removed", "UPDATE audit_record SET seq = 9 WHERE seq = 1", "UPDATE audit_record SET seq = 1 WHERE seq = 9", 1},
			{"end cut", "DELETE FROM audit_record WHERE seq = 3", "", 3},
		} {
			exec := func(q string) {
				if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, q); return err }); err != nil {
					t.Fatal(err)
				}
			}
			exec(c.harm)
			var broken *audit.Broken
			if _, err := verify(); !errors.As(err, &broken) || broken.Seq != c.seq {
				t.Errorf("%s: %v, want a break at %d", c.name, err, c.seq)
			}
			if c.undo != "" {
				exec(c.undo)
			}
		}
	})
}

func TestVerifyFromLooksOnlyAtWhatIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if err := db.Migrate(ctx, d, "audit", audit.Schema); err != nil {
			t.Fatal(err)
		}
		var log audit.Log
		add := func(n int) {
			for range n {
				if err := d.Write(ctx, func(tx *db.Tx) error { return log.Add(ctx, tx, audit.Record{Act: "a.b", Says: "做了"}) }); err != nil {
					t.Fatal(err)
				}
			}
		}
		from := func(m audit.Mark) (to audit.Mark, err error) {
			err = d.Read(ctx, func(tx *db.Tx) error { to, err = log.VerifyFrom(ctx, tx, m); return err })
			return to, err
		}
		harm := func(q string) {
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, q); return err }); err != nil {
				t.Fatal(err)
			}
		}
		add(3)
		three, err := from(audit.Mark{})
		if err != nil || three.Seq != 3 {
			t.Fatalf("%+v, %v", three, err)
		}
		add(2)
		harm("UPDATE audit_record SET says = '没做' WHERE seq = 2") // before the mark: only a full verification sees it
		if five, err := from(three); err != nil || five.Seq != 5 {
			t.Fatalf("%+v, %v", five, err)
		}
		var broken *audit.Broken
		if m, err := from(audit.Mark{}); !errors.As(err, &broken) || broken.Seq != 2 || m.Seq != 1 {
			t.Fatalf("from the beginning: %+v, %v", m, err)
		}
		harm("UPDATE audit_record SET says = '没做' WHERE seq = 5")
		if m, err := from(three); !errors.As(err, &broken) || broken.Seq != 5 || m.Seq != 4 {
			t.Fatalf("after the mark: %+v, %v", m, err)
		}
		harm("DELETE FROM audit_record WHERE seq > 3")
		if _, err := from(three); !errors.As(err, &broken) {
			t.Fatalf("a cut end gave %v", err)
		}
	})
}
