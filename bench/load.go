package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

type server struct {
	url, contest string
	http         *http.Client
}

// do sends one request and reads the answer whole.
func (s *server) do(method, path string, body io.Reader, header map[string]string) (int, []byte, http.Header, error) {
	q, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		return 0, nil, nil, err
	}
	for k, v := range header {
		q.Header.Set(k, v)
	}
	r, err := s.http.Do(q)
	if err != nil {
		return 0, nil, nil, err
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	return r.StatusCode, b, r.Header, err
}

// post sends JSON and reads JSON.
func (s *server) post(path, token string, in, out any, header map[string]string) (int, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	h := map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + token}
	for k, v := range header {
		h[k] = v
	}
	status, answer, _, err := s.do("POST", path, bytes.NewReader(b), h)
	if err == nil && out != nil && status < 300 {
		err = json.Unmarshal(answer, out)
	}
	if status >= 500 {
		err = fmt.Errorf("POST %s answered %d: %s", path, status, answer)
	}
	return status, err
}

// hammer does n things by w workers and prints their rate and how long one takes.
func hammer(what string, n, w int, do func(i int) error) error {
	took := make([]time.Duration, n)
	errs := make([]error, w)
	var wg sync.WaitGroup
	began := time.Now()
	for k := range w {
		wg.Go(func() {
			for i := k; i < n && errs[k] == nil; i += w {
				at := time.Now()
				errs[k] = do(i)
				took[i] = time.Since(at)
			}
		})
	}
	wg.Wait()
	all := time.Since(began)
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	slices.Sort(took)
	row(what, "%.0f a second, half within %.1f ms, 99%% within %.1f ms", float64(n)/all.Seconds(), ms(took[n/2]), ms(took[n*99/100]))
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (s *server) get(path string) func(int) error {
	return func(int) error {
		status, _, _, err := s.do("GET", path, nil, nil)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("GET %s answered %d", path, status)
		}
		return err
	}
}

func (s *server) entries() (ids []string, poster string, err error) {
	_, b, _, err := s.do("GET", "/api/v1/campaigns/"+s.contest+"/entries", nil, nil)
	if err != nil {
		return nil, "", err
	}
	var list struct{ Items []struct{ ID, Poster string } }
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, "", err
	}
	for _, e := range list.Items {
		ids, poster = append(ids, e.ID), e.Poster
	}
	if len(ids) == 0 {
		return nil, "", fmt.Errorf("%s shows no works", s.contest)
	}
	return ids, poster, nil
}

// reads asks for the pages and lists that a viewer opens.
func (s *server) reads() error {
	for _, page := range []struct{ what, path string }{
		{"home page, drawn by the server", "/c/" + s.contest},
		{"list of works", "/api/v1/campaigns/" + s.contest + "/entries"},
		{"standings", "/api/v1/campaigns/" + s.contest + "/standings"},
	} {
		if err := hammer(page.what, 4000, 32, s.get(page.path)); err != nil {
			return err
		}
	}
	return nil
}

const voters, each = 200, 10

// votes has voters sign in through the demonstration's WeChat and give all their votes, one a request.
func (s *server) votes() error {
	ids, _, err := s.entries()
	if err != nil {
		return err
	}
	tokens := make([]string, voters)
	run := time.Now().UnixNano()
	err = hammer("sign-ins by WeChat", voters, 8, func(i int) error {
		var in struct{ Token string }
		status, err := s.post("/api/v1/sessions/wechat", "", map[string]string{"code": fmt.Sprintf("demo:bench-%d-%d", run, i)}, &in, nil)
		if err == nil && status != http.StatusCreated {
			err = fmt.Errorf("answered %d", status)
		}
		tokens[i] = in.Token
		return err
	})
	if err != nil {
		return err
	}
	return hammer("votes, each its own request and on the disk when answered", voters*each, 32, func(i int) error {
		key := map[string]string{"Idempotency-Key": fmt.Sprintf("bench-%d-%d", run, i)}
		body := map[string]any{"entry": ids[i%len(ids)], "count": 1}
		status, err := s.post("/api/v1/campaigns/"+s.contest+"/votes", tokens[i%voters], body, nil, key)
		if err == nil && status != http.StatusCreated {
			err = fmt.Errorf("answered %d", status)
		}
		return err
	})
}

const size = 256 << 20

// upload sends bytes that are no film by tus, to the contest that collects, until the last byte is in and its checksum made.
func (s *server) upload() error {
	var personas struct{ Sandbox []struct{ Key, Role string } }
	_, b, _, err := s.do("GET", "/api/v1/session/options", nil, nil)
	if err == nil {
		err = json.Unmarshal(b, &personas)
	}
	if err != nil {
		return err
	}
	var in struct{ Token string }
	for _, p := range personas.Sandbox {
		if p.Role == "author" {
			if _, err := s.post("/api/v1/sessions/sandbox", "", map[string]string{"persona": p.Key}, &in, nil); err != nil {
				return err
			}
		}
	}
	collecting, err := s.collecting()
	if err != nil || collecting == "" {
		return err
	}
	word := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	tus := map[string]string{"Tus-Resumable": "1.0.0", "Authorization": "Bearer " + in.Token, "Upload-Length": fmt.Sprint(size),
		"Upload-Metadata": "campaign " + word(collecting) + ",filename " + word("bench.mp4") + ",filetype " + word("video/mp4")}
	status, b, h, err := s.do("POST", "/api/v1/uploads/", nil, tus)
	if err := want(http.StatusCreated, status, b, err); err != nil {
		return err
	}
	delete(tus, "Upload-Length")
	delete(tus, "Upload-Metadata")
	tus["Content-Type"], tus["Upload-Offset"] = "application/offset+octet-stream", "0"
	bytesOfIt := make([]byte, size)
	_, _ = rand.Read(bytesOfIt)
	began := time.Now()
	status, b, _, err = s.do("PATCH", strings.TrimPrefix(h.Get("Location"), s.url), bytes.NewReader(bytesOfIt), tus)
	if err := want(http.StatusNoContent, status, b, err); err != nil {
		return err
	}
	row("an upload of 256 MiB, checksum included", "%.0f MB/s", size/1e6/time.Since(began).Seconds())
	return nil
}

// want turns an answer other than the wanted one into an error.
func want(status, got int, answer []byte, err error) error {
	if err == nil && got != status {
		err = fmt.Errorf("answered %d, want %d: %s", got, status, answer)
	}
	return err
}

// collecting is the key of a contest that takes works, or empty.
func (s *server) collecting() (string, error) {
	var list struct {
		Items []struct {
			Key   string
			Phase struct{ Kind string }
		}
	}
	_, b, _, err := s.do("GET", "/api/v1/campaigns", nil, nil)
	if err == nil {
		err = json.Unmarshal(b, &list)
	}
	for _, c := range list.Items {
		if c.Phase.Kind == "collection" {
			return c.Key, err
		}
	}
	return "", err
}

// film reads a poster again and again, as a wall of works does.
func (s *server) film() error {
	_, poster, err := s.entries()
	if err != nil || poster == "" {
		return err
	}
	return hammer("posters", 4000, 32, s.get(poster))
}
