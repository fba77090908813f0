package ui

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/internal/base/i18n"
)

// gallerySpot names a cell of the sample board.
func gallerySpot(ctx context.Context, r, c int) string {
	return i18n.T(ctx, "gallery.table_n", "n", r+1) + ", " + i18n.From(ctx).Clock(in(slotAt(c).Start, galleryZones[0].Name))
}

func galleryCellProps(ctx context.Context, r, c int) BoardCellProps {
	p := BoardCellProps{Row: fmt.Sprint("table-", r+1), Col: fmt.Sprint("slot-", c+1), Name: gallerySpot(ctx, r, c), State: CellFree, Drop: true}
	if _, ok := galleryPiece(ctx, r, c); ok {
		p.State, p.Drop = CellTaken, false
	}
	if c == 3 {
		p.State, p.Drop, p.Why = CellClosed, false, i18n.T(ctx, "gallery.closed")
	}
	return p
}

// galleryPiece gives the meeting in a cell of the sample board.
func galleryPiece(ctx context.Context, r, c int) (PieceProps, bool) {
	if c == 3 || (r+c)%2 == 1 {
		return PieceProps{}, false
	}
	a, b := Say(i18n.T(ctx, "gallery.org_1")), foreign(ctx, "gallery.org_2")
	p := PieceProps{
		ID: fmt.Sprintf("m-%d-%d", r, c), URL: "#g-board", Name: i18n.T(ctx, "gallery.with", "a", a.Text, "b", i18n.T(ctx, "gallery.org_2")),
		Lines: []PieceLine{{Side: 1, Text: a}, {Side: 2, Text: b}},
	}
	switch {
	case r == 0 && c == 0:
		p.Fixed = true
	case r == 1 && c == 1:
		p.Change = Moved
	case r == 2 && c == 0:
		p.Change = Added
	case r == 2 && c == 2:
		p.Bad = i18n.T(ctx, "gallery.broken")
	case r == 3 && c == 1:
		p.Change = Removed
	}
	return p, true
}
