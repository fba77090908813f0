package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Validate returns all broken rules, each with the setting, the rule and the
// way out. Kong calls it for a command that embeds Settings.
func (s Settings) Validate() error {
	var errs []error
	refuse := func(setting, format string, args ...any) {
		errs = append(errs, fmt.Errorf("setting %s: %s", setting, fmt.Sprintf(format, args...)))
	}
	if !address(s.Addr) {
		refuse("addr", "%q is not HOST:PORT with a port from 0 to 65535; use for example 127.0.0.1:8080", s.Addr)
	}
	if s.BaseURL != "" && !origin(s.BaseURL) {
		refuse("base-url", "%q must be scheme and host only, without a path or a slash at the end, a domain in its ASCII form (xn--…); use for example https://birzha.example.org", s.BaseURL)
	}
	if strings.TrimSpace(s.SiteName) == "" {
		refuse("site-name", "it must not be empty; use for example birzha")
	}
	if _, err := s.Proxies(); err != nil {
		refuse("trusted-proxies", "%v; use addresses or networks, for example 10.0.0.0/8", err)
	}
	if s.Data == "" {
		refuse("data", "it must name a directory, for example data")
	}
	if !scheme(s.Database, "", "sqlite", "postgres", "postgresql") {
		refuse("database", "the URL must start with sqlite: or postgres://; leave it out for a file in the data directory")
	}
	if !scheme(s.MailURL, "", "smtp", "smtps") {
		refuse("mail-url", "the URL must start with smtp:// or smtps://; for example smtp://user:password@mail.example.org")
	}
	if _, err := mail.ParseAddress(s.MailFrom); err != nil {
		refuse("mail-from", "%q is not an e-mail address; use for example birzha <desk@example.org>", s.MailFrom)
	}
	s.validateTranslation(refuse)
	s.validateLimits(refuse)
	for _, c := range []struct {
		name, value string
		allowed     []string
	}{
		{"log-level", s.LogLevel, []string{"debug", "info", "warn", "error"}},
		{"log-format", s.LogFormat, []string{"text", "json"}},
		{"metrics", s.Metrics, []string{"local", "all", "off"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			refuse(c.name, "%q is not known; use one of %s", c.value, strings.Join(c.allowed, ", "))
		}
	}
	return errors.Join(errs...)
}

func (s Settings) validateTranslation(refuse func(setting, format string, args ...any)) {
	kind, address, _ := strings.Cut(s.TranslateURL, "+")
	u, err := url.Parse(address)
	switch {
	case s.TranslateURL == "":
	case kind != "libretranslate" && kind != "openai", err != nil, !scheme(address, "https", "http"), u.Hostname() == "", u.Fragment != "":
		refuse("translate-url", "it must be of the form libretranslate+https://HOST or openai+https://HOST/v1; leave it out for no machine translation")
	case u.User != nil || secretNamed.MatchString(u.RawQuery):
		refuse("translate-url", "it must hold no password or key; set translate-key")
	case kind == "openai" && s.TranslateModel == "":
		refuse("translate-model", "a service of the kind openai needs it; use the name of a model that the service offers")
	}
	if strings.ContainsFunc(s.TranslateKey, func(r rune) bool { return r <= ' ' || r > '~' }) {
		refuse("translate-key", "it must be visible ASCII characters without spaces; copy it again")
	}
	if s.TranslateTimeout < time.Second || s.TranslateTimeout > 10*time.Minute {
		refuse("translate-timeout", "%s is out of range; use 1s to 10m", s.TranslateTimeout)
	}
}

// secretNamed finds a parameter that is likely a secret.
var secretNamed = regexp.MustCompile(`(?i)(key|token|secret|password)[^&=]*=`)

func (s Settings) validateLimits(refuse func(setting, format string, args ...any)) {
	if s.SessionIdle < 5*time.Minute {
		refuse("session-idle", "%s is too short to work with; use 5m or more", s.SessionIdle)
	}
	if s.SessionLifetime < s.SessionIdle {
		refuse("session-lifetime", "%s is shorter than session-idle, %s; make it as long or longer", s.SessionLifetime, s.SessionIdle)
	}
	for _, r := range []struct {
		name  string
		value float64
	}{{"sign-in-per-minute", s.SignInPerMinute}, {"links-per-hour", s.LinksPerHour}, {"search-per-minute", s.SearchPerMinute}} {
		if !(r.value >= 0 && r.value <= 1e6) { // a NaN too
			refuse(r.name, "%v is not a rate; use 0 for no limit, or up to 1000000", r.value)
		}
	}
	if s.UploadMB < 1 || s.UploadMB > 1024 {
		refuse("upload-mb", "%d is out of range; use 1 to 1024", s.UploadMB)
	}
}

func address(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

func origin(s string) bool {
	if strings.IndexFunc(s, func(r rune) bool { return r > '~' || r <= ' ' }) >= 0 {
		return false // browsers say a domain in its ASCII form
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && s == u.Scheme+"://"+u.Host
}

func scheme(s string, allowed ...string) bool {
	got, _, _ := strings.Cut(s, ":")
	return slices.Contains(allowed, got)
}

// Proxies returns the networks of the trusted proxies.
func (s Settings) Proxies() (out []netip.Prefix, err error) {
	for _, p := range s.TrustedProxies {
		p = strings.TrimSpace(p)
		if a, err := netip.ParseAddr(p); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		n, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a network", p)
		}
		out = append(out, n)
	}
	return out, nil
}
