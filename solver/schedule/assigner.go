package schedule

// assigner finds cheapest assignments of meetings to slots by the Hungarian
// method with shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987).
type assigner struct {
	u, v, short []int64
	row, from   []int // of each slot: the meeting there, the slot before on the path; 0 is none
	done        []bool
	check       bool // whether every answer is proved by its prices
	wrong       bool // some answer was not
}

func newAssigner(slots int) *assigner {
	n := slots + 1
	return &assigner{
		u: make([]int64, n), v: make([]int64, n), short: make([]int64, n),
		row: make([]int, n), from: make([]int, n), done: make([]bool, n),
	}
}

// floor is less than or equal to the cost of every assignment to slots lo..hi-1.
func (a *assigner) floor(table [][]int64, lo, hi int) (sum int64) {
	for _, row := range table {
		least := int64(never)
		for _, c := range row[lo:hi] {
			least = min(least, c)
		}
		if least >= never {
			return never
		}
		sum += least
	}
	return sum
}

// least assigns each row of the table a slot of its own of lo..hi-1, no fewer
// than rows, at the least cost. It returns that, never or more if it is not
// possible, and the slots.
func (a *assigner) least(table [][]int64, lo, hi int, slots []int) int64 {
	m := hi - lo
	clear(a.u)
	clear(a.v)
	clear(a.row)
	for i := 1; i <= len(table); i++ {
		if !a.augment(table, i, lo, m) {
			return never
		}
	}
	sum := int64(0)
	for j := 1; j <= m; j++ {
		if i := a.row[j]; i > 0 {
			slots[i-1] = lo + j - 1
			sum += table[i-1][lo+j-1]
		}
	}
	if a.check && !a.optimal(table, lo, m, sum) {
		a.wrong = true
	}
	return sum
}

// optimal proves that no assignment costs less than sum, by the prices u of rows
// and v of slots: no row and slot cost less than their prices together, and the
// prices of slots, not above 0, may be paid for slots that are not taken.
func (a *assigner) optimal(table [][]int64, lo, m int, sum int64) bool {
	for j := 1; j <= m; j++ {
		if a.v[j] > 0 {
			return false
		}
		sum -= a.v[j]
	}
	for i, row := range table {
		sum -= a.u[i+1]
		for j := 1; j <= m; j++ {
			if c := row[lo+j-1]; c < never && c < a.u[i+1]+a.v[j] {
				return false
			}
		}
	}
	return sum <= 0
}

// augment assigns row i, counted from 1, moving others along a shortest path.
func (a *assigner) augment(table [][]int64, i, lo, m int) bool {
	for j := range m + 1 {
		a.short[j], a.done[j] = never, false
	}
	a.row[0] = i
	j := 0
	for a.row[j] != 0 {
		a.done[j] = true
		i := a.row[j]
		costs, least, next := table[i-1][lo:lo+m], int64(never), 0
		for k := 1; k <= m; k++ {
			if a.done[k] {
				continue
			}
			if c := costs[k-1]; c < never {
				if d := c - a.u[i] - a.v[k]; d < a.short[k] {
					a.short[k], a.from[k] = d, j
				}
			}
			if a.short[k] < least {
				least, next = a.short[k], k
			}
		}
		if least >= never {
			return false
		}
		for k := range m + 1 {
			if a.done[k] {
				a.u[a.row[k]] += least
				a.v[k] -= least
			} else if a.short[k] < never {
				a.short[k] -= least
			}
		}
		j = next
	}
	for j != 0 {
		before := a.from[j]
		a.row[j] = a.row[before]
		j = before
	}
	return true
}
