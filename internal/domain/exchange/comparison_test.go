package exchange

import (
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
)

func TestWhatIf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f, _ := crowded(t, d)
		b, by := f.board(Provisional), f.organiser("BY")
		x, err := f.WhatIf(t.Context(), by, f.event, Variant{Slots: 1})
		if err != nil || x.Old.Figures.Placed != b.Plan.Figures.Placed || x.New.Figures.Placed != x.Old.Figures.Placed+1 || len(x.Gained) != 1 || len(x.Lost) != 0 {
			t.Errorf("one more slot: %+v, then %+v, gained %v, lost %v, %v", x.Old.Figures, x.New.Figures, x.Gained, x.Lost, err)
		}
		x, err = f.WhatIf(t.Context(), by, f.event, Variant{MaxPerDay: 1})
		if err != nil || x.New.Figures.Placed != 3 || x.New.Figures.MaxLoad != 1 || len(x.Lost)-len(x.Gained) != x.Old.Figures.Placed-3 {
			t.Errorf("one meeting a day: %+v, gained %d, lost %d, %v", x.New.Figures, len(x.Gained), len(x.Lost), err)
		}
		if now := f.board(Provisional); now.Plan.Revision != b.Plan.Revision || len(f.proposals()) != 0 {
			t.Error("something was stored")
		}
		if _, err := f.WhatIf(t.Context(), access.Actor{PersonID: f.by[1].PersonID}, f.event, Variant{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("asked by a stranger: %v", err)
		}
	})
}

func TestWhatIfWithoutAPlan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFair(t, d)
		if _, err := f.WhatIf(t.Context(), f.organiser("BY"), f.event, Variant{Slots: 1}); !refused(err, "whatif.error_no_plan") {
			t.Errorf("%v", err)
		}
	})
}
