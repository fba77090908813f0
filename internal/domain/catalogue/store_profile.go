package catalogue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
)

const opportunityColumns = `p.id, p.reference, p.type, p.organisation_id, p.centre_id, p.via_centre, p.person_id, p.author_id, p.language, p.content, p.state, p.open,
	p.shown, p.revision, p.published_at, p.valid_until, p.created_at, p.updated_at`

func scanOpportunity(r db.Row, more ...any) (p Opportunity, err error) {
	var published, valid, created, updated int64
	dest := append([]any{
		&p.ID, &p.Reference, &p.Type, &p.OrganisationID, &p.CentreID, &p.ViaCentre, &p.PersonID, &p.AuthorID, &p.Language, db.JSON(&p.Content), &p.State, &p.Open,
		db.JSON(&p.Shown), &p.Revision, &published, &valid, &created, &updated,
	}, more...)
	err = r.Scan(dest...)
	p.Published, p.ValidUntil, p.Created, p.Updated = instant(published), instant(valid), instant(created), instant(updated)
	return p, err
}

// instant reads a stored instant; 0 is none.
func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return db.Time(us)
}

// micros stores an instant; none is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return db.Micros(t)
}

// AddOpportunity stores a new offer or request as it is, in the state it has,
// and gives it an ID, and a reference where it has none.
func (s *Store) AddOpportunity(ctx context.Context, tx db.Tx, p *Opportunity) (err error) {
	now := s.Clock.Now()
	p.clean()
	p.ID, p.Revision = id.New(), 1
	if p.Created.IsZero() {
		p.Created = now
	}
	p.Updated = now
	if p.Language == "" {
		p.Language = p.Title.Source()
	}
	if p.Reference == "" {
		if p.Reference, err = s.nextReference(ctx, tx, p); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO opportunity (id, reference, type, organisation_id, centre_id, via_centre, person_id, author_id, language, title, content, state, open,
		shown, revision, published_at, valid_until, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		p.ID, p.Reference, string(p.Type), p.OrganisationID, p.CentreID, p.ViaCentre, p.PersonID, p.AuthorID, string(p.Language), db.JSON(p.Title), db.JSON(p.Content), string(p.State), p.Open,
		shown(p), p.Revision, micros(p.Published), micros(p.ValidUntil), db.Micros(p.Created), db.Micros(p.Updated))
	if err != nil || !p.Visible() {
		return err
	}
	o, err := s.OrganisationByID(ctx, tx, p.OrganisationID)
	if err != nil {
		return err
	}
	return s.indexProfile(ctx, tx, *p, o)
}

// shown is the content that the public sees, as stored; none is NULL.
func shown(p *Opportunity) any {
	if p.Shown == nil {
		return nil
	}
	return db.JSON(p.Shown)
}

// nextReference numbers a profile: type, country, day and a number of that day.
func (s *Store) nextReference(ctx context.Context, tx db.Querier, p *Opportunity) (string, error) {
	var country string
	if err := tx.QueryRow(ctx, `SELECT country FROM organisation WHERE id = $1`, p.OrganisationID).Scan(&country); err != nil {
		return "", err
	}
	prefix := string(p.Type) + country + s.Clock.Now().UTC().Format("20060102")
	var last string
	err := tx.QueryRow(ctx, `SELECT reference FROM opportunity WHERE reference LIKE $1 ORDER BY length(reference) DESC, reference DESC LIMIT 1`, prefix+"%").Scan(&last)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return "", err
	}
	n := 0
	if last != "" {
		if _, err := fmt.Sscan(strings.TrimLeft(last[len(prefix):], "0"), &n); err != nil {
			n = 0
		}
	}
	return fmt.Sprintf("%s%03d", prefix, n+1), nil
}

// putContent stores a changed content and counts the change.
func (s *Store) putContent(ctx context.Context, tx db.Querier, p *Opportunity) error {
	p.clean()
	p.Revision++
	p.Updated = s.Clock.Now()
	_, err := tx.Exec(ctx, `UPDATE opportunity SET title = $2, content = $3, revision = $4, updated_at = $5, language = $6, type = $7, person_id = $8, via_centre = $9, shown = $10, open = $11, centre_id = $12 WHERE id = $1`,
		p.ID, db.JSON(p.Title), db.JSON(p.Content), p.Revision, db.Micros(p.Updated), string(p.Language), string(p.Type), p.PersonID, p.ViaCentre, shown(p), p.Open, p.CentreID)
	return err
}

// putState stores where the profile is.
func (s *Store) putState(ctx context.Context, tx db.Querier, p Opportunity) error {
	_, err := tx.Exec(ctx, `UPDATE opportunity SET state = $2, shown = $3, published_at = $4, valid_until = $5, updated_at = $6, centre_id = $7, via_centre = $8 WHERE id = $1`,
		p.ID, string(p.State), shown(&p), micros(p.Published), micros(p.ValidUntil), db.Micros(p.Updated), p.CentreID, p.ViaCentre)
	return err
}

// profile loads a profile with its organisation, whoever asks.
func (s *Store) profile(ctx context.Context, q db.Querier, profileID string) (p Opportunity, o Organisation, err error) {
	p, err = scanOpportunity(q.QueryRow(ctx, `SELECT `+opportunityColumns+` FROM opportunity p WHERE p.id = $1`, profileID))
	if errors.Is(err, db.ErrNoRows) {
		return p, o, fault.Missing()
	}
	if err != nil {
		return p, o, err
	}
	o, err = s.OrganisationByID(ctx, q, p.OrganisationID)
	return p, o, err
}

// byReference loads a profile with its organisation by its reference.
func (s *Store) byReference(ctx context.Context, q db.Querier, reference string) (p Opportunity, o Organisation, err error) {
	var profileID string
	err = q.QueryRow(ctx, `SELECT id FROM opportunity WHERE reference = $1`, reference).Scan(&profileID)
	if errors.Is(err, db.ErrNoRows) {
		return p, o, fault.Missing()
	}
	if err != nil {
		return p, o, err
	}
	return s.profile(ctx, q, profileID)
}

// OpportunitiesOf returns the published offers and requests of an organisation
// that are not anonymous.
func (s *Store) OpportunitiesOf(ctx context.Context, q db.Querier, organisationID string) ([]Opportunity, error) {
	list, err := s.opportunities(ctx, q, `WHERE p.organisation_id = $1 AND `+visible+` ORDER BY p.type, p.reference`, organisationID)
	return named(list), err
}

// OpportunitiesOfPerson returns the published offers and requests that a person
// speaks for, without the anonymous ones.
func (s *Store) OpportunitiesOfPerson(ctx context.Context, q db.Querier, personID string) ([]Opportunity, error) {
	list, err := s.opportunities(ctx, q, `WHERE p.person_id = $1 AND `+visible+` ORDER BY p.type, p.reference`, personID)
	return named(list), err
}

// visible holds for profiles that readers find, in SQL.
const visible = `(p.state = 'published' OR p.shown IS NOT NULL)`

// named leaves out what may not be tied to its owner, and shows of the rest
// what readers see.
func named(list []Opportunity) (out []Opportunity) {
	for _, p := range list {
		if c := p.Public(); !c.Anonymous && c.Confidentiality != AfterAgreement && c.Confidentiality != Members {
			p.Content = c
			out = append(out, p)
		}
	}
	return out
}

// Newest returns the public offers and requests published last.
func (s *Store) Newest(ctx context.Context, q db.Querier, limit int) ([]Opportunity, error) {
	list, err := s.opportunities(ctx, q, `WHERE `+visible+` ORDER BY p.published_at DESC, p.id DESC LIMIT $1`, 4*limit)
	list = named(list)
	return list[:min(limit, len(list))], err
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

// Count returns the sizes of the catalogue, as readers see it.
func (s *Store) Count(ctx context.Context, q db.Querier) (c Counts, err error) {
	err = q.QueryRow(ctx, `SELECT (SELECT count(*) FROM organisation WHERE merged_into = '' AND NOT unconfirmed),
		(SELECT count(*) FROM opportunity p WHERE type IN ('TO', 'BO') AND `+visible+`), (SELECT count(*) FROM opportunity p WHERE type NOT IN ('TO', 'BO') AND `+visible+`)`).
		Scan(&c.Organisations, &c.Offers, &c.Requests)
	return c, err
}
