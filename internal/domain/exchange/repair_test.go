package exchange

import (
	"slices"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
)

// repaired proposes a repair as the organiser of the side and returns it.
func (f *fair) repaired(side string, d Disruption) Proposal {
	f.t.Helper()
	if _, err := f.ProposeRepair(f.t.Context(), f.organiser(side), f.event, d); err != nil {
		f.t.Fatal(err)
	}
	p, err := proposal(f.t.Context(), f.DB, f.event.ID, f.proposals()[0].ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

func TestRepairAfterSomebodyCancels(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		p := f.repaired("CN", Disruption{Kind: Cancels, Participant: f.cn[1].ID})
		if x := p.Made.Repair; x.Struck != 3 || x.Moved != 3 || x.Touched != 4 || !x.Proven || len(p.Meetings) != 6 || p.Figures.Placed != 6 || p.Figures.Bound != 6 {
			t.Errorf("repair %+v, figures %+v", x, p.Figures)
		}
		if f.board(Provisional).Plan.Revision != b.Plan.Revision {
			t.Error("the proposal changed the plan")
		}
		f.accept(p.ID)
		now := f.board(Provisional)
		if m := now.People[f.cn[1].ID]; m.State != Withdrawn || len(now.Meetings) != 6 || now.Plan.Figures.Placed != 6 {
			t.Errorf("%s, figures %+v", m.State, now.Plan.Figures)
		}
		if c := Compare(b.Meetings, now.Meetings); len(c) != 3 || slices.ContainsFunc(c, func(c Change) bool { return c.Kind != Removed }) {
			t.Errorf("changes %+v, want three removals", c)
		}
	})
}

func TestRepairAfterADelay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		late := f.planned().Slots[0].ID
		p := f.repaired("BY", Disruption{Kind: Away, Participant: f.by[0].ID, Slots: []string{late}})
		x := p.Made.Repair
		if !x.Proven || x.Struck > 1 || p.Figures.Placed != 9 {
			t.Errorf("repair %+v, figures %+v", x, p.Figures)
		}
		f.accept(p.ID)
		now := f.board(Provisional)
		if !slices.Equal(now.Unavailable[f.by[0].ID], []string{late}) {
			t.Errorf("away %v", now.Unavailable)
		}
		if slices.ContainsFunc(now.Meetings, func(m Meeting) bool { return m.SlotID == late && slices.Contains(m.Members, f.by[0].ID) }) {
			t.Error("he meets while he is away")
		}
	})
}

func TestRepairForALateMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.planned()
		pair := []string{f.by[0].ID, f.by[1].ID}
		p := f.repaired("BY", Disruption{Kind: Late, Members: pair, Subject: "laser"})
		if p.Figures.Placed != 10 || p.Figures.MustPlaced != 1 || p.Figures.Bound != 10 {
			t.Errorf("figures %+v", p.Figures)
		}
		f.accept(p.ID)
		now := f.board(Provisional)
		i := slices.IndexFunc(now.Meetings, func(m Meeting) bool { return membersKey(m.Members) == membersKey(pair) })
		if i < 0 || !now.Meetings[i].Must || now.Meetings[i].SlotID == "" || now.Meetings[i].Subject != "laser" {
			t.Fatalf("%+v", now.Meetings)
		}
		if _, err := f.ProposeRepair(t.Context(), f.organiser("BY"), f.event, Disruption{Kind: Late, Members: pair}); !refused(err, "repair.error_meet_already") {
			t.Errorf("a meeting that has a time: %v", err)
		}
		f.tx(func(ctx ctxT, tx db.Tx) error {
			return addWish(ctx, tx, f.event.ID, &Wish{From: f.by[2].ID, To: []string{f.by[1].ID}, Strength: No, Weight: 1}, 1)
		})
		if _, err := f.ProposeRepair(t.Context(), f.organiser("BY"), f.event, Disruption{Kind: Late, Members: []string{f.by[1].ID, f.by[2].ID}}); !refused(err, "repair.error_refused") {
			t.Errorf("a meeting that one refuses: %v", err)
		}
	})
}

func TestRepairAfterAPlaceCloses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.event.Online = false
		tables := []string{id.New(), id.New(), id.New()}
		f.tx(func(ctx ctxT, tx db.Tx) error {
			for i, table := range tables {
				if _, err := tx.Exec(ctx, `INSERT INTO place (id, event_id, name, position) VALUES ($1, $2, $3, $4)`, table, f.event.ID, table, i); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, `UPDATE event SET online = FALSE WHERE id = $1`, f.event.ID)
			return err
		})
		b := f.planned()
		p := f.repaired("CN", Disruption{Kind: Closes, Place: tables[0], Slots: []string{b.Slots[0].ID, b.Slots[1].ID}})
		if !p.Made.Repair.Proven || p.Figures.Placed != 9 {
			t.Errorf("repair %+v, figures %+v", p.Made.Repair, p.Figures)
		}
		f.accept(p.ID)
		now := f.board(Provisional)
		if len(now.Closed[tables[0]]) != 2 {
			t.Errorf("closed %v", now.Closed)
		}
		for _, m := range now.Meetings {
			if m.PlaceID == tables[0] && slices.Contains(now.Closed[tables[0]], m.SlotID) {
				t.Errorf("%+v is held in a closed place", m)
			}
		}
		m := now.Meetings[0]
		err := f.Move(t.Context(), f.organiser("BY"), f.event, Move{MeetingID: m.ID, SlotID: b.Slots[0].ID, PlaceID: tables[0], Revision: now.Plan.Revision})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a move to a closed place: %v", err)
		}
	})
}

// What people know to be where it is stays there unless the organiser lets it move.
func TestRepairLeavesWhatIsPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b, ctx := f.planned(), t.Context()
		for _, side := range []string{"BY", "CN"} {
			if _, err := f.Sign(ctx, f.organiser(side), f.event, b.Plan.Revision); err != nil {
				t.Fatal(err)
			}
		}
		known, err := f.publishedMeetings(ctx, f.board(Published))
		if err != nil || len(known) != 9 {
			t.Fatalf("%d published meetings, %v", len(known), err)
		}
		m := f.board(Published).Meetings[0]
		p := f.repaired("BY", Disruption{Kind: Away, Participant: f.by[0].ID, Slots: []string{m.SlotID}})
		for _, c := range Compare(f.board(Published).Meetings, p.Meetings) {
			if !slices.Contains(c.Old.Members, f.by[0].ID) {
				t.Errorf("a published meeting moved: %+v", c)
			}
		}
		if err := f.Accept(ctx, f.organiser("CN"), f.event, p.ID, f.board(Published).Plan.Revision); err != nil {
			t.Fatal(err)
		}
		if now := f.board(Provisional).Plan; now.Version != 2 {
			t.Errorf("the repair of a published plan is version %d", now.Version)
		}
	})
}

func TestRepairIsForThoseConcerned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		slot := []string{b.Slots[0].ID}
		for _, x := range []struct {
			name string
			d    Disruption
		}{
			{"a participant of the other side cancels", Disruption{Kind: Cancels, Participant: f.cn[0].ID}},
			{"a participant of the other side is away", Disruption{Kind: Away, Participant: f.cn[0].ID, Slots: slot}},
			{"a meeting of the other side", Disruption{Kind: Late, Members: []string{f.cn[0].ID, f.cn[1].ID}}},
			{"an unknown participant", Disruption{Kind: Cancels, Participant: "nobody"}},
			{"an unknown slot", Disruption{Kind: Away, Participant: f.by[0].ID, Slots: []string{"never"}}},
			{"an unknown place", Disruption{Kind: Closes, Place: "nowhere", Slots: slot}},
			{"an unknown kind", Disruption{Kind: "rains", Slots: slot}},
		} {
			if _, err := f.ProposeRepair(t.Context(), f.organiser("BY"), f.event, x.d); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v, want not found", x.name, err)
			}
		}
		if _, err := f.ProposeRepair(t.Context(), f.organiser("BY"), f.event, Disruption{Kind: Away, Participant: f.by[0].ID}); !refused(err, "repair.error_no_slots") {
			t.Errorf("away at no time: %v", err)
		}
		if _, err := f.ProposeRepair(t.Context(), f.organiser("BY"), f.event, Disruption{Kind: Late, Members: []string{f.by[0].ID, f.by[0].ID}}); !refused(err, "repair.error_two_people") {
			t.Errorf("a meeting with oneself: %v", err)
		}
	})
}

func TestCancellationIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		f.planned()
		who := f.cn[1].ID
		f.accept(f.repaired("CN", Disruption{Kind: Cancels, Participant: who}).ID)
		if err := f.Readmit(t.Context(), f.organiser("BY"), f.event, who); fault.KindOf(err) != fault.NotFound {
			t.Errorf("by the other side: %v", err)
		}
		if err := f.Readmit(t.Context(), f.organiser("CN"), f.event, who); err != nil {
			t.Fatal(err)
		}
		if b := f.planned(); len(b.Meetings) != 9 || b.Plan.Figures.Placed != 9 {
			t.Errorf("planned again: %d of %d meetings", b.Plan.Figures.Placed, len(b.Meetings))
		}
	})
}
