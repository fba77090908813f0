package sat

// pace decides when to restart, to reduce the learned clauses and to change
// between stable and focused search.
type pace struct {
	fast, slow float64 // moving averages of the glue
	sinceStart int64
	luby       lubySequence
	reduceAt   int64
	reductions int64
	modeAt     int64 // in conflicts at first, then in propagations
	modeLength int64
	modeFrom   int64
	modes      int64
	vivifyAt   int64
	simplifyAt int
}

const (
	firstMode    = 1000
	reduceFirst  = 300
	lubyUnit     = 1024
	fastSpan     = 33
	slowSpan     = 1e4
	restartRatio = 1.1
)

func newPace() pace {
	return pace{reduceAt: reduceFirst, modeAt: firstMode, luby: lubySequence{u: 1, v: 1}}
}

// lubySequence is 1, 1, 2, 1, 1, 2, 4, ... (Luby, Sinclair and Zuckerman 1993)
// by Knuth's reluctant doubling.
type lubySequence struct{ u, v int64 }

func (l *lubySequence) step() {
	if l.u&-l.u == l.v {
		l.u, l.v = l.u+1, 1
	} else {
		l.v *= 2
	}
}

func (p *pace) conflict(glue int) {
	p.sinceStart++
	p.fast += (float64(glue) - p.fast) / fastSpan
	p.slow += (float64(glue) - p.slow) / slowSpan
}

// restartDue tells whether to begin anew from the assumptions.
func (s *Solver) restartDue() bool {
	p := &s.pace
	if s.order.stable {
		if p.sinceStart < lubyUnit*p.luby.v {
			return false
		}
		p.luby.step()
		return true
	}
	return p.sinceStart >= 2 && p.fast > restartRatio*p.slow
}

func (s *Solver) restart() {
	s.pace.sinceStart = 0
	s.Stats.Restarts++
	s.backTo(min(s.depth(), s.base()))
}

// changeMode alternates between stable and focused search, each time longer,
// with equal work in both.
func (s *Solver) changeMode() {
	p := &s.pace
	if p.modes == 0 {
		if s.Stats.Conflicts < p.modeAt {
			return
		}
		p.modeLength = s.Stats.Propagations
	} else if s.Stats.Propagations < p.modeAt {
		return
	}
	p.modes++
	n := (p.modes + 1) / 2
	p.modeAt = s.Stats.Propagations + p.modeLength*n*n
	s.order.stable = !s.order.stable
	p.fast = p.slow
	s.phases.targetSize = 0
	s.restart()
}
