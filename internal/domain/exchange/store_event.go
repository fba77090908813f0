package exchange

import (
	"context"
	"errors"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

const eventColumns = `e.id, e.slug, e.title, e.aim, e.audience, e.practical, e.zone, e.online, e.starts_at, e.ends_at, e.closes_at, e.public`

func scanEvent(r db.Row) (e Event, err error) {
	var starts, ends, closes int64
	err = r.Scan(&e.ID, &e.Slug, db.JSON(&e.Title), db.JSON(&e.Aim), db.JSON(&e.Audience), db.JSON(&e.Practical), &e.Zone, &e.Online, &starts, &ends, &closes, &e.Public)
	e.Starts, e.Ends, e.Closes = db.Time(starts), db.Time(ends), db.Time(closes)
	return e, err
}

func eventBySlug(ctx context.Context, q db.Querier, slug string) (Event, error) {
	e, err := scanEvent(q.QueryRow(ctx, `SELECT `+eventColumns+` FROM event e WHERE e.slug = $1`, slug))
	if errors.Is(err, db.ErrNoRows) {
		return e, fault.Missing()
	}
	if err != nil {
		return e, err
	}
	e.Sides, err = sides(ctx, q, e.ID)
	return e, err
}

func publicEvents(ctx context.Context, q db.Querier) (out []Event, err error) {
	rows, err := q.Query(ctx, `SELECT `+eventColumns+` FROM event e WHERE e.public ORDER BY e.starts_at, e.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Sides, err = sides(ctx, q, out[i].ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sides(ctx context.Context, q db.Querier, eventID string) (out []Side, err error) {
	rows, err := q.Query(ctx, `SELECT s.country, s.zone, s.position, o.id, o.slug, o.name, (o.id = s.organisation_id)
		FROM event_side s JOIN event_organiser g ON g.event_id = s.event_id AND g.country = s.country
		JOIN organisation o ON o.id = g.organisation_id
		WHERE s.event_id = $1 ORDER BY s.position, g.position`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Side
		var o catalogue.Organisation
		var main bool
		if err := rows.Scan(&s.Country, &s.Zone, &s.Position, &o.ID, &o.Slug, db.JSON(&o.Name), &main); err != nil {
			return nil, err
		}
		o.Country = s.Country
		if n := len(out); n == 0 || out[n-1].Country != s.Country {
			out = append(out, s)
		}
		last := &out[len(out)-1]
		last.Organisers = append(last.Organisers, o)
		if main {
			last.Organiser = o
		}
	}
	return out, rows.Err()
}

func addEvent(ctx context.Context, tx db.Querier, e *Event, createdAt int64) error {
	e.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO event (id, slug, title, aim, audience, practical, zone, online, starts_at, ends_at, closes_at, public, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.ID, e.Slug, db.JSON(e.Title), db.JSON(e.Aim), db.JSON(e.Audience), db.JSON(e.Practical), e.Zone, e.Online,
		db.Micros(e.Starts), db.Micros(e.Ends), db.Micros(e.Closes), e.Public, createdAt)
	if err != nil {
		return err
	}
	for _, s := range e.Sides {
		if _, err := tx.Exec(ctx, `INSERT INTO event_side (event_id, country, zone, organisation_id, position) VALUES ($1, $2, $3, $4, $5)`,
			e.ID, s.Country, s.Zone, s.Organiser.ID, s.Position); err != nil {
			return err
		}
		for i, o := range s.Organisers {
			if _, err := tx.Exec(ctx, `INSERT INTO event_organiser (event_id, organisation_id, country, position) VALUES ($1, $2, $3, $4)`,
				e.ID, o.ID, s.Country, i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func slots(ctx context.Context, q db.Querier, eventID string) (out []Slot, err error) {
	rows, err := q.Query(ctx, `SELECT id, starts_at, ends_at, day, session FROM slot WHERE event_id = $1 ORDER BY starts_at`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Slot
		var a, b int64
		if err := rows.Scan(&s.ID, &a, &b, &s.Day, &s.Session); err != nil {
			return nil, err
		}
		s.Starts, s.Ends = db.Time(a), db.Time(b)
		out = append(out, s)
	}
	return out, rows.Err()
}

func addSlot(ctx context.Context, tx db.Querier, eventID string, s *Slot) error {
	s.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO slot (id, event_id, starts_at, ends_at, day, session) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.ID, eventID, db.Micros(s.Starts), db.Micros(s.Ends), s.Day, s.Session)
	return err
}

func places(ctx context.Context, q db.Querier, eventID string) (out []Place, err error) {
	rows, err := q.Query(ctx, `SELECT id, name FROM place WHERE event_id = $1 ORDER BY position, name`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.ID, &p.Name); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

func addPlace(ctx context.Context, tx db.Querier, eventID string, p *Place, position int) error {
	p.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO place (id, event_id, name, position) VALUES ($1, $2, $3, $4)`, p.ID, eventID, p.Name, position)
	return err
}

func programme(ctx context.Context, q db.Querier, eventID string) (out []Item, err error) {
	rows, err := q.Query(ctx, `SELECT id, kind, title, description, starts_at, ends_at FROM programme_item WHERE event_id = $1 ORDER BY starts_at, id`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var it Item
		var a, b int64
		if err := rows.Scan(&it.ID, &it.Kind, db.JSON(&it.Title), db.JSON(&it.Description), &a, &b); err != nil {
			return nil, err
		}
		it.Starts, it.Ends = db.Time(a), db.Time(b)
		out = append(out, it)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, itemPeople(ctx, q, eventID, out)
}

func itemPeople(ctx context.Context, q db.Querier, eventID string, items []Item) error {
	rows, err := q.Query(ctx, `SELECT pp.item_id, p.id, COALESCE(m.id, ''), p.name_native, p.name_lang, p.name_latin, COALESCE(o.name, '{}'), COALESCE(m.country, ''), pp.role, pp.topic
		FROM programme_person pp JOIN programme_item i ON i.id = pp.item_id JOIN person p ON p.id = pp.person_id
		LEFT JOIN participant m ON m.person_id = p.id AND m.event_id = i.event_id
		LEFT JOIN organisation o ON o.id = m.organisation_id
		WHERE i.event_id = $1 ORDER BY pp.item_id, pp.position`, eventID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var itemID string
		var p ItemPerson
		if err := rows.Scan(&itemID, &p.PersonID, &p.ParticipantID, &p.Native, &p.NativeLang, &p.Latin, db.JSON(&p.Organisation), &p.Country, &p.Role, db.JSON(&p.Topic)); err != nil {
			return err
		}
		if i := slices.IndexFunc(items, func(it Item) bool { return it.ID == itemID }); i >= 0 {
			items[i].People = append(items[i].People, p)
		}
	}
	return rows.Err()
}

func addItem(ctx context.Context, tx db.Querier, eventID string, it *Item) error {
	it.ID = id.New()
	_, err := tx.Exec(ctx, `INSERT INTO programme_item (id, event_id, kind, title, description, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		it.ID, eventID, string(it.Kind), db.JSON(it.Title), db.JSON(it.Description), db.Micros(it.Starts), db.Micros(it.Ends))
	if err != nil {
		return err
	}
	for i, p := range it.People {
		if _, err := tx.Exec(ctx, `INSERT INTO programme_person (item_id, person_id, role, topic, position) VALUES ($1, $2, $3, $4, $5)`,
			it.ID, p.PersonID, p.Role, db.JSON(p.Topic), i+1); err != nil {
			return err
		}
	}
	return nil
}
