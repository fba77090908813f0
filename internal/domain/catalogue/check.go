package catalogue

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// checkChoices holds the fields that are one value against what is known.
func (p *Opportunity) checkChoices() (out []fault.Field) {
	for _, x := range []struct {
		name, value string
		values      []string
	}{
		{"ipr", p.IPR, IPRs},
		{"price_model", p.PriceModel, PriceModels},
		{"export_control", p.ExportControl, ExportControls},
		{"confidentiality", string(p.Confidentiality), Codes(Confidentialities)},
	} {
		if x.value != "" && !slices.Contains(x.values, x.value) {
			out = append(out, fault.Field{Name: x.name, Key: "profile.unknown_value", Args: []any{"value", x.value}})
		}
	}
	if p.TRL < 0 || p.TRL > 9 {
		out = append(out, fault.Field{Name: "trl", Key: "profile.trl_range"})
	}
	if p.TRLTarget < 0 || p.TRLTarget > 9 {
		out = append(out, fault.Field{Name: "trl_target", Key: "profile.trl_range"})
	}
	if p.TRL > 0 && p.TRLTarget > 0 && p.TRLTarget < p.TRL {
		out = append(out, fault.Field{Name: "trl_target", Key: "profile.trl_order"})
	}
	if p.Video != "" && !WebAddress(p.Video) {
		out = append(out, fault.Field{Name: "video", Key: "profile.bad_address"})
	}
	if p.PriceAmount != "" && !amount.MatchString(p.PriceAmount) {
		out = append(out, fault.Field{Name: "price_amount", Key: "profile.bad_amount"})
	}
	if p.PriceCurrency != "" && !slices.Contains(Currencies, p.PriceCurrency) {
		out = append(out, fault.Field{Name: "price_currency", Key: "profile.unknown_value", Args: []any{"value", p.PriceCurrency}})
	}
	return append(out, p.Call.checkDraft()...)
}

// callMax is the length of a text about a call, in characters.
const callMax = 500

func (c *Call) checkDraft() (out []fault.Field) {
	if c == nil {
		return nil
	}
	for _, x := range [][2]string{{"programme", c.Programme}, {"title", c.Title}, {"scheme", c.Scheme}, {"budget", c.Budget}, {"acronym", c.Acronym}} {
		if n := length(x[1]); n > callMax {
			out = append(out, fault.Field{Name: "call_" + x[0], Key: "profile.too_long", Args: []any{"n", n - callMax, "max", callMax}})
		}
	}
	if c.Coordinator != "" && c.Coordinator != "yes" && c.Coordinator != "no" {
		out = append(out, fault.Field{Name: "call_coordinator", Key: "profile.unknown_value", Args: []any{"value", c.Coordinator}})
	}
	if c.Link != "" && !WebAddress(c.Link) {
		out = append(out, fault.Field{Name: "call_link", Key: "profile.bad_address"})
	}
	if c.Weeks < 0 || c.Weeks > 1000 {
		out = append(out, fault.Field{Name: "call_weeks", Key: "profile.bad_weeks"})
	}
	return out
}

// Currencies are those in which a price can be given (ISO 4217).
var Currencies = []string{"BYN", "CNY", "RUB", "EUR", "USD", "KZT"}

var amount = regexp.MustCompile(`^\d{1,15}([.,]\d{1,2})?$`)

// WebAddress tells whether s is an absolute http or https address.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && length(s) <= 500
}

// missingChoices lists the single values that the type needs.
func (p *Opportunity) missingChoices() (out []fault.Field) {
	missing := func(name string) { out = append(out, fault.Field{Name: name, Key: "profile.missing"}) }
	if p.Type == TechnologyOffer {
		if p.TRL == 0 {
			missing("trl")
		}
		if p.IPR == "" {
			missing("ipr")
		}
	}
	if p.ExportControl == "" {
		missing("export_control")
	}
	if p.Confidentiality == "" {
		missing("confidentiality")
	}
	if p.Anonymous {
		out = append(out, p.leaks()...)
	}
	return out
}

// patentNumber finds the number of a patent document, which names its owner:
// an office's code and digits, or a word for patent followed by digits.
var patentNumber = regexp.MustCompile(`(?i)\b(CN|RU|BY|EP|US|WO|EA|KR|JP|DE)\s?-?\d{5,}|(патент\p{L}*|patent|专利号?)\s*(№|no\.?|n°|:|：)?\s*[A-Z]{0,2}\s?\d{4,}`)

// leaks finds what would reveal who stands behind an anonymous profile.
func (p *Opportunity) leaks() (out []fault.Field) {
	for _, f := range TextFields() {
		for _, v := range *f.Text(&p.Content) {
			if m := patentNumber.FindString(v.Text); m != "" {
				out = append(out, fault.Field{Name: f.Name, Key: "profile.patent_reveals", Args: []any{"value", m}})
			}
		}
	}
	if p.Video != "" {
		out = append(out, fault.Field{Name: "video", Key: "profile.video_reveals"})
	}
	return out
}

// LeaksName finds the texts of an anonymous profile that name its organisation.
func (p *Opportunity) LeaksName(o *Organisation) (out []fault.Field) {
	if !p.Anonymous {
		return nil
	}
	var bear []string
	for _, v := range o.Name {
		bear = append(bear, v.Text)
	}
	for _, f := range TextFields() {
		for _, v := range *f.Text(&p.Content) {
			for _, name := range append(bear, o.Aliases...) {
				if length(name) > 2 && strings.Contains(Fold(v.Text), Fold(name)) {
					out = append(out, fault.Field{Name: f.Name, Key: "profile.name_reveals", Args: []any{"value", name}})
				}
			}
		}
	}
	return out
}

// checkCall holds the call of an R&D request against the rules: it needs its
// programme, title, deadlines in the future, that for interest first.
func (p *Opportunity) checkCall(now time.Time) (out []fault.Field) {
	if p.Type != ResearchRequest {
		return nil
	}
	c := p.Call
	if c == nil {
		c = &Call{}
	}
	for _, x := range [][2]string{{"call_programme", c.Programme}, {"call_title", c.Title}, {"call_coordinator", c.Coordinator}, {"call_interest_deadline", c.InterestDeadline}, {"call_deadline", c.Deadline}} {
		if x[1] == "" {
			out = append(out, fault.Field{Name: x[0], Key: "profile.missing"})
		}
	}
	for _, x := range [][2]string{{"call_interest_deadline", c.InterestDeadline}, {"call_deadline", c.Deadline}} {
		if _, err := time.Parse(time.DateOnly, x[1]); x[1] != "" && err != nil {
			out = append(out, fault.Field{Name: x[0], Key: "profile.bad_day"})
		} else if x[1] != "" && x[1] < day(now) {
			out = append(out, fault.Field{Name: x[0], Key: "profile.day_past"})
		}
	}
	if len(out) == 0 && c.InterestDeadline > c.Deadline {
		out = append(out, fault.Field{Name: "call_interest_deadline", Key: "profile.deadline_order"})
	}
	return out
}

// Severity weighs a remark or a hint.
type Severity string

// The severities of the field's review: a blocker forbids publication, a major
// one is to be mended first, a minor one is advice.
const (
	Blocker Severity = "blocker"
	Major   Severity = "major"
	Minor   Severity = "minor"
)

// Severities lists the severities from the gravest.
var Severities = []Severity{Blocker, Major, Minor}

// Hint says what would make a profile better and why it matters. Its texts are
// "hint.RULE" and "hint.RULE_why".
type Hint struct {
	Severity Severity
	Field    string
	Rule     string
	Args     []any
}

// digits finds a number with or without a unit.
var digits = regexp.MustCompile(`\d`)

// Hints judges the quality of a profile as a good reviewer would, beyond what is
// mandatory. It looks at the original's language.
func (p *Opportunity) Hints() (out []Hint) {
	add := func(s Severity, field, rule string, args ...any) { out = append(out, Hint{s, field, rule, args}) }
	for _, f := range Fields {
		if f.Need(p.Type) == Mandatory && (f.Text != nil && (*f.Text(&p.Content))[p.Language].Text == "" || f.List != nil && len(f.List(&p.Content)) == 0) {
			add(Blocker, f.Name, "missing_"+f.Name)
		}
	}
	for _, f := range p.missingChoices() {
		switch f.Key {
		case "profile.missing":
			add(Blocker, f.Name, "missing_"+f.Name)
		case "profile.video_reveals":
			add(Blocker, f.Name, "video_reveals")
		default:
			add(Blocker, f.Name, "reveals", f.Args...)
		}
	}
	if bad := p.checkCall(time.Time{}); len(bad) > 0 {
		add(Blocker, bad[0].Name, "missing_call")
	}
	short := map[bool]int{false: 1, true: 2}[p.Language == i18n.ZH] // Chinese says as much in half the characters
	in := func(t i18n.Text) string { return t.Plain(p.Language) }
	least := func(field string, t i18n.Text, n int) {
		if s := in(t); s != "" && length(s) < n/short {
			add(Major, field, "short_"+field, "n", n/short)
		}
	}
	least("title", p.Title, 40)
	least("summary", p.Summary, 200)
	least("description", p.Description, 500)
	least("partner_role", p.PartnerRole, 100)
	if s := in(p.Advantages); s != "" && !digits.MatchString(s) {
		add(Major, "advantages", "no_numbers")
	}
	if p.TRL >= 4 && in(p.StageNote) == "" && p.Type.Offers() {
		add(Major, "stage_note", "no_evidence")
	}
	if len(p.Partnerships) > 3 {
		add(Minor, "partnerships", "many_partnerships")
	}
	if len(p.FORD)+len(p.IPC)+len(p.GRNTI) == 0 {
		add(Minor, "ford", "no_class")
	}
	if len(p.Title.Languages()) < 2 {
		add(Minor, "title", "one_language")
	}
	if p.ExportControl == "not_checked" {
		add(Major, "export_control", "export_unchecked")
	}
	return out
}
