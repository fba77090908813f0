package schedule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// Conflict is a reason why not all meetings can be held: these meetings cannot
// be held together because each of these people has but one meeting a slot and
// these slots have but so many places, within everybody's free time. It is
// small: without any one meeting, and as far as that showed quickly any one
// person or slot, these rules would not collide.
type Conflict struct {
	Meetings []int `json:"meetings"`
	People   []int `json:"people"`           // who would have two meetings in a slot, or too many a day
	Slots    []int `json:"slots"`            // whose places are too few, or whose fixed places are taken twice
	Groups   []int `json:"groups,omitempty"` // whose quotas are too small
	Order    bool  `json:"order"`            // the order of meetings matters
	// Interpreters tells that in Slots interpreters are too few.
	Interpreters bool `json:"interpreters,omitempty"`
	// Spread tells that the limit of idle gaps matters; then Meetings and
	// People are not narrowed down.
	Spread bool `json:"spread"`
}

// String says it in English, indices counted from 0.
func (c *Conflict) String() string {
	if c.Spread {
		return "all meetings can be held only if idle gaps differ more between people than allowed"
	}
	s := []string{fmt.Sprintf("meetings %v cannot all be held", c.Meetings)}
	if len(c.People) > 0 {
		s = append(s, fmt.Sprintf("people %v have one meeting a slot", c.People))
	}
	if len(c.Slots) > 0 {
		s = append(s, fmt.Sprintf("the places in slots %v are too few", c.Slots))
	}
	if c.Interpreters {
		s = append(s, "interpreters are too few")
	}
	if len(c.Groups) > 0 {
		s = append(s, fmt.Sprintf("groups %v may have no more", c.Groups))
	}
	if c.Order {
		s = append(s, "some come after others")
	}
	return strings.Join(s, "; ")
}

// Budgets, in conflicts, for narrowing a collision down.
const (
	narrowEach  = 2000
	narrowTotal = 200_000
)

// ruleBook is the problem without idle gaps as a formula in which each rule can
// be switched off.
type ruleBook struct {
	*encoding
	switches []sat.Lit
	note     []func(c *Conflict) // what each switch stands for
}

func newRuleBook(p *Problem) *ruleBook {
	b := &ruleBook{encoding: frame(p)}
	for m := range p.Meetings {
		b.meeting(m)
	}
	for q := range p.People {
		b.alone(q)
	}
	for t := range p.Slots {
		b.crowd(t)
	}
	b.sequence()
	b.pools()
	return b
}

// rule returns the literal that switches a new rule on.
func (b *ruleBook) rule(note func(c *Conflict)) sat.Lit {
	on := b.f.NewVar()
	b.switches = append(b.switches, on)
	b.note = append(b.note, note)
	return on
}

// meeting says that m is held, in one of the slots that suit its people.
func (b *ruleBook) meeting(m int) {
	on := b.rule(func(c *Conflict) { c.Meetings = append(c.Meetings, m) })
	b.at[m] = map[int]sat.Lit{}
	clause := []sat.Lit{on.Not()}
	for _, t := range b.domain(m) {
		b.at[m][t] = b.f.NewVar()
		clause = append(clause, b.at[m][t])
	}
	b.f.Clause(clause...)
	b.f.AtMost(clause[1:], 1)
}

// alone says that q has one meeting a slot, and no more a day than he may.
func (b *ruleBook) alone(q int) {
	if len(b.meets[q]) < 2 {
		return
	}
	on := b.rule(func(c *Conflict) { c.People = append(c.People, q) })
	perDay := map[int][]sat.Lit{}
	for t, s := range b.p.Slots {
		here := b.among(b.meets[q], t)
		b.limit(on, here, 1)
		perDay[s.Day] = append(perDay[s.Day], here...)
	}
	if most := b.p.People[q].MaxPerDay; most > 0 {
		for t, s := range b.p.Slots {
			if t == 0 || s.Day != b.p.Slots[t-1].Day {
				b.limit(on, perDay[s.Day], most)
			}
		}
	}
}

// among lists the literals of meetings in slot t.
func (b *ruleBook) among(meetings []int, t int) (out []sat.Lit) {
	for _, m := range meetings {
		if l, ok := b.at[m][t]; ok {
			out = append(out, l)
		}
	}
	return out
}

// limit says, if on is true, that at most so many of lits are.
func (b *ruleBook) limit(on sat.Lit, lits []sat.Lit, most int) {
	if len(lits) <= most {
		return
	}
	if most < 1 || len(lits) > 40 || most > 1 {
		least := len(lits) - most
		b.f.Clause(on.Not(), countUp(b.f, negated(lits), least)[least-1])
		return
	}
	for i, l := range lits {
		for _, k := range lits[:i] {
			b.f.Clause(on.Not(), l.Not(), k.Not())
		}
	}
}

func negated(lits []sat.Lit) []sat.Lit {
	out := make([]sat.Lit, len(lits))
	for i, l := range lits {
		out[i] = l.Not()
	}
	return out
}

// crowd says that the meetings in slot t have places.
func (b *ruleBook) crowd(t int) {
	var here []sat.Lit
	used := map[int][]sat.Lit{}
	on := b.rule(func(c *Conflict) { c.Slots = append(c.Slots, t) })
	for m, g := range b.p.Meetings {
		l, ok := b.at[m][t]
		if !ok || g.Online {
			continue
		}
		here = append(here, l)
		if !g.Fixed || g.Place == None {
			continue
		}
		used[g.Place] = append(used[g.Place], l)
		if slices.Contains(b.p.Places[g.Place].Closed, t) {
			b.f.Clause(on.Not(), l.Not())
		}
	}
	b.limit(on, here, b.room[t])
	for l, place := range b.p.Places {
		b.limit(on, used[l], max(1, place.Capacity))
	}
}

// sequence says that meetings keep their order.
func (b *ruleBook) sequence() {
	for m, g := range b.p.Meetings {
		for _, o := range g.After {
			on := b.rule(func(c *Conflict) { c.Order = true })
			for t, first := range b.at[o] {
				for u, then := range b.at[m] {
					if t >= u {
						b.f.Clause(on.Not(), first.Not(), then.Not())
					}
				}
			}
		}
	}
}

// overbooked are meetings of one person that have fewer slots between them, by
// Hall's theorem whatever their order, and his rule; nil if there are none. Resolution is weak at
// counting pigeons.
func (b *ruleBook) overbooked() (core []sat.Lit) {
	must := *b.p
	must.Meetings = slices.Clone(b.p.Meetings)
	for m := range must.Meetings {
		must.Meetings[m].Must, must.Meetings[m].After = true, nil
	}
	for _, r := range newModel(&must, Options{}).proofs() {
		if r.Code != PersonOverbooked {
			continue
		}
		for _, m := range r.Meetings[:r.Have+1] {
			core = append(core, b.switches[m])
		}
		for i, note := range b.note {
			c := &Conflict{}
			if note(c); slices.Equal(c.People, []int{r.Person}) {
				core = append(core, b.switches[i])
			}
		}
		return core
	}
	return nil
}

// explain finds a small set of rules that collide.
func (r *prover) explain() *Conflict {
	b := newRuleBook(r.p)
	s := sat.New(b.f)
	core := b.overbooked()
	if core == nil {
		switch s.Solve(b.switches, narrowTotal, r.stop) {
		case sat.Sat:
			return &Conflict{Spread: true}
		case sat.Unknown:
			return nil
		}
		core = keepOrder(b.switches, s.Core())
	}
	needed := 0 // so many at the front were tried
	for needed < len(core) && s.Stats.Conflicts < narrowTotal && !r.stop() {
		part := slices.Delete(slices.Clone(core), needed, needed+1)
		if s.Solve(part, narrowEach, r.stop) != sat.Unsat {
			needed++
			continue
		}
		front := keepOrder(core[:needed], s.Core())
		core = keepOrder(core, s.Core())
		needed = len(front)
	}
	c := &Conflict{}
	for i, l := range b.switches {
		if slices.Contains(core, l) {
			b.note[i](c)
		}
	}
	return c
}

// keepOrder lists what of all is in part, in the order of all.
func keepOrder(all, part []sat.Lit) (out []sat.Lit) {
	for _, l := range all {
		if slices.Contains(part, l) {
			out = append(out, l)
		}
	}
	return out
}
