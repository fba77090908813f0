package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// categories are the plural categories that CLDR gives whole numbers.
var categories = map[Lang][]string{
	EN: {"one", "other"},
	RU: {"one", "few", "many", "other"},
	BE: {"one", "few", "many", "other"},
	ZH: {"other"},
}

var (
	keyShape    = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[A-Za-z0-9]+([_-][A-Za-z0-9]+)*)+$`)
	placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)
)

// TestFiles wants each key once in a language, and each area in one file of the
// same name in every language.
func TestFiles(t *testing.T) {
	home := map[string]string{} // file by area
	for _, l := range All {
		list, err := fs.Glob(files, path.Join("locales", string(l), "*"))
		if err != nil || len(list) == 0 {
			t.Fatalf("%s: no catalogue: %v", l, err)
		}
		seen := map[string]bool{}
		for _, f := range list {
			b, err := fs.ReadFile(files, f)
			if err != nil {
				t.Fatal(err)
			}
			keys, err := objectKeys(b)
			if err != nil {
				t.Errorf("%s: %v", f, err)
			}
			for _, k := range keys {
				if seen[k] {
					t.Errorf("%s: %s stands twice in this language", f, k)
				}
				seen[k] = true
				if !keyShape.MatchString(k) {
					t.Errorf("%s: %s should read area.name", f, k)
				}
				area := strings.Split(k, ".")[0]
				if home[area] == "" {
					home[area] = path.Base(f)
				}
				if home[area] != path.Base(f) {
					t.Errorf("%s: %s: messages of %s belong to %s", f, k, area, home[area])
				}
			}
		}
	}
}

// objectKeys lists the keys of a flat JSON object, doubles included.
func objectKeys(b []byte) ([]string, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	var keys []string
	for dec.More() {
		k, err := dec.Token()
		if err != nil {
			return keys, err
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err != nil {
			return keys, err
		}
		keys = append(keys, k.(string))
	}
	if _, err := dec.Token(); err != nil {
		return keys, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return keys, errors.New("text after the object")
	}
	return keys, nil
}

// TestComplete wants every message in every language.
func TestComplete(t *testing.T) {
	for _, m := range incomplete(catalog) {
		t.Error(m)
	}
}

func incomplete(c map[Lang]map[string]entry) (out []string) {
	for _, key := range allKeys(c) {
		plural := len(c[EN][key]) != 1 || c[EN][key][""] == ""
		for _, l := range All {
			e, ok := c[l][key]
			if !ok {
				out = append(out, key+": missing in "+string(l))
				continue
			}
			want := []string{""}
			if plural {
				want = slices.Sorted(slices.Values(categories[l]))
			}
			if got := slices.Sorted(maps.Keys(e)); !slices.Equal(got, want) {
				out = append(out, key+": "+string(l)+" has the forms "+strings.Join(got, " ")+", wants "+strings.Join(want, " "))
			}
			for form, s := range e {
				if strings.TrimSpace(s) == "" {
					out = append(out, strings.TrimSpace(key+": "+string(l)+" is empty "+form))
				}
			}
		}
	}
	return out
}

// TestPlaceholders wants the same placeholders in every language and form. Only
// the English "one" may leave {n} out: it is said of 1 alone, while "one" of
// Russian and Belarusian is said of 21 too.
func TestPlaceholders(t *testing.T) {
	for _, m := range unequalPlaceholders(catalog) {
		t.Error(m)
	}
}

func unequalPlaceholders(c map[Lang]map[string]entry) (out []string) {
	for _, key := range allKeys(c) {
		want := placeholders(c[EN][key])
		for _, l := range All {
			for form, s := range c[l][key] {
				where := strings.TrimSpace(key + ": " + string(l) + " " + form)
				got := placeholders(entry{"": s})
				if l == EN && form == "one" && !slices.Contains(got, "n") {
					got = slices.Sorted(slices.Values(append(got, "n")))
				}
				if !slices.Equal(got, want) {
					out = append(out, where+" has the placeholders "+strings.Join(got, " ")+", wants "+strings.Join(want, " "))
				}
				rest := strings.ReplaceAll(placeholder.ReplaceAllString(s, ""), "{…}", "") // {…} shows JSON
				if strings.ContainsAny(rest, "{}") {
					out = append(out, where+" has a brace that is no placeholder")
				}
			}
		}
	}
	return out
}

// placeholders lists the placeholders of all forms of a message.
func placeholders(e entry) []string {
	names := map[string]bool{}
	for _, s := range e {
		for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
			names[m[1]] = true
		}
	}
	if _, plural := e["other"]; plural {
		names["n"] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func allKeys(c map[Lang]map[string]entry) []string {
	keys := map[string]bool{}
	for _, m := range c {
		for k := range m {
			keys[k] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// TestPlantedCatalogue sees each kind of damage found.
func TestPlantedCatalogue(t *testing.T) {
	plural := func() map[Lang]map[string]entry {
		return map[Lang]map[string]entry{
			EN: {"a.b": {"one": "a day", "other": "{n} days"}},
			RU: {"a.b": {"one": "{n} день", "few": "{n} дня", "many": "{n} дней", "other": "{n} дня"}},
			BE: {"a.b": {"one": "{n} дзень", "few": "{n} дні", "many": "{n} дзён", "other": "{n} дня"}},
			ZH: {"a.b": {"other": "{n}天"}},
		}
	}
	for _, c := range []struct {
		name   string
		damage func(map[Lang]map[string]entry)
		bad    bool
	}{
		{"sound", func(map[Lang]map[string]entry) {}, false},
		{"missing", func(c map[Lang]map[string]entry) { delete(c[BE], "a.b") }, true},
		{"only in one", func(c map[Lang]map[string]entry) { c[ZH]["a.c"] = entry{"": "文"} }, true},
		{"empty", func(c map[Lang]map[string]entry) { c[RU]["a.b"]["few"] = " " }, true},
		{"form missing", func(c map[Lang]map[string]entry) { delete(c[RU]["a.b"], "many") }, true},
		{"form too many", func(c map[Lang]map[string]entry) { c[ZH]["a.b"]["one"] = "{n}天" }, true},
		{"not plural", func(c map[Lang]map[string]entry) { c[ZH]["a.b"] = entry{"": "{n}天"} }, true},
		{"placeholder lost", func(c map[Lang]map[string]entry) { c[RU]["a.b"]["one"] = "день" }, true},
		{"placeholder misspelt", func(c map[Lang]map[string]entry) { c[BE]["a.b"]["few"] = "{m} дні" }, true},
		{"stray brace", func(c map[Lang]map[string]entry) { c[BE]["a.b"]["few"] = "{n}} дні" }, true},
	} {
		cat := plural()
		c.damage(cat)
		if got := append(incomplete(cat), unequalPlaceholders(cat)...); (len(got) > 0) != c.bad {
			t.Errorf("%s: found %v", c.name, got)
		}
	}
}
