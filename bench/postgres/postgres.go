// Package postgres runs a server of PostgreSQL for benches.
package postgres

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

// Server is a server of our own, which keeps what it commits: fsync and synchronous_commit are on. Its settings are those of docs/operate.md.
type Server struct {
	Address  string
	bin, dir string
	cmd      *exec.Cmd
}

// New makes a server in dir and starts it.
func New(ctx context.Context, dir string) (*Server, error) {
	p := &Server{dir: dir}
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
	p.Address = l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	made := p.Command(ctx, "initdb", "-D", "data", "-U", "saiying", "-A", "trust", "-E", "UTF8", "--locale=C")
	if out, err := made.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return p, p.Start(ctx)
}

// Command is a program of PostgreSQL, by a user who is not root, which it refuses.
func (p *Server) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: unprivileged(), Setpgid: true}
	return cmd
}

// Start starts the server, anew after Crash or Stop, and waits until it answers.
func (p *Server) Start(ctx context.Context) error {
	says, err := os.OpenFile(p.dir+".says", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = says.Close() }() // the process has its own
	_, port, err := net.SplitHostPort(p.Address)
	if err != nil {
		return err
	}
	p.cmd = p.Command(context.Background(), "postgres", "-D", "data", "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "port="+port,
		"-c", "max_connections=200", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on", "-c", "min_wal_size=1GB")
	p.cmd.Stdout, p.cmd.Stderr = says, says
	if err := p.cmd.Start(); err != nil {
		return err
	}
	d, err := sql.Open("pgx", p.DSN("postgres", p.Address))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if err = d.PingContext(ctx); err == nil || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
	}
}

// Crash ends the server as pg_ctl's immediate mode does: what is under way is lost, and the next start recovers from the log.
func (p *Server) Crash() { p.end(syscall.SIGQUIT) }

// Stop ends the server in good order.
func (p *Server) Stop() { p.end(syscall.SIGINT) }

func (p *Server) end(how syscall.Signal) {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(how)
	_ = p.cmd.Wait()
	p.cmd = nil
}

// DSN is a database as it is reached at address, which may be that of a proxy.
func (p *Server) DSN(name, address string) string {
	return fmt.Sprintf("postgres://saiying@%s/%s?sslmode=disable", address, name)
}

// Create makes an empty database.
func (p *Server) Create(ctx context.Context, name string) error {
	return p.exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0")
}

// Checkpoint has the files of the server's log be used again, as those of one that has served for a while: a new one makes each of them
// as it goes.
func (p *Server) Checkpoint(ctx context.Context) error { return p.exec(ctx, "CHECKPOINT") }

func (p *Server) exec(ctx context.Context, statement string) error {
	d, err := sql.Open("pgx", p.DSN("postgres", p.Address))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	_, err = d.ExecContext(ctx, statement)
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
		p, err = filepath.EvalSymlinks(p) // the others stand beside what is linked to
		return filepath.Dir(p), err
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("no initdb on the PATH nor under /usr/lib/postgresql; on Debian: apt-get install postgresql-15")
	}
	return filepath.Dir(found[len(found)-1]), nil
}
