package catalogue

import (
	"context"
	"errors"
	"strings"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Store reads and writes the catalogue.
type Store struct {
	Clock clock.Clock
	Index *search.Index // kept in the transactions of the changes
}

// NewStore returns a store with an index of its own.
func NewStore(c clock.Clock) *Store { return &Store{Clock: c, Index: search.New(c, nil)} }

const organisationColumns = `o.id, o.slug, o.kind, o.country, o.region, o.city, o.name, o.aliases, o.description, o.areas, o.website,
	o.ror_id, o.national_id, o.logo_id, o.facts, o.via_centre, o.merged_into, o.unconfirmed, o.registered_by, o.revision, o.created_at, o.updated_at`

func scanOrganisation(r db.Row, more ...any) (o Organisation, err error) {
	var created, updated int64
	dest := append([]any{
		&o.ID, &o.Slug, &o.Kind, &o.Country, &o.Region, db.JSON(&o.City), db.JSON(&o.Name), db.JSON(&o.Aliases), db.JSON(&o.Description), db.JSON(&o.Areas), &o.Website,
		&o.RORID, &o.NationalID, &o.LogoID, db.JSON(&o.Facts), &o.ViaCentre, &o.MergedInto, &o.Unconfirmed, &o.RegisteredBy, &o.Revision, &created, &updated,
	}, more...)
	err = r.Scan(dest...)
	o.Created, o.Updated = instant(created), instant(updated)
	return o, err
}

// organisations lists the organisations that the rest of a query finds.
func (s *Store) organisations(ctx context.Context, q db.Querier, tail string, args ...any) (out []Organisation, err error) {
	rows, err := q.Query(ctx, `SELECT `+organisationColumns+` FROM organisation o `+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scanOrganisation(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, rows.Err()
}

// Organisation returns the organisation with the slug, else a NotFound fault. An
// address it had before, or that of a record merged into it, leads to it too:
// then the slug of what is returned differs.
func (s *Store) Organisation(ctx context.Context, q db.Querier, slug string) (Organisation, error) {
	o, err := scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation o WHERE o.slug = $1 AND o.merged_into = ''`, slug))
	if errors.Is(err, db.ErrNoRows) {
		o, err = scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation_address a JOIN organisation o ON o.id = a.organisation_id WHERE a.slug = $1`, slug))
	}
	if errors.Is(err, db.ErrNoRows) {
		return o, fault.Missing()
	}
	return o, err
}

// FindByName returns the organisation of the country that bears the name in
// some language, letter case aside.
func (s *Store) FindByName(ctx context.Context, q db.Querier, country, name string) (o Organisation, found bool, err error) {
	o, err = scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation o
		WHERE o.country = $1 AND o.merged_into = '' AND o.name_folded LIKE $2 ESCAPE '!' ORDER BY o.id LIMIT 1`, country, "%\n"+escapeLike(Fold(name))+"\n%"))
	if errors.Is(err, db.ErrNoRows) {
		return o, false, nil
	}
	return o, err == nil, err
}

// AddOrganisation stores a new organisation and gives it an ID, and a slug
// where it has none.
func (s *Store) AddOrganisation(ctx context.Context, tx db.Tx, o *Organisation) error {
	o.clean()
	o.ID, o.Revision = id.New(), 1
	if o.Slug == "" {
		o.Slug = "o-" + strings.ToLower(o.ID[len(o.ID)-12:])
	}
	now := s.Clock.Now()
	if o.Created.IsZero() {
		o.Created = now
	}
	o.Updated = now
	_, err := tx.Exec(ctx, `INSERT INTO organisation (id, slug, kind, country, region, city, name, name_folded, aliases, description, areas, website,
		ror_id, national_id, logo_id, facts, via_centre, unconfirmed, registered_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		o.ID, o.Slug, string(o.Kind), o.Country, o.Region, db.JSON(o.City), db.JSON(o.Name), foldNames(o), db.JSON(list(o.Aliases)), db.JSON(o.Description), db.JSON(list(o.Areas)), o.Website,
		o.RORID, o.NationalID, o.LogoID, db.JSON(o.Facts), o.ViaCentre, o.Unconfirmed, o.RegisteredBy, db.Micros(o.Created), db.Micros(o.Updated))
	if err != nil {
		return err
	}
	return s.keepFound(ctx, tx, o)
}

// putOrganisation stores a changed record and counts the change.
func (s *Store) putOrganisation(ctx context.Context, tx db.Tx, o *Organisation) error {
	o.clean()
	o.Revision++
	o.Updated = s.Clock.Now()
	_, err := tx.Exec(ctx, `UPDATE organisation SET slug = $2, kind = $3, country = $4, region = $5, city = $6, name = $7, name_folded = $8, aliases = $9, description = $10, areas = $11,
		website = $12, ror_id = $13, national_id = $14, logo_id = $15, facts = $16, via_centre = $17, merged_into = $18, revision = $19, updated_at = $20, unconfirmed = $21 WHERE id = $1`,
		o.ID, o.Slug, string(o.Kind), o.Country, o.Region, db.JSON(o.City), db.JSON(o.Name), foldNames(o), db.JSON(list(o.Aliases)), db.JSON(o.Description), db.JSON(list(o.Areas)),
		o.Website, o.RORID, o.NationalID, o.LogoID, db.JSON(o.Facts), o.ViaCentre, o.MergedInto, o.Revision, db.Micros(o.Updated), o.Unconfirmed)
	if err != nil {
		return err
	}
	if err := s.keepFound(ctx, tx, o); err != nil {
		return err
	}
	return s.indexProfilesOf(ctx, tx, *o)
}

// list is the list itself, never nil, so that it is stored as [].
func list[T any](x []T) []T {
	if x == nil {
		return []T{}
	}
	return x
}

// AddMembership says that one organisation belongs to another.
func (s *Store) AddMembership(ctx context.Context, tx db.Querier, organisationID, ofID string, kind Membership) error {
	return s.PutMembership(ctx, tx, organisationID, ofID, Relation{Kind: kind, Status: Current})
}

// PutMembership says how one organisation belongs to another; what was said
// before is replaced.
func (s *Store) PutMembership(ctx context.Context, tx db.Querier, organisationID, ofID string, r Relation) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_membership (organisation_id, of_id, kind, status, from_day, to_day, agreement) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (organisation_id, of_id) DO UPDATE SET kind = excluded.kind, status = excluded.status, from_day = excluded.from_day, to_day = excluded.to_day, agreement = excluded.agreement`,
		organisationID, ofID, string(r.Kind), string(r.Status), r.From, r.To, r.Agreement)
	return err
}

// Members returns what belongs to the organisation: residents, parts, members.
func (s *Store) Members(ctx context.Context, q db.Querier, ofID string) ([]Relation, error) {
	return s.relations(ctx, q, `SELECT `+organisationColumns+`, m.kind, m.status, m.from_day, m.to_day, m.agreement FROM organisation_membership m
		JOIN organisation o ON o.id = m.organisation_id WHERE m.of_id = $1 ORDER BY m.kind, o.name_folded`, ofID)
}

// BelongsTo returns what the organisation belongs to.
func (s *Store) BelongsTo(ctx context.Context, q db.Querier, organisationID string) ([]Relation, error) {
	return s.relations(ctx, q, `SELECT `+organisationColumns+`, m.kind, m.status, m.from_day, m.to_day, m.agreement FROM organisation_membership m
		JOIN organisation o ON o.id = m.of_id WHERE m.organisation_id = $1 ORDER BY m.kind, o.name_folded`, organisationID)
}

func (s *Store) relations(ctx context.Context, q db.Querier, query, organisationID string) (out []Relation, err error) {
	rows, err := q.Query(ctx, query, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Relation
		if r.Organisation, err = scanOrganisation(rows, &r.Kind, &r.Status, &r.From, &r.To, &r.Agreement); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// foldNames writes all names of an organisation in folded form, each between
// line ends, so that one column finds it by any whole name.
func foldNames(o *Organisation) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, l := range i18n.All {
		if v := o.Name[l].Text; v != "" {
			b.WriteString(Fold(v) + "\n")
		}
	}
	for _, a := range o.Aliases {
		b.WriteString(Fold(a) + "\n")
	}
	return b.String()
}

// Fold brings a name to the form in which names are compared: lower case, ё as
// е, single spaces.
func Fold(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(s), "ё", "е")), " ")
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// OrganisationByID returns the organisation with the id, else a NotFound fault.
func (s *Store) OrganisationByID(ctx context.Context, q db.Querier, id string) (Organisation, error) {
	o, err := scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation o WHERE o.id = $1`, id))
	if errors.Is(err, db.ErrNoRows) {
		return o, fault.Missing()
	}
	return o, err
}
