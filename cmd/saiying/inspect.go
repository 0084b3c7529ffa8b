package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/platform/ffmpeg"
)

func inspectCommand() *cobra.Command {
	var name string
	i := inspecting{}
	c := &cobra.Command{Use: "inspect --campaign FILE VIDEO...", Short: "the technical review of files, without a server",
		Long: `Judges films by a campaign's rules, as the server would. FILE is a campaign file, or the key of one that comes with the program
(` + strings.Join(shipped(), ", ") + `). A folder stands for the films in it and below.
Exit: 0 all pass, 1 some finding of level error, 2 unreadable, hostile, or not there.`,
		Example: "  saiying inspect --campaign henan-2025 望北学院-1-渡口的灯.mp4\n  saiying inspect --campaign my.yaml --json --evidence pictures /media/usb >report.jsonl",
		RunE: func(c *cobra.Command, args []string) error {
			i.out, i.says = c.OutOrStdout(), c.ErrOrStderr()
			err := i.run(c.Context(), name, args)
			if e := (*exit)(nil); err != nil && !errors.As(err, &e) {
				return &exit{2, err} // 1 would say that a film was looked at and does not pass
			}
			return err
		}}
	c.Flags().StringVar(&name, "campaign", "", "campaign file or key")
	c.Flags().BoolVar(&i.asJSON, "json", false, "print one JSON object a file, each on its line")
	c.Flags().StringVar(&i.evidence, "evidence", "", "folder for pictures of what was seen")
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &exit{2, usage("inspect", err)} })
	return c
}

// inspecting is one call of the command.
type inspecting struct {
	out, says io.Writer // reports, and all else
	asJSON    bool
	evidence  string // folder, or ""
	tool      *ffmpeg.Tool
	rules     *campaign.Campaign
	code      int             // to exit with
	taken     map[string]bool // names of evidence that were given
}

// usage is what a command line that cannot be read is answered with.
func usage(c string, err error) error {
	return fmt.Errorf("%w；用法 (see) saiying %s --help", err, c)
}

func (i *inspecting) run(ctx context.Context, name string, args []string) (err error) {
	switch {
	case name == "":
		return usage("inspect", errors.New("请用 --campaign 指明按哪个活动的要求检测 (name the campaign to judge by)"))
	case len(args) == 0:
		return usage("inspect", errors.New("请写上要检测的视频或文件夹 (name the films, or a folder of them)"))
	}
	if i.rules, err = rulesOf(name); err != nil {
		return err
	}
	if i.evidence != "" {
		if err := os.MkdirAll(i.evidence, 0o755); err != nil {
			return fmt.Errorf("--evidence %s 建不了，请换一个能写的文件夹 (cannot be made; name a folder that can be written): %w", i.evidence, err)
		}
	}
	if i.tool, err = ffmpeg.New(ctx, ffmpeg.Options{}); err != nil {
		return fmt.Errorf("看片要用ffmpeg，这里用不了 (films are watched with ffmpeg): %w", err)
	}
	films, err := i.films(args)
	if err != nil {
		return err
	}
	i.taken = map[string]bool{}
	for n, film := range films {
		if err := i.one(ctx, film, fmt.Sprintf("%d/%d", n+1, len(films))); err != nil {
			if ctx.Err() != nil {
				return fmt.Errorf("中断了，还有%d个没有看完 (interrupted; %d not looked at)", len(films)-n, len(films)-n)
			}
			return fmt.Errorf("%s: %w", film, err)
		}
	}
	if i.code > 0 {
		return &exit{code: i.code}
	}
	return nil
}

// films are the files that the arguments name; of a folder, those that are called as films are. What else lies there is told, as a
// film by another name would be missed.
func (i *inspecting) films(args []string) ([]string, error) {
	var all []string
	for _, arg := range args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			all = append(all, arg)
			continue
		}
		found, others, err := filmsIn(arg)
		if err != nil {
			return nil, fmt.Errorf("文件夹%s读不了，请检查权限 (the folder cannot be read; check its permissions): %w", arg, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("文件夹%s里没有视频 (no film in this folder)", arg)
		}
		if others > 0 {
			fmt.Fprintf(i.says, "%s：另有%d个文件不是视频，没有看 (%d other files were left out)\n", arg, others, others)
		}
		all = append(all, found...)
	}
	return all, nil
}

// endings are how the names of films end.
const endings = " .mp4 .m4v .mov .mkv .webm .avi .wmv .asf .flv .mpg .mpeg .ts .mts .m2ts .3gp "

func filmsIn(dir string) (films []string, others int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != dir
		switch {
		case err != nil:
			return err
		case d.IsDir() && hidden:
			return filepath.SkipDir
		case d.IsDir() || hidden:
		case strings.Contains(endings, " "+strings.ToLower(filepath.Ext(path))+" "):
			films = append(films, path)
		default:
			others++
		}
		return nil
	})
	return films, others, err
}

// one inspects a film and prints what came of it.
func (i *inspecting) one(ctx context.Context, film, nth string) error {
	report, err := i.look(ctx, film, nth)
	if err != nil {
		return err
	}
	switch report.Verdict {
	case entry.Unreadable:
		i.code = 2
	case entry.Fail:
		i.code = max(i.code, 1)
	}
	if i.asJSON {
		return json.NewEncoder(i.out).Encode(report)
	}
	return errors.Join(tell(i.out, report), advise(i.out, i.rules, report))
}

func (i *inspecting) look(ctx context.Context, film, nth string) (inspection.Report, error) {
	if err := openable(film); err != nil {
		return inspection.Missing(film, err), nil
	}
	progress, done := i.progress(film, nth)
	defer done()
	var keep inspection.Keep
	if i.evidence != "" {
		keep = i.keeps(film)
	}
	return inspection.Inspect(ctx, i.tool, i.rules, film, keep, progress)
}

// openable tells why a file cannot be read; what is no file, such as a pipe, would be waited for without end.
func openable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s 不是普通文件 (not a regular file)", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return f.Close()
}

// progress shows how far a film is, on a terminal only, and wipes it off when it is done.
func (i *inspecting) progress(film, nth string) (ffmpeg.Progress, func()) {
	if !interactive() {
		return nil, func() {}
	}
	const line = "\r\x1b[K"
	show := func(percent float64) { fmt.Fprintf(i.says, line+"%s %s %.0f%%", nth, filepath.Base(film), percent) }
	show(0)
	return func(percent float64, _ time.Duration) { show(percent) }, func() { fmt.Fprint(i.says, line) }
}

// keeps copies the pictures of a film to the folder that a person named, each under the film's name; two films of one name in
// different folders get different ones.
func (i *inspecting) keeps(film string) inspection.Keep {
	stem := filepath.Base(film)
	for n := 2; i.taken[stem]; n++ {
		stem = fmt.Sprintf("%s-%d", filepath.Base(film), n)
	}
	i.taken[stem] = true
	return func(picture string) (string, error) {
		to := filepath.Join(i.evidence, stem+"."+filepath.Base(picture))
		bytes, err := os.ReadFile(picture)
		if err != nil {
			return "", err
		}
		return to, os.WriteFile(to, bytes, 0o644)
	}
}

// rulesOf reads a campaign file, or finds the one of that key among those in the program.
func rulesOf(name string) (*campaign.Campaign, error) {
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		c, err := campaign.ReadPair(campaigns.Files, name)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			return nil, fmt.Errorf("--campaign %s：没有这个文件，也没有这个活动；随程序带有 (no such file nor campaign; those in the program are) %s",
				name, strings.Join(shipped(), ", "))
		}
		return c, err
	}
	c, faults, err := loadCampaign(name, "")
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return c, nil
}

// shipped are the keys of the campaigns that come with the program.
func shipped() []string {
	var keys []string
	files, _ := fs.Glob(campaigns.Files, "*.decisions.yaml") // the pattern is sound
	for _, f := range files {
		keys = append(keys, strings.TrimSuffix(f, ".decisions.yaml"))
	}
	return keys
}

// tell prints a report for a person.
func tell(out io.Writer, r inspection.Report) error {
	words := map[entry.Verdict]string{entry.Pass: "合格", entry.Fail: "不合格", entry.Review: "要人看", entry.Unreadable: "无法读取"}
	if _, err := fmt.Fprintf(out, "%s：%s\n", r.File, words[r.Verdict]); err != nil {
		return err
	}
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(out, "  [%s] %s\n", f.Level, f.Message); err != nil {
			return err
		}
	}
	return nil
}
