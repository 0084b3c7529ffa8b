package ballot_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// How many votes a second one campaign counts, from 256 voters at once.
func BenchmarkCast(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		b.Run(string(engine), func(b *testing.B) {
			c := clock.NewFixed(at(b, "2020-11-26 10:00"))
			h := open(b, dbtest.Open(b, engine, c), c, 150)
			var n atomic.Int64
			b.SetParallelism(128)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := n.Add(1)
					if _, err := h.cast(fmt.Sprint("v", i/10), fmt.Sprint(i), work(int(i%150)+1), 1); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
		})
	}
}
