package identity

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/audit"
)

var yanka = Profile{Native: "Янка Узорны", NativeLang: i18n.BE, Latin: "Yanka Uzorny", Language: i18n.BE, Zone: "Europe/Minsk"}

func TestCreate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		by := By{ActorID: "organiser", EventID: "e1", Side: "BY"}
		var first Person
		f.tx(func(ctx context.Context, tx db.Tx) error {
			p, created, err := f.Create(ctx, tx, by, "Yanka@example.test", yanka)
			if !created || p.Proved || p.Name(i18n.RU) != yanka.Native {
				t.Errorf("Create = %+v, %v", p, created)
			}
			first = p
			return err
		})
		f.tx(func(ctx context.Context, tx db.Tx) error {
			other := yanka
			other.Native = "Іншы"
			p, created, err := f.Create(ctx, tx, by, "yanka@EXAMPLE.test", other)
			if created || p.ID != first.ID || p.Native != yanka.Native {
				t.Errorf("the same e-mail again: %+v, %v", p, created)
			}
			for range 2 { // several people without an e-mail
				if _, created, err := f.Create(ctx, tx, by, "", yanka); !created || err != nil {
					t.Errorf("without e-mail: %v, %v", created, err)
				}
			}
			return err
		})
		got, err := f.PersonByEmail(t.Context(), "YANKA@example.test")
		if err != nil || got != first {
			t.Errorf("PersonByEmail = %+v, %v; want %+v", got, err, first)
		}
		if _, err := f.PersonByID(t.Context(), "nobody"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("unknown person: %v", err)
		}
		if list, n, err := audit.List(t.Context(), d, audit.Filter{EventID: "e1", Side: "BY"}); n != 3 || err != nil || list[0].ActorID != "organiser" {
			t.Errorf("audit %v, %v", list, err)
		}
	})
}

func TestCorrectAndChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		better := yanka
		better.Latin = "Yanka Uzorni"
		var p Person
		f.tx(func(ctx context.Context, tx db.Tx) (err error) {
			p, _, err = f.Create(ctx, tx, By{}, "yanka@example.test", yanka)
			if err != nil {
				return err
			}
			for i, want := range []bool{true, false} {
				if p, err = PersonByID(ctx, tx, p.ID); err != nil {
					return err
				}
				if changed, err := f.Correct(ctx, tx, By{}, p, better); changed != want || err != nil {
					t.Errorf("Correct %d = %v, %v", i, changed, err)
				}
			}
			return nil
		})
		own, _ := f.join("yanka@example.test")
		if own.ID != p.ID || own.Latin != better.Latin {
			t.Errorf("claimed %+v", own)
		}
		f.tx(func(ctx context.Context, tx db.Tx) error {
			changed, err := f.Correct(ctx, tx, By{}, own, yanka)
			if changed {
				t.Error("an import changed a profile that its owner keeps")
			}
			return err
		})
		if err := f.ChangeProfile(t.Context(), own.ID, yanka); err != nil {
			t.Fatal(err)
		}
		if got, _ := f.PersonByID(t.Context(), own.ID); got.Profile != yanka {
			t.Errorf("profile %+v", got.Profile)
		}
		n := len(f.actions())
		if err := f.ChangeProfile(t.Context(), own.ID, yanka); err != nil || len(f.actions()) != n {
			t.Errorf("a change of nothing was recorded, or %v", err)
		}
	})
}

func TestPeopleByEmail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		var folded []string
		f.tx(func(ctx context.Context, tx db.Tx) error {
			for i := range 1203 {
				email := fmt.Sprintf("P%d@example.test", i)
				folded = append(folded, FoldEmail(email))
				if i%2 == 0 {
					if _, _, err := f.Create(ctx, tx, By{}, email, yanka); err != nil {
						return err
					}
				}
			}
			return nil
		})
		got, err := f.PeopleByEmail(t.Context(), d, folded)
		if err != nil || len(got) != 602 || got["p1202@example.test"].Email != "P1202@example.test" {
			t.Errorf("%d people, %v", len(got), err)
		}
	})
}

func TestEventMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, _ := f.join("a@example.test")
		if !p.EventMail {
			t.Error("letters about events are off at first")
		}
		if err := f.StopEventMail(t.Context(), "guess"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("stopped by a guess: %v", err)
		}
		if err := f.StopEventMail(t.Context(), p.StopSecret); err != nil {
			t.Error(err)
		}
		if p, _ = f.PersonByID(t.Context(), p.ID); p.EventMail {
			t.Error("not stopped")
		}
		if err := f.SetEventMail(t.Context(), p.ID, true); err != nil {
			t.Error(err)
		}
		if p, _ = f.PersonByID(t.Context(), p.ID); !p.EventMail {
			t.Error("not wanted again")
		}
	})
}

func TestConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, _ := f.join("a@example.test")
		give := func(country, version string) {
			f.tx(func(ctx context.Context, tx db.Tx) error {
				return f.GiveConsent(ctx, tx, By{ActorID: p.ID}, p.ID, Consent{Purpose: "contact", Country: country, Version: version})
			})
		}
		has := func(country string) bool {
			ok, err := f.HasConsent(t.Context(), d, p.ID, "contact", country)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if has("CN") {
			t.Error("consent without a row")
		}
		give("CN", "1")
		give("CN", "1")
		if !has("CN") || has("BY") {
			t.Error("consent is for one country")
		}
		give("CN", "2")
		if list, err := f.Consents(t.Context(), p.ID); err != nil || len(list) != 2 || list[0].Version != "2" || !list[0].Withdrawn.IsZero() || list[1].Withdrawn.IsZero() {
			t.Errorf("ledger %+v, %v", list, err)
		}
		for range 2 {
			if err := f.WithdrawConsent(t.Context(), p.ID, "contact", "CN"); err != nil {
				t.Fatal(err)
			}
		}
		if has("CN") {
			t.Error("consent after it was withdrawn")
		}
		want := []string{"person.create", "person.email_proved", "session.start", "consent.give", "consent.give", "consent.withdraw"}
		if got := f.actions(); !slices.Equal(got, want) {
			t.Errorf("audit %v, want %v", got, want)
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return f.GiveConsent(ctx, tx, By{}, p.ID, Consent{Purpose: "contact", Country: "CN"})
		})
		if err == nil {
			t.Error("consent to no text")
		}
	})
}
