package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// settingsFile writes a settings file.
func settingsFile(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "birzha.conf")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A flag goes before the environment, that before the file, that before the default.
func TestSettingsPrecedence(t *testing.T) {
	file := settingsFile(t, "# ours", "site-name = from file", "upload-mb = 11", "log-format = json", "mail-url = smtp://desk:topsecret@mail.example.org")
	t.Setenv("BIRZHA_SITE_NAME", "from environment")
	t.Setenv("BIRZHA_UPLOAD_MB", "12")
	code, out, stderr := birzha("--config", file, "config", "--upload-mb", "13")
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range [][2]string{
		{"upload-mb = 13", "# flag"},
		{"site-name = from environment", "# environment"},
		{"log-format = json", "# file"},
		{"log-level = info", "# default"},
		{"mail-url = smtp://desk:xxxxx@mail.example.org", "# file"},
	} {
		found := false
		for line := range strings.Lines(out) {
			found = found || strings.HasPrefix(line, want[0]+" ") && strings.Contains(line, want[1])
		}
		if !found {
			t.Errorf("no line %q … %q in\n%s", want[0], want[1], out)
		}
	}
	if strings.Contains(out, "topsecret") {
		t.Error("a password is shown")
	}
}

func TestUnknownSettingsAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		env   string
		args  []string
		says  []string
	}{
		{"file", []string{"addr = 127.0.0.1:0", "site_name = x"}, "", []string{"config"}, []string{"line 2", `"site_name"`, "site-name"}},
		{"environment", nil, "BIRZHA_BASEURL", []string{"config"}, []string{"BIRZHA_BASEURL", "BIRZHA_BASE_URL"}},
		{"flag", nil, "", []string{"config", "--base-uri", "x"}, []string{"--base-uri", "--base-url"}},
		{"value", []string{"upload-mb = many"}, "", []string{"config"}, []string{"upload-mb"}},
		{"rule", nil, "", []string{"serve", "--log-level", "loud"}, []string{"log-level", "debug, info, warn, error"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.env != "" {
				t.Setenv(tt.env, "x")
			}
			args := tt.args
			if tt.lines != nil {
				args = append([]string{"--config", settingsFile(t, tt.lines...)}, args...)
			}
			code, _, stderr := birzha(args...)
			if code != exitInput {
				t.Errorf("exit code %d", code)
			}
			for _, s := range tt.says {
				if !strings.Contains(stderr, s) {
					t.Errorf("%q is not in %s", s, stderr)
				}
			}
		})
	}
}

// The demo must not open the database of an installation that is set up here.
func TestDemoIgnoresTheInstallation(t *testing.T) {
	t.Setenv("BIRZHA_DATABASE", "postgres://nobody@127.0.0.1:1/none")
	p := start(t, "demo", "--addr", "127.0.0.1:0", "--log-level", "error")
	if code := p.get(t, "/demo"); code != 200 {
		t.Errorf("%d", code)
	}
}
