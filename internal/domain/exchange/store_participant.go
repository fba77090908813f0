package exchange

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Filter chooses and orders participants. Empty fields do not restrict.
type Filter struct {
	Search   string // words of a name, an organisation or a position
	Country  []string
	Area     []string
	Kind     []string // kinds of organisations
	Language []string // spoken, BCP 47
	State    []State
	Sort     string // name, organisation, country; a leading "-" turns it round
	Page     int    // from 1
	PerPage  int    // 0 for all
}

const participantColumns = `m.id, m.event_id, m.person_id, p.name_native, p.name_lang, p.name_latin, COALESCE(p.email, ''), m.country, m.zone, m.position, m.languages, m.areas,
	m.interpreter, m.state, m.feed_secret, o.id, o.slug, o.kind, o.country, o.region, o.city, o.name, o.areas`

const participantFrom = ` FROM participant m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id `

func scanParticipant(r db.Row, more ...any) (m Participant, err error) {
	o := &m.Organisation
	dest := []any{
		&m.ID, &m.EventID, &m.PersonID, &m.Native, &m.NativeLang, &m.Latin, &m.Email, &m.Country, &m.Zone, db.JSON(&m.Position), db.JSON(&m.Languages), db.JSON(&m.Areas),
		&m.Interpreter, &m.State, &m.FeedSecret, &o.ID, &o.Slug, &o.Kind, &o.Country, &o.Region, db.JSON(&o.City), db.JSON(&o.Name), db.JSON(&o.Areas),
	}
	return m, r.Scan(append(dest, more...)...)
}

// where composes the conditions of a filter; without leaves one facet out, so
// that its own values keep their counts.
func (f Filter) where(eventID, without string) (string, []any) {
	args := []any{eventID}
	conditions := []string{"m.event_id = $1"}
	arg := func(v any) string { args = append(args, v); return fmt.Sprintf("$%d", len(args)) }
	anyOf := func(name, column string, values []string) {
		if len(values) == 0 || name == without {
			return
		}
		marks := make([]string, len(values))
		for i, v := range values {
			marks[i] = arg(v)
		}
		conditions = append(conditions, column+" IN ("+strings.Join(marks, ", ")+")")
	}
	containsOne := func(name, column string, values []string) {
		if len(values) == 0 || name == without {
			return
		}
		likes := make([]string, len(values))
		for i, v := range values {
			likes[i] = "CAST(" + column + " AS TEXT) LIKE " + arg(`%"`+escapeLike(v)+`"%`) + " ESCAPE '!'"
		}
		conditions = append(conditions, "("+strings.Join(likes, " OR ")+")")
	}
	anyOf("country", "m.country", f.Country)
	anyOf("kind", "o.kind", f.Kind)
	containsOne("area", "m.areas", f.Area)
	containsOne("language", "m.languages", f.Language)
	states := make([]string, len(f.State))
	for i, s := range f.State {
		states[i] = string(s)
	}
	anyOf("state", "m.state", states)
	for _, w := range strings.Fields(catalogue.Fold(f.Search)) {
		conditions = append(conditions, "m.folded LIKE "+arg("%"+escapeLike(w)+"%")+" ESCAPE '!'")
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

// byName orders people as lists of their country do: Chinese names by pinyin,
// others by the name in its own script, the family name first.
const byName = `CASE WHEN p.name_lang = 'zh-Hans' THEN p.name_latin ELSE p.name_native END`

var participantOrders = map[string]string{
	"name": byName, "organisation": "o.name_folded", "country": "m.country", "state": "m.state",
}

func (f Filter) order() string {
	key, desc := strings.CutPrefix(f.Sort, "-")
	column, ok := participantOrders[key]
	if !ok {
		column = participantOrders["name"]
	}
	if desc {
		column += " DESC"
	}
	return " ORDER BY " + column + ", m.id"
}

// participants returns one page of the filtered participants and how many there
// are in all; each with the number of slots in which the person can meet.
func participants(ctx context.Context, q db.Querier, eventID string, f Filter) (out []Participant, total int, err error) {
	where, args := f.where(eventID, "")
	query := `SELECT ` + participantColumns + `, count(*) OVER (),
		(SELECT count(*) FROM slot s WHERE s.event_id = m.event_id) - (SELECT count(*) FROM unavailability u WHERE u.participant_id = m.id)` +
		participantFrom + where + f.order()
	if f.PerPage > 0 {
		query += fmt.Sprintf(" LIMIT %d OFFSET %d", f.PerPage, max(0, f.Page-1)*f.PerPage)
	}
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var free int
		m, err := scanParticipant(rows, &total, &free)
		if err != nil {
			return nil, 0, err
		}
		m.Free = free
		out = append(out, m)
	}
	return out, total, rows.Err()
}

func participant(ctx context.Context, q db.Querier, eventID, participantID string) (Participant, error) {
	m, err := scanParticipant(q.QueryRow(ctx, `SELECT `+participantColumns+participantFrom+` WHERE m.event_id = $1 AND m.id = $2`, eventID, participantID))
	if errors.Is(err, db.ErrNoRows) {
		return m, fault.Missing()
	}
	return m, err
}

func participantOfPerson(ctx context.Context, q db.Querier, eventID, personID string) (Participant, error) {
	m, err := scanParticipant(q.QueryRow(ctx, `SELECT `+participantColumns+participantFrom+` WHERE m.event_id = $1 AND m.person_id = $2`, eventID, personID))
	if errors.Is(err, db.ErrNoRows) {
		return m, fault.Missing()
	}
	return m, err
}

func participantByFeed(ctx context.Context, q db.Querier, secret string) (Participant, error) {
	m, err := scanParticipant(q.QueryRow(ctx, `SELECT `+participantColumns+participantFrom+` WHERE m.feed_secret = $1`, secret))
	if errors.Is(err, db.ErrNoRows) {
		return m, fault.Missing()
	}
	return m, err
}

func participantsOfOrganisation(ctx context.Context, q db.Querier, eventID, organisationID string) (out []Participant, err error) {
	rows, err := q.Query(ctx, `SELECT `+participantColumns+participantFrom+` WHERE m.event_id = $1 AND o.id = $2 ORDER BY `+byName+`, m.id`, eventID, organisationID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		m, err := scanParticipant(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Count is the number of participants with one value of a facet.
type Count struct {
	Value string
	N     int
}

// Facets are the counts of a filtered list by what it can be narrowed to.
type Facets struct{ Country, Kind, Area, Language, State []Count }

// facets counts the participants by each facet, the facet's own choice aside.
func facets(ctx context.Context, q db.Querier, eventID string, f Filter) (out Facets, err error) {
	for _, c := range []struct {
		name, column string
		to           *[]Count
	}{{"country", "m.country", &out.Country}, {"kind", "o.kind", &out.Kind}, {"state", "m.state", &out.State}} {
		where, args := f.where(eventID, c.name)
		if *c.to, err = counts(ctx, q, `SELECT `+c.column+`, count(*)`+participantFrom+where+` GROUP BY `+c.column+` ORDER BY count(*) DESC, 1`, args); err != nil {
			return out, err
		}
	}
	for _, a := range catalogue.Areas {
		n, err := countContaining(ctx, q, eventID, f, "area", "m.areas", string(a))
		if err != nil {
			return out, err
		}
		out.Area = append(out.Area, Count{string(a), n})
	}
	for _, l := range SpokenLanguages {
		n, err := countContaining(ctx, q, eventID, f, "language", "m.languages", l)
		if err != nil {
			return out, err
		}
		if n > 0 {
			out.Language = append(out.Language, Count{l, n})
		}
	}
	return out, nil
}

// SpokenLanguages are the languages by which participants can be found.
var SpokenLanguages = []string{"ru", "be", "zh", "en", "de", "fr", "kk", "pl", "uz"}

func countContaining(ctx context.Context, q db.Querier, eventID string, f Filter, facet, column, value string) (n int, err error) {
	where, args := f.where(eventID, facet)
	args = append(args, `%"`+escapeLike(value)+`"%`)
	err = q.QueryRow(ctx, fmt.Sprintf(`SELECT count(*)%s%s AND CAST(%s AS TEXT) LIKE $%d ESCAPE '!'`, participantFrom, where, column, len(args)), args...).Scan(&n)
	return n, err
}

func counts(ctx context.Context, q db.Querier, query string, args []any) (out []Count, err error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Value, &c.N); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func addParticipant(ctx context.Context, tx db.Querier, m *Participant, importKey *string, at int64) error {
	m.ID, m.FeedSecret = id.New(), id.Secret()
	_, err := tx.Exec(ctx, `INSERT INTO participant (id, event_id, person_id, organisation_id, country, zone, position, languages, areas, interpreter, state, folded, import_key, feed_secret, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		m.ID, m.EventID, m.PersonID, m.Organisation.ID, m.Country, m.Zone, db.JSON(m.Position), db.JSON(m.Languages), db.JSON(m.Areas),
		m.Interpreter, string(m.State), m.folded(), importKey, m.FeedSecret, at)
	return err
}

func updateParticipant(ctx context.Context, tx db.Querier, m *Participant) error {
	_, err := tx.Exec(ctx, `UPDATE participant SET organisation_id = $1, country = $2, zone = $3, position = $4, languages = $5, areas = $6, interpreter = $7, folded = $8 WHERE id = $9`,
		m.Organisation.ID, m.Country, m.Zone, db.JSON(m.Position), db.JSON(m.Languages), db.JSON(m.Areas), m.Interpreter, m.folded(), m.ID)
	return err
}

// folded is the text by which a participant is searched.
func (m *Participant) folded() string {
	words := []string{m.Native, m.Latin}
	for _, v := range m.Organisation.Name {
		words = append(words, v.Text)
	}
	for _, v := range m.Position {
		words = append(words, v.Text)
	}
	return catalogue.Fold(strings.Join(words, " "))
}

func setUnavailable(ctx context.Context, tx db.Querier, participantID string, slotIDs []string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM unavailability WHERE participant_id = $1`, participantID); err != nil {
		return err
	}
	for _, s := range slotIDs {
		if _, err := tx.Exec(ctx, `INSERT INTO unavailability (participant_id, slot_id) VALUES ($1, $2)`, participantID, s); err != nil {
			return err
		}
	}
	return nil
}

// unavailable returns the slots in which each participant of the event cannot meet.
func unavailable(ctx context.Context, q db.Querier, eventID string) (map[string][]string, error) {
	rows, err := q.Query(ctx, `SELECT u.participant_id, u.slot_id FROM unavailability u JOIN slot s ON s.id = u.slot_id WHERE s.event_id = $1 ORDER BY u.participant_id, s.starts_at`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var p, s string
		if err := rows.Scan(&p, &s); err != nil {
			return nil, err
		}
		out[p] = append(out[p], s)
	}
	return out, rows.Err()
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}
