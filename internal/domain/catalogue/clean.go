package catalogue

import (
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Clean takes out of words what no reader sees and what can only do harm: bytes
// that are no UTF-8, control characters but tabs and line ends, and the marks
// that turn the direction of what follows (UAX 9), by which a text can show
// something else than it says. Line ends become "\n".
func Clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, s)
}

// cleanLine is Clean for what stands in one line.
func cleanLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// cleanText cleans a text in all its languages, in place.
func cleanText(t i18n.Text, clean func(string) string) {
	for l, v := range t {
		v.Text = clean(v.Text)
		t[l] = v
	}
}

func cleanList(list []string) {
	for i := range list {
		list[i] = cleanLine(list[i])
	}
}

// clean cleans all that people have written of an opportunity.
func (c *Content) clean() {
	for _, f := range Fields {
		switch {
		case f.Name == "title":
			cleanText(c.Title, cleanLine)
		case f.Text != nil:
			cleanText(*f.Text(c), Clean)
		case f.Values == nil:
			cleanList(f.List(c))
		}
	}
	for _, s := range []*string{&c.IPR, &c.PriceModel, &c.PriceAmount, &c.PriceCurrency, &c.ExportControl, &c.Video} {
		*s = cleanLine(*s)
	}
	if k := c.Call; k != nil {
		for _, s := range []*string{&k.Programme, &k.Title, &k.Scheme, &k.Budget, &k.Acronym, &k.Coordinator, &k.InterestDeadline, &k.Deadline, &k.Link} {
			*s = cleanLine(*s)
		}
	}
}

// clean cleans all that people have written of an organisation.
func (o *Organisation) clean() {
	cleanText(o.Name, cleanLine)
	cleanText(o.City, cleanLine)
	cleanText(o.Description, Clean)
	cleanList(o.Aliases)
	cleanList(o.Facts.Languages)
	for _, s := range []*string{&o.Website, &o.RORID, &o.NationalID, &o.Facts.Staff, &o.Facts.Turnover, &o.Facts.Certificates} {
		*s = cleanLine(*s)
	}
}
