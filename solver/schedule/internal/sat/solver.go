package sat

// Status is the answer of Solve.
type Status int

// The answers.
const (
	Unknown Status = iota // the budget was used up
	Sat
	Unsat
)

// none is the reason of decisions and of nothing.
const none reason = 0

// reason is why a literal is true: nothing, a clause of the arena, the one
// other literal of a binary clause, or a cardinality constraint. The two low
// bits tell which.
type reason uint32

const (
	byClause reason = 1
	byBinary reason = 2
	byAtMost reason = 3
)

func clauseReason(c uint32) reason { return reason(c<<2) | byClause }
func binaryReason(l Lit) reason    { return reason(l<<2) | byBinary }
func atMostReason(id int32) reason { return reason(id<<2) | byAtMost }

type watch struct {
	clause  uint32
	blocker Lit
}

// Solver holds a formula, what was learned about it, and an assignment. Create
// one with New. It is not safe for concurrent use.
type Solver struct {
	Stats Stats
	Log   *Log // if set before the first Solve, every derivation is recorded

	values []int8 // of each literal: 1 true, -1 false, 0 open
	level  []int32
	place  []int32 // of each variable in the trail
	why    []reason
	trail  []Lit
	limits []int32 // length of the trail where each level begins
	head   int     // literals of the trail that were propagated

	arena   []Lit // clauses: length, flags, literals
	watches [][]watch
	pairs   [][]Lit // what a true literal implies by binary clauses
	learned []uint32

	counters counters

	order    order
	phases   phases
	seen     []byte
	clause   []Lit // being learned
	conflict []Lit // false literals of the violated constraint
	explain  []Lit
	stack    []Lit
	toClear  []Lit
	levels   []uint32 // stamps to count levels
	stamp    uint32

	pace        pace
	assumptions []Lit
	stop        func() bool
	lookAt      int64 // propagations at which stop is asked next
	core        []Lit
	model       []bool
	broken      bool // unsatisfiable without assumptions
}

// Stats count the solver's work since it was created.
type Stats struct {
	Conflicts, Decisions, Propagations, Restarts, Learned, Literals int64
}

// New returns a solver for the formula.
func New(f *Formula) *Solver {
	s := &Solver{arena: make([]Lit, 1), pace: newPace()}
	s.Grow(f.Vars)
	for _, c := range f.Clauses {
		s.AddClause(c...)
	}
	for _, c := range f.AtMosts {
		s.AddAtMost(c.Lits, c.Most)
	}
	return s
}

// Grow makes the solver know the variables below n.
func (s *Solver) Grow(n int) {
	for v := len(s.level); v < n; v++ {
		s.values = append(s.values, 0, 0)
		s.level = append(s.level, 0)
		s.place = append(s.place, 0)
		s.why = append(s.why, none)
		s.seen = append(s.seen, 0)
		s.watches = append(s.watches, nil, nil)
		s.pairs = append(s.pairs, nil, nil)
		s.counters.uses = append(s.counters.uses, nil, nil)
		s.levels = append(s.levels, 0)
		s.order.grow(v)
		s.phases.grow()
	}
	for len(s.levels) < n+1 {
		s.levels = append(s.levels, 0)
	}
}

// Vars is the number of variables.
func (s *Solver) Vars() int { return len(s.level) }

// AddClause adds a clause of the formula. It ends any assignment.
func (s *Solver) AddClause(lits ...Lit) {
	s.backTo(0)
	if s.broken {
		return
	}
	c := make([]Lit, 0, len(lits))
	for _, l := range lits {
		if s.values[l] > 0 || contains(c, l.Not()) {
			return
		}
		if s.values[l] == 0 && !contains(c, l) {
			c = append(c, l)
		}
	}
	s.install(c, false, 0)
}

func contains(c []Lit, l Lit) bool {
	for _, m := range c {
		if m == l {
			return true
		}
	}
	return false
}

// install attaches a clause without false literals at level 0.
func (s *Solver) install(c []Lit, learned bool, glue int) {
	switch len(c) {
	case 0:
		s.broken = true
	case 1:
		s.assign(c[0], none)
		if !s.propagate() {
			s.broken = true
		}
	default:
		s.attach(c, learned, glue)
	}
	if s.broken {
		s.Log.learn(nil)
	}
}

// Value tells whether l is true in the assignment found by the last Solve that
// answered Sat.
func (s *Solver) Value(l Lit) bool { return s.model[l.Var()] != l.Neg() }

// Fixed tells that l is true in every assignment, as far as known.
func (s *Solver) Fixed(l Lit) bool { return s.values[l] > 0 && s.level[l.Var()] == 0 }

// Core is, after an answer Unsat, a set of assumptions that cannot be true
// together; it is empty if the formula alone is unsatisfiable.
func (s *Solver) Core() []Lit { return s.core }

// Prefer sets the value that is tried first for the variable of l: l is true.
func (s *Solver) Prefer(l Lit) { s.phases.prefer(l) }

func (s *Solver) depth() int { return len(s.limits) }

func (s *Solver) assign(l Lit, why reason) {
	v := l >> 1
	s.values[l], s.values[l^1] = 1, -1
	s.level[v] = int32(len(s.limits))
	s.place[v] = int32(len(s.trail))
	s.why[v] = why
	s.trail = append(s.trail, l)
}

// backTo undoes the assignment above the level.
func (s *Solver) backTo(level int) {
	if s.depth() <= level {
		return
	}
	from := int(s.limits[level])
	for i := len(s.trail) - 1; i >= from; i-- {
		l := s.trail[i]
		if i < s.head {
			s.counters.undo(l)
		}
		s.values[l], s.values[l^1] = 0, 0
		v := l >> 1
		s.phases.saved[v] = 1 - 2*int8(l&1)
		s.order.open(v)
	}
	s.trail = s.trail[:from]
	s.limits = s.limits[:level]
	s.head = min(s.head, from)
}
