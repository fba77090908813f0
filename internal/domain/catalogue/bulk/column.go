package bulk

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Column is the meaning of a column: a field, and for texts the language, ""
// for that of the row. A column without a field is left out.
type Column struct {
	Field string    `json:"field,omitempty"`
	Lang  i18n.Lang `json:"lang,omitempty"`
}

// String is the column as it stands in headings that programs read: "title.ru".
func (c Column) String() string {
	if c.Lang == "" {
		return c.Field
	}
	return c.Field + "." + string(c.Lang)
}

// ParseColumn reads what String writes; what is no field is left out.
func ParseColumn(s string) Column {
	field, lang, _ := strings.Cut(s, ".")
	if _, ok := words[field]; !ok {
		return Column{}
	}
	l, _ := i18n.Parse(lang)
	if !Translated(field) {
		l = ""
	}
	return Column{field, l}
}

// Fields lists all fields in the order of a file that is written.
var Fields []string

//go:embed columns.tsv
var columnsTSV string

var (
	words   = map[string]map[i18n.Lang]string{} // the heading of a field, by language
	fieldAt = map[string]string{}               // by folded heading
)

func init() {
	lines := strings.Split(strings.TrimSpace(columnsTSV), "\n")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		Fields = append(Fields, cells[0])
		words[cells[0]] = map[i18n.Lang]string{}
		fieldAt[fold(cells[0])] = cells[0]
		for i, l := range i18n.All {
			for j, w := range strings.Split(cells[1+i], ";") {
				if j == 0 {
					words[cells[0]][l] = w
				}
				if _, taken := fieldAt[fold(w)]; !taken {
					fieldAt[fold(w)] = cells[0]
				}
			}
		}
	}
}

// Heading is what stands over a column: the field's name in the reader's
// language, with the language of its texts.
func (c Column) Heading(l i18n.Lang) string {
	w := words[c.Field][l]
	if c.Lang == "" {
		return w
	}
	return w + " (" + string(c.Lang) + ")"
}

// Translated tells whether a field's texts exist per language.
func Translated(field string) bool {
	switch field {
	case "organisation", "city", "about":
		return true
	}
	f, ok := catalogue.FieldNamed(field)
	return ok && f.Text != nil
}

var langWords = map[string]i18n.Lang{}

func init() {
	for l, list := range map[i18n.Lang]string{
		i18n.RU: "ru|rus|рус|русский|на русском|по-русски|russian|俄文|俄语|俄|руская|на рускай|па-руску",
		i18n.EN: "en|eng|англ|английский|на английском|по-английски|english|英文|英语|英|английская|англійская|на англійскай|па-англійску",
		i18n.ZH: "zh|zh-hans|cn|chn|кит|китайский|на китайском|по-китайски|chinese|中文|汉语|中|кітайская|на кітайскай|па-кітайску",
		i18n.BE: "be|bel|by|бел|белорусский|на белорусском|по-белорусски|belarusian|白俄罗斯文|白俄罗斯语|白文|беларуская|на беларускай|па-беларуску",
	} {
		for _, w := range strings.Split(list, "|") {
			langWords[fold(w)] = l
		}
	}
}

// tail finds a language at the end of a heading: in brackets, or after a dot,
// a stroke, a comma or a space.
var tail = regexp.MustCompile(`^(.+?)\s*(?:[(（\[]\s*([^()（）\[\]]+?)\s*[)）\]]|[._/,:：|\- ]\s*([^\s._/,:：|]+|(?:на|по|па)[ -]\S+))$`)

// ColumnOf guesses what a heading means.
func ColumnOf(heading string) Column {
	heading = strings.TrimSpace(strings.Trim(strings.TrimSpace(heading), "*"))
	if f := fieldAt[fold(heading)]; f != "" {
		return Column{Field: f}
	}
	m := tail.FindStringSubmatch(heading)
	if m == nil {
		return Column{}
	}
	f, l := fieldAt[fold(m[1])], langWords[fold(m[2]+m[3])]
	if f == "" || l == "" {
		return Column{}
	}
	if !Translated(f) {
		return Column{Field: f}
	}
	return Column{f, l}
}

// fold makes headings, names and words comparable: case, width, ё, spaces and
// punctuation do not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё':
			return 'е'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return -1
	}, strings.ToLower(norm.NFKC.String(s)))
}
