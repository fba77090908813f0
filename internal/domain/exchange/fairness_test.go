package exchange

import (
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/access"
)

// Who lacks a meeting is named to the organiser of his side and the joint
// secretariat; the other side learns how many there are.
func TestWorstOffByName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		b := f.planned()
		if err := f.Move(t.Context(), f.organiser("BY"), f.event, Move{MeetingID: b.Meetings[0].ID, Revision: b.Plan.Revision}); err != nil {
			t.Fatal(err)
		}
		secretary := access.Actor{PersonID: f.cn[2].PersonID, Grants: []access.Grant{{Role: access.Secretariat, Event: f.event.ID}}}
		for _, x := range []struct {
			actor access.Actor
			named []string // sides
		}{{f.organiser("BY"), []string{"BY"}}, {f.organiser("CN"), []string{"CN"}}, {secretary, []string{"BY", "CN"}}} {
			st, err := f.Statistics(t.Context(), x.actor, f.event)
			if err != nil {
				t.Fatal(err)
			}
			s := st.Spread
			if s.People.Min != 2 || s.People.Max != 3 || len(s.Sides) != 2 || len(s.WorstOff) != len(x.named) || len(s.Hidden) != 2-len(x.named) {
				t.Errorf("as %v: %+v", x.actor.Grants, s)
			}
			for i, w := range s.WorstOff {
				if w.Participant.Country != x.named[i] || w.Held != 2 || w.Wished != 3 {
					t.Errorf("as %v: %+v", x.actor.Grants, w)
				}
			}
		}
	})
}
