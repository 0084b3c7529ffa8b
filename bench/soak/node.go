package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// node is one server of Saiying: the real program as a process, on an address that stays the same from start to start.
type node struct {
	program, data, listen string
	env                   []string
	cmd                   *exec.Cmd
	ended                 chan struct{} // closed when the process is over
}

func newNode(program, data, database, blobs, wechat string) (*node, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n := &node{program: program, data: data, listen: l.Addr().String(), env: append(os.Environ(),
		"SAIYING_DATABASE="+database, "SAIYING_BLOBS=file:"+blobs, "SAIYING_WECHAT_APPID="+appID, "SAIYING_WECHAT_SECRET="+secret, "SAIYING_WECHAT_API_BASE="+wechat,
		"SAIYING_PUBLIC_URL=https://vote.example.cn")}
	return n, l.Close()
}

func (n *node) url() string { return "http://" + n.listen }

// start starts the server and does not wait for it. What it says goes to a file beside its data.
func (n *node) start() error {
	if err := os.MkdirAll(n.data, 0o750); err != nil {
		return err
	}
	says, err := os.OpenFile(filepath.Join(n.data, "says"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = says.Close() }() // the process has its own
	n.cmd = n.command(context.Background(), "serve", "--listen", n.listen)
	n.cmd.Stderr, n.cmd.Stdout = says, says
	if err := n.cmd.Start(); err != nil {
		return err
	}
	n.ended = make(chan struct{})
	go func(cmd *exec.Cmd, ended chan struct{}) { _ = cmd.Wait(); close(ended) }(n.cmd, n.ended)
	return nil
}

// command is the program with another of its commands, on the same data.
func (n *node) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, n.program, append(args, "--data", n.data)...)
	cmd.Env = n.env
	return cmd
}

// ready waits until the server says that it can answer.
func (n *node) ready(ctx context.Context) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if r, err := http.Get(n.url() + "/readyz"); err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-n.ended:
			return fmt.Errorf("the server on %s ended by itself; see %s/says", n.listen, n.data)
		case <-time.After(10 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server on %s is not ready after a minute; see %s/says", n.listen, n.data)
}

// kill ends the process as a power cut would, with kill -9, if there is one.
func (n *node) kill() {
	if n.cmd == nil {
		return
	}
	_ = n.cmd.Process.Kill()
	<-n.ended
	n.cmd = nil
}
