package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// opened is a program on an empty data folder, for one of the engines.
func opened(t *testing.T, engine db.Engine) *App {
	t.Helper()
	data := t.TempDir()
	a, err := Open(context.Background(), Config{Version: "test", Data: data, Database: dbtest.DSN(t, engine), Blobs: blob.Config{Address: "file:" + filepath.Join(data, "blobs")},
		PublicURL: "http://127.0.0.1:8080", Clock: clock.System})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// unwell lists the names of the checks that failed.
func unwell(t *testing.T, a *App) (names []string) {
	t.Helper()
	for _, c := range a.Checks(context.Background()) {
		if c.Name == "" || c.Says == "" || strings.Contains(c.Says, "%!") {
			t.Errorf("a check says %+v", c)
		}
		if !c.OK {
			names = append(names, c.Name)
		}
	}
	return names
}

func TestChecks(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			a := opened(t, engine)
			ctx := context.Background()
			if bad := unwell(t, a); bad != nil {
				t.Fatalf("a fresh installation is unwell: %v", bad)
			}
			exec := func(q string) {
				t.Helper()
				if err := a.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, q); return err }); err != nil {
					t.Fatal(err)
				}
			}
			tomorrow := db.Micros(time.Now().Add(24 * time.Hour))
			for range 2 {
				if err := a.db.Write(ctx, func(tx *db.Tx) error {
					return a.audit.Add(ctx, tx, audit.Record{Act: "campaign.decide", Says: "决定"})
				}); err != nil {
					t.Fatal(err)
				}
			}
			good := a.cfg
			for _, x := range []struct {
				want string
				harm func()
				undo func()
			}{
				{"公开网址", func() { a.cfg.PublicURL = "http://saiying.example.cn" }, nil},
				{"演示登录", func() { a.cfg.PublicURL, a.cfg.AllowSandbox = "https://saiying.example.cn", true }, nil},
				{"微信", func() { a.cfg.WeChatAppID = "wx1" }, nil},
				{"微信", func() { a.cfg.WeChatAppID, a.cfg.WeChatSecret, a.cfg.WeChatBase = "wx1", "s", "http://wx.example.cn" }, nil},
				{"微信网页登录", func() { a.cfg.OfficialAppID = "wx2" }, nil},
				{"微信网页登录", func() {
					a.cfg.WeChatAppID, a.cfg.WeChatSecret, a.cfg.OfficialAppID, a.cfg.OfficialSecret = "wx1", "s", "wx1", "s"
				}, nil},
				{"微信网页登录", both(a, `UPDATE identity_person SET wechat = 'o', joined = FALSE`), func() { exec("UPDATE identity_person SET joined = TRUE") }},
				{"磁盘", func() { a.cfg.Blobs.Address = "file:/nowhere" }, nil},
				{"时钟 活动记录", func() { exec(fmt.Sprintf("UPDATE audit_record SET at = at + %d WHERE seq = 2", tomorrow)) }, func() { exec(fmt.Sprintf("UPDATE audit_record SET at = at - %d WHERE seq = 2", tomorrow)) }},
				{"活动记录", func() { exec("UPDATE audit_record SET says = '没有决定' WHERE seq = 1") }, func() { exec("UPDATE audit_record SET says = '决定' WHERE seq = 1") }},
				{"文件存储", func() { block(t, a) }, func() { unblock(t, a) }},
			} {
				x.harm()
				if got := strings.Join(unwell(t, a), " "); got != x.want {
					t.Errorf("unwell is %q, want %q", got, x.want)
				}
				if a.cfg = good; x.undo != nil {
					x.undo()
				}
			}
			if bad := unwell(t, a); bad != nil {
				t.Errorf("once mended it is still unwell: %v", bad)
			}
		})
	}
}

// block puts a file where the store keeps what is being written; permissions would not hinder root.
func block(t *testing.T, a *App) {
	t.Helper()
	dir := filepath.Join(a.cfg.Data, "blobs", ".staging")
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
}

func unblock(t *testing.T, a *App) {
	t.Helper()
	dir := filepath.Join(a.cfg.Data, "blobs", ".staging")
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
}

// both configures the mini program and the official account, and has somebody known in the former as sql says.
func both(a *App, sql string) func() {
	return func() {
		a.cfg.WeChatAppID, a.cfg.WeChatSecret, a.cfg.OfficialAppID, a.cfg.OfficialSecret = "wx1", "s", "wx2", "s"
		ctx := context.Background()
		if _, err := a.Identity.Know(ctx, identity.WeChat, "o", "观众"); err != nil {
			panic(err)
		}
		if err := a.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, sql); return err }); err != nil {
			panic(err)
		}
	}
}
