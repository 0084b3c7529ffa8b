package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"saiying/internal/app"
	"saiying/internal/app/demo"
	"saiying/internal/platform/blob"
)

// settings are the keys of a configuration file. One that is none of them is a slip of the pen, and refused.
var settings = []string{"listen", "data", "database", "blobs", "public_url", "wechat_appid", "wechat_secret", "wechat_official_appid", "wechat_official_secret",
	"wechat_api_base", "wechat_open_base", "smtp", "sms",
	"fonts", "media_workers", "trust_proxy", "allow_sandbox_login"}

// read makes the configuration from, in rising order: the defaults, the YAML file, the environment, and the command line.
// It is the only reader of any of them. Keys are those of the environment without SAIYING_, in lower case: wechat_appid.
func read(path string, flags map[string]string) (app.Config, error) {
	k := koanf.New(".")
	if path != "" {
		if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
			return app.Config{}, fmt.Errorf("the configuration file %s cannot be read: %w", path, err)
		}
		for _, key := range k.Keys() {
			if !slices.Contains(settings, key) {
				return app.Config{}, fmt.Errorf("the configuration file %s sets %q, which is no setting; there are %s", path, key, strings.Join(settings, ", "))
			}
		}
	}
	fromEnvironment := env.Provider(".", env.Opt{Prefix: "SAIYING_", TransformFunc: func(name, value string) (string, any) {
		return strings.ToLower(strings.TrimPrefix(name, "SAIYING_")), value
	}})
	if err := k.Load(fromEnvironment, nil); err != nil {
		return app.Config{}, err
	}
	for name, value := range flags {
		if err := k.Set(name, value); err != nil {
			return app.Config{}, err
		}
	}
	or := func(name, otherwise string) string {
		if v := k.String(name); v != "" {
			return v
		}
		return otherwise
	}
	c := app.Config{Version: version(), Listen: or("listen", "127.0.0.1:8080")}
	data, err := filepath.Abs(or("data", "data"))
	if err != nil {
		return c, err
	}
	c.Data = data
	c.Database = or("database", ownDatabase(data))
	c.Blobs = blob.Config{Address: or("blobs", ownBlobs(data)), Scratch: filepath.Join(data, "scratch"),
		Key: os.Getenv("AWS_ACCESS_KEY_ID"), Secret: os.Getenv("AWS_SECRET_ACCESS_KEY")} // by the names that every tool for S3 reads
	c.PublicURL = strings.TrimRight(or("public_url", "http://"+c.Listen), "/")
	c.WeChatAppID, c.WeChatSecret, c.WeChatBase = k.String("wechat_appid"), k.String("wechat_secret"), k.String("wechat_api_base")
	c.OfficialAppID, c.OfficialSecret, c.WeChatOpen = k.String("wechat_official_appid"), k.String("wechat_official_secret"), k.String("wechat_open_base")
	c.SMTP, c.SMS = k.String("smtp"), k.String("sms")
	c.AllowSandbox, c.Personas = k.Bool("allow_sandbox_login"), demo.Personas
	c.TrustProxy = k.Bool("trust_proxy")
	c.MediaWorkers = k.Int("media_workers")
	c.Fonts = k.String("fonts")
	return c, nil
}

// flagsOf gathers the global flags that were given.
func flagsOf(pairs ...string) map[string]string {
	given := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			given[pairs[i]] = pairs[i+1]
		}
	}
	return given
}

// interactive reports whether standard error is a terminal, where a progress bar helps rather than litters.
func interactive() bool {
	info, err := os.Stderr.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// ownDatabase and ownBlobs are where a data folder keeps rows and files while nothing else is configured.
func ownDatabase(data string) string { return "sqlite:" + filepath.Join(data, "saiying.db") }
func ownBlobs(data string) string    { return "file:" + filepath.Join(data, "blobs") }
