package identity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/id"
)

// Consent is a person's agreement that data are used for a purpose by a country
// (ISO 3166-1 alpha-2), as told in a version of the consent's text.
type Consent struct {
	Purpose   string
	Country   string
	Version   string
	At        time.Time
	Withdrawn time.Time // zero while in force
}

// ContactPurpose is the purpose of the consent by which a person's e-mail
// address is shown to the people of another country.
const ContactPurpose = "contact"

// ContactVersion is the version of the text by which people consent to it; it
// changes when the text says something else.
const ContactVersion = "1"

// GiveConsent notes an agreement. One already in force for the same text stays
// as it is; one for an older text is replaced, and both are kept on record.
func (s *Service) GiveConsent(ctx context.Context, tx db.Tx, by By, personID string, c Consent) error {
	if c.Purpose == "" || c.Country == "" || c.Version == "" {
		return fmt.Errorf("identity: consent %+v is not complete", c)
	}
	var have string
	err := tx.QueryRow(ctx, `SELECT text_version FROM consent WHERE person_id = $1 AND purpose = $2 AND country = $3 AND withdrawn_at IS NULL`,
		personID, c.Purpose, c.Country).Scan(&have)
	if err != nil && !errors.Is(err, db.ErrNoRows) || have == c.Version {
		return err
	}
	now := db.Micros(s.Clock.Now())
	if have != "" {
		if _, err := withdraw(ctx, tx, personID, c.Purpose, c.Country, now); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO consent (id, person_id, purpose, country, text_version, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id.New(), personID, c.Purpose, c.Country, c.Version, now)
	if err != nil {
		return err
	}
	return s.record(ctx, tx, by, "consent.give", personID, map[string]any{"purpose": c.Purpose, "country": c.Country, "version": c.Version})
}

// WithdrawConsent ends an agreement at once.
func (s *Service) WithdrawConsent(ctx context.Context, personID, purpose, country string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := withdraw(ctx, tx, personID, purpose, country, db.Micros(s.Clock.Now()))
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, By{ActorID: personID}, "consent.withdraw", personID, map[string]any{"purpose": purpose, "country": country})
	})
}

func withdraw(ctx context.Context, tx db.Tx, personID, purpose, country string, now int64) (int64, error) {
	return tx.Exec(ctx, `UPDATE consent SET withdrawn_at = $1 WHERE person_id = $2 AND purpose = $3 AND country = $4 AND withdrawn_at IS NULL`,
		now, personID, purpose, country)
}

// HasConsent tells whether the person agrees, now, to the purpose for the
// country.
func (s *Service) HasConsent(ctx context.Context, q db.Querier, personID, purpose, country string) (has bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM consent WHERE person_id = $1 AND purpose = $2 AND country = $3 AND withdrawn_at IS NULL)`,
		personID, purpose, country).Scan(&has)
	return has, err
}

// Consents lists all that the person ever agreed to, the newest first.
func (s *Service) Consents(ctx context.Context, personID string) (list []Consent, err error) {
	rows, err := s.DB.Query(ctx, `SELECT purpose, country, text_version, at, COALESCE(withdrawn_at, 0) FROM consent WHERE person_id = $1 ORDER BY at DESC, id DESC`, personID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Consent
		var at, withdrawn int64
		if err := rows.Scan(&c.Purpose, &c.Country, &c.Version, &at, &withdrawn); err != nil {
			return nil, err
		}
		c.At = db.Time(at)
		if withdrawn != 0 {
			c.Withdrawn = db.Time(withdrawn)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}
