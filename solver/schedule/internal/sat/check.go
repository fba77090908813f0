package sat

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// ErrProof is wrapped by the errors of a proof that does not hold.
var ErrProof = errors.New("proof does not hold")

// Checker verifies a log of derivations against a formula: a clause may be
// added if assuming all its literals false leads, by unit propagation over
// clauses and counters, to a contradiction. It shares nothing with Solver.
type Checker struct {
	value   []int8 // of each literal
	trail   []Lit
	done    int
	fixed   int // literals of the trail that hold for good
	clauses [][]Lit
	watched [][]int32
	byHash  map[uint64][]int32
	most    []int32
	members [][]Lit
	in      [][]int32 // counters of each literal
	count   []int32
	refuted bool
}

// NewChecker returns a checker that knows the formula.
func NewChecker(f *Formula) *Checker {
	c := &Checker{byHash: map[uint64][]int32{}}
	c.Grow(f.Vars)
	for _, a := range f.AtMosts {
		if !c.refuted {
			c.atMost(a)
		}
	}
	for _, l := range f.Clauses {
		c.Add(l)
	}
	return c
}

// Grow makes the checker know the variables below n.
func (c *Checker) Grow(n int) {
	for len(c.value) < 2*n {
		c.value = append(c.value, 0)
		c.watched = append(c.watched, nil)
		c.in = append(c.in, nil)
	}
}

func (c *Checker) atMost(a AtMost) {
	id := int32(len(c.most))
	c.most = append(c.most, int32(a.Most))
	c.members = append(c.members, a.Lits)
	c.count = append(c.count, 0)
	for _, l := range a.Lits {
		c.in[l] = append(c.in[l], id)
		if c.value[l] > 0 {
			c.count[id]++
		}
	}
	if a.Most < 0 || c.count[id] >= c.most[id] && !c.saturate(id) || !c.propagate() {
		c.refuted = true
	}
	c.fixed = len(c.trail)
}

// Refuted tells that the formula was shown to have no solution.
func (c *Checker) Refuted() bool { return c.refuted }

// Add takes a clause for granted: one of the formula or a definition.
func (c *Checker) Add(lits []Lit) {
	if c.refuted {
		return
	}
	clause := slices.Clone(lits)
	slices.Sort(clause)
	clause = slices.Compact(clause)
	h := hash(clause)
	c.byHash[h] = append(c.byHash[h], int32(len(c.clauses)))
	// literals that are not false for good come first, to be watched
	open := 0
	for i, l := range clause {
		if c.value[l] >= 0 {
			clause[open], clause[i] = clause[i], clause[open]
			open++
		}
	}
	id := int32(len(c.clauses))
	c.clauses = append(c.clauses, clause)
	if len(clause) > 1 {
		c.watched[clause[0]] = append(c.watched[clause[0]], id)
		c.watched[clause[1]] = append(c.watched[clause[1]], id)
	}
	switch open {
	case 0:
		c.refuted = true
	case 1:
		c.set(clause[0])
		c.refuted = c.refuted || !c.propagate()
		c.fixed = len(c.trail)
	}
}

// hash of a set of literals, independent of their order.
func hash(lits []Lit) uint64 {
	sum := uint64(len(lits))
	for _, l := range lits {
		x := (uint64(l) + 1) * 0x9e3779b97f4a7c15
		x ^= x >> 29
		sum += x * 0xbf58476d1ce4e5b9
	}
	return sum
}

// Delete forgets a clause; an unknown one, or one by which something holds for
// good, is left.
func (c *Checker) Delete(lits []Lit) {
	want := slices.Clone(lits)
	slices.Sort(want)
	h := hash(want)
	for i, id := range c.byHash[h] {
		have := slices.Clone(c.clauses[id])
		slices.Sort(have)
		if len(have) < 2 || !slices.Equal(have, want) || c.holdsForGood(have) {
			continue
		}
		c.clauses[id] = nil
		c.byHash[h] = slices.Delete(c.byHash[h], i, i+1)
		return
	}
}

func (c *Checker) holdsForGood(clause []Lit) bool {
	return slices.ContainsFunc(clause, func(l Lit) bool { return c.value[l] > 0 })
}

func (c *Checker) set(l Lit) {
	if c.value[l] == 0 {
		c.value[l], c.value[l.Not()] = 1, -1
		c.trail = append(c.trail, l)
	}
}

// Derive verifies that the clause follows and adds it.
func (c *Checker) Derive(lits []Lit) error {
	if c.refuted {
		return nil
	}
	ok := false
	for _, l := range lits {
		if c.value[l] > 0 {
			ok = true
			break
		}
		c.set(l.Not())
	}
	ok = ok || !c.propagate()
	c.undo()
	if !ok {
		return fmt.Errorf("%w: clause %v does not follow", ErrProof, lits)
	}
	c.Add(lits)
	return nil
}

func (c *Checker) undo() {
	for i := len(c.trail) - 1; i >= c.fixed; i-- {
		l := c.trail[i]
		c.value[l], c.value[l.Not()] = 0, 0
		if i < c.done {
			for _, id := range c.in[l] {
				c.count[id]--
			}
		}
	}
	c.trail = c.trail[:c.fixed]
	c.done = min(c.done, c.fixed)
}

// propagate draws all conclusions; false is a contradiction.
func (c *Checker) propagate() bool {
	for c.done < len(c.trail) {
		l := c.trail[c.done]
		c.done++
		for _, id := range c.in[l] {
			c.count[id]++
		}
		for _, id := range c.in[l] {
			if c.count[id] >= c.most[id] && !c.saturate(id) {
				return false
			}
		}
		if !c.visit(l.Not()) {
			return false
		}
	}
	return true
}

// saturate makes the other literals of a counter at its limit false.
func (c *Checker) saturate(id int32) bool {
	if c.count[id] > c.most[id] {
		return false
	}
	n := int32(0)
	for _, l := range c.members[id] {
		if c.value[l] > 0 {
			n++
		}
	}
	if n > c.most[id] {
		return false
	}
	for _, l := range c.members[id] {
		if c.value[l] == 0 {
			c.set(l.Not())
		}
	}
	return true
}

// visit looks at the clauses that watch the literal no, now false.
func (c *Checker) visit(no Lit) bool {
	list := c.watched[no]
	keep, ok := list[:0], true
	for i, id := range list {
		clause := c.clauses[id]
		if clause == nil {
			continue
		}
		if clause[0] == no {
			clause[0], clause[1] = clause[1], clause[0]
		}
		if c.value[clause[0]] > 0 {
			keep = append(keep, id)
			continue
		}
		if c.moved(clause, id) {
			continue
		}
		keep = append(keep, id)
		if c.value[clause[0]] < 0 {
			keep = append(keep, list[i+1:]...)
			ok = false
			break
		}
		c.set(clause[0])
	}
	c.watched[no] = keep
	return ok
}

// moved finds another literal to watch in place of the second.
func (c *Checker) moved(clause []Lit, id int32) bool {
	for k := 2; k < len(clause); k++ {
		if c.value[clause[k]] >= 0 {
			clause[1], clause[k] = clause[k], clause[1]
			c.watched[clause[1]] = append(c.watched[clause[1]], id)
			return true
		}
	}
	return false
}

// Replay verifies the steps of a log from one position, as Log.Mark gives it,
// to another.
func (c *Checker) Replay(g *Log, from, to int) error {
	data := g.data[from:to]
	var lits []Lit
	for len(data) > 0 {
		head, n := binary.Uvarint(data)
		if n <= 0 || head>>1 > uint64(len(data)) {
			return fmt.Errorf("%w: broken log", ErrProof)
		}
		data = data[n:]
		lits = lits[:0]
		for range head >> 1 {
			l, n := binary.Uvarint(data)
			if n <= 0 || l >= uint64(len(c.value)) {
				return fmt.Errorf("%w: broken log", ErrProof)
			}
			data = data[n:]
			lits = append(lits, Lit(l))
		}
		if head&1 != 0 {
			c.Delete(lits)
		} else if err := c.Derive(lits); err != nil {
			return err
		}
	}
	return nil
}
