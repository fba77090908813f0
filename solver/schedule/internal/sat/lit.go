package sat

// Lit is a literal: 2v for the variable v, counted from 0, and 2v+1 for its
// negation.
type Lit uint32

// Pos is the literal of variable v.
func Pos(v int) Lit { return Lit(2 * v) }

// Not is the negation of l.
func (l Lit) Not() Lit { return l ^ 1 }

// Var is the variable of l.
func (l Lit) Var() int { return int(l >> 1) }

// Neg tells that l is a negation.
func (l Lit) Neg() bool { return l&1 != 0 }

// Formula is a conjunction of clauses and cardinality constraints over the
// variables 0 to Vars-1.
type Formula struct {
	Vars    int
	Clauses [][]Lit
	AtMosts []AtMost
}

// AtMost says that at most Most of the literals, all of different variables,
// are true.
type AtMost struct {
	Lits []Lit
	Most int
}

// NewVar adds a variable and returns its literal.
func (f *Formula) NewVar() Lit {
	f.Vars++
	return Pos(f.Vars - 1)
}

// Clause adds the disjunction of the literals.
func (f *Formula) Clause(lits ...Lit) { f.Clauses = append(f.Clauses, lits) }

// AtMost adds a constraint unless it always holds.
func (f *Formula) AtMost(lits []Lit, most int) {
	if len(lits) > most {
		f.AtMosts = append(f.AtMosts, AtMost{lits, most})
	}
}

// AtLeast says that at least so many of the literals are true.
func (f *Formula) AtLeast(lits []Lit, least int) {
	if least == 1 {
		f.Clause(lits...)
		return
	}
	not := make([]Lit, len(lits))
	for i, l := range lits {
		not[i] = l.Not()
	}
	f.AtMost(not, len(lits)-least)
}
