package schedule

import (
	"errors"
	"fmt"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

// ErrCertificate is wrapped by the errors of VerifyProof.
var ErrCertificate = errors.New("the certificate does not hold")

// GapCertificate is the evidence for Proof.Lower or for an infeasible problem:
// prices of presence in each slot, or all clauses learned while the rules,
// with a limit of idle gaps, were led to a contradiction. It belongs to one
// problem.
type GapCertificate struct {
	unit  []int    // prices, in parts of priceUnit
	log   *sat.Log // for plans of fewer than below gaps
	below int
}

// Size is the length of the certificate in bytes, about.
func (c *GapCertificate) Size() int {
	if c.log == nil {
		return 8 * len(c.unit)
	}
	return c.log.Mark()
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
	k := sat.NewChecker(encode(p).limited(gaps))
	if err := k.Replay(c.log, 0, c.log.Mark()); err != nil {
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	if !k.Refuted() {
		return fmt.Errorf("%w: no contradiction", ErrCertificate)
	}
	return nil
}
