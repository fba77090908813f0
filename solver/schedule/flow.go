package schedule

// flow is a network for Dinic's maximum flow algorithm (Soviet Mathematics
// Doklady 11, 1970). Arc i and its reverse i^1 are neighbours.
type flow struct {
	head  []int32 // first arc of each node, or None
	next  []int32 // next arc of the same node
	to    []int32
	left  []int32 // capacity left
	level []int32
	iter  []int32
	queue []int32
}

func newFlow(nodes int) *flow {
	f := &flow{head: make([]int32, nodes), level: make([]int32, nodes), iter: make([]int32, nodes)}
	for i := range f.head {
		f.head[i] = None
	}
	return f
}

func (f *flow) arc(u, v, capacity int) {
	f.half(u, v, capacity)
	f.half(v, u, 0)
}

func (f *flow) half(u, v, capacity int) {
	f.next = append(f.next, f.head[u])
	f.head[u] = int32(len(f.to))
	f.to = append(f.to, int32(v))
	f.left = append(f.left, int32(capacity))
}

// reach sets the level of every node that arcs with capacity left lead to.
func (f *flow) reach(s int) {
	for i := range f.level {
		f.level[i] = None
	}
	f.level[s] = 0
	f.queue = append(f.queue[:0], int32(s))
	for n := 0; n < len(f.queue); n++ {
		u := f.queue[n]
		for a := f.head[u]; a != None; a = f.next[a] {
			if v := f.to[a]; f.left[a] > 0 && f.level[v] == None {
				f.level[v] = f.level[u] + 1
				f.queue = append(f.queue, v)
			}
		}
	}
}

func (f *flow) push(u, t, most int32) int32 {
	if u == t {
		return most
	}
	for ; f.iter[u] != None; f.iter[u] = f.next[f.iter[u]] {
		a := f.iter[u]
		if v := f.to[a]; f.left[a] > 0 && f.level[v] == f.level[u]+1 {
			if d := f.push(v, t, min(most, f.left[a])); d > 0 {
				f.left[a] -= d
				f.left[a^1] += d
				return d
			}
		}
	}
	return 0
}

// max returns the maximum flow from s to t. Afterwards the nodes with a level
// are the source side of a minimum cut.
func (f *flow) max(s, t int) (sum int) {
	for f.reach(s); f.level[t] != None; f.reach(s) {
		copy(f.iter, f.head)
		for d := int32(1); d > 0; sum += int(d) {
			d = f.push(int32(s), int32(t), 1<<30)
		}
	}
	return sum
}
