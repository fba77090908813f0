package exchange

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/solver/schedule"
)

// refused tells that the error is a Conflict with the key.
func refused(err error, key string) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Kind == fault.Conflict && f.Key == key
}

// wish adds a wish of the first Belarusian to meet the second.
func (f *fair) wish(s Strength) {
	f.t.Helper()
	f.tx(func(ctx ctxT, tx db.Tx) error {
		return addWish(ctx, tx, f.event.ID, &Wish{From: f.by[0].ID, To: []string{f.by[1].ID}, Strength: s, Weight: 1}, 1)
	})
}

func TestPlanningAgainIsAProposal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b, by, ctx := f.planned(), f.organiser("BY"), t.Context()
		if _, err := f.Sign(ctx, by, f.event, b.Plan.Revision); err != nil {
			t.Fatal(err)
		}
		f.wish(Would)
		list := f.run(PlanOptions{})
		if len(list) != 1 || list[0].Made.Seed != 2 || list[0].Figures.Placed != 10 || f.board(Provisional).Plan.Revision != b.Plan.Revision {
			t.Fatalf("proposals %+v at revision %d, want one of 10 meetings beside the plan", list, f.board(Provisional).Plan.Revision)
		}
		c, err := f.Comparison(ctx, by, f.event, list[0].ID, "")
		if err != nil || c.Old.Figures.Placed != 9 || c.New.Figures.Placed != 10 || !slices.ContainsFunc(c.Changes, func(c Change) bool { return c.Kind == Added }) {
			t.Fatalf("comparison %+v with %+v, %v", c.Old.Figures, c.New.Figures, err)
		}
		if x := c.Sides[0]; x.Gained != 1 || x.People < 2 || x.Lost != 0 || c.Sides[1].Gained != 0 || len(c.New.Fairness.Sides) != 2 {
			t.Errorf("effects by side %+v, fairness %+v", c.Sides, c.New.Fairness)
		}
		if err := f.Accept(ctx, by, f.event, list[0].ID, b.Plan.Revision+1); !refused(err, "plan.error_changed_meanwhile") {
			t.Errorf("accepted at another revision: %v", err)
		}
		f.accept(list[0].ID)
		now := f.board(Provisional)
		if _, signed := now.Plan.Signed("BY"); signed || now.Plan.Figures.Placed != 10 || now.Plan.Revision != b.Plan.Revision+1 || now.Plan.Version != 1 {
			t.Errorf("accepted: %+v", now.Plan)
		}
		old := f.proposals()
		if len(old) != 1 || old[0].Kind != Replaced || old[0].Figures.Placed != 9 {
			t.Fatalf("set aside: %+v", old)
		}
		if err := f.Accept(ctx, by, f.event, old[0].ID, now.Plan.Revision); !refused(err, "plan.error_wishes_changed") {
			t.Errorf("a plan without the new wish is accepted: %v", err)
		}
		if err := f.Discard(ctx, by, f.event, old[0].ID); err != nil || len(f.proposals()) != 0 {
			t.Error("not discarded", err)
		}
		if err := f.Discard(ctx, by, f.event, old[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("discarded twice: %v", err)
		}
	})
}

func TestReplacedPlanComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		f.without(t, b, 0)
		f.accept(f.proposals()[0].ID)
		if len(Compare(b.Meetings, f.board(Provisional).Meetings)) == 0 {
			t.Fatal("nothing changed")
		}
		f.accept(f.proposals()[0].ID)
		if c := Compare(b.Meetings, f.board(Provisional).Meetings); len(c) != 0 {
			t.Errorf("the plan did not come back: %+v", c)
		}
	})
}

// without proposes the board without the time of one of its meetings.
func (f *fair) without(t *testing.T, b *Board, i int) {
	t.Helper()
	list := slices.Clone(b.Meetings)
	list[i].SlotID, list[i].PlaceID = "", ""
	f.tx(func(ctx ctxT, tx db.Tx) error {
		return f.propose(ctx, tx, &Proposal{EventID: f.event.ID, Kind: Planned, Figures: b.Plan.Figures, Meetings: list, PersonID: f.by[0].PersonID})
	})
}

func TestProposalAgainstALock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b, by := f.planned(), f.organiser("BY")
		f.without(t, b, 0)
		if err := f.Lock(t.Context(), by, f.event, b.Meetings[0].ID, true, b.Plan.Revision); err != nil {
			t.Fatal(err)
		}
		now := f.board(Provisional)
		if err := f.Accept(t.Context(), by, f.event, f.proposals()[0].ID, now.Plan.Revision); !refused(err, "plan.error_locked_since") {
			t.Errorf("a plan without the meeting locked since: %v", err)
		}
		f.without(t, now, 1)
		f.accept(f.proposals()[0].ID)
		locked := func(m Meeting) bool {
			return m.UID == b.Meetings[0].UID && m.Locked && m.SlotID == b.Meetings[0].SlotID
		}
		if !slices.ContainsFunc(f.board(Provisional).Meetings, locked) {
			t.Error("the lock is gone")
		}
	})
}

func TestProposalAgainstTheRules(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		list := slices.Clone(b.Meetings)
		i := slices.IndexFunc(list, func(m Meeting) bool {
			return m.SlotID != list[0].SlotID && slices.Contains(m.Members, list[0].Members[0])
		})
		list[0].SlotID = list[i].SlotID
		f.tx(func(ctx ctxT, tx db.Tx) error {
			return f.propose(ctx, tx, &Proposal{EventID: f.event.ID, Kind: Planned, Meetings: list, PersonID: f.by[0].PersonID})
		})
		err := f.Accept(t.Context(), f.organiser("BY"), f.event, f.proposals()[0].ID, b.Plan.Revision)
		if !refused(err, "plan.rule_person_busy") {
			t.Errorf("a plan with a person in two meetings: %v", err)
		}
	})
}

func TestPlanningAgainFindsNothingBetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.planned()
		list := f.run(PlanOptions{})
		run, err := f.LastRun(t.Context(), f.organiser("BY"), f.event)
		if len(list) != 0 || err != nil || run.Message != "plan.nothing_better" || run.Finished.IsZero() {
			t.Errorf("%d proposals, run %+v, %v", len(list), run, err)
		}
	})
}

func TestProposalBeginsAVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b, ctx := f.planned(), t.Context()
		for _, side := range []string{"BY", "CN"} {
			if _, err := f.Sign(ctx, f.organiser(side), f.event, b.Plan.Revision); err != nil {
				t.Fatal(err)
			}
		}
		f.wish(Must)
		list := f.run(PlanOptions{Fresh: true})
		if len(list) != 1 || f.board(Provisional).Plan.Version != 0 {
			t.Fatalf("%d proposals, provisional version %d", len(list), f.board(Provisional).Plan.Version)
		}
		if err := f.Accept(ctx, f.organiser("CN"), f.event, list[0].ID, f.board(Published).Plan.Revision); err != nil {
			t.Fatal(err)
		}
		if now := f.board(Provisional).Plan; now.Version != 2 || now.Figures.Placed != 10 {
			t.Errorf("%+v", now)
		}
		if now := f.board(Published).Plan; now.Figures.Placed != 9 {
			t.Errorf("the published plan changed: %+v", now)
		}
	})
}

func TestAims(t *testing.T) {
	for aim, want := range map[Aim]schedule.Goal{AimFair: schedule.FairPeople, AimCompact: schedule.FewIdleGaps, AimSocial: schedule.SocialHours} {
		list := aim.objectives()
		if len(list) != len(schedule.DefaultObjectives()) || list[0].Goal != schedule.MustHeld || list[1].Goal != schedule.WeightHeld || list[2].Goal != want {
			t.Errorf("aim %q: %v", aim, list)
		}
	}
}

// A planning whose process has gone does not block the next one.
func TestPlanningThatNeverEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		if err := f.StartPlan(t.Context(), f.organiser("BY"), f.event, PlanOptions{}); err != nil {
			t.Fatal(err)
		}
		f.Clock = clock.Fixed(noon.Add(staleAfter + time.Second))
		if run, err := f.LastRun(t.Context(), f.organiser("BY"), f.event); err != nil || run.State != Failed || run.Message == "" {
			t.Errorf("%+v, %v", run, err)
		}
		if b := f.planned(); b.Plan.Figures.Placed != 9 {
			t.Errorf("planned again: %+v", b.Plan.Figures)
		}
	})
}

func TestStop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		ctx, by := t.Context(), f.organiser("BY")
		if err := f.StartPlan(ctx, by, f.event, PlanOptions{}); err != nil {
			t.Fatal(err)
		}
		searching, w := f.watch(ctx, f.event.ID)
		w.note(schedule.Progress{Stage: schedule.StageGaps, Share: 0.5, Placed: 7, Bound: 9, IdleGaps: 3})
		if w.tell(ctx) {
			t.Fatal("stopped before anybody asked")
		}
		if run, err := f.LastRun(ctx, by, f.event); err != nil || run.Stage != schedule.StageGaps || run.Placed != 7 || run.Bound != 9 || run.IdleGaps != 3 || run.Percent != 50 || run.Stopping {
			t.Errorf("progress %+v, %v", run, err)
		}
		if err := f.StopPlan(ctx, f.organiser("CN"), f.event); err != nil {
			t.Fatal(err)
		}
		<-searching.Done() // by the database alone
		w.end()
		if run, err := f.LastRun(ctx, by, f.event); err != nil || !run.Stopping {
			t.Errorf("stopped %+v, %v", run, err)
		}
		if err := f.WorkPlan(ctx, PlanJob{EventID: f.event.ID}); err != nil {
			t.Fatal(err)
		}
		if run, err := f.LastRun(ctx, by, f.event); err != nil || run.State != Done || run.Message != "plan.stopped_at_once" {
			t.Errorf("a planning stopped before it began: %+v, %v", run, err)
		}
	})
}
