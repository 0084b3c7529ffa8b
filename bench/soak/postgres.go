package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// postgres is a server of PostgreSQL of our own, which keeps what it commits: fsync and synchronous_commit are on.
type postgres struct {
	bin, dir, address string
	cmd               *exec.Cmd
}

// newPostgres makes a server in dir and starts it.
func newPostgres(ctx context.Context, dir string) (*postgres, error) {
	p := &postgres{dir: dir}
	var err error
	if p.bin, err = binaries(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if who := unprivileged(); who != nil {
		if err := os.Chown(dir, int(who.Uid), int(who.Gid)); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p.address = l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	made := p.command(ctx, "initdb", "-D", "data", "-U", "saiying", "-A", "trust", "-E", "UTF8", "--locale=C")
	if out, err := made.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return p, p.start(ctx)
}

// command is a program of PostgreSQL, by a user who is not root, which it refuses.
func (p *postgres) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: unprivileged(), Setpgid: true}
	return cmd
}

func (p *postgres) start(ctx context.Context) error {
	says, err := os.OpenFile(p.dir+".says", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = says.Close() }() // the process has its own
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	p.cmd = p.command(context.Background(), "postgres", "-D", "data", "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "port="+port,
		"-c", "max_connections=200", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on")
	p.cmd.Stdout, p.cmd.Stderr = says, says
	if err := p.cmd.Start(); err != nil {
		return err
	}
	d, err := sql.Open("pgx", p.dsn("postgres", p.address))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	for end := time.Now().Add(time.Minute); ; pause(ctx, 20*time.Millisecond) {
		if err = d.PingContext(ctx); err == nil || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
	}
}

// crash ends the server as pg_ctl's immediate mode does: what is under way is lost, and the next start recovers from the log.
func (p *postgres) crash() { p.end(syscall.SIGQUIT) }

func (p *postgres) stop() { p.end(syscall.SIGINT) }

func (p *postgres) end(how syscall.Signal) {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(how)
	_ = p.cmd.Wait()
	p.cmd = nil
}

func (p *postgres) dsn(name, address string) string {
	return fmt.Sprintf("postgres://saiying@%s/%s?sslmode=disable", address, name)
}

func (p *postgres) create(ctx context.Context, name string) error {
	d, err := sql.Open("pgx", p.dsn("postgres", p.address))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	_, err = d.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0")
	return err
}

func unprivileged() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

// binaries finds the folder of initdb and postgres: Debian keeps them off the PATH.
func binaries() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("no initdb on the PATH nor under /usr/lib/postgresql; on Debian: apt-get install postgresql-15")
	}
	return filepath.Dir(found[len(found)-1]), nil
}
