package catalogue_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

const oneDay = 24 * time.Hour

// expiring are the reminders sent so far, in days left.
func (m *market) expiring() (days []int) {
	for _, n := range m.Queue.Notices {
		if n.Notice == catalogue.ProfileExpiring {
			days = append(days, n.Count)
		}
	}
	return days
}

func (m *market) stateOf(p catalogue.Opportunity) (state string, shown bool) {
	m.T.Helper()
	m.must(m.DB.QueryRow(context.Background(), `SELECT state, shown IS NOT NULL FROM opportunity WHERE id = $1`, p.ID).Scan(&state, &shown))
	return state, shown
}

// TestReminders lets a year pass by: the keepers are reminded 30 and 7 days
// before the end, once each; a renewal begins a new year.
func TestReminders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editor, _ := m.Client("BY")
		p := m.Publish(m.Offer(client), "BY", editor)
		for _, step := range []struct {
			pass time.Duration
			want []int
		}{
			{334 * oneDay, nil}, {oneDay, []int{30}}, {oneDay, []int{30}}, {21 * oneDay, []int{30}}, {oneDay, []int{30, 7}}, {6 * oneDay, []int{30, 7}},
		} {
			m.Time.Pass(step.pass)
			for range 2 {
				m.must(m.SweepProfiles(t.Context()))
			}
			if got := m.expiring(); !slices.Equal(got, step.want) {
				t.Fatalf("%s before the end: reminders %v, want %v", p.ValidUntil.Sub(m.Time.Now()), got, step.want)
			}
		}
		last := m.Queue.Notices[len(m.Queue.Notices)-1]
		if !slices.Equal(last.PersonIDs, []string{m.People["adviser BY"]}) || last.Path != "/desk/profiles/"+p.Reference {
			t.Errorf("reminder %+v", last)
		}
		p, err := m.Take(t.Context(), m.As("adviser BY"), p.ID, catalogue.Move{Step: catalogue.Renew})
		m.must(err)
		m.Time.Pass(300 * oneDay)
		m.must(m.SweepProfiles(t.Context()))
		if n := len(m.expiring()); n != 2 {
			t.Errorf("%d reminders after the renewal", n)
		}
		m.Time.Pass(60 * oneDay)
		m.must(m.SweepProfiles(t.Context()))
		if got := m.expiring(); !slices.Equal(got, []int{30, 7, 5}) {
			t.Errorf("reminders %v: a node that slept reminds once, of what is left", got)
		}
		if state, _ := m.stateOf(p); state != "published" {
			t.Errorf("state %s", state)
		}
	})
}

// TestReminderGoesToWhoKeeps tells the others when the author may not edit any
// more.
func TestReminderGoesToWhoKeeps(t *testing.T) {
	m := newMarket(t, dbtest.SQLite(t))
	client, editor, mandate := m.Client("BY")
	m.Publish(m.Offer(client), "BY", editor)
	m.must(m.EndMandate(t.Context(), m.As("adviser BY"), mandate, ""))
	m.Time.Pass(340 * oneDay)
	m.must(m.SweepProfiles(t.Context()))
	n := m.Queue.Notices[len(m.Queue.Notices)-1]
	if n.Notice != catalogue.ProfileExpiring || !slices.Equal(n.PersonIDs, []string{m.People[editor]}) {
		t.Errorf("notice %+v", n)
	}
}

// TestExpire ends what is published or on hold, and what the public sees of a
// profile that is being revised; nothing before its time, and nothing twice.
func TestExpire(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editor, _ := m.Client("BY")
		var published [4]catalogue.Opportunity
		for i := range published {
			published[i] = m.Publish(m.Offer(client), "BY", editor)
		}
		for i, step := range map[int]catalogue.Step{1: catalogue.Hold, 2: catalogue.Revise, 3: catalogue.Archive} {
			_, err := m.Take(t.Context(), m.As("adviser BY"), published[i].ID, catalogue.Move{Step: step})
			m.must(err)
		}
		m.Time.Pass(365*oneDay - time.Hour)
		m.must(m.SweepProfiles(t.Context()))
		for i, want := range []string{"published", "on_hold", "draft", "archived"} {
			if state, shown := m.stateOf(published[i]); state != want || shown != (i == 2) {
				t.Errorf("an hour before the end profile %d is %s, shown %v", i, state, shown)
			}
		}
		m.Time.Pass(time.Hour)
		var nodes sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			nodes.Go(func() { errs[i] = m.SweepProfiles(context.Background()) })
		}
		nodes.Wait()
		for _, err := range errs {
			m.must(err)
		}
		for i, want := range []string{"expired", "expired", "draft", "archived"} {
			if state, shown := m.stateOf(published[i]); state != want || shown {
				t.Errorf("after the end profile %d is %s, shown %v", i, state, shown)
			}
			if _, err := m.Look(t.Context(), m.As(""), published[i].Reference); err == nil {
				t.Errorf("after the end profile %d is seen: %v", i, err)
			}
		}
		var steps, records int
		m.must(d.QueryRow(t.Context(), `SELECT count(*), (SELECT count(*) FROM audit WHERE action = 'profile.expire' AND actor_id = '') FROM opportunity_step WHERE action = 'expire' AND person_id = ''`).Scan(&steps, &records))
		if steps != 3 || records != 3 {
			t.Errorf("%d steps and %d records of three that expired", steps, records)
		}
	})
}
