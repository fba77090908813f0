package identity

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// maxName bounds a name, in characters.
const maxName = 200

// clean returns the profile in its normal form, or a fault that names the
// fields "native", "native_lang", "latin", "language", "zone".
func (f Profile) clean() (Profile, error) {
	var bad []fault.Field
	f.Native, f.Latin = cleanName(f.Native), cleanName(f.Latin)
	switch {
	case f.Native == "":
		bad = append(bad, fault.Field{Name: "native", Key: "account.name_missing"})
	case !printable(f.Native) || utf8.RuneCountInString(f.Native) > maxName:
		bad = append(bad, fault.Field{Name: "native", Key: "account.name_form", Args: []any{"n", maxName}})
	}
	if f.Latin == "" && latinOnly(f.Native) {
		f.Latin = f.Native
	}
	if f.Latin != "" && (!latinOnly(f.Latin) || !printable(f.Latin) || utf8.RuneCountInString(f.Latin) > maxName) {
		bad = append(bad, fault.Field{Name: "latin", Key: "account.name_latin"})
	}
	for _, l := range []struct {
		field string
		lang  i18n.Lang
	}{{"native_lang", f.NativeLang}, {"language", f.Language}} {
		if _, ok := i18n.Parse(string(l.lang)); !ok {
			bad = append(bad, fault.Field{Name: l.field, Key: "account.language_unknown"})
		}
	}
	if _, err := time.LoadLocation(f.Zone); err != nil || f.Zone == "" || f.Zone == "Local" {
		bad = append(bad, fault.Field{Name: "zone", Key: "account.zone_unknown"})
	}
	if len(bad) > 0 {
		return f, fault.InvalidFields(bad...)
	}
	return f, nil
}

func cleanName(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

func printable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

func latinOnly(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}

// folded is what a search for the person's name looks in.
func (f Profile) folded() string { return Fold(f.Native + " " + f.Latin) }

// Fold brings a text to the form in which texts are compared without regard to
// case and to ways of writing the same character.
func Fold(s string) string { return cases.Fold().String(norm.NFKC.String(s)) }

func (f Profile) differences(g Profile) (names []string) {
	for _, d := range []struct {
		name   string
		differ bool
	}{
		{"native", f.Native != g.Native},
		{"native_lang", f.NativeLang != g.NativeLang},
		{"latin", f.Latin != g.Latin},
		{"language", f.Language != g.Language},
		{"zone", f.Zone != g.Zone},
	} {
		if d.differ {
			names = append(names, d.name)
		}
	}
	return names
}

// zoneOf is the time zone assumed for a newcomer until he says another.
func zoneOf(l i18n.Lang) string {
	switch l {
	case i18n.ZH:
		return "Asia/Shanghai"
	case i18n.RU, i18n.BE:
		return "Europe/Minsk"
	}
	return "UTC"
}

// ParseEmail checks an e-mail address and returns it as written, without stray
// spaces, and in the folded form by which addresses are compared: in small
// letters, the domain in its ASCII form (RFC 5891). Full-width characters of
// Chinese input are taken as their plain ones. The part before the @ must be
// plain ASCII, because mail to others does not arrive everywhere.
func ParseEmail(s string) (email, folded string, err error) {
	email = norm.NFKC.String(strings.TrimSpace(s))
	bad := fault.InvalidFields(fault.Field{Name: "email", Key: "account.email_form"})
	if email == "" {
		return "", "", fault.InvalidFields(fault.Field{Name: "email", Key: "account.email_missing"})
	}
	local, domain, ok := strings.Cut(email, "@")
	if !ok || len(local) > 64 || !dotAtom(local) {
		return "", "", bad
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") || len(local)+1+len(ascii) > 254 {
		return "", "", bad
	}
	folded = strings.ToLower(local) + "@" + ascii
	if a, err := mail.ParseAddress(folded); err != nil || a.Address != folded {
		return "", "", bad
	}
	return email, folded, nil
}

// FoldEmail returns the folded form of an e-mail, "" if it is not one.
func FoldEmail(s string) string {
	_, folded, err := ParseEmail(s)
	if err != nil {
		return ""
	}
	return folded
}

// dotAtom tells whether s is a dot-atom of RFC 5322, section 3.2.3.
func dotAtom(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if part == "" {
			return false
		}
		for i := range len(part) {
			c := part[i]
			letter, digit := 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9'
			if !letter && !digit && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0 {
				return false
			}
		}
	}
	return true
}
