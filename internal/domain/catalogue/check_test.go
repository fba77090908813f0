package catalogue_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

var today = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// complete is a technology offer that lacks nothing.
func complete() catalogue.Opportunity {
	p := catalogue.Opportunity{Type: catalogue.TechnologyOffer, Language: i18n.EN}
	e := whole(1)
	for name, words := range e.Texts {
		f, _ := catalogue.FieldNamed(name)
		*f.Text(&p.Content) = i18n.Written(i18n.EN, words)
	}
	for name, list := range e.Lists {
		f, _ := catalogue.FieldNamed(name)
		p.SetList(f, list)
	}
	e.Set(&p.Content)
	return p
}

func said(list []fault.Field) string {
	var out []string
	for _, f := range list {
		out = append(out, f.Name+" "+strings.TrimPrefix(f.Key, "profile."))
	}
	return strings.Join(out, ", ")
}

func TestCheckDraft(t *testing.T) {
	text := func(n int) i18n.Text { return i18n.Written(i18n.EN, strings.Repeat("ж", n)) }
	for _, c := range []struct {
		name   string
		change func(p *catalogue.Opportunity)
		want   string
	}{
		{"complete", func(*catalogue.Opportunity) {}, ""},
		{"nothing yet", func(p *catalogue.Opportunity) { p.Content = catalogue.Content{} }, ""},
		{"title of 256", func(p *catalogue.Opportunity) { p.Title = text(256) }, ""},
		{"title of 257", func(p *catalogue.Opportunity) { p.Title = text(257) }, "title too_long"},
		{"summary of 500 with line ends of two bytes", func(p *catalogue.Opportunity) {
			p.Summary = i18n.Written(i18n.EN, strings.Repeat("\r\n", 500))
		}, ""},
		{"translation of 501", func(p *catalogue.Opportunity) {
			p.Summary = p.Summary.Translate(i18n.ZH, strings.Repeat("镜", 501), i18n.Machine, "", today)
		}, "summary too_long"},
		{"six keywords", func(p *catalogue.Opportunity) { p.MarketKeywords = strings.Split("abcdef", "") }, "market_keywords too_many"},
		{"a keyword of 101", func(p *catalogue.Opportunity) { p.MarketKeywords = []string{strings.Repeat("x", 101)} }, "market_keywords unknown_value"},
		{"four areas", func(p *catalogue.Opportunity) { p.Areas = catalogue.Areas[:4] }, "areas too_many"},
		{"a partnership of business", func(p *catalogue.Opportunity) { p.Partnerships = []string{"supplier"} }, "partnerships unknown_value"},
		{"codes", func(p *catalogue.Opportunity) {
			p.FORD, p.GRNTI, p.IPC, p.Targets = []string{"2.11"}, []string{"29.31.15"}, []string{"G02", "G02B", "G02B 3/02"}, []string{"CN", "CN-JL"}
		}, ""},
		{"no codes", func(p *catalogue.Opportunity) {
			p.FORD, p.GRNTI, p.IPC, p.Targets = []string{"9.1"}, []string{"29-31"}, []string{"Z99"}, []string{"Atlantis"}
		}, "ford unknown_value, grnti unknown_value, ipc unknown_value, targets unknown_value"},
		{"choices", func(p *catalogue.Opportunity) {
			p.IPR, p.PriceModel, p.ExportControl, p.Confidentiality, p.PriceCurrency = "maybe", "barter", "fine", "secret", "XXX"
		}, "ipr unknown_value, price_model unknown_value, export_control unknown_value, confidentiality unknown_value, price_currency unknown_value"},
		{"level of 10", func(p *catalogue.Opportunity) { p.TRL, p.TRLTarget = 10, -1 }, "trl trl_range, trl_target trl_range"},
		{"goal behind", func(p *catalogue.Opportunity) { p.TRLTarget = 4 }, "trl_target trl_order"},
		{"script for a video", func(p *catalogue.Opportunity) { p.Video = "javascript:alert(1)" }, "video bad_address"},
		{"amount in words", func(p *catalogue.Opportunity) { p.PriceAmount = "much" }, "price_amount bad_amount"},
		{"amount with a comma", func(p *catalogue.Opportunity) { p.PriceAmount = "1500,50" }, ""},
		{"call", func(p *catalogue.Opportunity) {
			p.Call = &catalogue.Call{Title: strings.Repeat("x", 501), Link: "call", Coordinator: "perhaps", Weeks: -1}
		}, "call_title too_long, call_coordinator unknown_value, call_link bad_address, call_weeks bad_weeks"},
	} {
		p := complete()
		c.change(&p)
		if got := said(p.CheckDraft()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// guidelines reads what the network's guidelines say of each field by type: M
// mandatory, O optional, - not used.
func guidelines(t *testing.T) map[string]map[catalogue.OpportunityType]string {
	t.Helper()
	b, err := os.ReadFile("testdata/guidelines.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[catalogue.OpportunityType]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		out[cells[0]] = map[catalogue.OpportunityType]string{}
		for i, typ := range catalogue.OpportunityTypes {
			out[cells[0]][typ] = cells[1+i]
		}
	}
	out["sdgs"], out["partners"] = out["sdg"], out["partner_kinds"]
	if len(out) < 25 {
		t.Fatalf("only %d fields in the guidelines", len(out))
	}
	return out
}

// TestMandatory takes each field out of a complete profile of each type: what
// the network's guidelines call mandatory is missed.
func TestMandatory(t *testing.T) {
	guide := guidelines(t)
	for _, typ := range catalogue.OpportunityTypes {
		for _, f := range catalogue.Fields {
			p := complete()
			p.Type = typ
			if f.Text != nil {
				*f.Text(&p.Content) = nil
			} else {
				p.SetList(f, nil)
			}
			missed := slices.ContainsFunc(p.CheckComplete(today), func(x fault.Field) bool { return x.Name == f.Name && x.Key == "profile.missing" })
			if missed != (f.Need(typ) == catalogue.Mandatory) {
				t.Errorf("%s of %s: missed is %v", f.Name, typ, missed)
			}
			want, ok := guide[f.Name][typ]
			if ok && ((want == "M") != (f.Need(typ) == catalogue.Mandatory) || (want == "-") != (f.Need(typ) == catalogue.Unused)) {
				t.Errorf("%s of %s is %q in the guidelines", f.Name, typ, want)
			}
		}
	}
}

func TestCheckComplete(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *catalogue.Opportunity)
		want   string
	}{
		{"complete", func(*catalogue.Opportunity) {}, ""},
		{"choices of an offer", func(p *catalogue.Opportunity) {
			p.TRL, p.IPR, p.ExportControl, p.Confidentiality = 0, "", "", ""
		}, "trl missing, ipr missing, export_control missing, confidentiality missing"},
		{"choices of a request", func(p *catalogue.Opportunity) {
			p.Type, p.TRL, p.IPR, p.Specification = catalogue.TechnologyRequest, 0, "", p.Advantages
		}, ""},
		{"only a translation", func(p *catalogue.Opportunity) { p.Language = i18n.RU }, "title missing, summary missing, description missing, advantages missing, partner_role missing"},
		{"anonymous", func(p *catalogue.Opportunity) { p.Anonymous = true }, ""},
		{"anonymous with a Chinese patent", func(p *catalogue.Opportunity) {
			p.Anonymous, p.IPRNote = true, i18n.Written(i18n.EN, "Granted as CN 112345678 A.")
		}, "ipr_note patent_reveals"},
		{"anonymous with a Russian patent in a translation", func(p *catalogue.Opportunity) {
			p.Anonymous = true
			p.Advantages = p.Advantages.Translate(i18n.RU, "Патент № 21457", i18n.Machine, "", today)
		}, "advantages patent_reveals"},
		{"anonymous with a video", func(p *catalogue.Opportunity) {
			p.Anonymous, p.Video = true, "https://example.org/v"
		}, "video video_reveals"},
		{"named with a patent", func(p *catalogue.Opportunity) { p.IPRNote = i18n.Written(i18n.EN, "CN 112345678 A") }, ""},
		{
			"research request without a call", func(p *catalogue.Opportunity) { p.Type = catalogue.ResearchRequest },
			"call_programme missing, call_title missing, call_coordinator missing, call_interest_deadline missing, call_deadline missing",
		},
		{"research request too late", func(p *catalogue.Opportunity) {
			p.Type = catalogue.ResearchRequest
			p.Call = &catalogue.Call{Programme: "Joint", Title: "Call 7", Coordinator: "no", InterestDeadline: "2026-11-24", Deadline: "2026-02-30"}
		}, "call_interest_deadline day_past, call_deadline bad_day"},
		{"research request in the wrong order", func(p *catalogue.Opportunity) {
			p.Type = catalogue.ResearchRequest
			p.Call = &catalogue.Call{Programme: "Joint", Title: "Call 7", Coordinator: "no", InterestDeadline: "2027-03-02", Deadline: "2027-03-01"}
		}, "call_interest_deadline deadline_order"},
	} {
		p := complete()
		c.change(&p)
		if got := said(p.CheckComplete(today)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLeaksName(t *testing.T) {
	o := catalogue.Organisation{Name: i18n.Text{i18n.RU: {Text: "Институт стекла"}, i18n.ZH: {Text: "玻璃研究所"}}, Aliases: []string{"ИС"}}
	for words, want := range map[string]string{
		"We are the ИНСТИТУТ  СТЕКЛА of Minsk":   "summary name_reveals",
		"玻璃研究所提供透镜":                              "summary name_reveals",
		"An institute of glass; ИС is too short": "",
	} {
		p := complete()
		p.Anonymous, p.Summary = true, i18n.Written(i18n.EN, words)
		if got := said(p.LeaksName(&o)); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
		p.Anonymous = false
		if got := said(p.LeaksName(&o)); got != "" {
			t.Errorf("%q with the name open: %q", words, got)
		}
	}
}

func TestHints(t *testing.T) {
	long := func(n int) i18n.Text { return i18n.Written(i18n.EN, strings.Repeat("word ", n/5)) }
	good := func(p *catalogue.Opportunity) {
		p.Summary, p.Description, p.PartnerRole, p.StageNote = long(300), long(600), long(150), i18n.Written(i18n.EN, "Test report 12")
		p.FORD, p.Title = []string{"2.5"}, p.Title.Translate(i18n.ZH, "透镜", i18n.Checked, "", today)
	}
	for _, c := range []struct {
		name   string
		change func(p *catalogue.Opportunity)
		want   string
	}{
		{"good", func(*catalogue.Opportunity) {}, ""},
		{"no title", func(p *catalogue.Opportunity) { p.Title = nil }, "blocker missing_title, minor one_language"},
		{"short", func(p *catalogue.Opportunity) {
			p.Title = i18n.Text{i18n.EN: {Text: "Lenses", State: i18n.Original}, i18n.ZH: {Text: "透镜"}}
			p.Summary = i18n.Written(i18n.EN, "Lenses.")
		}, "major short_title, major short_summary"},
		{"as short in Chinese", func(p *catalogue.Opportunity) {
			p.Language = i18n.ZH
			p.Title = i18n.Text{i18n.ZH: {Text: strings.Repeat("镜", 20), State: i18n.Original}, i18n.EN: {Text: "Lenses"}}
			for _, t := range []*i18n.Text{&p.Summary, &p.Description, &p.Advantages, &p.PartnerRole, &p.StageNote} {
				*t = i18n.Written(i18n.ZH, strings.Repeat("镜", 250)+"5")
			}
		}, ""},
		{"no numbers, no evidence", func(p *catalogue.Opportunity) {
			p.Advantages, p.StageNote = i18n.Written(i18n.EN, "Much cheaper."), nil
		}, "major no_numbers, major no_evidence"},
		{"early, so no evidence yet", func(p *catalogue.Opportunity) { p.TRL, p.StageNote = 3, nil }, ""},
		{"no class, one language, export not checked", func(p *catalogue.Opportunity) {
			p.FORD, p.ExportControl = nil, "not_checked"
			delete(p.Title, i18n.ZH)
		}, "minor no_class, minor one_language, major export_unchecked"},
		{"anonymous with number and video", func(p *catalogue.Opportunity) {
			p.Anonymous, p.Video, p.IPRNote = true, "https://example.org/v", i18n.Written(i18n.EN, "EP 1234567")
		}, "blocker reveals, blocker video_reveals"},
		{"research request without a call", func(p *catalogue.Opportunity) { p.Type = catalogue.ResearchRequest }, "blocker missing_call"},
	} {
		p := complete()
		good(&p)
		c.change(&p)
		var got []string
		for _, h := range p.Hints() {
			got = append(got, string(h.Severity)+" "+h.Rule)
			for _, l := range i18n.All {
				if !l.Has("hint."+h.Rule) || !l.Has("hint."+h.Rule+"_why") {
					t.Errorf("%s: the hint %s has no words in %s", c.name, h.Rule, l)
				}
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// TestOpenRemarks sees that what was found grave must be mended before the next
// submission, and that advice need not be.
func TestOpenRemarks(t *testing.T) {
	m := newMarket(t, dbtest.SQLite(t))
	client, editorName, _ := m.Client("BY")
	p := m.Offer(client)
	for severity, want := range map[catalogue.Severity]string{catalogue.Blocker: "conflict", catalogue.Major: "conflict", catalogue.Minor: ""} {
		m.put(p, catalogue.Reviewing)
		move := catalogue.Move{Step: catalogue.Return, Remarks: []catalogue.Remark{{Severity: severity, Rule: "Say for what."}, {Severity: catalogue.Minor, Rule: "Shorter."}}}
		_, err := m.Take(t.Context(), m.As(colleague), p.ID, move)
		m.must(err)
		if _, err := m.Take(t.Context(), m.As(editorName), p.ID, catalogue.Move{Step: catalogue.Submit}); kind(err) != want {
			t.Errorf("submitting with a %s open: %v, want %q", severity, err, want)
		}
		list, err := m.Remarks(t.Context(), m.As(editorName), p.Reference)
		m.must(err)
		if len(list) != 2 || list[0].Severity != severity {
			t.Fatalf("the remarks are %+v", list)
		}
		m.must(m.Resolve(t.Context(), m.As(editorName), p.Reference, list[0].ID, true))
		if want != "" {
			if _, err := m.Take(t.Context(), m.As(editorName), p.ID, catalogue.Move{Step: catalogue.Submit}); err != nil {
				t.Errorf("submitting with the %s mended: %v", severity, err)
			}
		}
	}
}
