package schedule

// Coupled improves the coupling of p by so many steps towards more than gaps. It
// returns the bound that verification finds, and the meetings and slots that are
// too dear for plans of so few gaps.
func Coupled(p *Problem, steps, gaps int) (lower int, barred [][2]int, err error) {
	e := encode(p)
	c := newCoupling(e)
	for range steps {
		if !c.step(int64(gaps+1) * couplingUnit) {
			break
		}
	}
	if c.best.Place == nil {
		return 0, nil, nil
	}
	lits, sum, err := c.best.verify(e, gaps)
	for m, at := range e.at {
		for t, l := range at {
			for _, b := range lits {
				if b == l {
					barred = append(barred, [2]int{m, t})
				}
			}
		}
	}
	return int((sum + couplingUnit - 1) / couplingUnit), barred, err
}

// Forged verifies a bound of multipliers that pay people for places.
func Forged(p *Problem) error {
	e := encode(p)
	k := newCoupling(e).exact.clone()
	k.Place[0] = -couplingUnit
	_, _, err := k.verify(e, 0)
	return err
}
