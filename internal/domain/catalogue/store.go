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
)

// Store reads and writes the catalogue.
type Store struct {
	Clock clock.Clock
}

const organisationColumns = `o.id, o.slug, o.kind, o.country, o.region, o.city, o.name, o.description, o.areas, o.website`

func scanOrganisation(r db.Row, more ...any) (o Organisation, err error) {
	dest := append([]any{&o.ID, &o.Slug, &o.Kind, &o.Country, &o.Region, db.JSON(&o.City), db.JSON(&o.Name), db.JSON(&o.Description), db.JSON(&o.Areas), &o.Website}, more...)
	return o, r.Scan(dest...)
}

// Organisation returns the organisation with the slug, else a NotFound fault.
func (s *Store) Organisation(ctx context.Context, q db.Querier, slug string) (Organisation, error) {
	o, err := scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation o WHERE o.slug = $1`, slug))
	if errors.Is(err, db.ErrNoRows) {
		return o, fault.Missing()
	}
	return o, err
}

// FindByName returns the organisation of the country that bears the name in
// some language, letter case aside.
func (s *Store) FindByName(ctx context.Context, q db.Querier, country, name string) (o Organisation, found bool, err error) {
	o, err = scanOrganisation(q.QueryRow(ctx, `SELECT `+organisationColumns+` FROM organisation o
		WHERE o.country = $1 AND o.name_folded LIKE $2 ESCAPE '!' ORDER BY o.id LIMIT 1`, country, "%\n"+escapeLike(Fold(name))+"\n%"))
	if errors.Is(err, db.ErrNoRows) {
		return o, false, nil
	}
	return o, err == nil, err
}

// AddOrganisation stores a new organisation and gives it an ID, and a slug
// where it has none.
func (s *Store) AddOrganisation(ctx context.Context, tx db.Querier, o *Organisation) error {
	o.ID = id.New()
	if o.Slug == "" {
		o.Slug = "o-" + strings.ToLower(o.ID[len(o.ID)-12:])
	}
	_, err := tx.Exec(ctx, `INSERT INTO organisation (id, slug, kind, country, region, city, name, name_folded, description, areas, website, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		o.ID, o.Slug, string(o.Kind), o.Country, o.Region, db.JSON(o.City), db.JSON(o.Name), foldNames(o.Name), db.JSON(o.Description), db.JSON(o.Areas), o.Website, db.Micros(s.Clock.Now()))
	return err
}

// AddMembership says that one organisation belongs to another.
func (s *Store) AddMembership(ctx context.Context, tx db.Querier, organisationID, ofID string, kind Membership) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_membership (organisation_id, of_id, kind) VALUES ($1, $2, $3)
		ON CONFLICT (organisation_id, of_id) DO NOTHING`, organisationID, ofID, string(kind))
	return err
}

// Members returns what belongs to the organisation: residents, parts, members.
func (s *Store) Members(ctx context.Context, q db.Querier, ofID string) ([]Relation, error) {
	return s.relations(ctx, q, `SELECT `+organisationColumns+`, m.kind FROM organisation_membership m
		JOIN organisation o ON o.id = m.organisation_id WHERE m.of_id = $1 ORDER BY m.kind, o.name_folded`, ofID)
}

// BelongsTo returns what the organisation belongs to.
func (s *Store) BelongsTo(ctx context.Context, q db.Querier, organisationID string) ([]Relation, error) {
	return s.relations(ctx, q, `SELECT `+organisationColumns+`, m.kind FROM organisation_membership m
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
		if r.Organisation, err = scanOrganisation(rows, &r.Kind); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

const opportunityColumns = `p.id, p.reference, p.type, p.organisation_id, p.person_id, p.title, p.summary, p.description, p.area, p.trl, p.ipr, p.partnerships, p.partner_sought, p.keywords`

func scanOpportunity(r db.Row) (p Opportunity, err error) {
	err = r.Scan(&p.ID, &p.Reference, &p.Type, &p.OrganisationID, &p.PersonID, db.JSON(&p.Title), db.JSON(&p.Summary), db.JSON(&p.Description),
		&p.Area, &p.TRL, &p.IPR, db.JSON(&p.Partnerships), db.JSON(&p.PartnerSought), db.JSON(&p.Keywords))
	return p, err
}

// AddOpportunity stores a new offer or request and gives it an ID.
func (s *Store) AddOpportunity(ctx context.Context, tx db.Querier, p *Opportunity) error {
	p.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO opportunity (id, reference, type, organisation_id, person_id, title, summary, description, area, trl, ipr, partnerships, partner_sought, keywords, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		p.ID, p.Reference, string(p.Type), p.OrganisationID, p.PersonID, db.JSON(p.Title), db.JSON(p.Summary), db.JSON(p.Description),
		string(p.Area), p.TRL, p.IPR, db.JSON(p.Partnerships), db.JSON(p.PartnerSought), db.JSON(p.Keywords), db.Micros(s.Clock.Now()))
	return err
}

// OpportunitiesOf returns the offers and requests of an organisation.
func (s *Store) OpportunitiesOf(ctx context.Context, q db.Querier, organisationID string) ([]Opportunity, error) {
	return s.opportunities(ctx, q, `WHERE p.organisation_id = $1 ORDER BY p.type, p.reference`, organisationID)
}

// OpportunitiesOfPerson returns the offers and requests that a person speaks for.
func (s *Store) OpportunitiesOfPerson(ctx context.Context, q db.Querier, personID string) ([]Opportunity, error) {
	return s.opportunities(ctx, q, `WHERE p.person_id = $1 ORDER BY p.type, p.reference`, personID)
}

// Newest returns the offers and requests added last.
func (s *Store) Newest(ctx context.Context, q db.Querier, limit int) ([]Opportunity, error) {
	return s.opportunities(ctx, q, `ORDER BY p.created_at DESC, p.id DESC LIMIT $1`, limit)
}

func (s *Store) opportunities(ctx context.Context, q db.Querier, tail string, args ...any) (out []Opportunity, err error) {
	rows, err := q.Query(ctx, `SELECT `+opportunityColumns+` FROM opportunity p `+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanOpportunity(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Counts are the sizes of the catalogue.
type Counts struct{ Organisations, Offers, Requests int }

// Count returns the sizes of the catalogue.
func (s *Store) Count(ctx context.Context, q db.Querier) (c Counts, err error) {
	err = q.QueryRow(ctx, `SELECT (SELECT count(*) FROM organisation),
		(SELECT count(*) FROM opportunity WHERE type IN ('TO', 'BO')), (SELECT count(*) FROM opportunity WHERE type NOT IN ('TO', 'BO'))`).
		Scan(&c.Organisations, &c.Offers, &c.Requests)
	return c, err
}

// foldNames writes all names of an organisation in folded form, each between
// line ends, so that one column finds it by any whole name.
func foldNames(t i18n.Text) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, l := range i18n.All {
		if v := t[l].Text; v != "" {
			b.WriteString(Fold(v) + "\n")
		}
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
