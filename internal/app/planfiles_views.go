package app

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/solver/schedule"
)

// views are the sheets of plan.xlsx.
func (p *planned) views() []sheet.Table {
	return []sheet.Table{p.meetingsView(), p.placesView(), p.peopleView(), p.unplacedView(), p.figuresView()}
}

// table begins a view with its headings.
func (p *planned) table(name string, headings ...string) sheet.Table {
	t := sheet.Table{Name: p.lang.T("planfile." + name), Header: 1}
	var head sheet.Row
	for _, h := range headings {
		head.Cells = append(head.Cells, sheet.T(p.lang.T("planfile."+h)))
	}
	t.Rows = append(t.Rows, head)
	return t
}

// who names people, each with the organisation, one a line.
func (p *planned) who(people []int) string {
	names := make([]string, len(people))
	for i, k := range people {
		names[i] = p.bothNames(k)
		if org := p.roster.People[k].Organisation; org != "" {
			names[i] += ", " + org
		}
	}
	return strings.Join(names, "\n")
}

// bothNames is a name with its Latin form beside it, for readers of another script.
func (p *planned) bothNames(i int) string {
	x := &p.roster.People[i]
	if x.Latin == "" || x.Latin == x.Name() {
		return x.Name()
	}
	return x.Name() + " (" + x.Latin + ")"
}

// others names the people of a meeting without one of them.
func (p *planned) others(meeting, without int) string {
	var names []string
	for _, k := range p.problem.Meetings[meeting].People {
		if k != without {
			names = append(names, p.bothNames(k))
		}
	}
	return strings.Join(names, ", ")
}

// where says the place of a held meeting.
func (p *planned) where(i int) string {
	if place := p.res.Plan[i].Place; place != schedule.None {
		return p.placeName(place)
	}
	return p.lang.T("planfile.online")
}

func (p *planned) yes(b bool) string {
	if b {
		return p.lang.T("import.yes")
	}
	return ""
}

// clock writes the time of a slot in a zone.
func clock(s schedule.Slot, zone *time.Location) string {
	return s.Start.In(zone).Format("15:04") + "–" + s.End.In(zone).Format("15:04")
}

// slotLabel is the heading of a slot in a grid: day and time, for each zone of
// the event; instances have numbers only.
func (p *planned) slotLabel(i int) string {
	if p.numbers {
		return p.roster.Slots[i].ID
	}
	s := p.problem.Slots[i]
	label := p.lang.DayMonth(s.Start.In(p.zone())) + " " + clock(s, p.zone())
	for _, z := range p.roster.Event.Zones[min(1, len(p.roster.Event.Zones)):] {
		if loc, err := time.LoadLocation(z); err == nil {
			label += "\n" + clock(s, loc) + " " + p.lang.ZoneCity(z)
		}
	}
	return label
}

// bySlot lists the held meetings in the order of slots, then of places.
func (p *planned) bySlot() [][]int {
	out := make([][]int, len(p.problem.Slots))
	for i, a := range p.res.Plan {
		if a.Slot != schedule.None {
			out[a.Slot] = append(out[a.Slot], i)
		}
	}
	return out
}

func (p *planned) meetingsView() sheet.Table {
	t := p.table("meetings", "number", "date", "start", "end", "place", "participants", "subject", "must", "weight")
	for i, z := range p.roster.Event.Zones[min(1, len(p.roster.Event.Zones)):] {
		head := sheet.T(p.lang.T("planfile.time_in", "city", p.lang.ZoneCity(z)))
		t.Rows[0].Cells = append(t.Rows[0].Cells[:4+i:4+i], append([]sheet.Cell{head}, t.Rows[0].Cells[4+i:]...)...)
	}
	for slot, meetings := range p.bySlot() {
		s := p.problem.Slots[slot]
		start, end := s.Start.In(p.zone()), s.End.In(p.zone())
		for _, i := range meetings {
			m := p.problem.Meetings[i]
			cells := []sheet.Cell{sheet.T(m.ID), sheet.Day(start), clockCell(start), clockCell(end)}
			for _, z := range p.roster.Event.Zones[min(1, len(p.roster.Event.Zones)):] {
				loc, err := time.LoadLocation(z)
				if err != nil {
					loc = time.UTC
				}
				cells = append(cells, sheet.T(clock(s, loc)))
			}
			cells = append(cells, sheet.T(p.where(i)), sheet.T(p.who(m.People)), sheet.T(p.index.Meetings[i].Subject), sheet.T(p.yes(m.Must)), sheet.N(max(1, m.Weight)))
			t.Rows = append(t.Rows, sheet.Row{Cells: cells})
		}
	}
	return t
}

func clockCell(t time.Time) sheet.Cell {
	return sheet.Cell{Text: t.Format("15:04:05"), Kind: sheet.Date}
}

// placesView has a row a slot and a column a place; meetings without a place
// share the last column.
func (p *planned) placesView() sheet.Table {
	t := p.table("slots_places", "slot")
	for i := range p.problem.Places {
		t.Rows[0].Cells = append(t.Rows[0].Cells, sheet.T(p.placeName(i)))
	}
	online := len(p.problem.Places) + 1
	t.Rows[0].Cells = append(t.Rows[0].Cells, sheet.T(p.lang.T("planfile.online")))
	for slot, meetings := range p.bySlot() {
		row := sheet.Row{Cells: make([]sheet.Cell, online+1)}
		row.Cells[0] = sheet.T(p.slotLabel(slot))
		for _, i := range meetings {
			c := p.res.Plan[i].Place + 1
			if p.res.Plan[i].Place == schedule.None {
				c = online
			}
			if row.Cells[c].Text != "" {
				row.Cells[c].Text += "\n"
			}
			row.Cells[c].Text += p.others(i, schedule.None)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// peopleView has a row a person and a column a slot.
func (p *planned) peopleView() sheet.Table {
	t := p.table("people_slots", "participant", "organisation", "held")
	for i := range p.problem.Slots {
		t.Rows[0].Cells = append(t.Rows[0].Cells, sheet.T(p.slotLabel(i)))
	}
	count := make([]int, len(p.problem.People))
	for i := range p.roster.People {
		x := &p.roster.People[i]
		row := sheet.Row{Cells: make([]sheet.Cell, 3+len(p.problem.Slots))}
		row.Cells[0], row.Cells[1] = sheet.T(x.Name()), sheet.T(x.Organisation)
		for _, s := range p.problem.People[i].Unavailable {
			row.Cells[3+s] = sheet.T("×")
		}
		t.Rows = append(t.Rows, row)
	}
	for i, a := range p.res.Plan {
		if a.Slot == schedule.None {
			continue
		}
		for _, k := range p.problem.Meetings[i].People {
			count[k]++
			t.Rows[1+k].Cells[3+a.Slot] = sheet.T(p.others(i, k) + "\n" + p.where(i))
		}
	}
	for i, n := range count {
		t.Rows[1+i].Cells[2] = sheet.N(n)
	}
	return t
}

func (p *planned) unplacedView() sheet.Table {
	t := p.table("unplaced", "number", "participants", "subject", "must", "weight", "reason")
	for _, r := range p.res.Unplaced {
		m := p.problem.Meetings[r.Meeting]
		t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{
			sheet.T(m.ID), sheet.T(p.who(m.People)), sheet.T(p.index.Meetings[r.Meeting].Subject),
			sheet.T(p.yes(m.Must)), sheet.N(max(1, m.Weight)), sheet.T(p.reason(r)),
		}})
	}
	return t
}

// figures are the measures of the plan with their names.
func (p *planned) figures() (out []struct {
	name  string
	value int
},
) {
	add := func(name string, value int) {
		out = append(out, struct {
			name  string
			value int
		}{p.lang.T("planfile." + name), value})
	}
	f := p.res.Figures
	add("people", len(p.problem.People))
	add("slots", len(p.problem.Slots))
	add("wished", f.Wished)
	add("placed", f.Placed)
	add("bound", f.Bound)
	add("must_wished", f.Must)
	add("must_placed", f.MustPlaced)
	add("idle", f.IdleGaps)
	add("places_used", f.PlacesUsed)
	return out
}

func (p *planned) figuresView() sheet.Table {
	t := p.table("figures", "figure", "value")
	for _, f := range p.figures() {
		t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.T(f.name), sheet.N(f.value)}})
	}
	t.Rows = append(t.Rows, sheet.Row{Cells: []sheet.Cell{sheet.T(p.lang.T("planfile.seed")), sheet.T(strconv.FormatUint(p.seed, 10))}})
	return t
}

// country says a country in the language of the documents.
func (p *planned) country(code string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(p.lang.Tag()).Name(r)
}

// languageName says a language in the language of the documents.
func (p *planned) languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return display.Languages(p.lang.Tag()).Name(tag)
}
