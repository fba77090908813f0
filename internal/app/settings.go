package app

import (
	"io"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/birzha/birzha/internal/base/config"
)

// Settings are the settings of an installation.
type Settings = config.Settings

// SettingsVars gives kong the defaults.
func SettingsVars() kong.Vars { return config.Vars() }

// SettingsFile reads a settings file for kong.
var SettingsFile kong.ConfigurationLoader = config.File

// CheckEnv refuses variables that look like settings and are none; extra names
// those that other flags read.
func CheckEnv(environ []string, extra ...string) error { return config.CheckEnv(environ, extra...) }

// UseLog sends the program's log to w, in the form and from the level that the
// settings say.
func UseLog(w io.Writer, s Settings) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(strings.ToUpper(s.LogLevel))); err != nil {
		level = slog.LevelInfo // Validate has refused it
	}
	o := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewTextHandler(w, o)
	if s.LogFormat == "json" {
		h = slog.NewJSONHandler(w, o)
	}
	slog.SetDefault(slog.New(h))
}

// Version is the version of the program: of the module, or the commit it was
// built from.
func Version() string {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := b.Main.Version
	if v != "" && v != "(devel)" {
		return v
	}
	commit, changed := "", ""
	for _, s := range b.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+changes"
		}
	}
	if commit == "" {
		return "development"
	}
	return commit + changed
}

// DefaultSettings are the settings of an installation that sets nothing.
func DefaultSettings() Settings { return config.Default() }

// sqliteFile is the path of the database file, "" with PostgreSQL.
func sqliteFile(cfg Settings) string {
	path, ok := strings.CutPrefix(cfg.DatabaseURL(), "sqlite:")
	if !ok {
		return ""
	}
	return strings.TrimPrefix(path, "//")
}
