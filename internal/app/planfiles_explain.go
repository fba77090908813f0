package app

import (
	"strings"

	"github.com/birzha/birzha/solver/schedule"
)

// Explanation says why a meeting is not held and what would let
// it be held.
type Explanation struct {
	Meeting  string        `json:"meeting"`
	People   []string      `json:"people"`
	Reason   string        `json:"reason"` // code, see schedule.Code
	Words    string        `json:"words"`
	Remedies []Improvement `json:"remedies"` // the cheapest first
}

// Improvement is a remedy of an Explanation; see schedule.Remedy.
type Improvement struct {
	Kind   string     `json:"kind"`
	Slot   string     `json:"slot"`
	Person string     `json:"person,omitempty"`
	Limit  int        `json:"limit,omitempty"`
	Moves  []Movement `json:"moves"`
	Drops  []string   `json:"drops,omitempty"`
	People int        `json:"people"` // touched besides those of the meeting
	Words  string     `json:"words"`
}

// Movement is a meeting that is elsewhere; empty fields say that it is not held,
// or needs no place.
type Movement struct {
	Meeting string `json:"meeting"`
	From    Spot   `json:"from"`
	To      Spot   `json:"to"`
}

// Spot is a slot and a place.
type Spot struct {
	Slot  string `json:"slot,omitempty"`
	Place string `json:"place,omitempty"`
}

// Explanations is explain.json.
type Explanations struct {
	Proofs   []Proof       `json:"proofs"` // why not every required meeting can be held, each on its own
	Unplaced []Explanation `json:"unplaced"`
}

// Proof says why not every required meeting can be held; see schedule.Result.Proofs.
type Proof struct {
	Reason   string   `json:"reason"`
	Meetings []string `json:"meetings,omitempty"`
	Words    string   `json:"words"`
}

func (p *planned) proof(r schedule.Reason) Proof {
	x := Proof{Reason: string(r.Code)}
	args := []any{"need", r.Need, "have", r.Have}
	if r.Person != schedule.None {
		args = append(args, "person", p.bothNames(r.Person))
	}
	if r.Meeting != schedule.None {
		args = append(args, "meeting", p.others(r.Meeting, schedule.None))
	}
	for _, m := range r.Meetings {
		x.Meetings = append(x.Meetings, p.problem.Meetings[m].ID)
	}
	x.Words = p.lang.T("plan.proof_"+x.Reason, args...)
	return x
}

// explain prints and keeps, for every meeting that is not held, the reason and
// the remedies.
func (p *planned) explain() {
	d := Explanations{Proofs: []Proof{}, Unplaced: []Explanation{}}
	for _, r := range p.res.Proofs {
		x := p.proof(r)
		d.Proofs = append(d.Proofs, x)
		p.lines = append(p.lines, x.Words)
	}
	for _, r := range p.res.Unplaced {
		g := p.problem.Meetings[r.Meeting]
		e := Explanation{Meeting: g.ID, People: p.ids(g.People), Reason: string(r.Code), Words: p.reason(r), Remedies: []Improvement{}}
		p.say("planfile.not_placed", "meeting", g.ID, "names", p.others(r.Meeting, schedule.None), "reason", e.Words)
		for _, x := range schedule.Remedies(p.problem, p.res.Plan, r.Meeting) {
			e.Remedies = append(e.Remedies, p.improvement(x))
			p.lines = append(p.lines, "  – "+e.Remedies[len(e.Remedies)-1].Words)
		}
		if len(e.Remedies) == 0 {
			p.lines = append(p.lines, "  – "+p.lang.T("planfile.no_remedy"))
		}
		d.Unplaced = append(d.Unplaced, e)
	}
	if len(d.Unplaced) == 0 {
		p.say("planfile.all_placed")
	}
	p.keep(explainJSON, d)
}

func (p *planned) improvement(r schedule.Remedy) Improvement {
	x := Improvement{Kind: string(r.Kind), Slot: p.roster.Slots[r.Slot].ID, Limit: r.Limit, People: r.People, Moves: []Movement{}}
	args := []any{"time", p.line(r.Slot), "limit", r.Limit}
	if r.Person != schedule.None {
		x.Person = p.roster.People[r.Person].ID
		args = append(args, "person", p.bothNames(r.Person))
	}
	words := []string{p.lang.T("remedy."+x.Kind, args...)}
	for _, m := range r.Moves {
		x.Moves = append(x.Moves, p.movement(m.Meeting, m.From, m.To))
		if m.Meeting != r.Meeting {
			words = append(words, p.lang.T("remedy.step_move", "meeting", p.others(m.Meeting, schedule.None), "time", p.line(m.To.Slot)))
		}
	}
	for _, m := range r.Drops {
		x.Drops = append(x.Drops, p.problem.Meetings[m].ID)
		words = append(words, p.lang.T("remedy.step_drop", "meeting", p.others(m, schedule.None)))
	}
	x.Words = strings.Join(words, "; ")
	return x
}

func (p *planned) movement(meeting int, from, to schedule.Assignment) Movement {
	return Movement{p.problem.Meetings[meeting].ID, p.spot(from), p.spot(to)}
}

func (p *planned) spot(a schedule.Assignment) (s Spot) {
	if a.Slot != schedule.None {
		s.Slot = p.roster.Slots[a.Slot].ID
	}
	if a.Place >= 0 && a.Place < len(p.roster.Places) { // a remedy may add a place
		s.Place = p.roster.Places[a.Place].ID
	}
	return s
}

// ids names people as the files do.
func (p *planned) ids(people []int) []string {
	out := make([]string, len(people))
	for i, k := range people {
		out[i] = p.roster.People[k].ID
	}
	return out
}

// line is a slot in one line.
func (p *planned) line(slot int) string {
	return strings.ReplaceAll(p.slotLabel(slot), "\n", " · ")
}
