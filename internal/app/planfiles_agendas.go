package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"

	"golang.org/x/sync/errgroup"

	"github.com/birzha/birzha/internal/engine/calendar"
	"github.com/birzha/birzha/internal/engine/pdf"
)

// writeAgendas writes a PDF and a calendar file for every participant.
func (o *PlanFiles) writeAgendas(ctx context.Context, p *planned, dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	names := p.fileNames()
	mine := make([][]int, len(p.problem.People))
	for _, meetings := range p.bySlot() {
		for _, i := range meetings {
			for _, k := range p.problem.Meetings[i].People {
				mine[k] = append(mine[k], i)
			}
		}
	}
	bar := o.progress()
	defer bar.end()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for i := range p.roster.People {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := p.writeAgenda(i, mine[i], filepath.Join(dir, names[i]))
			bar.count("planfile.stage_agendas", int(done.Add(1)), len(names))
			return err
		})
	}
	return g.Wait()
}

func (p *planned) writeAgenda(person int, meetings []int, base string) error {
	var b bytes.Buffer
	if err := pdf.WriteAgenda(&b, p.agenda(person, meetings), p.lang); err != nil {
		return err
	}
	if err := os.WriteFile(base+".pdf", b.Bytes(), 0o644); err != nil {
		return err
	}
	b.Reset()
	if err := calendar.WriteFeed(&b, p.feed(person, meetings)); err != nil {
		return err
	}
	return os.WriteFile(base+".ics", b.Bytes(), 0o644)
}

// zones are the zone of a person and that of the other side.
func (p *planned) zones(person int) (own, partner string) {
	own = p.roster.People[person].Zone
	if own == "" {
		own = p.zone().String()
	}
	for _, z := range p.roster.Event.Zones {
		if z != own {
			return own, z
		}
	}
	return own, ""
}

func (p *planned) event() pdf.Event {
	e := pdf.Event{Title: p.roster.Event.Title}
	if e.Title == "" {
		e.Title = p.lang.T("planfile.untitled")
	}
	if n := len(p.problem.Slots); n > 0 {
		e.Start, e.End = p.problem.Slots[0].Start, p.problem.Slots[n-1].End
	}
	if len(p.problem.Places) == 0 {
		e.Place = p.lang.T("planfile.online")
	}
	return e
}

// side numbers the countries in the order of the list.
func (p *planned) side(country string) int {
	var seen []string
	for i := range p.roster.People {
		if c := p.roster.People[i].Country; c != "" && !slices.Contains(seen, c) {
			if c == country {
				return len(seen)
			}
			seen = append(seen, c)
		}
	}
	return len(seen)
}

func (p *planned) onPaper(i int) pdf.Person {
	x := &p.roster.People[i]
	out := pdf.Person{Native: x.Name(), Latin: x.Latin, Organisation: x.Organisation, Side: p.side(x.Country)}
	if x.Country != "" {
		out.Country = p.country(x.Country)
	}
	if p.numbers {
		out.Native = p.lang.T("planfile.participant_no", "name", x.Native)
	}
	return out
}

func (p *planned) agenda(person int, meetings []int) pdf.Agenda {
	a := pdf.Agenda{Event: p.event(), Person: p.onPaper(person), GeneratedAt: p.made}
	a.Zone, a.PartnerZone = p.zones(person)
	for _, i := range meetings {
		s := p.problem.Slots[p.res.Plan[i].Slot]
		it := pdf.Item{Start: s.Start, End: s.End, Subject: p.index.Meetings[i].Subject, Place: p.placeName(p.res.Plan[i].Place)}
		it.Online = it.Place == ""
		for _, k := range p.problem.Meetings[i].People {
			if k != person {
				it.With = append(it.With, p.onPaper(k))
			}
		}
		it.Languages, it.Interpreted = p.languages(p.problem.Meetings[i].People)
		a.Items = append(a.Items, it)
	}
	return a
}

// languages are those that everybody in a meeting speaks; without one an
// interpreter takes part if somebody asked for one.
func (p *planned) languages(people []int) (common []string, interpreted bool) {
	asked := false
	var codes []string
	for n, k := range people {
		x := &p.roster.People[k]
		asked = asked || x.Interpreter
		if len(x.Languages) == 0 {
			return nil, asked
		}
		var mine []string
		for _, l := range x.Languages {
			mine = append(mine, l.Lang)
		}
		if n == 0 {
			codes = mine
		} else {
			codes = slices.DeleteFunc(codes, func(c string) bool { return !slices.Contains(mine, c) })
		}
	}
	for _, c := range codes {
		common = append(common, p.languageName(c))
	}
	return common, asked && len(common) == 0
}

func (p *planned) feed(person int, meetings []int) calendar.Feed {
	title := p.event().Title
	f := calendar.Feed{Name: title, Lang: string(p.lang), UpdatedAt: p.made}
	f.Zone, _ = p.zones(person)
	for _, i := range meetings {
		s := p.problem.Slots[p.res.Plan[i].Slot]
		e := calendar.Event{
			UID: p.uid(i), Start: s.Start, End: s.End, Zone: f.Zone, LastModified: p.made,
			Summary: p.lang.T("planfile.meeting_with", "names", p.others(i, person)), Location: p.where(i), Categories: []string{title},
		}
		var lines []string
		if subject := p.index.Meetings[i].Subject; subject != "" {
			lines = append(lines, subject)
		}
		for _, k := range p.problem.Meetings[i].People {
			if k != person {
				lines = append(lines, p.who([]int{k}))
			}
		}
		e.Description = strings.Join(lines, "\n")
		f.Events = append(f.Events, e)
	}
	return f
}

// uid names a meeting by the event and its people, so that a later plan moves
// the entry in a calendar in place of adding another.
func (p *planned) uid(meeting int) string {
	h := sha256.New()
	h.Write([]byte(p.roster.Event.Title))
	nth := 0
	people := p.problem.Meetings[meeting].People
	for i := range meeting {
		if slices.Equal(p.problem.Meetings[i].People, people) {
			nth++
		}
	}
	for _, k := range people {
		h.Write([]byte("\x00" + p.roster.People[k].ID))
	}
	h.Write([]byte("\x00" + strconv.Itoa(nth)))
	return hex.EncodeToString(h.Sum(nil)[:16]) + "@birzha"
}

// fileNames gives every person a file name of the name as it is written.
func (p *planned) fileNames() []string {
	seen := map[string]bool{}
	out := make([]string, len(p.roster.People))
	for i := range p.roster.People {
		name := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("-.' ", r) {
				return r
			}
			return '_'
		}, p.name(i))
		runes := []rune(strings.Trim(name, ". "))
		base := string(runes[:min(len(runes), 60)])
		if base == "" {
			base = strconv.Itoa(i + 1)
		}
		name = base
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = base + " " + strconv.Itoa(n)
		}
		seen[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}
