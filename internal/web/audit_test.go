package web_test

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/web/webtest"
)

// TestAuditSaysWhat sees that the log names the people who meet and the times
// of a move.
func TestAuditSaysWhat(t *testing.T) {
	s := webtest.New(t, dbtest.SQLite(t))
	b := s.Provisional(&s.Own)
	var m exchange.Meeting
	for _, m = range b.Meetings {
		if m.SlotID != "" {
			break
		}
	}
	actor := s.Organiser(&s.Own, b.Sides(m)[0])
	if err := s.Exchange.Move(t.Context(), actor, s.Own.Event, exchange.Move{MeetingID: m.ID, Revision: b.Plan.Revision}); err != nil {
		t.Fatal(err)
	}
	row := open(s, "organiser own "+b.Sides(m)[0], "/events/own/audit").Find("tbody tr").First().Text()
	for _, id := range m.Members {
		p := b.People[id]
		if name := p.Name(i18n.EN); !strings.Contains(row, name) {
			t.Errorf("%q is not in %q", name, row)
		}
	}
	if !strings.Contains(row, "→ —") {
		t.Errorf("no times in %q", row)
	}
}
