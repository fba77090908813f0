package schedule

import (
	"errors"
	"fmt"
	"slices"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// ErrCertificate is wrapped by the errors of VerifyProof.
var ErrCertificate = errors.New("the certificate does not hold")

// GapCertificate is the evidence for Proof.Lower or for an infeasible problem:
// prices of presence in each slot, or all clauses learned while the rules,
// with a limit of idle gaps, were led to a contradiction. It belongs to one
// problem.
type GapCertificate struct {
	unit    []int          // prices, in parts of priceUnit
	coupled *multipliers   // that prove the bound by themselves
	log     *sat.Log       // for plans of fewer than below gaps
	bars    []*multipliers // that tell what is too dear for such plans
	below   int
}

// Size is the length of the certificate in bytes, about.
func (c *GapCertificate) Size() int {
	n := 8 * len(c.unit)
	for _, k := range append([]*multipliers{c.coupled}, c.bars...) {
		if k != nil {
			n += 8 * len(k.Pull) * len(k.Place)
		}
	}
	if c.log != nil {
		n += c.log.Mark()
	}
	return n
}

// VerifyProof checks a Proof of p: that the plan is valid, holds every meeting
// and has IdleGaps idle gaps, and that the certificate proves Lower, or that p
// is infeasible. It shares the wording of the rules with Prove, but nothing of
// its search: prices are summed up anew and every learned clause is derived
// anew by unit propagation.
func VerifyProof(p *Problem, proof *Proof) error {
	if err := p.Validate(); err != nil {
		return err
	}
	switch proof.Status {
	case Optimal, Feasible:
		plan := fit(p, proof.Plan)
		if !complete(p, plan) || Measure(p, plan).IdleGaps != proof.IdleGaps {
			return fmt.Errorf("%w: the plan is not what is said", ErrCertificate)
		}
		if (proof.Status == Optimal) != (proof.IdleGaps == proof.Lower) {
			return fmt.Errorf("%w: %d gaps, bound %d, %s", ErrCertificate, proof.IdleGaps, proof.Lower, proof.Status)
		}
	case Infeasible:
		return proof.Certificate.verifyLog(p, noLimit)
	case Undecided:
	default:
		return fmt.Errorf("%w: unknown status", ErrCertificate)
	}
	switch c := proof.Certificate; {
	case proof.Lower <= 0:
		return nil
	case c != nil && c.coupled != nil:
		return c.verifyCoupling(p, proof.Lower)
	case c != nil && c.log == nil:
		return c.verifyPrices(p, proof.Lower)
	default:
		return c.verifyLog(p, proof.Lower-1)
	}
}

// verifyLog replays the refutation of plans with at most so many idle gaps.
func (c *GapCertificate) verifyLog(p *Problem, gaps int) error {
	if c == nil || c.log == nil || c.below != gaps+1 {
		return fmt.Errorf("%w: it is for another claim", ErrCertificate)
	}
	e := encode(p)
	k := sat.NewChecker(e.limited(gaps))
	for _, x := range c.bars {
		lits, _, err := x.verify(e, gaps)
		if err != nil {
			return err
		}
		for _, l := range lits {
			k.Add([]sat.Lit{l.Not()})
		}
	}
	if err := k.Replay(c.log, 0, c.log.Mark()); err != nil {
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	if !k.Refuted() {
		return fmt.Errorf("%w: no contradiction", ErrCertificate)
	}
	return nil
}

// verifyCoupling computes the bound of the multipliers.
func (c *GapCertificate) verifyCoupling(p *Problem, lower int) error {
	_, sum, err := c.coupled.verify(encode(p), 0)
	if err == nil && sum <= int64(lower-1)*couplingUnit {
		err = fmt.Errorf("%w: the multipliers prove a sum of %d, too little for %d gaps", ErrCertificate, sum, lower)
	}
	return err
}

// verify computes what the multipliers prove anew. Every least cost of an
// assignment is proved by its prices.
func (k *multipliers) verify(e *encoding, gaps int) ([]sat.Lit, int64, error) {
	if !k.fits(e.p) {
		return nil, 0, fmt.Errorf("%w: multipliers that do not fit", ErrCertificate)
	}
	a := newAssigner(len(e.p.Slots))
	a.check = true
	lits, sum := k.barred(e, a, soloists(e), gaps)
	if a.wrong {
		return nil, 0, fmt.Errorf("%w: an assignment is not the cheapest", ErrCertificate)
	}
	return lits, sum, nil
}

// fits tells that the multipliers belong to p, in which nobody attends a
// programme, and are small enough to be added up.
func (k *multipliers) fits(p *Problem) bool {
	const most = 1 << 40
	if len(k.Place) != len(p.Slots) || len(k.Pull) != len(p.Meetings) || len(p.Programme) > 0 {
		return false
	}
	for _, w := range k.Place {
		if w < 0 || w > most {
			return false
		}
	}
	for m, x := range k.Pull {
		if len(x) != (len(p.Meetings[m].People)-1)*len(p.Slots) || slices.ContainsFunc(x, func(v int64) bool { return v < -most || v > most }) {
			return false
		}
	}
	return true
}
