package config

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// File reads a settings file for kong (kong.ConfigurationLoader): lines of the
// form "name = value", empty lines, and comments after a "#" that begins a line.
func File(r io.Reader) (kong.Resolver, error) {
	f := file{}
	var errs []error
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch _, twice := f[name]; {
		case !ok:
			errs = append(errs, fmt.Errorf("settings file, line %d: write it as name = value", n))
		case !known(name):
			errs = append(errs, fmt.Errorf("settings file, line %d: there is no setting %q; %s", n, name, advice(name, names())))
		case twice:
			errs = append(errs, fmt.Errorf("settings file, line %d: %s is set twice; remove one of the lines", n, name))
		default:
			f[name] = value
		}
	}
	return f, errors.Join(append(errs, in.Err())...)
}

// file is the values of a settings file (kong.Resolver).
type file map[string]string

// Validate has nothing to do: File refused unknown names.
func (f file) Validate(*kong.Application) error { return nil }

// Resolve gives a flag its value from the file, unless the environment has one.
func (f file) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, e := range flag.Envs {
		if _, ok := os.LookupEnv(e); ok {
			return nil, nil
		}
	}
	if v, ok := f[flag.Name]; ok {
		return v, nil
	}
	return nil, nil
}

func names() (out []string) {
	for _, f := range fields(&Settings{}) {
		out = append(out, f.name)
	}
	return out
}

func known(name string) bool { return slices.Contains(names(), name) }

// advice names the known name that is most like the unknown one.
func advice(name string, all []string) string {
	for _, k := range all {
		if strings.EqualFold(strings.NewReplacer("_", "-", ".", "-").Replace(name), k) || len(name) > 3 && (strings.HasPrefix(k, name) || strings.HasPrefix(name, k)) {
			return "did you mean " + k + "?"
		}
	}
	return "the settings are " + strings.Join(all, ", ")
}

// ours are variables of the tests, which are no settings.
var ours = []string{"BIRZHA_TEST_", "BIRZHA_REQUIRE_"}

// CheckEnv refuses variables that look like settings and are none. Environ is
// of the form of os.Environ; extra names variables that flags elsewhere read.
func CheckEnv(environ []string, extra ...string) error {
	allowed := map[string]bool{}
	for _, f := range fields(&Settings{}) {
		allowed[f.env] = true
	}
	for _, e := range extra {
		allowed[e] = true
	}
	var errs []error
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "BIRZHA_") && !allowed[name] && !slices.ContainsFunc(ours, func(p string) bool { return strings.HasPrefix(name, p) }) {
			errs = append(errs, fmt.Errorf("environment: there is no setting %s; %s", name, advice(name, slices.Sorted(maps.Keys(allowed)))))
		}
	}
	return errors.Join(errs...)
}

// Print writes the settings in force in the form of a settings file, with the
// origin of each: default, file, environment or flag. Passwords are masked.
func (s Settings) Print(w io.Writer, k *kong.Context) error {
	origin := map[string]string{}
	for _, p := range k.Path {
		if p.Flag != nil && p.Resolved {
			origin[p.Flag.Name] = "file"
		} else if p.Flag != nil {
			origin[p.Flag.Name] = "flag"
		}
	}
	for _, f := range fields(&s) {
		from := origin[f.name]
		if from == "" {
			from = "default"
			if _, ok := os.LookupEnv(f.env); ok {
				from = "environment"
			}
		}
		value := f.String()
		switch {
		case f.secret == "url":
			value = masked(value)
		case f.secret == "all" && value != "":
			value = "xxxxx"
		}
		if _, err := fmt.Fprintf(w, "%-50s # %s\n", f.name+" = "+value, from); err != nil {
			return err
		}
	}
	return nil
}

// masked hides the password of a URL, or all of a text that cannot be read as
// one.
func masked(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return "xxxxx"
	}
	q := u.Query()
	if q.Has("password") { // as PostgreSQL takes it
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}
