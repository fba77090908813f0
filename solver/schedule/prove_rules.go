package schedule

import (
	"slices"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// attended notes the slots in which each person attends the programme; they are
// busy whatever the plan.
func (e *encoding) attended() {
	e.attends = make([][]int, len(e.p.People))
	for _, s := range e.p.Programme {
		for _, q := range s.People {
			e.attends[q] = distinct(append(e.attends[q], s.Slots...))
		}
	}
}

// always is a literal that is true.
func (e *encoding) always() sat.Lit {
	if !e.hasTrue {
		e.hasTrue = true
		e.yes = e.f.NewVar()
		e.f.Clause(e.yes)
	}
	return e.yes
}

// limits writes the limits of places by kind, of interpreters and of quotas, and
// the time that people need between engagements.
func (e *encoding) limits() {
	for _, x := range e.m.pools {
		for t, room := range x.room {
			e.f.AtMost(e.heldIn(x.members, t), int(room))
		}
	}
	for _, x := range e.m.quotas {
		if int(x.most) < len(x.members) { // all are to be held
			e.f.Clause()
		}
	}
	e.nearby(func(_ int, clash ...sat.Lit) { e.f.Clause(clash...) })
}

// heldIn lists the literals of meetings in slot t.
func (e *encoding) heldIn(members []int32, t int) (out []sat.Lit) {
	for _, i := range members {
		if l, ok := e.at[i][t]; ok {
			out = append(out, l)
		}
	}
	return out
}

// nearby calls clash, for each person, with the clauses by which two of his
// engagements are not too near to each other.
func (e *encoding) nearby(clash func(q int, clause ...sat.Lit)) {
	if !e.m.spaced {
		return
	}
	for q, meets := range e.meets {
		for n, i := range meets {
			for _, t := range e.domain(i) {
				l := e.at[i][t]
				for _, o := range meets[:n] {
					e.tooNear(i, o, q, t, func(k sat.Lit) { clash(q, l.Not(), k.Not()) })
				}
				near := e.m.near[e.m.minGap[q]]
				if near != nil && slices.ContainsFunc(e.attends[q], near[t].has) {
					clash(q, l.Not())
				}
			}
		}
	}
}

// tooNear calls f for the literals of meeting o in slots too near to i in t.
func (e *encoding) tooNear(i, o, q, t int, f func(sat.Lit)) {
	near := e.m.near[e.m.apart(int32(q), int32(i), int32(o))]
	if near == nil {
		return
	}
	for _, u := range e.domain(o) {
		if near[t].has(u) {
			f(e.at[o][u])
		}
	}
}

// settled tells that every meeting has but one site to be held at, so that what
// Prove says of one choice of sites it says of all.
func (m *model) settled() bool {
	if m.site == nil {
		return true
	}
	for i, g := range m.p.Meetings {
		if m.online[i] || m.prefer[i] != None {
			continue
		}
		for l, x := range m.p.Places {
			if (g.Kind == "" || g.Kind == x.Kind) && m.siteOf[l] != m.site[i] {
				return false
			}
		}
	}
	return true
}

// pools says in the rule book what limits says in the formula.
func (b *ruleBook) pools() {
	for _, x := range b.m.pools {
		for t, room := range x.room {
			here := b.heldIn(x.members, t)
			if len(here) <= int(room) {
				continue
			}
			on := b.rule(func(c *Conflict) {
				c.Slots = distinct(append(c.Slots, t))
				c.Interpreters = c.Interpreters || x.interpret
			})
			b.limit(on, here, int(room))
		}
	}
	for _, x := range b.m.quotas {
		on := b.rule(func(c *Conflict) {
			if x.group != None {
				c.Groups = append(c.Groups, x.group)
			} else {
				c.People = distinct(append(c.People, x.person))
			}
		})
		var held []sat.Lit
		for _, i := range x.members {
			h := b.f.NewVar()
			for _, t := range b.domain(int(i)) {
				b.f.Clause(b.at[i][t].Not(), h)
			}
			held = append(held, h)
		}
		b.limit(on, held, int(x.most))
	}
	switches := map[int]sat.Lit{}
	b.nearby(func(q int, clause ...sat.Lit) {
		on, ok := switches[q]
		if !ok {
			on = b.rule(func(c *Conflict) { c.People = distinct(append(c.People, q)) })
			switches[q] = on
		}
		b.f.Clause(append(slices.Clone(clause), on.Not())...)
	})
}
