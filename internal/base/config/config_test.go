package config_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/birzha/birzha/internal/base/config"
)

type cli struct {
	Config kong.ConfigFlag `name:"config"`
	config.Settings
}

func parse(t *testing.T, args ...string) (cli, *kong.Context, error) {
	t.Helper()
	var c cli
	p, err := kong.New(&c, kong.Vars(config.Vars()), kong.Configuration(config.File))
	if err != nil {
		t.Fatal(err)
	}
	k, err := p.Parse(args)
	return c, k, err
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := t.TempDir() + "/birzha.conf"
	writeFile(t, path, text)
	return path
}

func TestDefaults(t *testing.T) {
	c, _, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	d := config.Default()
	if len(c.TrustedProxies) == 0 {
		c.TrustedProxies = nil
	}
	if got, want := show(c.Settings), show(d); got != want {
		t.Errorf("kong's defaults\n%s\nare not those of Default\n%s", got, want)
	}
	if err := d.Validate(); err != nil {
		t.Errorf("the defaults break rules: %v", err)
	}
	if d.DatabaseURL() != "sqlite:data/birzha.db" || d.UploadBytes() != 20<<20 {
		t.Errorf("derived: %s, %d", d.DatabaseURL(), d.UploadBytes())
	}
}

func TestPrecedenceAndOrigin(t *testing.T) {
	path := write(t, "\ufeff# a comment\n\naddr = 10.0.0.1:1\ndata=/srv/birzha\nsession-idle = 2h\ntrusted-proxies = 10.0.0.0/8,192.0.2.1\nmail-url = smtp://user:file%23secret@mail.example.org\ntranslate-key = mt-secret\n")
	t.Setenv("BIRZHA_DATA", "/env")
	t.Setenv("BIRZHA_ADDR", "10.0.0.2:2")
	t.Setenv("BIRZHA_DATABASE", "postgres://u:envsecret@db/x?sslmode=disable")
	c, k, err := parse(t, "--config", path, "--addr", "10.0.0.3:3", "--log-format=json")
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "10.0.0.3:3" || c.Data != "/env" || c.SessionIdle != 2*time.Hour || len(c.TrustedProxies) != 2 {
		t.Errorf("settings %+v", c.Settings)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if n, err := c.Proxies(); err != nil || len(n) != 2 || n[1].String() != "192.0.2.1/32" {
		t.Errorf("proxies %v, %v", n, err)
	}
	var b strings.Builder
	if err := c.Print(&b, k); err != nil {
		t.Fatal(err)
	}
	out := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{
		"addr = 10.0.0.3:3 # flag", "data = /env # environment", "session-idle = 2h0m0s # file", "log-format = json # flag", "upload-mb = 20 # default",
		"mail-url = smtp://user:xxxxx@mail.example.org # file", "translate-key = xxxxx # file", "database = postgres://u:xxxxx@db/x?sslmode=disable # environment",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "secret") {
		t.Errorf("a password is shown:\n%s", b.String())
	}
}

func TestUnknownSettingsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"adr = x":                  "line 1: there is no setting \"adr\"",
		"\nbase_url = x":           "line 2: there is no setting \"base_url\"; did you mean base-url?",
		"addr":                     "line 1: write it as name = value",
		"data = a\ndata = b":       "line 2: data is set twice",
		"upload-mb = many":         "upload-mb",
		"session-idle = two hours": "session-idle",
	} {
		_, _, err := parse(t, "--config", write(t, text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, _, err := parse(t, "--adr=x"); err == nil {
		t.Error("an unknown flag was taken")
	}
	if _, _, err := parse(t, "--config", t.TempDir()+"/none"); err == nil {
		t.Error("a settings file that is not there was taken")
	}
	env := []string{"HOME=/", "BIRZHA_ADDR=x", "TEST_POSTGRES=x", "BIRZHA_CONFIG=x"}
	if err := config.CheckEnv(env, "BIRZHA_CONFIG"); err != nil {
		t.Error(err)
	}
	if err := config.CheckEnv(append(env, "BIRZHA_ADR=x"), "BIRZHA_CONFIG"); err == nil || !strings.Contains(err.Error(), "BIRZHA_ADR") {
		t.Errorf("unknown variable: %v", err)
	}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		setting string
		change  func(*config.Settings)
	}{
		{"addr", func(s *config.Settings) { s.Addr = "8080" }},
		{"addr", func(s *config.Settings) { s.Addr = "localhost:99999" }},
		{"base-url", func(s *config.Settings) { s.BaseURL = "https://a.example/" }},
		{"base-url", func(s *config.Settings) { s.BaseURL = "https://user@a.example" }},
		{"base-url", func(s *config.Settings) { s.BaseURL = "a.example" }},
		{"base-url", func(s *config.Settings) { s.BaseURL = "https://біржа.бел" }},
		{"site-name", func(s *config.Settings) { s.SiteName = " " }},
		{"trusted-proxies", func(s *config.Settings) { s.TrustedProxies = []string{"10.0.0.0/99"} }},
		{"data", func(s *config.Settings) { s.Data = "" }},
		{"database", func(s *config.Settings) { s.Database = "mysql://u:secret@x" }},
		{"mail-url", func(s *config.Settings) { s.MailURL = "http://u:secret@x" }},
		{"mail-from", func(s *config.Settings) { s.MailFrom = "desk" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "https://mt.example" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "libretranslate+ftp://mt.example" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "libretranslate+https:///x" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "deepl+https://mt.example" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "libretranslate+https://u:secret@mt.example" }},
		{"translate-url", func(s *config.Settings) { s.TranslateURL = "libretranslate+https://mt.example?api_key=secret" }},
		{"translate-model", func(s *config.Settings) { s.TranslateURL = "openai+https://llm.example/v1" }},
		{"translate-key", func(s *config.Settings) { s.TranslateKey = "secret\nsecret" }},
		{"translate-timeout", func(s *config.Settings) { s.TranslateTimeout = 0 }},
		{"session-idle", func(s *config.Settings) { s.SessionIdle = time.Second }},
		{"session-lifetime", func(s *config.Settings) { s.SessionLifetime = time.Hour }},
		{"sign-in-per-minute", func(s *config.Settings) { s.SignInPerMinute = -1 }},
		{"links-per-hour", func(s *config.Settings) { s.LinksPerHour = math.NaN() }},
		{"search-per-minute", func(s *config.Settings) { s.SearchPerMinute = math.Inf(1) }},
		{"upload-mb", func(s *config.Settings) { s.UploadMB = 0 }},
		{"log-level", func(s *config.Settings) { s.LogLevel = "loud" }},
		{"log-format", func(s *config.Settings) { s.LogFormat = "xml" }},
		{"metrics", func(s *config.Settings) { s.Metrics = "some" }},
	} {
		s := config.Default()
		c.change(&s)
		err := s.Validate()
		if err == nil || !strings.HasPrefix(err.Error(), "setting "+c.setting+": ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", c.setting, err)
		}
	}
	s := config.Default()
	s.Addr, s.UploadMB = "", 0
	if err := s.Validate(); strings.Count(err.Error(), "setting ") != 2 {
		t.Errorf("not all broken rules are named: %v", err)
	}
	s = config.Default()
	s.BaseURL = "https://birzha.example.org:8443"
	s.TranslateURL, s.TranslateKey, s.TranslateModel = "openai+http://127.0.0.1:11434/v1?api-version=1", "k-1", "m"
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}
