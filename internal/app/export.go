package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
	"github.com/birzha/birzha/internal/web"
)

// Export writes what an event has into a file, contacts included: it is for
// those who run the installation.
type Export struct {
	What  string // participants, wishes, plan or audit
	Event string // slug
	File  string // .xlsx, .csv or, for the plan, .pdf
	Lang  string // of headings
	State string // of the plan: published or provisional
}

// Run writes the file.
func (x Export) Run(ctx context.Context, cfg Settings, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		if err := x.known(); err != nil {
			return err
		}
		w, err := c.exchange.Whole(ctx, x.Event, exchange.PlanState(x.State))
		if err != nil {
			return fmt.Errorf("--event %s: %w", x.Event, err)
		}
		f, err := os.OpenFile(x.File, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // contacts are in it
		if err != nil {
			return err
		}
		if err := errors.Join(x.write(ctx, c, w, f), f.Close()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s of %s: %s\n", x.What, x.Event, x.File)
		return err
	})
}

// known refuses a file whose ending does not say what to write.
func (x Export) known() error {
	ext := strings.ToLower(filepath.Ext(x.File))
	if ext == ".xlsx" || ext == ".csv" || ext == ".pdf" && x.What == "plan" {
		return nil
	}
	return fmt.Errorf("the file's ending %q is not known; use .xlsx or .csv, or .pdf for a plan", ext)
}

func (x Export) write(ctx context.Context, c *core, w exchange.Whole, f io.Writer) error {
	l := i18n.Lang(x.Lang)
	ext := strings.ToLower(filepath.Ext(x.File))
	if ext == ".pdf" && x.What == "plan" {
		return c.documents.PlanPDF(f, w.Board, l)
	}
	var tables []web.Sheet
	var err error
	switch x.What {
	case "participants":
		tables = []web.Sheet{peopleSheet(w, l)}
	case "wishes":
		tables = []web.Sheet{wishSheet(w, l), fixedSheet(w, l)}
	case "plan":
		tables = []web.Sheet{heldSheet(w, l), openSheet(w, l)}
	case "audit":
		tables = make([]web.Sheet, 1)
		tables[0], err = auditSheet(ctx, c, w.Event.ID)
	}
	switch {
	case err != nil:
		return err
	case ext == ".xlsx":
		return c.documents.XLSX(f, tables...)
	}
	return c.documents.CSV(f, tables[0])
}

// byName sorts participants by side, then by name in Latin letters.
func byName(w exchange.Whole) []exchange.Participant {
	var out []exchange.Participant
	for _, m := range w.People {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b exchange.Participant) int {
		if c := strings.Compare(a.Country, b.Country); c != 0 {
			return c
		}
		if c := strings.Compare(a.Latin, b.Latin); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

func headings(l i18n.Lang, fields ...roster.Field) (out []string) {
	for _, f := range fields {
		out = append(out, l.T(f.LabelKey()))
	}
	return out
}

// peopleSheet has the columns that an import reads.
func peopleSheet(w exchange.Whole, l i18n.Lang) web.Sheet {
	sh := web.Sheet{Name: l.T(roster.PeopleSheet.LabelKey()), Head: append(headings(l, roster.Name, roster.Latin, roster.Email, roster.Organisation, roster.Position,
		roster.Country, roster.Zone, roster.Languages, roster.Interpreter, roster.Unavailable), l.T("participants.state"))}
	for _, m := range byName(w) {
		var speaks, away []string
		for _, k := range m.Languages {
			speaks = append(speaks, join(" ", k.Lang, k.Level))
		}
		for _, id := range w.Unavailable[m.ID] {
			x := w.Slot(id)
			away = append(away, exchange.In(x.Starts, m.Zone).Format("2006-01-02 15:04")+"–"+exchange.In(x.Ends, m.Zone).Format("15:04"))
		}
		needs := l.T("import.no")
		if m.Interpreter {
			needs = l.T("import.yes")
		}
		sh.Rows = append(sh.Rows, []any{
			m.Native, m.Latin, m.Email, m.Organisation.Name.Plain(m.NativeLang), m.Position.Plain(m.NativeLang), m.Country, m.Zone, strings.Join(speaks, "; "), needs,
			strings.Join(away, "; "), l.T("state." + string(m.State)),
		})
	}
	return sh
}

// called names a participant so that an import finds the same.
func called(w exchange.Whole, id string) string {
	m := w.People[id]
	if m.Email != "" {
		return m.Email
	}
	return m.Native
}

// wishSheet has the columns that an import reads.
func wishSheet(w exchange.Whole, l i18n.Lang) web.Sheet {
	sh := web.Sheet{Name: l.T(roster.WishSheet.LabelKey()), Head: headings(l, roster.From, roster.To, roster.StrengthOf, roster.Weight, roster.Subject)}
	for _, x := range w.Wishes {
		if x.SlotID != "" {
			continue
		}
		var to []string
		for _, id := range x.To {
			to = append(to, called(w, id))
		}
		sh.Rows = append(sh.Rows, []any{called(w, x.From), strings.Join(to, "; "), l.T("import.strength_" + string(x.Strength)), x.Weight, x.Subject})
	}
	return sh
}

// fixedSheet has the meetings whose time is settled, as an import reads them:
// slots by their number.
func fixedSheet(w exchange.Whole, l i18n.Lang) web.Sheet {
	sh := web.Sheet{Name: l.T(roster.FixedSheet.LabelKey()), Head: headings(l, roster.People, roster.SlotRef, roster.PlaceRef, roster.Subject)}
	for _, x := range w.Wishes {
		if x.SlotID == "" {
			continue
		}
		people := []string{called(w, x.From)}
		for _, id := range x.To {
			people = append(people, called(w, id))
		}
		slot := slices.IndexFunc(w.Slots, func(s exchange.Slot) bool { return s.ID == x.SlotID }) + 1
		sh.Rows = append(sh.Rows, []any{strings.Join(people, "; "), strconv.Itoa(slot), w.PlaceName(x.PlaceID), x.Subject})
	}
	return sh
}

// members names the members of a meeting and their organisations.
func members(w exchange.Whole, t exchange.Meeting, l i18n.Lang) (names, orgs string) {
	var ns, os []string
	for _, id := range t.Members {
		m := w.People[id]
		ns, os = append(ns, m.Native), append(os, m.Organisation.Name.Plain(l))
	}
	return strings.Join(ns, " – "), strings.Join(os, " – ")
}

// heldSheet lists the meetings that have a time, on the clocks of all sides.
func heldSheet(w exchange.Whole, l i18n.Lang) web.Sheet {
	sh := web.Sheet{Name: l.T("plan.view_list")}
	for _, s := range w.Event.Sides {
		city := l.ZoneCity(s.Zone)
		sh.Head = append(sh.Head, l.T("export.starts", "zone", city), l.T("export.ends", "zone", city))
	}
	sh.Head = append(sh.Head, l.T("plan.place"), l.T("plan.people"), l.T("plan.organisations"), l.T("plan.subject"))
	held := slices.DeleteFunc(slices.Clone(w.Meetings), func(t exchange.Meeting) bool { return t.SlotID == "" })
	slices.SortStableFunc(held, func(a, b exchange.Meeting) int { return w.Slot(a.SlotID).Starts.Compare(w.Slot(b.SlotID).Starts) })
	for _, t := range held {
		var row []any
		for _, s := range w.Event.Sides {
			row = append(row, exchange.In(w.Slot(t.SlotID).Starts, s.Zone), exchange.In(w.Slot(t.SlotID).Ends, s.Zone))
		}
		place := w.PlaceName(t.PlaceID)
		if place == "" {
			place = l.T("plan.online")
		}
		names, orgs := members(w, t, l)
		sh.Rows = append(sh.Rows, append(row, place, names, orgs, t.About().Plain(l)))
	}
	return sh
}

// openSheet lists the meetings that have no time, with the reasons.
func openSheet(w exchange.Whole, l i18n.Lang) web.Sheet {
	sh := web.Sheet{Name: l.T("plan.view_unplaced"), Head: []string{l.T("plan.people"), l.T("plan.organisations"), l.T("plan.subject"), l.T("plan.reason")}}
	for _, t := range w.Meetings {
		if t.SlotID != "" {
			continue
		}
		reason := ""
		if t.Reason != nil {
			reason = l.T(t.Reason.Key, t.Reason.Args...)
		}
		names, orgs := members(w, t, l)
		sh.Rows = append(sh.Rows, []any{names, orgs, t.About().Plain(l), reason})
	}
	return sh
}

// auditPage is how many records of the audit log are held at once.
const auditPage = 1000

// auditSheet lists the event's records as they are stored.
func auditSheet(ctx context.Context, c *core, eventID string) (web.Sheet, error) {
	sh := web.Sheet{Name: "audit", Head: []string{"seq", "at", "actor", "action", "object", "id", "side", "detail", "hash"}}
	for {
		list, _, err := audit.List(ctx, c.db, audit.Filter{EventID: eventID, OldFirst: true, Offset: len(sh.Rows), Limit: auditPage})
		if err != nil || len(list) == 0 {
			return sh, err
		}
		for _, r := range list {
			detail, err := json.Marshal(r.Detail)
			if err != nil {
				return sh, err
			}
			sh.Rows = append(sh.Rows, []any{int(r.Seq), r.At.Format(time.RFC3339Nano), r.ActorID, r.Action, r.ObjectKind, r.ObjectID, r.Side, string(detail), r.Hash})
		}
	}
}
