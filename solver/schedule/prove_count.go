package schedule

import "github.com/birzha/birzha/solver/schedule/internal/sat"

// pairs tells that every meeting is held on site by two people, so that the
// people present in a slot are twice its meetings.
func (e *encoding) pairs() bool {
	for _, g := range e.p.Meetings {
		if g.Online || len(g.People) != 2 {
			return false
		}
	}
	return true
}

// absence says that enough people are free in slot t for the others to have
// places. Where all meetings are pairs it says the same as a limit of meetings,
// but what is learned of people holds whomever they meet.
func (e *encoding) absence(t int) {
	var free []sat.Lit
	for q := range e.busy {
		if l, ok := e.busy[q][t]; ok {
			free = append(free, l.Not())
		}
	}
	if least := len(free) - 2*e.room[t]; least > 0 {
		out := countUp(e.f, free, least)
		e.f.Clause(out[least-1])
	}
}

// countUp adds a totaliser (Bailleux and Boufkhad, CP 2003): it returns
// literals of which the j-th implies that more than j of lits are true, for as
// many as most.
func countUp(f *sat.Formula, lits []sat.Lit, most int) []sat.Lit {
	if len(lits) == 1 {
		return lits
	}
	half := len(lits) / 2
	a, b := countUp(f, lits[:half], most), countUp(f, lits[half:], most)
	out := make([]sat.Lit, min(len(a)+len(b), most))
	for i := range out {
		out[i] = f.NewVar()
		if i > 0 {
			f.Clause(out[i].Not(), out[i-1])
		}
	}
	for i := 0; i <= len(a); i++ {
		for j := 0; j <= len(b) && i+j < len(out); j++ {
			c := []sat.Lit{out[i+j].Not()}
			if i < len(a) {
				c = append(c, a[i])
			}
			if j < len(b) {
				c = append(c, b[j])
			}
			f.Clause(c...)
		}
	}
	return out
}
