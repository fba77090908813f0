package exchange

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/solver/schedule/checker"
)

func TestPlanHoldsEveryWish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		if got := b.Plan.Figures; got.Wished != 9 || got.Placed != 9 || got.Bound != 9 || got.PeopleNone != 0 {
			t.Errorf("figures %+v, want all 9 of 9 meetings", got)
		}
		if p, _ := b.problem(); len(checker.Check(p, b.assignments())) > 0 {
			t.Error(checker.Check(p, b.assignments()))
		}
		run, err := f.LastRun(t.Context(), f.organiser("BY"), f.event)
		if err != nil || run.State != Done {
			t.Errorf("run %+v, %v", run, err)
		}
	})
}

func TestMoveKeepsTheRules(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		m := b.Meetings[0]
		free, taken := "", ""
		for _, x := range b.Slots {
			busy := slices.ContainsFunc(b.Meetings, func(o Meeting) bool {
				return o.ID != m.ID && o.SlotID == x.ID && slices.ContainsFunc(o.Members, func(p string) bool { return slices.Contains(m.Members, p) })
			})
			switch {
			case busy:
				taken = x.ID
			case x.ID != m.SlotID:
				free = x.ID
			}
		}
		by := f.organiser("BY")
		err := f.Move(t.Context(), by, f.event, Move{MeetingID: m.ID, SlotID: taken, Revision: b.Plan.Revision})
		if fault.KindOf(err) != fault.Conflict {
			t.Fatalf("a move onto a busy slot: %v, want a conflict", err)
		}
		if after := f.board(Provisional); after.Plan.Revision != b.Plan.Revision {
			t.Error("a refused move changed the plan")
		}
		if free == "" {
			return
		}
		if err := f.Move(t.Context(), by, f.event, Move{MeetingID: m.ID, SlotID: free, Revision: b.Plan.Revision}); err != nil {
			t.Fatal(err)
		}
		err = f.Move(t.Context(), by, f.event, Move{MeetingID: m.ID, SlotID: m.SlotID, Revision: b.Plan.Revision})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a move of an older revision: %v, want a conflict", err)
		}
		after := f.board(Provisional)
		moved, _ := after.Meeting(m.ID)
		if moved.SlotID != free || !moved.Locked || moved.Sequence != 1 {
			t.Errorf("moved meeting %+v", moved)
		}
		f.planned()
		again := f.board(Provisional)
		i := slices.IndexFunc(again.Meetings, func(o Meeting) bool { return o.UID == m.UID })
		if again.Meetings[i].SlotID != free {
			t.Error("planning anew moved a locked meeting")
		}
	})
}

// The constraint itself, not the check before it, keeps a person out of two
// meetings in one slot.
func TestNobodyIsInTwoMeetings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		m := b.Meetings[0]
		i := slices.IndexFunc(b.Meetings, func(o Meeting) bool { return o.SlotID != m.SlotID && slices.Contains(o.Members, m.Members[0]) })
		m.SlotID = b.Meetings[i].SlotID
		err := d.Tx(t.Context(), func(ctx ctxT, tx db.Tx) error { return moveMeeting(ctx, tx, &m) })
		if !db.IsUnique(err) {
			t.Errorf("got %v, want a refusal by the unique constraint", err)
		}
	})
}

func TestBothSidesPublish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		ctx := t.Context()
		if published, err := f.Sign(ctx, f.organiser("BY"), f.event, b.Plan.Revision); err != nil || published {
			t.Fatalf("first signature: published %v, %v", published, err)
		}
		if a, err := f.Agenda(ctx, access.Actor{PersonID: f.by[1].PersonID, Grants: []access.Grant{{Role: access.Participant, Event: f.event.ID, Side: "BY"}}}, f.event, ""); err != nil || a.Plan.Version != 0 {
			t.Errorf("one signature shows the plan: version %d, %v", a.Plan.Version, err)
		}
		m := b.Meetings[0]
		if err := f.Move(ctx, f.organiser("CN"), f.event, Move{MeetingID: m.ID, Revision: b.Plan.Revision}); err != nil {
			t.Fatal(err)
		}
		b = f.board(Provisional)
		if _, signed := b.Plan.Signed("BY"); signed {
			t.Error("the signature holds for a changed plan")
		}
		if published, err := f.Sign(ctx, f.organiser("CN"), f.event, b.Plan.Revision); err != nil || published {
			t.Fatalf("published by the second signature under another revision: %v, %v", published, err)
		}
		if published, err := f.Sign(ctx, f.organiser("BY"), f.event, b.Plan.Revision); err != nil || !published {
			t.Fatalf("both signatures: published %v, %v", published, err)
		}
		if last := f.jobs.jobs[len(f.jobs.jobs)-1]; last.Kind() != "plan_published" {
			t.Errorf("last job %s", last.Kind())
		}
		f.checkPublished(t)
	})
}

func (f *fair) checkPublished(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	if err := f.NewVersion(ctx, f.organiser("CN"), f.event); err != nil {
		t.Fatal(err)
	}
	b, changes, err := f.Difference(ctx, f.organiser("CN"), f.event)
	if err != nil || len(changes) != 0 || b.Plan.Version != 2 {
		t.Fatalf("a fresh version differs: %d changes, version %d, %v", len(changes), b.Plan.Version, err)
	}
	i := slices.IndexFunc(b.Meetings, func(m Meeting) bool { return m.SlotID != "" })
	if err := f.Move(ctx, f.organiser("CN"), f.event, Move{MeetingID: b.Meetings[i].ID, Revision: b.Plan.Revision}); err != nil {
		t.Fatal(err)
	}
	if _, changes, err = f.Difference(ctx, f.organiser("CN"), f.event); err != nil || len(changes) != 1 || changes[0].Kind != Removed {
		t.Errorf("changes %+v, %v, want one removal", changes, err)
	}
}

func TestOtherSidesMeetingIsNotMine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.tx(func(ctx ctxT, tx db.Tx) error {
			return addWish(ctx, tx, f.event.ID, &Wish{From: f.cn[0].ID, To: []string{f.cn[1].ID}, Strength: Would, Weight: 1}, 1)
		})
		b := f.planned()
		i := slices.IndexFunc(b.Meetings, func(m Meeting) bool { return !slices.Contains(b.Sides(m), "BY") })
		err := f.Move(t.Context(), f.organiser("BY"), f.event, Move{MeetingID: b.Meetings[i].ID, Revision: b.Plan.Revision})
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestContactsNeedConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		ctx := t.Context()
		see := func() string {
			m, err := f.Participant(ctx, f.organiser("BY"), f.event, f.cn[1].ID)
			if err != nil {
				t.Fatal(err)
			}
			if m.FeedSecret != "" {
				t.Error("the secret of another's calendar is given away")
			}
			return m.Email
		}
		if got := see(); got != "" {
			t.Errorf("without consent the other side sees %q", got)
		}
		f.tx(func(ctx ctxT, tx db.Tx) error {
			return f.Identity.GiveConsent(ctx, tx, by(f.cn[1]), f.cn[1].PersonID, consent("BY"))
		})
		if got := see(); got == "" {
			t.Error("with consent the other side sees nothing")
		}
		if err := f.Identity.WithdrawConsent(ctx, f.cn[1].PersonID, ContactPurpose, "BY"); err != nil {
			t.Fatal(err)
		}
		if got := see(); got != "" {
			t.Errorf("after withdrawal the other side sees %q", got)
		}
	})
}
