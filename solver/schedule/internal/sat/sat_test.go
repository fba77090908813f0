package sat

import (
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// formula draws a small formula of clauses and cardinality constraints.
func formula(t *rapid.T) *Formula {
	f := &Formula{Vars: rapid.IntRange(1, 12).Draw(t, "vars")}
	lit := func(v int) Lit {
		l := Pos(v)
		if rapid.Bool().Draw(t, "neg") {
			l = l.Not()
		}
		return l
	}
	vars := rapid.IntRange(0, f.Vars-1)
	for range rapid.IntRange(0, 40).Draw(t, "clauses") {
		var c []Lit
		for _, v := range rapid.SliceOfN(vars, 1, 5).Draw(t, "clause") {
			c = append(c, lit(v))
		}
		f.Clauses = append(f.Clauses, c)
	}
	for range rapid.IntRange(0, 6).Draw(t, "counters") {
		var c []Lit
		for _, v := range rapid.SliceOfNDistinct(vars, 0, f.Vars, rapid.ID[int]).Draw(t, "of") {
			c = append(c, lit(v))
		}
		f.AtMosts = append(f.AtMosts, AtMost{c, rapid.IntRange(0, 5).Draw(t, "most")})
	}
	return f
}

// holds tells whether the assignment with bit v for variable v satisfies f.
func holds(f *Formula, bits int) bool {
	is := func(l Lit) bool { return bits>>l.Var()&1 != 0 != l.Neg() }
	for _, c := range f.Clauses {
		ok := false
		for _, l := range c {
			ok = ok || is(l)
		}
		if !ok {
			return false
		}
	}
	for _, c := range f.AtMosts {
		n := 0
		for _, l := range c.Lits {
			if is(l) {
				n++
			}
		}
		if n > c.Most {
			return false
		}
	}
	return true
}

// possible tells whether some assignment satisfies f and the literals.
func possible(f *Formula, lits []Lit) bool {
	for bits := range 1 << f.Vars {
		ok := holds(f, bits)
		for _, l := range lits {
			ok = ok && bits>>l.Var()&1 != 0 != l.Neg()
		}
		if ok {
			return true
		}
	}
	return false
}

func TestAgainstExhaustion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := formula(t)
		s := New(f)
		s.Log = &Log{}
		checker, from := NewChecker(f), 0
		if rapid.Bool().Draw(t, "hasty") { // much housekeeping on small formulas
			s.pace.reduceAt, s.pace.vivifyAt = 1, 1
		}
		for range 4 {
			var assumed []Lit
			for _, v := range rapid.SliceOfNDistinct(rapid.IntRange(0, f.Vars-1), 0, 4, rapid.ID[int]).Draw(t, "assumed") {
				l := Pos(v)
				if rapid.Bool().Draw(t, "neg") {
					l = l.Not()
				}
				assumed = append(assumed, l)
			}
			want := possible(f, assumed)
			got := s.Solve(assumed, -1, nil)
			if want != (got == Sat) || got == Unknown {
				t.Fatalf("%v under %v: %v, possible %v", f, assumed, got, want)
			}
			if got == Unsat {
				if err := checker.Replay(s.Log, from, s.Log.Mark()); err != nil {
					t.Fatal(err)
				}
				from = s.Log.Mark()
				if err := checker.Derive(negated(s.Core())); err != nil {
					t.Fatal(err)
				}
				if possible(f, s.Core()) {
					t.Fatalf("%v under %v: core %v is possible", f, assumed, s.Core())
				}
				continue
			}
			bits := 0
			for v := range f.Vars {
				if s.Value(Pos(v)) {
					bits |= 1 << v
				}
			}
			if !holds(f, bits) {
				t.Fatalf("%v: %b does not hold", f, bits)
			}
			for _, l := range assumed {
				if !s.Value(l) {
					t.Fatalf("assumed %v is false", l)
				}
			}
		}
	})
}

// pigeons says that n+1 pigeons have a hole each of n holes.
func pigeons(n int) *Formula {
	f := &Formula{Vars: n * (n + 1)}
	for p := range n + 1 {
		var c []Lit
		for h := range n {
			c = append(c, Pos(p*n+h))
			for q := range p {
				f.Clause(Pos(p*n+h).Not(), Pos(q*n+h).Not())
			}
		}
		f.Clause(c...)
	}
	return f
}

func negated(lits []Lit) (out []Lit) {
	for _, l := range lits {
		out = append(out, l.Not())
	}
	return out
}

func TestPigeons(t *testing.T) {
	f := pigeons(7)
	s := New(f)
	s.Log = &Log{}
	if s.Solve(nil, -1, nil) != Unsat {
		t.Fatal("pigeons fit")
	}
	c := NewChecker(f)
	if err := c.Replay(s.Log, 0, s.Log.Mark()); err != nil || !c.Refuted() {
		t.Fatalf("refuted %v, %v", c.Refuted(), err)
	}
	t.Logf("%+v, %d steps", s.Stats, s.Log.Steps)
}

// TestLarge solves formulas of three literals a clause around the threshold and
// replays the refutations.
func TestLarge(t *testing.T) {
	count := map[Status]int{}
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 1))
		f := &Formula{Vars: 120}
		for range 510 {
			var c []Lit
			for _, v := range rng.Perm(f.Vars)[:3] {
				c = append(c, Lit(2*v+rng.IntN(2)))
			}
			f.Clause(c...)
		}
		s := New(f)
		s.Log = &Log{}
		s.pace.vivifyAt = 200
		st := s.Solve(nil, -1, nil)
		count[st]++
		if st == Sat {
			for _, c := range f.Clauses {
				if !s.Value(c[0]) && !s.Value(c[1]) && !s.Value(c[2]) {
					t.Fatal("no solution")
				}
			}
			continue
		}
		c := NewChecker(f)
		if err := c.Replay(s.Log, 0, s.Log.Mark()); err != nil || !c.Refuted() {
			t.Fatalf("seed %d: refuted %v, %v", seed, c.Refuted(), err)
		}
	}
	if count[Sat] == 0 || count[Unsat] == 0 {
		t.Fatalf("one-sided: %v", count)
	}
}

// TestFalseProof tells a wrong derivation from a right one.
func TestFalseProof(t *testing.T) {
	f := &Formula{Vars: 3}
	f.Clause(Pos(0), Pos(1))
	f.AtMost([]Lit{Pos(0), Pos(1), Pos(2)}, 1)
	c := NewChecker(f)
	if err := c.Derive([]Lit{Pos(0)}); !errors.Is(err, ErrProof) {
		t.Fatal(err)
	}
	if err := c.Derive([]Lit{Pos(2).Not(), Pos(0).Not()}); err != nil {
		t.Fatal(err)
	}
	if err := c.Derive(nil); err == nil || c.Refuted() {
		t.Fatal("refuted a formula that has solutions")
	}
	if err := c.Replay(&Log{data: []byte{200, 1}}, 0, 2); !errors.Is(err, ErrProof) {
		t.Fatal(err)
	}
}
