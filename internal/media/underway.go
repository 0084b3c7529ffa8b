package media

import (
	"context"
	"sync"
	"time"

	"saiying/internal/platform/db"
)

// underway is what is written down of an upload.
type underway struct {
	place   string
	arrived int64
}

// rowPace is how often the row of an upload is written at most. On a fast line to commit each piece would take longer than to take it in.
// What is not in the row this process remembers; should it be killed, the bytes themselves tell how many there are.
const rowPace = time.Second

// memory is what this process knows of uploads beyond their rows.
type memory struct {
	mu sync.Mutex
	of map[string]known
}

// known is an upload as it stands and as this process last wrote its row.
type known struct {
	now, row underway
	written  time.Time
}

// recall answers an upload as it stands if its row is as this process left it, and as the row has it otherwise: then another machine
// has gone on with the upload.
func (m *memory) recall(id string, row underway) known {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k, ok := m.of[id]; ok && k.row == row {
		return k
	}
	return known{now: row, row: row}
}

func (m *memory) keep(id string, k known) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of[id] = k
}

func (m *memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.of, id)
}

// only forgets all uploads but these.
func (m *memory) only(these []Asset) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.of
	m.of = make(map[string]known, len(these))
	for _, a := range these {
		if k, ok := all[a.ID]; ok {
			m.of[a.ID] = k
		}
	}
}

// underway reads how far an upload is.
func (s *Service) underway(ctx context.Context, id string) (up underway, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		k, err := s.known(ctx, tx, id)
		up = k.now
		return err
	})
	return up, err
}

func (s *Service) known(ctx context.Context, tx *db.Tx, id string) (known, error) {
	row, err := findUpload(ctx, tx, id)
	return s.memory.recall(id, row), err
}

// arrive notes how many bytes of an upload are there.
func (s *Service) arrive(ctx context.Context, id string, k known, n int64) error {
	k.now.arrived = n
	if now := s.clock.Now(); now.Sub(k.written) >= rowPace {
		k.row, k.written = k.now, now
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return setArrived(ctx, tx, id, n) }); err != nil {
			return err
		}
	}
	s.memory.keep(id, k)
	return nil
}
