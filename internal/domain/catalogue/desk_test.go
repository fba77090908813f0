package catalogue_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// TestDesk puts a profile where it waits for somebody and sees it at the desk of
// just those people.
func TestDesk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editorName, _ := m.Client("BY")
		p := m.Offer(client)
		for _, c := range []struct {
			waiting catalogue.Waiting
			put     func()
			who     []string
		}{
			{catalogue.Unfinished, func() { m.put(p, catalogue.Draft) }, []string{author, colleague, editorName}},
			{catalogue.WantsConfirm, func() { m.put(p, catalogue.Confirming) }, []string{editorName}},
			{catalogue.WantsReview, func() { m.put(p, catalogue.Reviewing) }, []string{colleague}},
			{catalogue.WantsCheck, func() { m.put(p, catalogue.Validating) }, []string{validator}},
			{catalogue.WantsCheck, func() { m.put(p, catalogue.Flagged) }, []string{validator}},
			{catalogue.Returned, func() {
				m.put(p, catalogue.Reviewing)
				_, err := m.Take(t.Context(), m.As(colleague), p.ID, furnished(catalogue.Return))
				m.must(err)
			}, []string{author, colleague, editorName}},
			{catalogue.Expiring, func() { m.put(p, catalogue.Published); m.valid(p, 29*24*time.Hour) }, []string{author, colleague, editorName}},
			{"", func() { m.put(p, catalogue.Published); m.valid(p, 31*24*time.Hour) }, nil},
			{catalogue.Expiring, func() { m.put(p, catalogue.Expired); m.valid(p, -29*24*time.Hour) }, []string{author, colleague, editorName}},
			{"", func() { m.put(p, catalogue.Archived) }, nil},
		} {
			c.put()
			for _, who := range []string{author, colleague, editorName, validator, translator, "adviser CN", "validator CN", "outsider", ""} {
				for _, w := range catalogue.Waitings {
					list, n, err := m.Desk(t.Context(), m.As(who), catalogue.DeskFilter{Waiting: w})
					m.must(err)
					if want := w == c.waiting && slices.Contains(c.who, who); (n == 1) != want || len(list) != n {
						t.Errorf("%q finds %d profiles that wait for %q (%q), want %v", who, n, w, c.waiting, want)
					}
				}
			}
		}
	})
}

// valid sets when the profile's validity ends, from now.
func (m *market) valid(p catalogue.Opportunity, in time.Duration) {
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE opportunity SET valid_until = $2 WHERE id = $1`, p.ID, db.Micros(m.Time.Now().Add(in)))
		return err
	})
}

func TestDeskOutdated(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, _, _ := m.Client("BY")
		p := m.Offer(client)
		outdated := func(who string) int {
			_, n, err := m.Desk(t.Context(), m.As(who), catalogue.DeskFilter{Waiting: catalogue.Outdated})
			m.must(err)
			return n
		}
		p, err := m.Translate(t.Context(), m.As(translator), p.Reference, catalogue.TranslationEdit{
			Revision: p.Revision, Language: i18n.ZH, Texts: map[string]string{"title": `镜 "stale":true`},
		})
		m.must(err)
		if n := outdated(translator); n != 0 {
			t.Errorf("%d translations are out of date, want none", n)
		}
		e := whole(p.Revision)
		e.Texts = map[string]string{"title": "Glass lenses ground to 4 nm for microscopes, for joint production"}
		_, err = m.Save(t.Context(), m.As(author), p.Reference, e)
		m.must(err)
		for who, want := range map[string]int{translator: 1, author: 1, validator: 1, "translator CN": 0, "outsider": 0} {
			if n := outdated(who); n != want {
				t.Errorf("%q finds %d outdated translations, want %d", who, n, want)
			}
		}
	})
}

func TestDeskFacets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		one, _, _ := m.Client("BY")
		two, _, _ := m.Client("BY")
		far, _, _ := m.Client("CN")
		a, b := m.Offer(one), m.Offer(one)
		m.Offer(two)
		m.Offer(far)
		m.put(b, catalogue.OnHold)
		f := catalogue.DeskFilter{States: []catalogue.State{catalogue.Draft}, Organisations: []string{one.ID}}
		list, n, err := m.Desk(t.Context(), m.As(author), f)
		m.must(err)
		if n != 1 || list[0].ID != a.ID || list[0].Owner.ID != one.ID {
			t.Errorf("drafts of one client: %d, %+v", n, list)
		}
		c, err := m.DeskFacets(t.Context(), m.As(author), f)
		m.must(err)
		if c.States[catalogue.Draft] != 1 || c.States[catalogue.OnHold] != 1 || c.Organisations[one.ID] != 1 || c.Organisations[two.ID] != 1 || c.Organisations[far.ID] != 0 || c.Types["TO"] != 1 {
			t.Errorf("the facets are %+v", c)
		}
		if _, n, _ := m.Desk(t.Context(), m.As(validator), catalogue.DeskFilter{}); n != 3 {
			t.Errorf("the validator of BY sees %d profiles, want 3", n)
		}
		page, n, err := m.Desk(t.Context(), m.As(author), catalogue.DeskFilter{Sort: "reference", Page: 2, PerPage: 2})
		m.must(err)
		if n != 3 || len(page) != 1 {
			t.Errorf("page 2 has %d of %d", len(page), n)
		}
	})
}

func TestInterestWaiting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editorName, _ := m.Client("BY")
		sender, far, _ := m.Client("CN")
		p := m.Publish(m.Offer(client), "BY", editorName)
		_, err := m.Express(t.Context(), m.As(far), catalogue.NewInterest{Reference: p.Reference, Sender: sender.ID, Message: "We make microscopes and would like to try your lenses.", Language: i18n.EN})
		m.must(err)
		owner := 1
		for who, want := range map[string]int{author: owner, colleague: owner, validator: 0, "outsider": 0, far: 0} {
			n, err := m.InterestWaiting(t.Context(), m.As(who))
			m.must(err)
			if n != want {
				t.Errorf("%q has %d to answer, want %d", who, n, want)
			}
		}
	})
}
