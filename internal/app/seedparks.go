package app

import (
	"context"
	"fmt"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// addParks enters what the parks tell of themselves, and which are partners.
func (s *seed) addParks(ctx context.Context, tx db.Tx) error {
	for _, p := range s.data.Parks {
		o, ok := s.organisations[p.Park]
		if !ok {
			return fmt.Errorf("park %s: no such organisation", p.Park)
		}
		if _, err := tx.Exec(ctx, `UPDATE organisation SET park = $2 WHERE id = $1`, o.ID, db.JSON(p.Facts)); err != nil {
			return err
		}
		for _, i := range p.Indicators {
			if _, err := tx.Exec(ctx, `INSERT INTO park_indicator (organisation_id, year, name, value) VALUES ($1, $2, $3, $4)`, o.ID, i.Year, string(i.Name), i.Value); err != nil {
				return err
			}
		}
		for _, key := range p.Partners {
			if err := s.catalogue.AddMembership(ctx, tx, o.ID, s.organisations[key].ID, catalogue.PartnerOf); err != nil {
				return err
			}
		}
	}
	return nil
}
