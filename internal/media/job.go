package media

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
)

// probeJob measures a received file.
type probeJob struct {
	Asset string `json:"asset"`
}

// Kind names the job.
func (probeJob) Kind() string { return "media.probe" }

// renderJob makes poster and HLS ladder of a measured file.
type renderJob struct {
	Asset string `json:"asset"`
}

// Kind names the job.
func (renderJob) Kind() string { return "media.render" }

func (s *Service) probe(ctx context.Context, j probeJob) error {
	return s.step(ctx, j.Asset, StateReceived, s.measured)
}

func (s *Service) render(ctx context.Context, j renderJob) error {
	return s.step(ctx, j.Asset, StateProcessing, s.rendered)
}

// measured measures a received file, and has it rendered.
func (s *Service) measured(ctx context.Context, a Asset) (write, error) {
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return setProgress(ctx, tx, a.ID, Progress{Step: "probe"}) }); err != nil {
		return nil, err
	}
	var err error
	if a.SHA256, err = s.Digest(ctx, a.ID); err != nil {
		return nil, err
	}
	facts, err := s.measure(ctx, a)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) error {
		first, err := setFacts(ctx, tx, a.ID, facts)
		if err != nil || !first {
			return err
		}
		if err := job.Emit(ctx, s.queue, tx, Probed{a.ID}); err != nil {
			return err
		}
		return s.goOn(ctx, tx, a.ID, renderJob{a.ID})
	}, nil
}

// rendered watches a measured film, or takes what another with the same bytes has.
func (s *Service) rendered(ctx context.Context, a Asset) (write, error) {
	seen, borrowed, err := s.borrow(ctx, a)
	if err == nil && !borrowed {
		seen, err = s.draw(ctx, a)
	}
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) error {
		first, err := settle(ctx, tx, a.ID, StateReady, "")
		if err != nil || !first {
			return err
		}
		if err := s.labelLater(ctx, tx, a, borrowed); err != nil {
			return err
		}
		if err := setDecoded(ctx, tx, a.ID, seen.Facts); err != nil {
			return err
		}
		if err := s.Saw(ctx, tx, a.ID, seen.Sights); err != nil {
			return err
		}
		if err := s.learn(ctx, tx, a.ID, borrowed); err != nil {
			return err
		}
		if err := s.keepPrint(ctx, tx, a, seen, borrowed); err != nil {
			return err
		}
		return job.Emit(ctx, s.queue, tx, Ready{a.ID})
	}, nil
}

// draw watches an asset, and puts what is made of it among the blobs.
func (s *Service) draw(ctx context.Context, a Asset) (seen Viewing, err error) {
	path, release, err := s.Original(ctx, a.ID)
	if err != nil {
		return seen, err
	}
	defer release()
	dir := s.workFolder(a.ID, job.TryOf(ctx).ID)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o750)); err != nil {
		return seen, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	early := &premiere{s: s, ctx: ctx, asset: a.ID, dir: dir, moved: map[string]bool{}}
	seen, err = Watch(ctx, s.tool, path, *a.Facts, dir, ffmpeg.Watch{Ladder: true, Label: a.Label(), Publish: early.show,
		Progress: s.progress(ctx, a.ID)})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return seen, err
	}
	for _, f := range seen.Files {
		if early.moved[f.Name] {
			continue
		}
		if err := s.blobs.MoveIn(ctx, key(a.ID, f.Name), filepath.Join(dir, f.Name)); err != nil {
			return seen, err
		}
	}
	return seen, nil
}

// premiere shows the beginning of a film while the rest of it is being made.
type premiere struct {
	s     *Service
	ctx   context.Context
	asset string
	dir   string
	moved map[string]bool // segments that are among the blobs already
}

func (p *premiere) show(pieces []ffmpeg.Piece) error {
	for _, piece := range pieces {
		if err := p.put(piece); err != nil {
			return err
		}
	}
	return p.s.db.Write(p.ctx, func(tx *db.Tx) error { return setPlaying(p.ctx, tx, p.asset) })
}

// put makes a piece public: a segment, which is finished, moves; a playlist, which grows on, is copied as it was read.
func (p *premiere) put(piece ffmpeg.Piece) error {
	if piece.Text != nil {
		return p.s.blobs.Put(p.ctx, key(p.asset, piece.Name), bytes.NewReader(piece.Text))
	}
	p.moved[piece.Name] = true
	return p.s.blobs.MoveIn(p.ctx, key(p.asset, piece.Name), filepath.Join(p.dir, piece.Name))
}

// progress writes down how far a rendition is, not more often than every two seconds.
func (s *Service) progress(ctx context.Context, id string) ffmpeg.Progress {
	var last time.Time
	return func(percent float64, remaining time.Duration) {
		if time.Since(last) < 2*time.Second {
			return
		}
		last = time.Now()
		_ = s.db.Write(ctx, func(tx *db.Tx) error { // a figure that is not written is written again in two seconds
			return setProgress(ctx, tx, id, Progress{"render", percent, remaining})
		})
	}
}

// says tells people why a file could not be read as a film, in Chinese and English.
var says = map[ffmpeg.Reason][2]string{
	ffmpeg.Empty:       {"文件是空的。请重新导出后再传。", "The file is empty. Please export it again."},
	ffmpeg.UnknownKind: {"这不是影片文件，可能是改了名的其他文件。请用剪辑软件导出MP4再传。", "This is not a film file. Please export an MP4 from your editing program."},
	ffmpeg.Playlist:    {"这是播放列表或工程脚本，不是影片本身。请用剪辑软件导出MP4再传。", "This is a playlist or a script, not the film itself. Please export an MP4 from your editing program."},
	ffmpeg.External:    {"影片的画面或声音在别的文件里，这里没有。请导出为自包含的MP4再传。", "The film's pictures or sound lie in other files. Please export it as one self-contained MP4."},
	ffmpeg.BadIndex:    {"文件的索引前后矛盾，不能安全打开。请用剪辑软件重新导出MP4再传。", "The file's index contradicts itself and cannot be opened safely. Please export an MP4 again."},
	ffmpeg.Bomb:        {"文件内部的数据量远超一部影片，不能处理。请用剪辑软件重新导出，音轨不要超过15条。", "The file holds or unpacks into far more than a film does. Please export it again, with no more than 15 sound tracks."},
	ffmpeg.Truncated:   {"文件不完整，后面一段丢失了。请用原来的软件重新导出，确认能播完再传。", "The file is cut short. Please export it again and check that it plays to the end."},
	ffmpeg.NoIndex:     {"文件缺少索引，多半是录制或导出中途断了。请重新导出。", "The file has no index: recording or export was interrupted. Please export it again."},
	ffmpeg.NoData:      {"文件里没有画面数据。请重新导出。", "The file holds no picture data. Please export it again."},
	ffmpeg.Appended:    {"文件末尾附着别的数据，不能接收。请用剪辑软件重新导出。", "Other data is attached to the end of the file. Please export it again."},
	ffmpeg.NoVideo:     {"文件里没有画面，只有声音或封面。请检查导出设置。", "The file has no moving picture. Please check your export settings."},
	ffmpeg.NoFrames:    {"画面无法解开。请换一种编码（H.264）重新导出。", "The picture cannot be decoded. Please export it as H.264."},
	ffmpeg.TimeGap:     {"画面的时间有断裂，播放会卡住。请重新导出。", "The film's timing is broken. Please export it again."},
	ffmpeg.TooLarge:    {"画面尺寸超过8K，不能处理。请缩小后重新导出。", "The picture is larger than 8K. Please export a smaller one."},
	ffmpeg.TooLong:     {"影片长度或文件里写明的长度超过6小时，不能处理。请剪短或重新导出。", "The film lasts, or claims to last, more than six hours. Please shorten it or export it again."},
	ffmpeg.TooSlow:     {"影片过于复杂，未能在规定时间内处理完。请换一种编码（H.264）重新导出。", "The film could not be processed in time. Please export it as H.264."},
	ffmpeg.Damaged:     {"文件已损坏，无法读完。请重新导出后再传。", "The file is damaged. Please export it again."},
}

// Says is the sentence for why the file failed, in lang, or empty.
func (a Asset) Says(lang string) string {
	if a.Problem == "" {
		return ""
	}
	s, ok := says[a.Problem]
	if !ok {
		s = says[ffmpeg.Damaged]
	}
	if strings.HasPrefix(lang, "en") {
		return s[1]
	}
	return s[0]
}
