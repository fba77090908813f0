package catalogue

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/access"
)

const mediumColumns = `id, owner_kind, owner_id, name, type, size, sha256, at`

func scanMedium(r db.Row) (m Medium, err error) {
	var at int64
	err = r.Scan(&m.ID, &m.OwnerKind, &m.OwnerID, &m.Name, &m.Type, &m.Size, &m.SHA256, &at)
	m.At = instant(at)
	return m, err
}

// Media lists the files of a profile that the reader may see, the oldest first:
// those of an anonymous or confidential profile open with its owner's name and
// its text.
func (s *Service) Media(ctx context.Context, actor access.Actor, p Opportunity) ([]Medium, error) {
	if ok, _, err := s.seesMedia(ctx, actor, p.ID); err != nil || !ok {
		return nil, err
	}
	rows, err := s.DB.Query(ctx, `SELECT `+mediumColumns+` FROM medium WHERE owner_kind = $1 AND owner_id = $2 ORDER BY at, id`, mediaProfile, p.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Medium
	for rows.Next() {
		m, err := scanMedium(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// seesMedia tells whether the actor may see the files of a profile, and whether
// everybody may.
func (s *Service) seesMedia(ctx context.Context, actor access.Actor, profileID string) (may, everybody bool, err error) {
	p, o, err := s.profile(ctx, s.DB, profileID)
	if err != nil {
		return false, false, err
	}
	c := p.Public()
	if everybody = p.Visible() && !c.Anonymous && c.Confidentiality != Members && c.Confidentiality != AfterAgreement; everybody {
		return true, true, nil
	}
	if s.sees(actor, p, o) {
		return true, false, nil
	}
	if !p.Visible() {
		return false, false, nil
	}
	if !c.Anonymous && c.Confidentiality == Members {
		return actor.May(access.MembersRead, access.Object{}), false, nil
	}
	may, err = s.identitiesOpen(ctx, s.DB, actor, p.ID)
	return may, false, err
}

// OpenMedium opens a file for who may see what it belongs to, and tells whether
// everybody may; for others it is not there.
func (s *Service) OpenMedium(ctx context.Context, actor access.Actor, mediumID string) (m Medium, content io.ReadSeekCloser, everybody bool, err error) {
	m, err = scanMedium(s.DB.QueryRow(ctx, `SELECT `+mediumColumns+` FROM medium WHERE id = $1`, mediumID))
	if errors.Is(err, db.ErrNoRows) {
		return m, nil, false, fault.Missing()
	}
	if err != nil {
		return m, nil, false, err
	}
	may := true
	if everybody = m.OwnerKind == mediaOrg; !everybody {
		if may, everybody, err = s.seesMedia(ctx, actor, m.OwnerID); err != nil {
			return m, nil, false, err
		}
	}
	if !may {
		return Medium{}, nil, false, fault.Missing()
	}
	content, err = s.Blobs.Get(m.SHA256)
	return m, content, everybody, err
}

// keepBlobs is how long bytes that belong to nothing are kept: longer than any
// upload takes from its bytes to its row.
const keepBlobs = 24 * time.Hour

// SweepMedia removes the bytes that belong to no file any more.
func (s *Service) SweepMedia(ctx context.Context) error {
	old, err := s.Blobs.Old(s.Clock.Now().Add(-keepBlobs))
	if err != nil {
		return err
	}
	for len(old) > 0 {
		n := min(len(old), sweepAtOnce)
		in, args := placeholders(old[:n])
		rows, err := s.DB.Query(ctx, `SELECT DISTINCT sha256 FROM medium WHERE sha256 IN (`+in+`)`, args...)
		if err != nil {
			return err
		}
		kept, err := scanTexts(rows)
		if err != nil {
			return err
		}
		used := map[string]bool{}
		for _, sum := range kept {
			used[sum] = true
		}
		for _, sum := range old[:n] {
			if !used[sum] {
				if err := s.Blobs.Remove(sum); err != nil {
					return err
				}
			}
		}
		old = old[n:]
	}
	return nil
}

// MediaSums lists the sums of all files, for whoever checks that they are there.
func (s *Store) MediaSums(ctx context.Context, q db.Querier) ([]string, error) {
	rows, err := q.Query(ctx, `SELECT DISTINCT sha256 FROM medium ORDER BY sha256`)
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}
