package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"saiying/internal/platform/id"
)

var server struct {
	once sync.Once
	dir  string
	err  error
	// The server's shell waits for the end of this pipe, so it ends with the test binary however that ends.
	alive *os.File
}

// postgres makes a database on the test binary's own server and returns its address.
func postgres(t testing.TB) string {
	t.Helper()
	server.once.Do(func() { server.err = start() })
	if server.err != nil {
		t.Fatalf("PostgreSQL for the tests did not start (on Debian: apt-get install postgresql-15): %v", server.err)
	}
	name := "t" + id.New()
	if err := run("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") })
	return address(name)
}

func address(name string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&user=saiying&sslmode=disable", name, server.dir)
}

func run(statement string) error {
	d, err := sql.Open("pgx", address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	_, err = d.Exec(statement)
	return err
}

func start() error {
	bin, err := binaries()
	if err != nil {
		return err
	}
	// /tmp rather than TMPDIR: a socket's path may have no more than 107 characters.
	if server.dir, err = os.MkdirTemp("/tmp", "saiying-pg-"); err != nil {
		return err
	}
	who := unprivileged()
	if who != nil {
		if err := os.Chown(server.dir, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(server.dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "saiying", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	initdb.Dir = server.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	server.alive = write
	script := fmt.Sprintf(`%s/postgres -D %s -k %s -c listen_addresses= -c fsync=off -c max_connections=200 -c log_min_messages=panic >%s/log 2>&1 & pid=$!
		cat >/dev/null; kill -INT $pid; wait $pid; rm -rf %s`, bin, data, server.dir, server.dir, server.dir)
	shell := exec.Command("sh", "-c", script)
	shell.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setpgid: true}
	shell.Stdin, shell.Dir = read, server.dir
	if err := shell.Start(); err != nil {
		return err
	}
	_ = read.Close()
	return answer()
}

// answer waits until the server takes connections.
func answer() error {
	d, err := sql.Open("pgx", address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		if err = d.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// unprivileged is the user that runs the server when the tests run as root, which PostgreSQL refuses.
func unprivileged() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534, NoSetGroups: false}
}

// binaries finds the folder of initdb and postgres: Debian keeps them off the PATH.
func binaries() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("no initdb on the PATH nor under /usr/lib/postgresql")
	}
	return strings.TrimSuffix(found[len(found)-1], "/initdb"), nil
}
