// Package process runs the servers that benches measure and reads what they spend.
package process

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Process is a server that a bench started.
type Process struct {
	Address string
	cmd     *exec.Cmd
}

// Start runs a program and waits until it answers at address.
func Start(ctx context.Context, address, program string, args ...string) (*Process, error) {
	p := &Process{Address: address, cmd: exec.CommandContext(ctx, program, args...)}
	p.cmd.Stderr = os.Stderr
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			return p, c.Close()
		}
	}
	p.Stop()
	return nil, fmt.Errorf("%s does not answer on %s", program, address)
}

// Stop interrupts the process and waits for its end.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
}

// Spent is the processor time of the process and of its children that are still there.
func (p *Process) Spent() time.Duration {
	total := SpentBy(p.cmd.Process.Pid)
	kids, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", p.cmd.Process.Pid))
	for _, kid := range strings.Fields(string(kids)) {
		pid, _ := strconv.Atoi(kid)
		total += SpentBy(pid)
	}
	return total
}

// SpentBy is the processor time of one process: utime and stime, in hundredths of a second (proc(5)).
func SpentBy(pid int) time.Duration {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	_, rest, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// Memory is the process's resident memory of its own, in MiB: without the pages of files that it has mapped.
func (p *Process) Memory() int {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	for line := range strings.SplitSeq(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kib >> 10
		}
	}
	return 0
}

// Watch tells the most memory that the process had until it is called again.
func (p *Process) Watch() (most func() int) {
	stop, peak := make(chan struct{}), make(chan int)
	go func() {
		tick, top := time.NewTicker(50*time.Millisecond), 0
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				top = max(top, p.Memory())
			case <-stop:
				peak <- max(top, p.Memory())
				return
			}
		}
	}()
	return func() int { close(stop); return <-peak }
}

// FreeAddress is an address of this machine at which nobody listens.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
