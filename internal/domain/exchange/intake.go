package exchange

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
)

// Intake is an uploaded file on its way into an event: what it would change.
// Nothing is changed until it is confirmed.
type Intake struct {
	ID       string
	FileName string
	Created  time.Time
	Tables   []roster.Table
	Mapping  roster.Mapping
	Report   *roster.Report
	People   []PersonChange
	Wishes   []WishChange
}

// Effect is what a row of an import does.
type Effect string

// The effects of a row.
const (
	Creates Effect = "creates"
	Changes Effect = "changes"
	Keeps   Effect = "keeps" // the same is there already
	Skips   Effect = "skips" // it belongs to the other side
	Waits   Effect = "waits" // created, to be admitted by the other side
)

// PersonChange is what the import does with one person.
type PersonChange struct {
	Effect  Effect
	Person  roster.Person
	Columns []string // message keys of what changes, with Changes
	have    Participant
	away    []string // slots in which the person cannot meet
}

// WishChange is what the import does with one wish.
type WishChange struct {
	Effect   Effect
	From     string   // name
	To       []string // names
	Strength Strength
	wish     roster.Wish
	slot     string
	place    string
}

// Count returns how many people and wishes have the effect.
func (in *Intake) Count(e Effect) (people, wishes int) {
	for _, p := range in.People {
		if p.Effect == e {
			people++
		}
	}
	for _, w := range in.Wishes {
		if w.Effect == e {
			wishes++
		}
	}
	return people, wishes
}

// Ready tells whether the import can be confirmed: it has no errors and does
// something.
func (in *Intake) Ready() bool {
	return len(in.Report.Errors) == 0 && slices.ContainsFunc([]Effect{Creates, Changes, Waits}, func(e Effect) bool { p, w := in.Count(e); return p+w > 0 })
}

// StartImport keeps an uploaded file's tables for the preview and returns its
// id. It changes nothing in the event.
func (s *Service) StartImport(ctx context.Context, actor access.Actor, e Event, fileName string, tables []roster.Table) (string, error) {
	if err := actor.Check(access.ImportUse, access.Object{Event: e.ID}); err != nil {
		return "", err
	}
	importID := id.New()
	return importID, s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `DELETE FROM import WHERE person_id = $1 OR created_at < $2`, actor.PersonID, db.Micros(now.Add(-24*time.Hour))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO import (id, event_id, person_id, file_name, tables, mapping, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			importID, e.ID, actor.PersonID, fileName, db.JSON(tables), db.JSON(roster.Mapping{}), db.Micros(now))
		return err
	})
}

// MapImport sets by hand what the columns of an import hold.
func (s *Service) MapImport(ctx context.Context, actor access.Actor, e Event, importID string, m roster.Mapping) error {
	if err := actor.Check(access.ImportUse, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE import SET mapping = $1 WHERE id = $2 AND event_id = $3 AND person_id = $4`, db.JSON(m), importID, e.ID, actor.PersonID)
		if err == nil && n == 0 {
			return fault.Missing()
		}
		return err
	})
}

// DropImport forgets an import.
func (s *Service) DropImport(ctx context.Context, actor access.Actor, e Event, importID string) error {
	if err := actor.Check(access.ImportUse, access.Object{Event: e.ID}); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return dropImport(ctx, tx, actor, e, importID) })
}

func dropImport(ctx context.Context, tx db.Tx, actor access.Actor, e Event, importID string) error {
	n, err := tx.Exec(ctx, `DELETE FROM import WHERE id = $1 AND event_id = $2 AND person_id = $3`, importID, e.ID, actor.PersonID)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// Import returns an import of the actor's own with what it would change now.
func (s *Service) Import(ctx context.Context, actor access.Actor, e Event, importID string) (*Intake, error) {
	if err := actor.Check(access.ImportUse, access.Object{Event: e.ID}); err != nil {
		return nil, err
	}
	return loadIntake(ctx, s.DB, actor, e, importID)
}

func loadIntake(ctx context.Context, q db.Querier, actor access.Actor, e Event, importID string) (*Intake, error) {
	in := &Intake{ID: importID}
	var created int64
	err := q.QueryRow(ctx, `SELECT file_name, tables, mapping, created_at FROM import WHERE id = $1 AND event_id = $2 AND person_id = $3`, importID, e.ID, actor.PersonID).
		Scan(&in.FileName, db.JSON(&in.Tables), db.JSON(&in.Mapping), &created)
	if errors.Is(err, db.ErrNoRows) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	in.Created = db.Time(created)
	b, err := loadBoard(ctx, q, e, Plan{})
	if err != nil {
		return nil, err
	}
	side, _ := actor.Side(e.ID, access.Organiser)
	return in, in.compare(ctx, q, b, side)
}
