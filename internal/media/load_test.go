package media

import (
	"errors"
	"testing"

	"saiying/internal/campaign"
)

func TestWhatUnfinishedUploadsMayHold(t *testing.T) {
	c := &campaign.Campaign{}
	largest := c.MaxUploadBytes()
	for _, x := range []struct {
		l    load
		size int64
		want error
	}{
		{load{count: 4, person: 2 * largest}, largest, nil},
		{load{count: 5}, 1, ErrTooMany},
		{load{count: 3, person: 2*largest + 1}, largest, errPersonFull},
		{load{campaign: 199 * largest}, largest, nil},
		{load{campaign: 199*largest + 1}, largest, errCampaignFull},
	} {
		if err := x.l.within(c, x.size); !errors.Is(err, x.want) {
			t.Errorf("%+v and %d more: %v, want %v", x.l, x.size, err, x.want)
		}
	}
}
