package double_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"saiying/internal/platform/wechat"
	"saiying/internal/platform/wechat/double"
)

func TestCodesOverHTTP(t *testing.T) {
	base, stop, err := double.New(double.Options{AcceptAny: true}).Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}()
	resp, err := http.Post(base+"/double/codes", "application/json", strings.NewReader(`{"openid":"o-lin"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var issued struct{ Code string }
	if err := json.NewDecoder(resp.Body).Decode(&issued); err != nil || issued.Code == "" {
		t.Fatalf("no code: %v", err)
	}
	c := wechat.New(wechat.Config{AppID: "any", Secret: "any", Base: base})
	login := func(code string) string {
		a, err := c.Login(context.Background(), code)
		if err != nil {
			return err.Error()
		}
		return a.OpenID
	}
	if got := login(issued.Code); got != "o-lin" {
		t.Errorf("issued code signs in %q", got)
	}
	if got := login(issued.Code); !strings.Contains(got, "40163") {
		t.Errorf("issued code used twice: %q", got)
	}
	if a, b, other := login("demo:lin"), login("demo:lin"), login("demo:wei"); a != b || a == other || len(a) != 28 {
		t.Errorf("derived openids %q %q %q", a, b, other)
	}
}
