package schedule

import (
	"cmp"
	"slices"
)

// chains looks for ejection chains from all meetings without a slot at once: a
// meeting takes the slot of another, which takes the slot of a third, until one
// has a free slot. It is a breadth-first search over meetings, as for
// augmenting paths (compare Hopcroft and Karp, SIAM J. Computing 2, 1973), so
// each meeting is looked at once a sweep.
type chains struct {
	*ejector
	seen   []int32 // sweep in which a meeting was reached
	pushed []int32 // the meeting that would take its slot, or None for a root
	via    []int32 // the slot that would be taken
	root   []int32
	queue  []int32
	inSlot [][]int32 // on-site meetings in each slot when the sweep began
	opened set       // full slots whose meetings are all reached
	turn   int32
	every  int // steps of the ejector between two sweeps
	open   set // scratch: slots for the end of a chain
	path   []int32
	was    []int32
}

func newChains(e *ejector) *chains {
	n := len(e.slot)
	return &chains{
		ejector: e, seen: make([]int32, n), pushed: make([]int32, n), via: make([]int32, n), root: make([]int32, n),
		inSlot: make([][]int32, e.slots), opened: e.newSet(), open: e.newSet(), every: 2048 + n/2,
	}
}

// sweep holds as many waiting meetings as it finds chains for and returns how
// many.
func (c *chains) sweep() (gained int) {
	c.turn++
	c.queue = c.queue[:0]
	clear(c.opened)
	for t := range c.inSlot {
		c.inSlot[t] = c.inSlot[t][:0]
	}
	for i, t := range c.slot {
		if t != None && !c.online[i] && !c.fixed[i] {
			c.inSlot[t] = append(c.inSlot[t], int32(i))
		}
	}
	for _, i := range c.waiting {
		c.reach(i, None, i)
	}
	c.rng.Shuffle(len(c.queue), func(a, b int) { c.queue[a], c.queue[b] = c.queue[b], c.queue[a] })
	slices.SortStableFunc(c.queue, func(a, b int32) int { return cmp.Compare(c.value[b], c.value[a]) })
	for n := 0; n < len(c.queue); n++ {
		x := c.queue[n]
		if c.slot[c.root[x]] == None && c.expand(x) {
			gained++
		}
	}
	return gained
}

func (c *chains) reach(i, from, root int32) {
	c.seen[i], c.pushed[i], c.root[i], c.via[i] = c.turn, from, root, c.slot[i]
	c.queue = append(c.queue, i)
}

// expand ends the chain at x if x has a free slot, else reaches the meetings
// that alone stand in its way.
func (c *chains) expand(x int32) bool {
	copy(c.open, c.free(x))
	if c.slot[x] != None {
		c.open.del(int(c.slot[x]))
	}
	if t := c.random(c.open); t != None && c.apply(x, t) {
		return true
	}
	c.domain(int(x)).slots(func(t int) bool {
		y, alone := c.blocker(x, t)
		switch {
		case !alone || y == x:
		case y != None:
			if c.seen[y] != c.turn && !c.fixed[y] && (c.online[x] || !c.online[y] || !c.full.has(t)) {
				c.reach(y, x, c.root[x])
			}
		case !c.online[x] && c.full.has(t) && !c.opened.has(t):
			c.opened.add(t)
			for _, y := range c.inSlot[t] {
				if c.seen[y] != c.turn && c.slot[y] == int32(t) {
					c.reach(y, x, c.root[x])
				}
			}
		}
		return true
	})
	return false
}

// blocker is the meeting in slot t that shares people with x, or None, and
// whether there is no second one.
func (c *chains) blocker(x int32, t int) (y int32, alone bool) {
	y = None
	for _, q := range c.people[x] {
		switch z := c.holds(q, t); {
		case z == None || z == y:
		case y != None:
			return y, false
		default:
			y = z
		}
	}
	return y, true
}

// apply moves the meetings of the chain that ends with x into slot t, last
// first. It changes nothing and reports false if they get in each other's way.
func (c *chains) apply(x int32, t int) bool {
	c.path, c.was = c.path[:0], c.was[:0]
	for y := x; ; y = c.pushed[y] {
		was := c.slot[y]
		if was != c.via[y] {
			return c.undo()
		}
		if was != None {
			c.take(y)
		}
		c.path, c.was = append(c.path, y), append(c.was, was)
		if !c.ejector.free(y).has(t) {
			return c.undo()
		}
		if was == None {
			c.hold(y, t)
			return true
		}
		c.put(y, t)
		t = int(was)
	}
}

func (c *chains) undo() bool {
	for n := len(c.path) - 1; n >= 0; n-- {
		y := c.path[n]
		if c.slot[y] != None {
			c.take(y)
		}
	}
	for n, y := range c.path {
		if c.was[n] != None {
			c.put(y, int(c.was[n]))
		}
	}
	return false
}
