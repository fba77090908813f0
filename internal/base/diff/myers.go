package diff

import "slices"

// most bounds the search: beyond so many edits two texts of a profile have
// nothing in common that helps a reader.
const most = 1500

// myers finds a shortest script of edits from a to b: E. W. Myers, "An O(ND)
// Difference Algorithm and Its Variations", Algorithmica 1 (1986), the greedy
// algorithm. It takes time and memory of the order of the square of the edits.
func myers(a, b []string) []Edit {
	limit := min(len(a)+len(b), most)
	reach := make([]int, 2*limit+2) // the furthest x on each diagonal k, at k+limit
	var trace [][]int               // reach before each round, the diagonals -d to d
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), reach[limit-d:limit+d+1]...))
		for k := -d; k <= d; k += 2 {
			x := 0
			switch {
			case d == 0:
			case down(reach, limit, k, d):
				x = reach[limit+k+1]
			default:
				x = reach[limit+k-1] + 1
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[limit+k] = x
			if x >= len(a) && x-k >= len(b) {
				return walk(a, b, trace)
			}
		}
	}
	out := make([]Edit, 0, len(a)+len(b))
	for _, t := range a {
		out = append(out, Edit{Delete, t})
	}
	for _, t := range b {
		out = append(out, Edit{Insert, t})
	}
	return out
}

// down tells whether the best way onto diagonal k is an insertion.
func down(reach []int, zero, k, d int) bool {
	return k == -d || k != d && reach[zero+k-1] < reach[zero+k+1]
}

// walk goes back from the end to the start along the rounds of the search.
func walk(a, b []string, trace [][]int) []Edit {
	var back []Edit
	x, y := len(a), len(b)
	for d := len(trace) - 1; d > 0; d-- {
		before := trace[d]
		k := x - y
		var toX, toY, start int // where the edit begins, and x where it ends
		var edit Edit
		if down(before, d, k, d) {
			toX = before[d+k+1]
			toY, start = toX-k-1, toX
			edit = Edit{Insert, b[toY]}
		} else {
			toX = before[d+k-1]
			toY, start = toX-k+1, toX+1
			edit = Edit{Delete, a[toX]}
		}
		for x > start {
			x--
			back = append(back, Edit{Equal, a[x]})
		}
		back = append(back, edit)
		x, y = toX, toY
	}
	for x > 0 {
		x--
		back = append(back, Edit{Equal, a[x]})
	}
	slices.Reverse(back)
	return back
}
