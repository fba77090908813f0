package bulk

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// language is that of a text by its letters.
func language(s string) i18n.Lang {
	l := i18n.EN
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			return i18n.ZH
		case strings.ContainsRune("ўЎіІ", r):
			return i18n.BE
		case unicode.Is(unicode.Cyrillic, r):
			l = i18n.RU
		}
	}
	return l
}

// texts gives a field's texts by language; those of columns without a language
// are in l, or, where l is "", in that of their letters.
func (r *rec) texts(field string, l i18n.Lang) map[i18n.Lang]string {
	out := map[i18n.Lang]string{}
	for n, c := range r.sheet.Columns {
		if c.Field != field || n >= len(r.row.Cells) {
			continue
		}
		s := clean(r.row.Cells[n])
		if s == "" {
			continue
		}
		at := c.Lang
		if at == "" {
			if at = l; at == "" {
				at = language(s)
			}
		}
		if out[at] == "" {
			out[at] = s
		}
	}
	return out
}

// original is the language in which a row is written first.
func (r *rec) original(o Options) i18n.Lang {
	if l := i18n.Lang(r.choice("language")); l != "" {
		return l
	}
	titles := r.texts("title", "")
	if titles[o.Language] != "" {
		return o.Language
	}
	for _, l := range i18n.All {
		if titles[l] != "" {
			return l
		}
	}
	return i18n.EN
}

// write puts a field's texts into t: that in the original's language as the
// original, others as translations that a person has checked.
func write(t i18n.Text, given map[i18n.Lang]string, original i18n.Lang, by string, at time.Time) i18n.Text {
	if len(given) == 0 {
		return t
	}
	source := original
	if given[original] == "" {
		if source = t.Source(); source == "" {
			for _, l := range i18n.All {
				if given[l] != "" && source == "" {
					source = l
				}
			}
		}
	}
	if s := given[source]; s != "" && (s != t[source].Text || t[source].State != i18n.Original) {
		t = t.Write(source, s, by, at)
	}
	for _, l := range i18n.All {
		if s := given[l]; s != "" && l != source && (s != t[l].Text || t[l].Stale) {
			t = t.Translate(l, s, i18n.Checked, by, at)
		}
	}
	return t
}

// organisation is what the row says of an organisation; ok is false if it
// names none.
func (r *rec) organisation(by string, at time.Time) (o catalogue.Organisation, ok bool) {
	o = catalogue.Organisation{City: i18n.Text{}, Name: i18n.Text{}, Description: i18n.Text{}, RORID: ror(r.get("ror")), NationalID: r.get("national_id"), Website: r.get("website"), Aliases: r.list("aliases")}
	o.Name = write(o.Name, r.texts("organisation", ""), "", by, at)
	o.City = write(o.City, r.texts("city", ""), "", by, at)
	o.Description = write(o.Description, r.texts("about", ""), "", by, at)
	o.Kind = catalogue.Kind(r.choice("kind"))
	o.Region, o.Country = r.choice("region"), r.country()
	if o.Country == "" && o.Region != "" {
		o.Country = vocabulary.CountryOf(o.Region)
	}
	if r.sheet.Kind == Organisations {
		o.Areas = nil
		for _, a := range r.choices("areas") {
			o.Areas = append(o.Areas, catalogue.Area(a))
		}
	}
	if o.NationalID != "" {
		if _, valid := duplicate.National(o.Country, o.NationalID); !valid && (o.Country == "BY" || o.Country == "CN" || o.Country == "RU") {
			r.warn("national_id", "bulk.national_wrong", "value", short(o.NationalID))
		}
	}
	if o.Website != "" && !strings.Contains(o.Website, "://") {
		o.Website = "https://" + o.Website
	}
	if o.Website != "" && !catalogue.WebAddress(o.Website) {
		r.fail("website", "bulk.bad_address", "value", short(o.Website))
	}
	for _, v := range o.Name {
		if len([]rune(v.Text)) > maxName {
			r.fail("organisation", "bulk.name_long", "n", maxName)
		}
	}
	return o, len(o.Name) > 0 || o.RORID != "" || o.NationalID != ""
}

// maxName is how long the name of an organisation may be, in characters.
const maxName = 300

// ror brings a ROR id to its full form.
func ror(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.HasPrefix(s, "https://ror.org/") {
		return s
	}
	return "https://ror.org/" + strings.TrimPrefix(strings.TrimPrefix(s, "http://ror.org/"), "ror.org/")
}

// country reads a country by its name or code, also as the Commission writes it.
func (r *rec) country() string {
	s := r.get("country")
	if s == "" {
		return ""
	}
	if c, ok := vocabulary.ParseCountry(s); ok {
		return c
	}
	return r.choice("country")
}

// profile writes what the row says into p; an empty cell says nothing.
func (r *rec) profile(p *catalogue.Opportunity, by string, at time.Time) {
	for _, f := range catalogue.Fields {
		if f.Text != nil {
			t := f.Text(&p.Content)
			*t = write(*t, r.texts(f.Name, p.Language), p.Language, by, at)
			continue
		}
		if list := r.choices(f.Name); len(list) > 0 && !sameSet(list, f.List(&p.Content)) {
			p.SetList(f, list)
		}
	}
	for field, to := range map[string]*int{"trl": &p.TRL, "trl_target": &p.TRLTarget} {
		if s := r.get(field); s != "" {
			n, err := strconv.Atoi(strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(s), "TRL"), "УГТ"))), ".0"))
			if err != nil || n < 1 || n > 9 {
				r.fail(field, "bulk.trl_wrong", "value", short(s))
				continue
			}
			*to = n
		}
	}
	for field, to := range map[string]*string{"ipr": &p.IPR, "price_model": &p.PriceModel, "price_currency": &p.PriceCurrency, "export_control": &p.ExportControl, "video": &p.Video, "price_amount": &p.PriceAmount} {
		if s := r.choice(field); s != "" {
			*to = s
		}
	}
	if s := r.choice("confidentiality"); s != "" {
		p.Confidentiality = catalogue.Confidentiality(s)
	}
	if s := r.choice("anonymous"); s != "" {
		p.Anonymous = s == "true"
	}
	r.call(p)
}

func sameSet(a, b []string) bool { return slices.Equal(a, b) }

// call reads the call of an R&D request.
func (r *rec) call(p *catalogue.Opportunity) {
	c := catalogue.Call{}
	if p.Call != nil {
		c = *p.Call
	}
	said := false
	for field, to := range map[string]*string{"call_programme": &c.Programme, "call_title": &c.Title, "call_scheme": &c.Scheme, "call_budget": &c.Budget, "call_acronym": &c.Acronym, "call_coordinator": &c.Coordinator, "call_link": &c.Link} {
		if s := r.choice(field); s != "" {
			*to, said = s, true
		}
	}
	for field, to := range map[string]*string{"call_interest_deadline": &c.InterestDeadline, "call_deadline": &c.Deadline} {
		if s := r.get(field); s != "" {
			d, ok := day(s)
			if !ok {
				r.fail(field, "bulk.bad_day", "value", short(s))
				continue
			}
			*to, said = d, true
		}
	}
	if s := r.get("call_weeks"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 1000 {
			r.fail("call_weeks", "bulk.bad_number", "value", short(s))
		} else {
			c.Weeks, said = n, true
		}
	}
	if said {
		p.Call = &c
	}
}

// day reads a calendar day as spreadsheets and people of the four languages
// write it.
func day(s string) (string, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04:05", time.RFC3339, "02.01.2006", "2.1.2006", "2006/1/2", "2006年1月2日"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}
