package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/audit"
)

// Profile is what a person says about himself.
type Profile struct {
	Native     string    // name in its own script
	NativeLang i18n.Lang // language of Native
	Latin      string    // name in Latin letters, "" if not known
	Language   i18n.Lang // of the interface and of letters
	Zone       string    // IANA time zone
}

// Person is someone known to the platform.
type Person struct {
	ID     string
	Email  string // "" if not known
	Proved bool   // the person has shown that the e-mail is his own
	Profile
	EventMail  bool   // wants letters about events
	StopSecret string // lets the bearer switch EventMail off
	Created    time.Time
}

// Name is how the reader of l finds the person's name easiest to read: the name
// in its own script to those who read that script, else in Latin letters.
func (f Profile) Name(l i18n.Lang) string {
	if f.Latin == "" || l == f.NativeLang || cyrillic(l) && cyrillic(f.NativeLang) {
		return f.Native
	}
	return f.Latin
}

func cyrillic(l i18n.Lang) bool { return l == i18n.RU || l == i18n.BE }

const personColumns = `id, COALESCE(email, ''), COALESCE(email_proved_at, 0), event_mail, stop_secret, name_native, name_lang, name_latin, language, zone, created_at`

func scanPerson(r db.Row) (p Person, err error) {
	var proved, created int64
	err = r.Scan(&p.ID, &p.Email, &proved, &p.EventMail, &p.StopSecret, &p.Native, &p.NativeLang, &p.Latin, &p.Language, &p.Zone, &created)
	if errors.Is(err, db.ErrNoRows) {
		return Person{}, fault.Missing()
	}
	p.Proved, p.Created = proved != 0, db.Time(created)
	return p, err
}

// PersonByID returns the person, or a NotFound fault.
func PersonByID(ctx context.Context, q db.Querier, personID string) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM person WHERE id = $1`, personID))
}

// PersonByID returns the person, or a NotFound fault.
func (s *Service) PersonByID(ctx context.Context, personID string) (Person, error) {
	return PersonByID(ctx, s.DB, personID)
}

// PersonByEmail returns the person who has the e-mail, in whatever case it is
// written, or a NotFound fault. Its outcome must not be shown to strangers.
func (s *Service) PersonByEmail(ctx context.Context, email string) (Person, error) {
	_, folded, err := ParseEmail(email)
	if err != nil {
		return Person{}, err
	}
	return personByFolded(ctx, s.DB, folded)
}

func personByFolded(ctx context.Context, q db.Querier, folded string) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM person WHERE email_folded = $1`, folded))
}

// PeopleByEmail returns those people who are known, by their folded e-mails.
func (s *Service) PeopleByEmail(ctx context.Context, q db.Querier, folded []string) (map[string]Person, error) {
	out := map[string]Person{}
	for len(folded) > 0 {
		chunk := folded[:min(len(folded), 500)]
		folded = folded[len(chunk):]
		marks, args := make([]string, len(chunk)), make([]any, len(chunk))
		for i, f := range chunk {
			marks[i], args[i] = fmt.Sprintf("$%d", i+1), f
		}
		rows, err := q.Query(ctx, `SELECT `+personColumns+` FROM person WHERE email_folded IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			p, err := scanPerson(rows)
			if err != nil {
				rows.Close()
				return nil, err
			}
			out[FoldEmail(p.Email)] = p
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Create adds a person who has not signed up himself, for example from an
// import. If the e-mail is known, it returns its owner unchanged, and false.
func (s *Service) Create(ctx context.Context, tx db.Tx, by By, email string, f Profile) (p Person, created bool, err error) {
	defer fault.Wrap(&err, "identity: create")
	var folded string
	if email != "" {
		if email, folded, err = ParseEmail(email); err != nil {
			return p, false, err
		}
	}
	if f, err = f.clean(); err != nil {
		return p, false, err
	}
	return s.create(ctx, tx, by, email, folded, f)
}

func (s *Service) create(ctx context.Context, tx db.Tx, by By, email, folded string, f Profile) (p Person, created bool, err error) {
	now := s.Clock.Now()
	p = Person{ID: id.New(), Email: email, Profile: f, EventMail: true, StopSecret: id.Secret(), Created: now}
	n, err := tx.Exec(ctx, `INSERT INTO person (id, email, email_folded, stop_secret, name_native, name_lang, name_latin, name_folded, language, zone, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT (email_folded) DO NOTHING`,
		p.ID, orNull(email), orNull(folded), p.StopSecret, f.Native, string(f.NativeLang), f.Latin, f.folded(), string(f.Language), f.Zone, db.Micros(now))
	if err != nil {
		return p, false, err
	}
	if n == 0 {
		p, err = personByFolded(ctx, tx, folded)
		return p, false, err
	}
	return p, true, s.record(ctx, tx, by, "person.create", p.ID, nil)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Correct changes the profile of a person who has never signed in, and tells
// whether anything changed; everyone else keeps his profile himself.
func (s *Service) Correct(ctx context.Context, tx db.Tx, by By, p Person, f Profile) (bool, error) {
	f, err := f.clean()
	if err != nil || p.Proved || f == p.Profile {
		return false, err
	}
	return true, s.putProfile(ctx, tx, by, p, f)
}

// ChangeProfile changes the person's own profile.
func (s *Service) ChangeProfile(ctx context.Context, personID string, f Profile) error {
	f, err := f.clean()
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := PersonByID(ctx, tx, personID)
		if err != nil || f == p.Profile {
			return err
		}
		return s.putProfile(ctx, tx, By{ActorID: personID}, p, f)
	})
}

func (s *Service) putProfile(ctx context.Context, tx db.Tx, by By, p Person, f Profile) error {
	_, err := tx.Exec(ctx, `UPDATE person SET name_native = $1, name_lang = $2, name_latin = $3, name_folded = $4, language = $5, zone = $6, updated_at = $7 WHERE id = $8`,
		f.Native, string(f.NativeLang), f.Latin, f.folded(), string(f.Language), f.Zone, db.Micros(s.Clock.Now()), p.ID)
	if err != nil {
		return err
	}
	return s.record(ctx, tx, by, "person.change", p.ID, map[string]any{"fields": p.differences(f)})
}

// StopEventMail switches letters about events off for the bearer of the secret.
func (s *Service) StopEventMail(ctx context.Context, secret string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var personID string
		err := tx.QueryRow(ctx, `UPDATE person SET event_mail = FALSE WHERE stop_secret = $1 RETURNING id`, secret).Scan(&personID)
		if errors.Is(err, db.ErrNoRows) {
			return fault.Missing()
		}
		if err != nil {
			return err
		}
		return s.record(ctx, tx, By{}, "person.event_mail_off", personID, nil)
	})
}

// SetEventMail says whether the person wants letters about events.
func (s *Service) SetEventMail(ctx context.Context, personID string, want bool) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE person SET event_mail = $1 WHERE id = $2 AND event_mail <> $1`, want, personID)
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, By{ActorID: personID}, "person.change", personID, map[string]any{"fields": []string{"event_mail"}})
	})
}

func (s *Service) record(ctx context.Context, tx db.Tx, by By, action, personID string, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: by.ActorID, Action: action, ObjectKind: "person", ObjectID: personID,
		EventID: by.EventID, Side: by.Side, Detail: detail,
	})
}
