// Package i18n speaks the four languages of the interface: messages with
// plurals, numbers, dates, and texts that exist in several languages.
//
// Messages live in locales/LANG/AREA.json as a flat object: the key is
// "area.name", the value a text with {placeholders}, or an object of CLDR
// plural categories ("one", "few", "many", "other") chosen by the argument n.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

//go:embed locales
var files embed.FS

// Lang is a language of the interface, by its BCP 47 tag.
type Lang string

// The languages of the interface.
const (
	RU Lang = "ru"
	EN Lang = "en"
	ZH Lang = "zh-Hans"
	BE Lang = "be"
)

// All lists the languages in the order of the language switch.
var All = []Lang{RU, EN, ZH, BE}

var (
	tags     = map[Lang]language.Tag{RU: language.Russian, EN: language.English, ZH: language.SimplifiedChinese, BE: language.MustParse("be")}
	matcher  = language.NewMatcher([]language.Tag{tags[EN], tags[RU], tags[ZH], tags[BE]})
	matched  = []Lang{EN, RU, ZH, BE}
	printers = map[Lang]*message.Printer{}
	catalog  = map[Lang]map[string]entry{}
)

// entry is a message: its plural forms by category, or one form under "".
type entry map[string]string

// UnmarshalJSON reads a text or an object of plural forms.
func (e *entry) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*e = entry{"": s}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(e))
}

func init() {
	for _, l := range All {
		printers[l] = message.NewPrinter(tags[l])
		catalog[l] = map[string]entry{}
		dir := path.Join("locales", string(l))
		list, err := files.ReadDir(dir)
		if err != nil {
			panic(err)
		}
		for _, f := range list {
			b, err := files.ReadFile(path.Join(dir, f.Name()))
			if err == nil {
				var m map[string]entry
				if err = json.Unmarshal(b, &m); err == nil {
					for k, v := range m {
						catalog[l][k] = v
					}
				}
			}
			if err != nil {
				panic(fmt.Sprintf("i18n: %s/%s: %v", dir, f.Name(), err))
			}
		}
	}
}

type ctxKey struct{}

// With returns a context whose reader reads l.
func With(ctx context.Context, l Lang) context.Context { return context.WithValue(ctx, ctxKey{}, l) }

// From returns the reader's language, English where none is set.
func From(ctx context.Context) Lang {
	if l, ok := ctx.Value(ctxKey{}).(Lang); ok {
		return l
	}
	return EN
}

// Parse returns the language of the interface with exactly this tag.
func Parse(s string) (Lang, bool) {
	for _, l := range All {
		if string(l) == s {
			return l, true
		}
	}
	return "", false
}

// Match returns the language that best serves an Accept-Language header.
func Match(header string) Lang {
	_, i := language.MatchStrings(matcher, header)
	return matched[i]
}

// Tag returns the language as an x/text tag.
func (l Lang) Tag() language.Tag { return tags[l] }

// T says a message to the reader of ctx; see Lang.T.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }

// T says the message of a key. Args are name, value pairs that fill the
// placeholders {name}; the number n also chooses the plural form. Whole numbers
// are written as the language writes them. A key that is not in the catalogue
// is said as itself, which the catalogue test forbids.
func (l Lang) T(key string, args ...any) string {
	e, ok := catalog[l][key]
	if !ok {
		return key
	}
	s := e[""]
	if s == "" {
		s = e[l.form(count(args))]
	}
	if len(args) < 2 {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		b.WriteString(s[:open])
		b.WriteString(l.filled(s[open:open+end+1], args))
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// filled is what stands in place of a placeholder; one without an argument
// stays.
func (l Lang) filled(placeholder string, args []any) string {
	name := placeholder[1 : len(placeholder)-1]
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return l.value(args[i+1])
		}
	}
	return placeholder
}

// Has tells whether the catalogue has the key.
func (l Lang) Has(key string) bool { _, ok := catalog[l][key]; return ok }

func count(args []any) int {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			switch n := args[i+1].(type) {
			case int:
				return n
			case int64:
				return int(n)
			case float64: // as JSON gives numbers back
				return int(n)
			}
		}
	}
	return 0
}

func (l Lang) form(n int) string {
	switch plural.Cardinal.MatchPlural(tags[l], n, 0, 0, 0, 0) {
	case plural.One:
		return "one"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

func (l Lang) value(v any) string {
	switch v := v.(type) {
	case int:
		return l.Number(v)
	case int64:
		return l.Number(int(v))
	case float64:
		return l.Number(int(v))
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// Number writes a whole number with the language's grouping.
func (l Lang) Number(n int) string {
	if n >= 0 && n < 1000 { // nothing to group
		return strconv.Itoa(n)
	}
	return printers[l].Sprint(number.Decimal(n))
}

// Percent writes a share from 0 to 1 as a whole percentage.
func (l Lang) Percent(share float64) string {
	return printers[l].Sprint(number.Percent(share, number.MaxFractionDigits(0)))
}

// Decimal writes a number with so many decimals.
func (l Lang) Decimal(x float64, decimals int) string {
	return printers[l].Sprint(number.Decimal(x, number.Scale(decimals)))
}

// List writes words as an enumeration: "a, b" or, in Chinese, "a、b".
func (l Lang) List(words []string) string {
	if l == ZH {
		return strings.Join(words, "、")
	}
	return strings.Join(words, ", ")
}
