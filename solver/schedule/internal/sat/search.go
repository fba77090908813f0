package sat

// Solve looks for an assignment in which the assumptions hold. It gives up
// after so many conflicts; a negative budget sets no limit. stop, if not nil, is
// asked whether to give up every lookEvery propagations, some hundredths of a second.
func (s *Solver) Solve(assumptions []Lit, budget int64, stop func() bool) Status {
	s.backTo(0)
	s.assumptions, s.stop = assumptions, stop
	s.core = s.core[:0]
	if s.broken {
		return Unsat
	}
	limit := int64(1<<62 - 1)
	if budget >= 0 {
		limit = s.Stats.Conflicts + budget
	}
	s.phases.targetSize, s.phases.bestSize = 0, 0
	for {
		if !s.propagate() {
			if st := s.learnAndGoOn(); st != Unknown {
				return st
			}
			if s.Stats.Conflicts >= limit {
				s.backTo(0)
				return Unknown
			}
			continue
		}
		if s.stopped() {
			s.backTo(0)
			return Unknown
		}
		if st := s.advance(); st != Unknown {
			return st
		}
	}
}

const lookEvery = 100_000

// stopped asks stop, if it is time to.
func (s *Solver) stopped() bool {
	if s.stop == nil || s.Stats.Propagations < s.lookAt {
		return false
	}
	if s.stop() {
		return true
	}
	s.lookAt = s.Stats.Propagations + lookEvery
	return false
}

// base is the level of the assumptions; those above are decisions.
func (s *Solver) base() int {
	if len(s.assumptions) > 0 {
		return 1
	}
	return 0
}

// learnAndGoOn learns from a conflict and jumps back, or answers Unsat.
func (s *Solver) learnAndGoOn() Status {
	s.Stats.Conflicts++
	if s.depth() == 0 {
		s.broken = true
		s.Log.learn(nil)
		return Unsat
	}
	if s.depth() <= s.base() {
		s.finish(s.conflict)
		s.logCore()
		return Unsat
	}
	s.keepLongest()
	back, glue := s.learn()
	s.pace.conflict(glue)
	s.Log.learn(s.clause)
	s.Stats.Learned++
	s.Stats.Literals += int64(len(s.clause))
	s.backTo(back)
	if len(s.clause) == 1 {
		s.assign(s.clause[0], none)
	} else {
		s.assign(s.clause[0], s.attach(s.clause, true, glue))
	}
	return Unknown
}

// logCore records the clause that the assumptions of the core contradict.
func (s *Solver) logCore() {
	s.clause = s.clause[:0]
	for _, l := range s.core {
		s.clause = append(s.clause, l.Not())
	}
	s.Log.learn(s.clause)
}

// advance does what is due without a conflict: housekeeping, the assumptions or
// a decision. It answers if nothing is left to decide.
func (s *Solver) advance() Status {
	if s.depth() > s.base() && s.restartDue() {
		s.changeMode()
		s.rephase()
		s.restart()
		return Unknown
	}
	if s.Stats.Conflicts >= s.pace.reduceAt {
		s.reduce()
		if s.broken {
			return Unsat
		}
		return Unknown
	}
	if s.depth() < s.base() {
		return s.assume()
	}
	v := s.pick()
	if v < 0 {
		s.save()
		return Sat
	}
	s.Stats.Decisions++
	s.limits = append(s.limits, int32(len(s.trail)))
	s.assign(s.decision(v), none)
	return Unknown
}

// assume makes all assumptions true, in one level.
func (s *Solver) assume() Status {
	s.limits = append(s.limits, int32(len(s.trail)))
	for _, l := range s.assumptions {
		switch {
		case s.values[l] == 0:
			s.assign(l, none)
		case s.values[l] < 0:
			s.finish([]Lit{l})
			s.core = append(s.core, l)
			s.logCore()
			return Unsat
		}
	}
	return Unknown
}

func (s *Solver) save() {
	if len(s.model) < s.Vars() {
		s.model = make([]bool, s.Vars())
	}
	for v := range s.model {
		s.model[v] = s.values[2*v] > 0
	}
}
