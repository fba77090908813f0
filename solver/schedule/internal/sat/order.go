package sat

import "slices"

// order chooses the variable to decide next: in stable phases the one of
// highest score (exponential VSIDS, Eén and Sörensson 2003), in focused phases
// the one that took part in a conflict last (VMTF, Biere and Fröhlich, SAT
// 2015).
type order struct {
	stable bool

	score []float64
	step  float64
	heap  []int32
	where []int32 // of each variable in the heap, or -1

	next, prev  []int32 // a queue, the latest last
	first, last int32
	stampOf     []int64
	stamp       int64
	from        int32 // all later variables are assigned
	buf         []int32
}

const scoreDecay = 0.95

func (o *order) grow(v int) {
	if v == 0 {
		o.step, o.first, o.last, o.from = 1, -1, -1, -1
	}
	o.score = append(o.score, 0)
	o.where = append(o.where, -1)
	o.next, o.prev = append(o.next, -1), append(o.prev, -1)
	o.stampOf = append(o.stampOf, 0)
	o.push(int32(v))
	o.enqueue(int32(v))
	o.from = int32(v)
}

func (o *order) enqueue(v int32) {
	o.prev[v], o.next[v] = o.last, -1
	if o.last >= 0 {
		o.next[o.last] = v
	} else {
		o.first = v
	}
	o.last = v
	o.stamp++
	o.stampOf[v] = o.stamp
}

func (o *order) dequeue(v int32) {
	if p := o.prev[v]; p >= 0 {
		o.next[p] = o.next[v]
	} else {
		o.first = o.next[v]
	}
	if n := o.next[v]; n >= 0 {
		o.prev[n] = o.prev[v]
	} else {
		o.last = o.prev[v]
	}
}

// open makes an unassigned variable a candidate again.
func (o *order) open(v Lit) {
	if o.where[v] < 0 {
		o.push(int32(v))
	}
	if o.stampOf[v] > o.stampOf[o.from] {
		o.from = int32(v)
	}
}

// pick returns an open variable, or -1.
func (s *Solver) pick() int32 {
	o := &s.order
	if !o.stable {
		for v := o.from; v >= 0; v = o.prev[v] {
			if s.values[2*v] == 0 {
				o.from = v
				return v
			}
		}
		return -1
	}
	for len(o.heap) > 0 {
		if v := o.pop(); s.values[2*v] == 0 {
			return v
		}
	}
	return -1
}

// bump favours the variables of the conflict just analysed.
func (o *order) bump(s *Solver) {
	if o.stable {
		for _, l := range s.toClear {
			o.raise(int32(l >> 1))
		}
		o.step /= scoreDecay
		return
	}
	o.buf = o.buf[:0]
	for _, l := range s.toClear {
		o.buf = append(o.buf, int32(l>>1))
	}
	slices.SortFunc(o.buf, func(a, b int32) int { return int(o.stampOf[a] - o.stampOf[b]) })
	for _, v := range o.buf {
		if o.next[v] < 0 {
			continue
		}
		if o.from == v {
			if o.prev[v] >= 0 {
				o.from = o.prev[v]
			} else {
				o.from = o.next[v]
			}
		}
		o.dequeue(v)
		o.enqueue(v)
		if s.values[2*v] == 0 {
			o.from = v
		}
	}
}

func (o *order) raise(v int32) {
	o.score[v] += o.step
	if o.score[v] > 1e150 {
		for i := range o.score {
			o.score[i] *= 1e-150
		}
		o.step *= 1e-150
	}
	if o.where[v] >= 0 {
		o.up(o.where[v])
	}
}

func (o *order) push(v int32) {
	o.where[v] = int32(len(o.heap))
	o.heap = append(o.heap, v)
	o.up(o.where[v])
}

func (o *order) pop() int32 {
	top, end := o.heap[0], len(o.heap)-1
	o.where[top] = -1
	moved := o.heap[end]
	o.heap = o.heap[:end]
	if end > 0 {
		o.heap[0], o.where[moved] = moved, 0
		o.down(0)
	}
	return top
}

func (o *order) up(i int32) {
	v := o.heap[i]
	for i > 0 {
		p := (i - 1) / 2
		if o.score[o.heap[p]] >= o.score[v] {
			break
		}
		o.heap[i] = o.heap[p]
		o.where[o.heap[i]] = i
		i = p
	}
	o.heap[i], o.where[v] = v, i
}

func (o *order) down(i int32) {
	v := o.heap[i]
	n := int32(len(o.heap))
	for {
		c := 2*i + 1
		if c >= n {
			break
		}
		if c+1 < n && o.score[o.heap[c+1]] > o.score[o.heap[c]] {
			c++
		}
		if o.score[o.heap[c]] <= o.score[v] {
			break
		}
		o.heap[i] = o.heap[c]
		o.where[o.heap[i]] = i
		i = c
	}
	o.heap[i], o.where[v] = v, i
}
