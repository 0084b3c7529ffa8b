package media_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"saiying/internal/media"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/blobtest"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// stall sends a PATCH of what follows offset, of which only half comes, and returns how to hang up.
func (s *stage) stall(at string, body []byte, offset int, header ...string) (hangUp func()) {
	s.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	must(s.t, err)
	head := fmt.Sprintf("PATCH %s HTTP/1.1\r\nHost: x\r\nX-Person: lin\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n",
		at, offset, len(body)-offset)
	for i := 0; i+1 < len(header); i += 2 {
		head += header[i] + ": " + header[i+1] + "\r\n"
	}
	_, err = c.Write(append([]byte(head+"\r\n"), body[offset:offset+(len(body)-offset)/2]...))
	must(s.t, err)
	return func() { _ = c.Close() }
}

// eventually waits for something another process or request is about to do.
func (s *stage) eventually(done func() bool) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("it does not happen")
		}
	}
}

func (s *stage) offset(at string) int {
	s.t.Helper()
	a := s.do("HEAD", at, "lin", nil)
	if a.status != http.StatusOK {
		return -1
	}
	n, err := strconv.Atoi(a.header.Get("Upload-Offset"))
	must(s.t, err)
	return n
}

// landed is how many bytes of an upload are there, asked without disturbing who sends them.
func (s *stage) landed(id string) int {
	s.t.Helper()
	var v media.View
	must(s.t, json.Unmarshal(s.do("GET", "/api/v1/assets/"+id, "lin", nil).body, &v))
	return int(v.Received)
}

func (s *stage) multiparts() int {
	s.t.Helper()
	b := s.blobs.(*blob.Bucket)
	name := b.Name()
	got, err := b.Client().ListMultipartUploads(context.Background(), &s3.ListMultipartUploadsInput{Bucket: &name})
	must(s.t, err)
	return len(got.Uploads)
}

// locked reports whether somebody says they are at work on an upload.
func (s *stage) locked(id string) (locked bool) {
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), "SELECT COUNT(*) > 0 FROM media_lock WHERE upload = $1", id).Scan(&locked)
	}))
	return locked
}

// Two machines on one PostgreSQL and one bucket. The first, a process of its own, is killed in the middle of a piece; the second
// goes on where the last whole piece ended, once the dead one's lease has run out.
func TestAnotherMachineGoesOnWithAnUpload(t *testing.T) {
	const asNode = "SAIYING_TEST_NODE" // set in the process that plays the first machine
	if os.Getenv(asNode) != "" {
		playNode(t, strings.Split(os.Getenv(asNode), "\n"))
		return
	}
	body := make([]byte, 12<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(body)
	half := 8 << 20 // what is too small for a part, less than 5 MiB, dies with the machine that was about to add to it
	dsn, store := dbtest.DSN(t, db.PostgreSQL), blobtest.Bucket(t)
	c := clock.NewFixed(opened)
	second := raise(t, openDB(t, dsn, c), c, store)
	node := exec.Command(os.Args[0], "-test.run=^TestAnotherMachineGoesOnWithAnUpload$")
	node.Env = append(os.Environ(), asNode+"="+strings.Join([]string{dsn, store.Address, store.Key, store.Secret}, "\n"))
	node.Stderr = os.Stderr
	out, err := node.StdoutPipe()
	must(t, err)
	must(t, node.Start())
	address, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	first := *second
	first.url = strings.TrimSpace(address)

	at, id := first.begin("lin", len(body))
	if a := first.patch(at, "lin", 0, body[:half]); a.status != http.StatusNoContent {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if n := second.offset(at); n != half {
		t.Fatalf("the second machine knows of %d bytes, want %d", n, half)
	}
	defer first.stall(at, body, half)()
	second.eventually(func() bool { return second.locked(id) })
	must(t, node.Process.Kill())
	_ = node.Wait()

	c.Advance(11 * time.Second)
	n := second.offset(at)
	if n != half {
		t.Fatalf("offset %d, want %d", n, half)
	}
	if a := second.patch(at, "lin", n, body[n:]); a.status != http.StatusNoContent {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if second.expect(id, media.StateReceived); second.digest(id) != sum(body) {
		t.Fatal("the file is not what was sent")
	}
	if second.multiparts() != 0 || second.locked(id) {
		t.Error("something of the upload is left")
	}
}

// While both live, the one that writes gives way to the one that is asked: its connection is most likely dead.
func TestALivingMachineGivesWay(t *testing.T) {
	body := film(t)
	dsn, store := dbtest.DSN(t, db.PostgreSQL), blobtest.Bucket(t)
	c := clock.NewFixed(opened)
	d := openDB(t, dsn, c)
	first, second := raise(t, d, c, store), raise(t, d, c, store)
	at, id := first.begin("lin", len(body))
	defer first.stall(at, body, 0)()
	first.eventually(func() bool { return first.locked(id) })
	n := second.offset(at)
	if a := second.patch(at, "lin", n, body[n:]); a.status != http.StatusNoContent {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if second.expect(id, media.StateReceived); second.digest(id) != sum(body) {
		t.Fatal("the file is not what was sent")
	}
}

func openDB(t *testing.T, dsn string, c clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn, c)
	must(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// playNode serves until it is killed, or until a minute is over.
func playNode(t *testing.T, with []string) {
	c := clock.NewFixed(opened)
	s := raise(t, openDB(t, with[0], c), c, blob.Config{Address: with[1], Key: with[2], Secret: with[3], Scratch: t.TempDir()})
	fmt.Println(s.url)
	<-time.After(time.Minute)
}
