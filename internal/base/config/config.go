// Package config holds the settings of an installation: their names, their
// defaults, their rules. Package main reads them with kong from flags, the
// environment (BIRZHA_ADDR for --addr) and a file (addr = …), in this order of
// precedence.
package config

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// Settings is all that can be set. The tags are kong's; "secret" marks a URL
// whose password is never shown, and secret:"all" a text that is not shown.
type Settings struct {
	Addr           string   `name:"addr" env:"BIRZHA_ADDR" default:"${addr}" group:"Server" help:"Address to listen on, HOST:PORT; port 0 takes a free one."`
	BaseURL        string   `name:"base-url" env:"BIRZHA_BASE_URL" default:"${base_url}" group:"Server" help:"Scheme and host by which people reach the site, as in https://birzha.example.org; by default the address listened on."`
	SiteName       string   `name:"site-name" env:"BIRZHA_SITE_NAME" default:"${site_name}" group:"Server" help:"Name of the site in letters and on devices that keep passkeys."`
	TrustedProxies []string `name:"trusted-proxies" env:"BIRZHA_TRUSTED_PROXIES" default:"${trusted_proxies}" group:"Server" help:"Addresses or networks of proxies whose X-Forwarded-For is believed, with commas between."`

	Data     string `name:"data" env:"BIRZHA_DATA" default:"${data}" group:"Storage" help:"Directory of the database file and of uploads."`
	Database string `name:"database" env:"BIRZHA_DATABASE" default:"${database}" secret:"" group:"Storage" help:"postgres://… or sqlite:PATH; by default a file in the data directory."`

	MailURL  string `name:"mail-url" env:"BIRZHA_MAIL_URL" default:"${mail_url}" secret:"" group:"Mail" help:"Mail server: smtp://USER:PASSWORD@HOST with STARTTLS, smtps:// with TLS; ?tls=none or ?tls=optional in a trusted network."`
	MailFrom string `name:"mail-from" env:"BIRZHA_MAIL_FROM" default:"${mail_from}" group:"Mail" help:"Sender of letters, as in \"birzha <desk@example.org>\"."`

	TranslateURL     string        `name:"translate-url" env:"BIRZHA_TRANSLATE_URL" default:"${translate_url}" secret:"" group:"Translation" help:"Service that drafts translations: libretranslate+https://HOST or openai+https://HOST/v1; none by default."`
	TranslateKey     string        `name:"translate-key" env:"BIRZHA_TRANSLATE_KEY" default:"${translate_key}" secret:"all" group:"Translation" help:"Access key of the translation service."`
	TranslateModel   string        `name:"translate-model" env:"BIRZHA_TRANSLATE_MODEL" default:"${translate_model}" group:"Translation" help:"Model of an openai+ service."`
	TranslateTimeout time.Duration `name:"translate-timeout" env:"BIRZHA_TRANSLATE_TIMEOUT" default:"${translate_timeout}" group:"Translation" help:"The translation service may take so long for one call."`

	SessionIdle     time.Duration `name:"session-idle" env:"BIRZHA_SESSION_IDLE" default:"${session_idle}" group:"Sign-in" help:"People are signed out after so long without a request."`
	SessionLifetime time.Duration `name:"session-lifetime" env:"BIRZHA_SESSION_LIFETIME" default:"${session_lifetime}" group:"Sign-in" help:"People are signed out so long after signing in."`
	SignInPerMinute float64       `name:"sign-in-per-minute" env:"BIRZHA_SIGN_IN_PER_MINUTE" default:"${sign_in_per_minute}" group:"Limits" help:"Password attempts a minute for one account from one address; 0 is no limit."`
	LinksPerHour    float64       `name:"links-per-hour" env:"BIRZHA_LINKS_PER_HOUR" default:"${links_per_hour}" group:"Limits" help:"Sign-in links an hour to one e-mail address; 0 is no limit."`
	SearchPerMinute float64       `name:"search-per-minute" env:"BIRZHA_SEARCH_PER_MINUTE" default:"${search_per_minute}" group:"Limits" help:"Searches and exports a minute from one address; 0 is no limit."`
	UploadMB        int           `name:"upload-mb" env:"BIRZHA_UPLOAD_MB" default:"${upload_mb}" group:"Limits" help:"Largest file that can be uploaded, in MB."`

	LogLevel  string `name:"log-level" env:"BIRZHA_LOG_LEVEL" default:"${log_level}" group:"Operation" help:"debug, info, warn or error."`
	LogFormat string `name:"log-format" env:"BIRZHA_LOG_FORMAT" default:"${log_format}" group:"Operation" help:"text or json."`
	Metrics   string `name:"metrics" env:"BIRZHA_METRICS" default:"${metrics}" group:"Operation" help:"Who may read /metrics: local (this machine), all, or off."`
}

// Default returns the settings of an installation that sets nothing.
func Default() Settings {
	return Settings{
		Addr:             "127.0.0.1:8080",
		SiteName:         "birzha",
		Data:             "data",
		MailFrom:         "birzha <birzha@localhost>",
		TranslateTimeout: 2 * time.Minute,
		SessionIdle:      3 * 24 * time.Hour,
		SessionLifetime:  30 * 24 * time.Hour,
		SignInPerMinute:  5,
		LinksPerHour:     6,
		SearchPerMinute:  60,
		UploadMB:         20,
		LogLevel:         "info",
		LogFormat:        "text",
		Metrics:          "local",
	}
}

// DatabaseURL is the database in force.
func (s Settings) DatabaseURL() string {
	if s.Database != "" {
		return s.Database
	}
	return "sqlite:" + filepath.Join(s.Data, "birzha.db")
}

// UploadBytes is the largest file that can be uploaded.
func (s Settings) UploadBytes() int64 { return int64(s.UploadMB) << 20 }

// field is one setting, as reflection finds it.
type field struct {
	name, env string
	secret    string // "", "url" or "all"
	value     reflect.Value
}

func fields(s *Settings) (out []field) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		secret, ok := tag.Lookup("secret")
		if ok && secret == "" {
			secret = "url"
		}
		out = append(out, field{tag.Get("name"), tag.Get("env"), secret, v.Field(i)})
	}
	return out
}

func (f field) String() string {
	if list, ok := f.value.Interface().([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(f.value.Interface())
}

// Vars gives kong the defaults, by the names of the settings with "_" for "-".
func Vars() map[string]string {
	d := Default()
	vars := map[string]string{}
	for _, f := range fields(&d) {
		vars[strings.ReplaceAll(f.name, "-", "_")] = f.String()
	}
	return vars
}
