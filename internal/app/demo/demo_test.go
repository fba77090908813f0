package demo

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

func load(t *testing.T) *Data {
	t.Helper()
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoadIsTheSameEachTime(t *testing.T) {
	if a, b := load(t), load(t); !reflect.DeepEqual(a, b) {
		t.Error("two loads differ")
	}
}

func TestCheckFindsLostReferences(t *testing.T) {
	for name, spoil := range map[string]func(d *Data) *string{
		"organisation of a person":     func(d *Data) *string { return &d.People[0].Organisation },
		"park of a resident":           func(d *Data) *string { return &d.Organisations[9].ResidentOf },
		"contact of an opportunity":    func(d *Data) *string { return &d.Opportunities[0].Contact },
		"slot of an absence":           func(d *Data) *string { i := absent(d); return &d.People[i].Unavailable[0] },
		"offer of a pair":              func(d *Data) *string { return &d.Pairs[0].Offer },
		"person of a role":             func(d *Data) *string { return &d.Roles[0].Person },
		"organiser of a side":          func(d *Data) *string { return &d.Event.Sides[0].Organisers[1] },
		"moderator of the round table": func(d *Data) *string { return &d.Event.Programme[1].Moderators[0] },
	} {
		d := load(t)
		*spoil(d) = "nobody"
		if d.check(nil) == nil {
			t.Errorf("%s may lead nowhere", name)
		}
	}
}

func absent(d *Data) int {
	return slices.IndexFunc(d.People, func(p Person) bool { return len(p.Unavailable) > 0 })
}

func TestCounts(t *testing.T) {
	d := load(t)
	by := map[string]int{}
	for _, o := range d.Organisations {
		by["organisations "+o.Country]++
		by["members of "+o.ResidentOf]++
		by["parts of "+o.PartOf]++
	}
	for _, p := range d.People {
		by["people "+p.Country]++
		by["people "+p.State]++
		if len(p.Unavailable) > 0 {
			by["people absent"]++
		}
		if len(p.Consents) > 0 {
			by["people consenting"]++
		}
		if p.Interpreter {
			by["people with interpreter"]++
		}
	}
	for _, o := range d.Opportunities {
		by["opportunities"]++
		by[string(o.Type)]++
		by["in "+string(o.Language)]++
		by["area "+string(o.Areas[0])]++
		if o.Type.Offers() {
			by["offers"]++
		}
		if len(o.Title) > 1 {
			by["in two languages"]++
		}
	}
	by["pairs"] = len(d.Pairs)
	by["slots"] = len(d.Event.Slots)
	ranges := map[string][2]int{
		"organisations BY": {60, 66}, "organisations CN": {60, 66}, "people BY": {150, 170}, "people CN": {150, 170},
		"members of neman-park": {3, 12}, "members of neman-instrument": {3, 12}, "parts of neman-park": {2, 2}, "parts of songliao-park": {2, 2},
		"people pending": {5, 12}, "people absent": {95, 125}, "people consenting": {175, 215}, "people with interpreter": {110, 180},
		"opportunities": {130, 150}, "offers": {70, 85}, "in ru": {45, 52}, "in zh-Hans": {50, 60}, "in en": {20, 24}, "in be": {15, 18},
		"in two languages": {47, 140}, "pairs": {25, 50}, "slots": {16, 16},
		"TO": {45, 65}, "TR": {25, 40}, "BO": {10, 25}, "BR": {10, 25}, "RDR": {10, 18},
	}
	for _, a := range catalogue.Areas {
		ranges["area "+string(a)] = [2]int{15, 21}
	}
	for what, r := range ranges {
		if n := by[what]; n < r[0] || n > r[1] {
			t.Errorf("%s: %d, want %d to %d", what, n, r[0], r[1])
		}
	}
}

// Residents of a sub-park are residents of the park that it is a part of.
func TestParksHaveEightToTwelveResidents(t *testing.T) {
	d := load(t)
	of, residents := map[string]string{}, map[string]int{}
	for _, o := range d.Organisations {
		of[o.Key] = o.PartOf
	}
	for _, o := range d.Organisations {
		if park := o.ResidentOf; park != "" {
			if of[park] != "" {
				park = of[park]
			}
			residents[park]++
		}
	}
	for _, park := range []string{"neman-park", "songliao-park"} {
		if n := residents[park]; n < 8 || n > 12 {
			t.Errorf("%s has %d residents", park, n)
		}
	}
}

func TestOrganisations(t *testing.T) {
	regions := regionCodes()
	names := map[string]bool{}
	for _, o := range load(t).Organisations {
		complete(t, o.Key+" name", o.Name)
		complete(t, o.Key+" city", o.City)
		if o.Name[o.Native].State != i18n.Original || o.Description[o.Native].State != i18n.Original || o.Description[i18n.EN].Text == "" {
			t.Errorf("%s: the original or the English text is missing", o.Key)
		}
		for l, v := range o.Description {
			inScript(t, o.Key+" description", l, v.Text)
		}
		if !strings.HasPrefix(o.Region, o.Country+"-") || !regions[o.Region] {
			t.Errorf("%s: %s is no region of %s", o.Key, o.Region, o.Country)
		}
		if !slices.Contains(catalogue.Kinds, o.Kind) || len(o.Areas) == 0 {
			t.Errorf("%s: kind %q, areas %v", o.Key, o.Kind, o.Areas)
		}
		for _, l := range i18n.All {
			if n := string(l) + o.Name[l].Text; names[n] {
				t.Errorf("%s: the name %s is taken", o.Key, o.Name[l].Text)
			} else {
				names[n] = true
			}
		}
	}
}

// regionCodes are the ISO 3166-2 codes in use: all of Belarus, and the
// provinces and municipalities of China.
func regionCodes() map[string]bool {
	out := map[string]bool{}
	for _, c := range strings.Fields("BY-BR BY-HM BY-HO BY-HR BY-MA BY-MI BY-VI CN-AH CN-BJ CN-CQ CN-FJ CN-GD CN-GS CN-GX CN-GZ CN-HA CN-HB CN-HE CN-HI CN-HL CN-HN CN-JL CN-JS CN-JX CN-LN CN-NM CN-NX CN-QH CN-SC CN-SD CN-SH CN-SN CN-SX CN-TJ CN-XJ CN-XZ CN-YN CN-ZJ") {
		out[c] = true
	}
	return out
}

func TestPeople(t *testing.T) {
	email := regexp.MustCompile(`^[a-z.]+@[a-z0-9-]+\.example$`)
	seen := map[string]bool{}
	for _, p := range load(t).People {
		for _, v := range []string{p.Native, p.Latin, p.Email} {
			if v == "" || seen[v] {
				t.Errorf("%s: %q is empty or taken", p.Key, v)
			}
			seen[v] = true
		}
		if !email.MatchString(p.Email) {
			t.Errorf("%s: address %s", p.Key, p.Email)
		}
		inScript(t, p.Key+" name", p.NativeLang, p.Native)
		inScript(t, p.Key+" Latin name", i18n.EN, p.Latin)
		if p.Position[p.NativeLang].State != i18n.Original || p.Position[i18n.EN].Text == "" {
			t.Errorf("%s: position %v", p.Key, p.Position)
		}
		if p.Zone == "" || len(p.Areas) == 0 || !speaks(p, p.NativeLang) {
			t.Errorf("%s: zone %q, areas %v, languages %v", p.Key, p.Zone, p.Areas, p.Languages)
		}
		for _, c := range p.Consents {
			if c == p.Country {
				t.Errorf("%s consents to the own country only", p.Key)
			}
		}
	}
}

func speaks(p Person, l i18n.Lang) bool {
	return slices.Contains(p.Languages, Language{Lang: strings.TrimSuffix(string(l), "-Hans"), Level: "native"})
}

func TestOpportunities(t *testing.T) {
	d := load(t)
	kinds := map[string]catalogue.Kind{}
	for _, o := range d.Organisations {
		kinds[o.Key] = o.Kind
		if !o.Invented && slices.ContainsFunc(d.Opportunities, func(p Opportunity) bool { return p.Organisation == o.Key }) {
			t.Errorf("%s is real and has an invented opportunity", o.Key)
		}
	}
	taken := map[string]bool{}
	for _, o := range d.Opportunities {
		for what, text := range map[string]i18n.Text{"title": o.Title, "summary": o.Summary, "description": o.Description} {
			limit := map[string]int{"title": 256, "summary": 500, "description": 4000}[what]
			for l, v := range text {
				if n := utf8.RuneCountInString(v.Text); n < 8 || n > limit {
					t.Errorf("%s: %s in %s has %d characters", o.Key, what, l, n)
				}
				if taken[v.Text] {
					t.Errorf("%s: %s is a copy", o.Key, what)
				}
				taken[v.Text] = true
				inScript(t, o.Key+" "+what, l, v.Text)
			}
			if text[o.Language].State != i18n.Original {
				t.Errorf("%s: %s is not in %s", o.Key, what, o.Language)
			}
		}
		if n := sentences(o.Description[o.Language].Text); n < 2 || n > 5 {
			t.Errorf("%s: %d sentences", o.Key, n)
		}
		if o.TRL < 1 || o.TRL > 9 || !slices.Contains([]string{"none", "know_how", "applied", "granted"}, o.IPR) {
			t.Errorf("%s: TRL %d, IPR %q", o.Key, o.TRL, o.IPR)
		}
		if len(o.TechnologyKeywords) == 0 || len(o.TechnologyKeywords) > 5 || len(o.Partnerships) == 0 || len(o.Partnerships) > 3 || len(o.Partners) == 0 {
			t.Errorf("%s: %v, %v, %v", o.Key, o.TechnologyKeywords, o.Partnerships, o.Partners)
		}
		if kinds[o.Organisation] == catalogue.CompanyLarge && o.Type.Offers() {
			t.Errorf("%s: a large company only requests", o.Key)
		}
	}
}

func sentences(s string) int {
	return len(regexp.MustCompile(`[.!?](\s|$)|[。！？]`).FindAllString(s, -1))
}

func TestPairsCrossTheBorder(t *testing.T) {
	d := load(t)
	by := map[string]Opportunity{}
	for _, o := range d.Opportunities {
		by[o.Key] = o
	}
	for _, p := range d.Pairs {
		offer, request := by[p.Offer], by[p.Request]
		if !offer.Type.Offers() || request.Type.Offers() || offer.Areas[0] != request.Areas[0] || offer.Reference[2:4] == request.Reference[2:4] {
			t.Errorf("%s does not answer %s", p.Offer, p.Request)
		}
	}
}

func TestEvent(t *testing.T) {
	d := load(t)
	e := d.Event
	for what, text := range map[string]i18n.Text{"title": e.Title, "aim": e.Aim, "audience": e.Audience, "practical": e.Practical} {
		complete(t, what, text)
	}
	for _, it := range e.Programme {
		complete(t, it.Kind, it.Title)
		complete(t, it.Kind, it.Description)
		inHours(t, it.Kind, it.Starts, it.Ends)
		for _, s := range it.Speakers {
			if len(s.Topic) > 0 {
				complete(t, "topic of "+s.Person, s.Topic)
			}
		}
	}
	for i, s := range e.Slots {
		inHours(t, s.Key, s.Starts, s.Ends)
		if s.Ends.Sub(s.Starts) != 20*time.Minute || i > 0 && s.Starts.Sub(e.Slots[i-1].Ends) < 5*time.Minute {
			t.Errorf("slot %s: %v to %v", s.Key, s.Starts, s.Ends)
		}
		if i > 0 && s.Session != e.Slots[i-1].Session && s.Starts.Sub(e.Slots[i-1].Ends) < 10*time.Minute {
			t.Errorf("no break before session %d", s.Session)
		}
		if in := slices.IndexFunc(e.Programme, func(it Item) bool {
			return it.Kind == "meetings" && !s.Starts.Before(it.Starts) && !s.Ends.After(it.Ends)
		}); in < 0 {
			t.Errorf("slot %s is in no block of meetings", s.Key)
		}
	}
	if got := e.Starts.Weekday(); got != time.Tuesday || !e.RegistrationCloses.Before(e.Starts) {
		t.Errorf("opens on %v, registration closes %v", got, e.RegistrationCloses)
	}
	if len(e.Sides) != 2 || len(e.Sides[0].Organisers) < 3 || len(e.Sides[1].Organisers) < 3 {
		t.Errorf("sides %v", e.Sides)
	}
}

// inHours wants an hour of work in both countries, 08:30 to 13:00 in Minsk.
func inHours(t *testing.T, what string, from, to time.Time) {
	t.Helper()
	minsk, changchun := time.FixedZone("+03", 3*3600), time.FixedZone("+08", 8*3600)
	if from.In(minsk).Format("15:04") < "08:30" || to.In(changchun).Format("15:04") > "18:00" || !from.Before(to) {
		t.Errorf("%s: %v to %v", what, from, to)
	}
	if day := from.In(minsk).Format(time.DateOnly); day != "2027-04-20" && day != "2027-04-21" {
		t.Errorf("%s is on %s", what, day)
	}
}

// Who speaks or moderates cannot meet at the same time.
func TestSpeakersAreAway(t *testing.T) {
	d := load(t)
	away := map[string][]string{}
	for _, p := range d.People {
		away[p.Key] = p.Unavailable
	}
	for _, it := range d.Event.Programme {
		people := it.Moderators
		for _, s := range it.Speakers {
			people = append(people, s.Person)
		}
		for _, s := range d.Event.Slots {
			if !s.Starts.Before(it.Ends) || !it.Starts.Before(s.Ends) {
				continue
			}
			for _, p := range people {
				if !slices.Contains(away[p], s.Key) {
					t.Errorf("%s speaks during slot %s", p, s.Key)
				}
			}
		}
	}
}

func TestRoles(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range load(t).Roles {
		if seen[r.Person] {
			t.Errorf("%s has two roles", r.Person)
		}
		seen[r.Person], seen[string(r.Role)+r.Side] = true, true
	}
	for _, want := range []string{"participantBY", "participantCN", "organiserBY", "organiserCN", "intermediaryBY", "intermediaryCN", "validatorBY", "validatorCN"} {
		if !seen[want] {
			t.Errorf("nobody is %s", want)
		}
	}
}

// complete wants a text in all four languages, each in its script.
func complete(t *testing.T, what string, text i18n.Text) {
	t.Helper()
	for _, l := range i18n.All {
		if text[l].Text == "" {
			t.Errorf("%s: nothing in %s", what, l)
		}
		inScript(t, what, l, text[l].Text)
	}
}

// inScript wants the letters of the language: at least half of them, with
// names and units in between, and none of the other East Slavic alphabet.
func inScript(t *testing.T, what string, l i18n.Lang, s string) {
	t.Helper()
	script := map[i18n.Lang]*unicode.RangeTable{i18n.RU: unicode.Cyrillic, i18n.BE: unicode.Cyrillic, i18n.EN: unicode.Latin, i18n.ZH: unicode.Han}[l]
	letters, own := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(script, r) {
				own++
			}
		}
	}
	foreign := map[i18n.Lang]string{i18n.RU: "іўІЎ", i18n.BE: "иИщЩъЪ'", i18n.ZH: ",;:!?()"}[l]
	if own*2 < letters || strings.ContainsAny(s, foreign) || strings.Contains(s, "  ") || s != strings.TrimSpace(s) {
		t.Errorf("%s is not written in %s: %s", what, l, s)
	}
}

// A profile past its draft has every mandatory field, as when it was submitted;
// every text is in its language and its own.
func TestProfilesAreComplete(t *testing.T) {
	d := load(t)
	draft := map[string]bool{}
	for _, p := range d.Desk.Profiles {
		draft[p.Key] = p.State == catalogue.Draft
	}
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	taken := map[string]string{}
	for _, o := range d.Opportunities {
		for _, f := range catalogue.TextFields() {
			for l, v := range *f.Text(&o.Content) {
				inScript(t, o.Key+" "+f.Name, l, v.Text)
				if taken[v.Text] != "" {
					t.Errorf("%s: %s in %s stands in %s too", o.Key, f.Name, l, taken[v.Text])
				}
				taken[v.Text] = o.Key
			}
		}
		for _, f := range o.CheckDraft() {
			t.Errorf("%s: %s: %s %v", o.Key, f.Name, f.Key, f.Args)
		}
		if draft[o.Key] {
			continue
		}
		for _, f := range o.CheckComplete(now) {
			t.Errorf("%s: %s: %s %v", o.Key, f.Name, f.Key, f.Args)
		}
	}
}
