package exchange

import (
	"context"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule"
)

// Comparison sets a proposal beside the present plan or another proposal.
type Comparison struct {
	Proposal Proposal
	With     *Proposal // nil for the present plan
	Revision int       // of the present plan
	Old, New Candidate
	Changes  []Change // from Old to New
	Sides    []SideEffect
}

// Candidate is one of the plans that are compared.
type Candidate struct {
	Board    *Board
	Figures  Figures // measured now
	Fairness Fairness
}

// SideEffect is what the people of one side have of a change.
type SideEffect struct {
	Country             string
	People              int // with at least one of the meetings below
	Moved, Gained, Lost int // meetings
}

// Comparison returns the proposal beside the other one, or beside the present
// plan if with is "".
func (s *Service) Comparison(ctx context.Context, actor access.Actor, e Event, proposalID, with string) (c Comparison, err error) {
	if err := actor.Check(access.PlanRead, access.Object{Event: e.ID}); err != nil {
		return c, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		if c.Proposal, err = proposal(ctx, q, e.ID, proposalID); err != nil {
			return err
		}
		present, base, err := planningBoard(ctx, q, e)
		if err != nil {
			return err
		}
		c.Revision = base.Revision
		if with != "" {
			other, err := proposal(ctx, q, e.ID, with)
			if err != nil {
				return err
			}
			c.With = &other
			c.Old = present.with(other.Meetings).candidate(other.Figures)
		} else {
			c.Old = present.with(base.meetings).candidate(base.Figures)
		}
		c.New = present.with(c.Proposal.Meetings).candidate(c.Proposal.Figures)
		return nil
	})
	if err != nil {
		return c, err
	}
	c.Changes = Compare(c.Old.Board.Meetings, c.New.Board.Meetings)
	c.Sides = c.New.Board.effects(c.Changes)
	return c, nil
}

// with is the board with the meetings of another plan; those of the same people
// as one of the board get its identity.
func (b *Board) with(list []Meeting) *Board {
	uid := map[string]string{}
	for _, t := range b.Meetings {
		uid[membersKey(t.Members)] = t.UID
	}
	n := *b
	n.Meetings = slices.Clone(list)
	for i := range n.Meetings {
		if known := uid[membersKey(n.Meetings[i].Members)]; known != "" {
			n.Meetings[i].UID = known
		}
	}
	return &n
}

// candidate measures the board; what only planning finds out is that of last.
func (b *Board) candidate(last Figures) Candidate {
	p, _ := b.problem()
	return Candidate{b, measure(p, b.assignments(), last), schedule.MeasureFairness(p, b.assignments())}
}

// effects counts the changes by the sides of the people they concern, in the
// event's order of sides.
func (b *Board) effects(changes []Change) (out []SideEffect) {
	for _, side := range b.Event.Sides {
		x := SideEffect{Country: side.Country}
		people := map[string]bool{}
		for _, c := range changes {
			t := c.New
			if c.Kind == Removed {
				t = c.Old
			}
			if !slices.Contains(b.Sides(t), side.Country) {
				continue
			}
			x.Moved += one(c.Kind == Moved)
			x.Gained += one(c.Kind == Added)
			x.Lost += one(c.Kind == Removed)
			for _, m := range t.Members {
				if b.People[m].Country == side.Country {
					people[m] = true
				}
			}
		}
		x.People = len(people)
		out = append(out, x)
	}
	return out
}
