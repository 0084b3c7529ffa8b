package double

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/http"
	"strings"

	"github.com/skip2/go-qrcode"
)

func (s *Server) riskRank(w http.ResponseWriter, r *http.Request) {
	var body struct {
		AppID  string `json:"appid"`
		OpenID string `json:"openid"`
		IP     string `json:"client_ip"`
	}
	switch {
	case json.NewDecoder(r.Body).Decode(&body) != nil:
		refuse(w, 47001)
	case !s.known(body.AppID, s.opt.AppID):
		refuse(w, 40013)
	case body.OpenID == "" || body.IP == "":
		refuse(w, 40003)
	default:
		s.mu.Lock()
		rank := s.risk[body.OpenID]
		s.mu.Unlock()
		// "unoin_id" is how the real answer spells it.
		answer(w, map[string]any{"errcode": 0, "errmsg": "ok", "risk_rank": rank, "unoin_id": 1})
	}
}

// drawCode answers a plain QR code of "page?scene=..." as a JPEG, which is what the
// real call returns for its own kind of code.
func (s *Server) drawCode(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Scene string `json:"scene"`
		Page  string `json:"page"`
		Width int    `json:"width"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil || body.Scene == "" || len(body.Scene) > 32 {
		refuse(w, 47001)
		return
	}
	if strings.HasPrefix(body.Page, "/") || strings.HasPrefix(body.Page, "missing") {
		refuse(w, 41030)
		return
	}
	if body.Width == 0 {
		body.Width = 430
	}
	qr, err := qrcode.New(body.Page+"?scene="+body.Scene, qrcode.Medium)
	if err != nil {
		refuse(w, 47001)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_, _ = w.Write(picture(qr.Image(body.Width)))
}

func picture(img image.Image) []byte {
	var buf bytes.Buffer
	_ = jpeg.Encode(&buf, img, nil) // a bytes.Buffer does not fail
	return buf.Bytes()
}

func (s *Server) subscribe(w http.ResponseWriter, r *http.Request) {
	var body struct {
		To       string `json:"touser"`
		Template string `json:"template_id"`
		Page     string `json:"page"`
		Data     map[string]struct {
			Value string `json:"value"`
		} `json:"data"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil {
		refuse(w, 47001)
		return
	}
	m := Sent{OpenID: body.To, Template: body.Template, Page: body.Page, Data: map[string]string{}}
	for field, v := range body.Data {
		if strings.HasPrefix(field, "thing") && len([]rune(v.Value)) > 20 {
			refuseWith(w, 47003, "argument invalid! data."+field+".value invalid")
			return
		}
		m.Data[field] = v.Value
	}
	if !s.accept(m) {
		refuse(w, 43101)
		return
	}
	answer(w, map[string]any{"errcode": 0, "errmsg": "ok"})
}

// accept uses one consent up and records the message.
func (s *Server) accept(m Sent) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{m.OpenID, m.Template}
	if s.consent[key] == 0 {
		return false
	}
	s.consent[key]--
	s.sent = append(s.sent, m)
	return true
}
