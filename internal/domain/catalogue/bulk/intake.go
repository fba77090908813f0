package bulk

import (
	"context"
	"errors"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Options say how a file is to be taken.
type Options struct {
	Source       string    `json:"source,omitempty"`       // in which the external numbers are; the profiles are known by both
	Organisation string    `json:"organisation,omitempty"` // id of that of rows which name none
	Language     i18n.Lang `json:"language,omitempty"`     // of originals, where the row does not say
	Publish      bool      `json:"publish,omitempty"`      // complete profiles of a trusted source are published at once, by a validator
	Sheets       []Sheet   `json:"sheets"`                 // by table
}

// Effect is what a row of an import does.
type Effect string

// The effects of a row.
const (
	Creates Effect = "creates"
	Changes Effect = "changes"
	Keeps   Effect = "keeps"   // the same is there already
	Rejects Effect = "rejects" // the row breaks a rule and is left out
)

// Effects lists the effects in the order in which they are shown.
var Effects = []Effect{Creates, Changes, Keeps, Rejects}

// Line is what becomes of one row.
type Line struct {
	Kind      Kind
	Effect    Effect
	Sheet     string
	Row       int
	Title     i18n.Text // of the profile, or the name of the organisation
	Owner     i18n.Text // of the profile
	OwnerNew  bool      // the organisation is entered with it
	Reference string    // of a profile that is there
	Fields    []string  // that change
	Published bool      // it is entered as published
	Issues    []Issue   // why it is rejected, or what is noteworthy

	profile        *catalogue.Opportunity
	owner          *owner
	existing       bool
	revises        bool
	source, number string
}

// owner is an organisation of the import: one that is there, or a new one.
type owner struct {
	catalogue.Organisation
	changed bool
}

// Intake is a file on its way into the catalogue. Nothing is changed until it is
// confirmed.
type Intake struct {
	ID       string
	FileName string
	Created  time.Time
	Tables   []Table
	Options  Options
	Lines    []Line
	Issues   []Issue // of whole tables

	owners []*owner
}

// Count returns how many rows of the kind have the effect.
func (in *Intake) Count(k Kind, e Effect) (n int) {
	for _, x := range in.Lines {
		if x.Kind == k && x.Effect == e {
			n++
		}
	}
	return n
}

// NewOwners counts the organisations that are entered with their profiles.
func (in *Intake) NewOwners() (n int) {
	for _, o := range in.owners {
		if o.ID == "" {
			n++
		}
	}
	return n
}

// Ready tells whether there is something to be entered.
func (in *Intake) Ready() bool {
	for _, k := range Kinds {
		if in.Count(k, Creates)+in.Count(k, Changes) > 0 {
			return true
		}
	}
	return false
}

// Rejected lists the reasons of all rejected rows, in their order.
func (in *Intake) Rejected() (out []Issue) {
	for _, x := range in.Lines {
		for _, i := range x.Issues {
			if !i.Minor && x.Effect == Rejects {
				out = append(out, i)
			}
		}
	}
	return out
}

// Service imports into the catalogue.
type Service struct{ *catalogue.Service }

// keptFor is how long a file waits to be confirmed.
const keptFor = 24 * time.Hour

// May answers nil if the actor may import for some organisation or side.
func May(actor access.Actor) error {
	if len(actor.OrgsOf(access.CatalogueImport))+len(actor.SidesOf(access.CatalogueImport)) > 0 {
		return nil
	}
	return actor.Check(access.CatalogueImport, access.Object{})
}

// Start keeps an uploaded file for the preview and returns its id.
func (s *Service) Start(ctx context.Context, actor access.Actor, fileName string, tables []Table, o Options) (string, error) {
	if err := May(actor); err != nil {
		return "", err
	}
	for _, t := range tables {
		o.Sheets = append(o.Sheets, Understand(t))
	}
	importID := id.New()
	return importID, s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `DELETE FROM catalogue_import WHERE person_id = $1 OR created_at < $2`, actor.PersonID, db.Micros(now.Add(-keptFor))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO catalogue_import (id, person_id, file_name, tables, options, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			importID, actor.PersonID, fileName, db.JSON(tables), db.JSON(o), db.Micros(now))
		return err
	})
}

// Set changes how a file is to be taken.
func (s *Service) Set(ctx context.Context, actor access.Actor, importID string, o Options) error {
	if err := May(actor); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE catalogue_import SET options = $3 WHERE id = $1 AND person_id = $2`, importID, actor.PersonID, db.JSON(o))
		if err == nil && n == 0 {
			return fault.Missing()
		}
		return err
	})
}

// Drop forgets a file.
func (s *Service) Drop(ctx context.Context, actor access.Actor, importID string) error {
	if err := May(actor); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return drop(ctx, tx, actor, importID) })
}

func drop(ctx context.Context, tx db.Tx, actor access.Actor, importID string) error {
	n, err := tx.Exec(ctx, `DELETE FROM catalogue_import WHERE id = $1 AND person_id = $2`, importID, actor.PersonID)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// Load returns a file of the actor's own with what it would change now.
func (s *Service) Load(ctx context.Context, actor access.Actor, importID string) (in *Intake, err error) {
	if err := May(actor); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		in, err = s.load(ctx, q, actor, importID)
		return err
	})
	return in, err
}

func (s *Service) load(ctx context.Context, q db.Querier, actor access.Actor, importID string) (*Intake, error) {
	in := &Intake{ID: importID}
	var created int64
	err := q.QueryRow(ctx, `SELECT file_name, tables, options, created_at FROM catalogue_import WHERE id = $1 AND person_id = $2`, importID, actor.PersonID).
		Scan(&in.FileName, db.JSON(&in.Tables), db.JSON(&in.Options), &created)
	if errors.Is(err, db.ErrNoRows) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	in.Created = db.Time(created)
	return in, s.compare(ctx, q, actor, in)
}

// Confirm enters what the file says, all that is not rejected or nothing, and
// forgets the file. It is compared anew in the same transaction.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, importID string) (in *Intake, err error) {
	if err := May(actor); err != nil {
		return nil, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if in, err = s.load(ctx, tx, actor, importID); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, actor, in); err != nil {
			return err
		}
		return drop(ctx, tx, actor, importID)
	})
	return in, err
}

func (s *Service) enter(ctx context.Context, tx db.Tx, actor access.Actor, in *Intake) error {
	e := &catalogue.Entering{Service: s.Service, Actor: actor}
	for _, o := range in.owners {
		var err error
		switch {
		case o.ID == "":
			err = s.AddOrganisation(ctx, tx, &o.Organisation)
		case o.changed:
			err = e.ChangeOrganisation(ctx, tx, &o.Organisation)
		}
		if err != nil {
			return err
		}
	}
	sides, counts := map[string]bool{}, map[string]any{"file": in.FileName}
	for i := range in.Lines {
		x := &in.Lines[i]
		if x.Effect != Creates && x.Effect != Changes {
			continue
		}
		if err := s.enterLine(ctx, tx, e, x); err != nil {
			return err
		}
		sides[x.owner.Country] = true
	}
	for _, k := range Kinds {
		for _, f := range Effects {
			if n := in.Count(k, f); n > 0 {
				counts[string(k)+"_"+string(f)] = n
			}
		}
	}
	if in.Options.Source != "" {
		counts["source"] = in.Options.Source
	}
	if in.Options.Publish {
		counts["published"] = true
	}
	side := ""
	for c := range sides {
		if side = c; len(sides) > 1 {
			side = ""
			break
		}
	}
	return e.Record(ctx, tx, side, counts)
}

func (s *Service) enterLine(ctx context.Context, tx db.Tx, e *catalogue.Entering, x *Line) error {
	if x.Kind == Organisations {
		if x.source == "" {
			return nil
		}
		return s.KeepKnownAs(ctx, tx, "organisation", x.source, x.number, x.owner.ID)
	}
	p := x.profile
	p.OrganisationID = x.owner.ID
	if x.source == "" && !x.existing {
		x.source, x.number = byContent, contentNumber(p)
	}
	if x.revises {
		if err := e.Reopen(ctx, tx, p, x.source); err != nil {
			return err
		}
	}
	if err := e.Enter(ctx, tx, catalogue.Entry{Profile: p, Owner: x.owner.Organisation, Source: x.source, Number: x.number, Existing: x.existing, Publish: x.Published}); err != nil {
		return err
	}
	x.Reference = p.Reference
	return nil
}
