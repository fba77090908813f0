package catalogue

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// SavedSearch is a search that a person keeps, with letters about what is new.
type SavedSearch struct {
	ID       string
	PersonID string
	Name     string
	Query    string // as in the address of the catalogue, see QueryOf
	Alert    bool
	Created  time.Time
	Alerted  time.Time // what was published before has been told
}

// Path is the address of what the search finds.
func (x SavedSearch) Path() string {
	if x.Query == "" {
		return "/catalogue"
	}
	return "/catalogue?" + x.Query
}

// Limits of saved searches.
const (
	MaxSearches   = 100 // of one person
	maxSearchName = 100 // characters
	maxSearch     = 4000
)

// placeNames are the parameters of an address that say where in a list one is,
// not what is looked for.
var placeNames = []string{"page", "view", "lang", "since", "ref"}

// SaveSearch keeps a search of the catalogue for the actor. The age of what is
// found is not kept: an alert tells of everything new.
func (s *Service) SaveSearch(ctx context.Context, actor access.Actor, name string, query url.Values, alert bool) (x SavedSearch, err error) {
	kept := url.Values{}
	for k, v := range query {
		kept[k] = v
	}
	for _, k := range placeNames {
		kept.Del(k)
	}
	now := s.Clock.Now()
	x = SavedSearch{ID: id.New(), PersonID: actor.PersonID, Name: strings.TrimSpace(name), Query: kept.Encode(), Alert: alert, Created: now, Alerted: now}
	if err := x.check(actor); err != nil {
		return x, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM saved_search WHERE person_id = $1`, actor.PersonID).Scan(&n); err != nil {
			return err
		}
		if n >= MaxSearches {
			return fault.New(fault.Conflict, "searches.too_many", "n", MaxSearches)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO saved_search (id, person_id, name, query, alert, created_at, alerted_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
			x.ID, x.PersonID, x.Name, x.Query, x.Alert, db.Micros(now)); err != nil {
			return err
		}
		return s.recordSearch(ctx, tx, actor, "search.save", x.ID)
	})
	return x, err
}

func (x SavedSearch) check(actor access.Actor) error {
	if err := actor.Check(access.SearchSave, access.Object{People: []string{x.PersonID}}); err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(x.Name); {
	case n == 0:
		return fault.InvalidFields(fault.Field{Name: "name", Key: "searches.name_missing"})
	case n > maxSearchName:
		return fault.InvalidFields(fault.Field{Name: "name", Key: "searches.name_long", Args: []any{"n", maxSearchName}})
	case len(x.Query) > maxSearch:
		return fault.InvalidFields(fault.Field{Name: "name", Key: "searches.query_long"})
	}
	return nil
}

func (s *Service) recordSearch(ctx context.Context, tx db.Tx, actor access.Actor, action, searchID string) error {
	return s.record(ctx, tx, act{Actor: actor, Needed: access.SearchSave, Action: action, Kind: "saved_search", ID: searchID})
}

// SavedSearches lists the actor's searches by name.
func (s *Service) SavedSearches(ctx context.Context, actor access.Actor) ([]SavedSearch, error) {
	return savedSearches(ctx, s.DB, `WHERE person_id = $1 ORDER BY name, id`, actor.PersonID)
}

func savedSearches(ctx context.Context, q db.Querier, tail string, args ...any) (out []SavedSearch, err error) {
	rows, err := q.Query(ctx, `SELECT id, person_id, name, query, alert, created_at, alerted_at FROM saved_search `+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x SavedSearch
		var created, alerted int64
		if err := rows.Scan(&x.ID, &x.PersonID, &x.Name, &x.Query, &x.Alert, &created, &alerted); err != nil {
			return nil, err
		}
		x.Created, x.Alerted = instant(created), instant(alerted)
		out = append(out, x)
	}
	return out, rows.Err()
}

// ChangeSearch renames a search of the actor's and turns its alert on or off. An
// alert that is turned on tells of what is published from then on.
func (s *Service) ChangeSearch(ctx context.Context, actor access.Actor, searchID, name string, alert bool) error {
	return s.ownSearch(ctx, actor, searchID, func(ctx context.Context, tx db.Tx, x SavedSearch) error {
		if alert && !x.Alert {
			x.Alerted = s.Clock.Now()
		}
		x.Name, x.Alert = strings.TrimSpace(name), alert
		if err := x.check(actor); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE saved_search SET name = $2, alert = $3, alerted_at = $4 WHERE id = $1`, x.ID, x.Name, x.Alert, db.Micros(x.Alerted)); err != nil {
			return err
		}
		return s.recordSearch(ctx, tx, actor, "search.change", x.ID)
	})
}

// DropSearch forgets a search of the actor's.
func (s *Service) DropSearch(ctx context.Context, actor access.Actor, searchID string) error {
	return s.ownSearch(ctx, actor, searchID, func(ctx context.Context, tx db.Tx, x SavedSearch) error {
		if _, err := tx.Exec(ctx, `DELETE FROM saved_search WHERE id = $1`, x.ID); err != nil {
			return err
		}
		return s.recordSearch(ctx, tx, actor, "search.drop", x.ID)
	})
}

// ownSearch does something to a search of the actor's; that of another is not
// there.
func (s *Service) ownSearch(ctx context.Context, actor access.Actor, searchID string, fn func(context.Context, db.Tx, SavedSearch) error) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err := savedSearches(ctx, tx, `WHERE id = $1 AND person_id = $2`, searchID, actor.PersonID)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.Missing()
		}
		return fn(ctx, tx, list[0])
	})
}

// Alerts come once a day at most. What was published in the last few minutes is
// left to the next one, as a publication may carry an instant before the one at
// which it becomes visible.
const (
	alertEvery = 24 * time.Hour
	alertDelay = 10 * time.Minute
)

// AlertSearches tells the people whose saved searches have found something new
// since the last time, each once, on however many nodes it runs. It returns how
// many were told.
func (s *Service) AlertSearches(ctx context.Context) (told int, err error) {
	upTo := s.Clock.Now().Add(-alertDelay)
	due, err := savedSearches(ctx, s.DB, `WHERE alert = $1 AND alerted_at <= $2 ORDER BY alerted_at, id`, true, db.Micros(upTo.Add(alertDelay-alertEvery)))
	if err != nil {
		return 0, err
	}
	for _, x := range due {
		n, err := s.fresh(ctx, x, upTo)
		if err != nil {
			return told, err
		}
		sent, err := s.alert(ctx, x, n, upTo)
		if err != nil {
			return told, err
		}
		if sent {
			told++
		}
	}
	return told, nil
}

// fresh counts what the search finds that was published since its last alert
// and before upTo.
func (s *Service) fresh(ctx context.Context, x SavedSearch, upTo time.Time) (int, error) {
	v, err := url.ParseQuery(x.Query)
	if err != nil {
		return 0, nil //nolint:nilerr // an address that nothing can be read from finds nothing
	}
	q := QueryOf(v, upTo)
	q.Level, q.Size = search.Members, 1
	var n [2]int
	for i, since := range []time.Time{x.Alerted, upTo} {
		q.Since = since
		r, err := s.Index.Find(ctx, s.DB, q)
		if err != nil {
			return 0, err
		}
		n[i] = r.Total
	}
	return n[0] - n[1], nil
}

// alert notes that the search has been looked at up to an instant, and asks for
// a letter if it found something. Another node may have been first.
func (s *Service) alert(ctx context.Context, x SavedSearch, n int, upTo time.Time) (sent bool, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		changed, err := tx.Exec(ctx, `UPDATE saved_search SET alerted_at = $2 WHERE id = $1 AND alerted_at = $3 AND alert = $4`, x.ID, db.Micros(upTo), db.Micros(x.Alerted), true)
		if err != nil || changed == 0 || n == 0 {
			return err
		}
		sent = true
		path := x.Path() + "&since=" + day(x.Alerted)
		return s.Jobs.Enqueue(ctx, tx, NoticeJob{
			Key: "search_alert/" + x.ID + "/" + strconv.FormatInt(db.Micros(x.Alerted), 10), Notice: SearchAlert, PersonIDs: []string{x.PersonID},
			Title: i18n.Text{i18n.EN: {Text: x.Name, State: i18n.Original}}, Path: strings.Replace(path, "/catalogue&", "/catalogue?", 1), Count: n,
		})
	})
	return sent, err
}
