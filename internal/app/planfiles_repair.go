package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/solver/schedule"
)

// ChangeDocument is the file of --repair: what has happened since an earlier
// plan. People, places and slots are named by their ids in plan.json. Its schema
// is docs/change.schema.json.
type ChangeDocument struct {
	Away     []ChangeAway     `json:"away,omitempty"`
	Closed   []ChangeClosed   `json:"closed,omitempty"`
	People   []DocumentPerson `json:"people,omitempty"`   // who join
	Meetings []ChangeMeeting  `json:"meetings,omitempty"` // that are asked for now
	// Published says that people know the earlier plan: meetings that the change
	// leaves possible stay.
	Published bool `json:"published,omitempty"`
}

// ChangeAway takes a person out of slots; of all where none is named, as for one
// who cancels.
type ChangeAway struct {
	Person string   `json:"person"`
	Slots  []string `json:"slots,omitempty"`
}

// ChangeClosed takes a place out of slots; of all where none is named.
type ChangeClosed struct {
	Place string   `json:"place"`
	Slots []string `json:"slots,omitempty"`
}

// ChangeMeeting is a meeting that is asked for late.
type ChangeMeeting struct {
	People  []string `json:"people"`
	Subject string   `json:"subject,omitempty"`
	Must    bool     `json:"must,omitempty"`
	Weight  int      `json:"weight,omitempty"` // 1 where none is given
	Online  bool     `json:"online,omitempty"`
}

// RepairDocument is repair.json: what a repair changed.
type RepairDocument struct {
	Struck  []string   `json:"struck"`  // meetings that the change makes impossible where they were
	Moved   []Movement `json:"moved"`   // meetings that are elsewhere or not held any more
	Touched []string   `json:"touched"` // people of these
	Proven  bool       `json:"proven"`  // no repair that keeps as much touches fewer people
}

// repair changes the earlier plan as little as the change asks for; the input
// becomes that after the change.
func (o *PlanFiles) repair(ctx context.Context, in *input) (*planned, error) {
	var d Document
	var c ChangeDocument
	if err := cmp.Or(o.readJSON(o.Plan, &d), o.readJSON(o.Repair, &c)); err != nil {
		return nil, err
	}
	r := repairer{o: o, in: in, people: map[string]int{}, slots: map[string]int{}, places: map[string]int{}}
	before := r.earlier(d)
	change := r.change(c)
	if r.wrong {
		return nil, ErrInput
	}
	opt := schedule.RepairOptions{Seed: o.Seed}
	for m, a := range before {
		if c.Published && a.Slot != schedule.None {
			opt.Published = append(opt.Published, m)
		}
	}
	res, err := schedule.Repair(ctx, in.problem, before, change, opt)
	if err != nil {
		return nil, err
	}
	in.problem = res.Repair.Problem
	p := &planned{input: in, res: res, lang: o.Lang, seed: o.Seed}
	p.repaired(before)
	return p, nil
}

func (o *PlanFiles) readJSON(name string, to any) error {
	b, err := os.ReadFile(name)
	if err != nil {
		o.errorf("%s", o.Lang.T("planfile.open", "file", name))
		return ErrInput
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		o.errorf("%s", o.Lang.T("planfile.bad_json", "file", name, "text", err.Error()))
		return ErrInput
	}
	return nil
}

// repairer reads ids; what is not there is printed.
type repairer struct {
	o                     *PlanFiles
	in                    *input
	people, slots, places map[string]int
	wrong                 bool
}

func (r *repairer) find(list map[string]int, file, id string) int {
	i, ok := list[id]
	if !ok {
		r.wrong = true
		r.o.errorf("%s", r.o.Lang.T("planfile.no_such_id", "file", file, "id", id))
	}
	return i
}

func (r *repairer) findAll(list map[string]int, file string, ids []string) (out []int) {
	for _, id := range ids {
		out = append(out, r.find(list, file, id))
	}
	return out
}

// earlier is the earlier plan of the meetings that the files ask for: they are
// the same if their people are.
func (r *repairer) earlier(d Document) schedule.Plan {
	for i, x := range r.in.roster.People {
		r.people[x.ID] = i
	}
	for i, x := range r.in.roster.Slots {
		r.slots[x.ID] = i
	}
	for i, x := range r.in.roster.Places {
		r.places[x.ID] = i
	}
	at := map[string][]schedule.Assignment{}
	for _, m := range d.Meetings {
		a := schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		if m.Slot != "" {
			a.Slot = r.find(r.slots, r.o.Plan, m.Slot)
		}
		if m.Place != "" {
			a.Place = r.find(r.places, r.o.Plan, m.Place)
		}
		key := idKey(m.People)
		at[key] = append(at[key], a)
	}
	plan := make(schedule.Plan, len(r.in.problem.Meetings))
	for i, g := range r.in.problem.Meetings {
		plan[i] = schedule.Assignment{Slot: schedule.None, Place: schedule.None}
		var ids []string
		for _, q := range g.People {
			ids = append(ids, r.in.roster.People[q].ID)
		}
		if same := at[idKey(ids)]; len(same) > 0 {
			plan[i], at[idKey(ids)] = same[0], same[1:]
		}
	}
	return plan
}

func idKey(ids []string) string {
	return strings.Join(slices.Sorted(slices.Values(ids)), "\x00")
}

// change puts the change to the planner and enters who and what is new.
func (r *repairer) change(d ChangeDocument) (c schedule.Change) {
	file := r.o.Repair
	for _, x := range d.People {
		r.people[x.ID] = len(r.in.roster.People)
		r.in.roster.People = append(r.in.roster.People, roster.Person{ID: x.ID, Native: x.Name, Latin: x.Latin, Organisation: x.Organisation, Country: x.Country})
		c.People = append(c.People, schedule.Person{ID: x.ID})
	}
	for _, x := range d.Away {
		c.Away = append(c.Away, schedule.Away{Person: r.find(r.people, file, x.Person), Slots: r.findAll(r.slots, file, x.Slots)})
	}
	for _, x := range d.Closed {
		c.Closed = append(c.Closed, schedule.Closed{Place: r.find(r.places, file, x.Place), Slots: r.findAll(r.slots, file, x.Slots)})
	}
	for _, x := range d.Meetings {
		people := r.findAll(r.people, file, x.People)
		c.Meetings = append(c.Meetings, schedule.Meeting{
			ID: "m" + strconv.Itoa(len(r.in.index.Meetings)+1), People: people, Must: x.Must, Weight: max(1, x.Weight),
			Online: x.Online || len(r.in.roster.Places) == 0, Slot: schedule.None, Place: schedule.None,
		})
		r.in.index.Meetings = append(r.in.index.Meetings, roster.Request{People: people, Fixed: -1, Subject: x.Subject})
	}
	return c
}

// repaired prints and keeps what the repair changed.
func (p *planned) repaired(before schedule.Plan) {
	x := p.res.Repair
	d := RepairDocument{Struck: []string{}, Moved: []Movement{}, Touched: p.ids(x.Touched), Proven: x.Proven}
	p.say("planfile.struck", "n", len(x.Struck))
	for _, m := range x.Struck {
		d.Struck = append(d.Struck, p.problem.Meetings[m].ID)
	}
	p.say("planfile.moved", "n", len(x.Moved))
	for _, m := range x.Moved {
		a := p.res.Plan[m]
		d.Moved = append(d.Moved, p.movement(m, before[m], a))
		to := p.lang.T("planfile.not_held")
		if a.Slot != schedule.None {
			to = p.line(a.Slot) + ", " + p.where(m)
		}
		p.lines = append(p.lines, "  – "+p.lang.T("planfile.moved_from", "meeting", p.others(m, schedule.None), "from", p.line(before[m].Slot), "to", to))
	}
	var names []string
	for _, q := range x.Touched {
		names = append(names, p.name(q))
	}
	p.say("planfile.touched", "n", len(names), "names", p.lang.List(names))
	if x.Proven {
		p.say("planfile.least")
	} else {
		p.say("planfile.perhaps_least")
	}
	p.keep(repairJSON, d)
}
