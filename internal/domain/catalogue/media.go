package catalogue

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// What media need from others.
type (
	// Blobs keeps files under the SHA-256 of their content, in hexadecimal
	// digits.
	Blobs interface {
		Put(content []byte) (sum string, err error)
		Get(sum string) (io.ReadSeekCloser, error)
		Remove(sum string) error
		// Old lists what was put before the instant, by its sums.
		Old(before time.Time) ([]string, error)
	}
	// Pictures writes a picture anew without anything but the picture, no side
	// longer than most pixels, and tells the MIME type of what it wrote.
	Pictures interface {
		Clean(content []byte, contentType string, most int) (out []byte, outType string, err error)
	}
)

// Limits of media.
const (
	MediaBytes   = 10 << 20 // of a file as uploaded
	MediaMost    = 8        // files of a profile
	pictureSide  = 1600     // pixels
	logoSide     = 400      // pixels
	mediumName   = 120      // characters
	pdfType      = "application/pdf"
	mediaProfile = "opportunity"
	mediaOrg     = "organisation"
)

// Medium is a file of a profile, or the logo of an organisation. Its bytes never
// change.
type Medium struct {
	ID        string
	OwnerKind string
	OwnerID   string
	Name      string
	Type      string // image/png, image/jpeg or application/pdf
	Size      int64  // bytes
	SHA256    string
	At        time.Time
}

// Picture tells whether it is to be shown as a picture.
func (m Medium) Picture() bool { return m.Type != pdfType }

// Upload is a file that somebody brings.
type Upload struct {
	Name    string
	Content []byte
}

// sniff tells the type of a file by its first bytes, "" for any other than those
// taken.
func sniff(content []byte) string {
	for _, x := range []struct{ head, contentType string }{{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xFF\xD8\xFF", "image/jpeg"}, {"%PDF-", pdfType}} {
		if strings.HasPrefix(string(content[:min(len(content), 16)]), x.head) {
			return x.contentType
		}
	}
	if len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP" {
		return "image/webp"
	}
	return ""
}

// clean makes a file fit to be kept: its type is what it is, not what it is
// called, and a picture is written anew.
func (s *Service) clean(u Upload, side int, pdf bool) (content []byte, contentType string, err error) {
	refuse := func(key string, args ...any) ([]byte, string, error) {
		return nil, "", fault.InvalidFields(fault.Field{Name: "file", Key: key, Args: args})
	}
	switch contentType = sniff(u.Content); {
	case len(u.Content) == 0:
		return refuse("media.no_file")
	case len(u.Content) > MediaBytes:
		return refuse("media.too_large", "mb", MediaBytes>>20)
	case contentType == pdfType && pdf:
		return u.Content, contentType, nil
	case contentType == "" || contentType == pdfType:
		if !pdf {
			return refuse("media.type_picture")
		}
		return refuse("media.type")
	}
	content, contentType, err = s.Pictures.Clean(u.Content, contentType, side)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return refuse(f.Key, f.Args...)
	}
	return content, contentType, err
}

// AddMedium adds a picture or a PDF to a profile.
func (s *Service) AddMedium(ctx context.Context, actor access.Actor, reference string, u Upload) (m Medium, err error) {
	p, o, err := s.byReference(ctx, s.DB, reference)
	if err != nil {
		return m, err
	}
	if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{p.OrganisationID}}); err != nil {
		return m, err
	}
	content, contentType, err := s.clean(u, pictureSide, true)
	if err != nil {
		return m, err
	}
	m = Medium{OwnerKind: mediaProfile, OwnerID: p.ID, Name: mediumNamed(u.Name, contentType), Type: contentType, Size: int64(len(content))}
	if m.SHA256, err = s.Blobs.Put(content); err != nil {
		return m, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM medium WHERE owner_kind = $1 AND owner_id = $2`, mediaProfile, p.ID).Scan(&n); err != nil {
			return err
		}
		if n >= MediaMost {
			return fault.InvalidFields(fault.Field{Name: "file", Key: "media.too_many", Args: []any{"n", MediaMost}})
		}
		if err := s.putMedium(ctx, tx, actor, &m); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile.media_add", Kind: "opportunity", ID: p.ID,
			Detail: map[string]any{"reference": p.Reference, "sha256": m.SHA256},
		})
	})
	return m, err
}

// putMedium keeps the row of bytes that are kept already. Bytes whose row is not
// committed are swept later.
func (s *Service) putMedium(ctx context.Context, tx db.Tx, actor access.Actor, m *Medium) (err error) {
	m.ID, m.At = id.New(), s.Clock.Now()
	_, err = tx.Exec(ctx, `INSERT INTO medium (id, owner_kind, owner_id, name, type, size, sha256, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, m.OwnerKind, m.OwnerID, m.Name, m.Type, m.Size, m.SHA256, actor.PersonID, db.Micros(m.At))
	return err
}

// RemoveMedium takes a file from a profile.
func (s *Service) RemoveMedium(ctx context.Context, actor access.Actor, reference, mediumID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, o, err := s.byReference(ctx, tx, reference)
		if err != nil {
			return err
		}
		if err := actor.Check(access.ProfileEdit, access.Object{Orgs: []string{p.OrganisationID}}); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM medium WHERE id = $1 AND owner_kind = $2 AND owner_id = $3`, mediumID, mediaProfile, p.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.ProfileEdit, Org: p.OrganisationID, Side: o.Country, Action: "profile.media_remove", Kind: "opportunity", ID: p.ID, Detail: map[string]any{"reference": p.Reference},
		})
	})
}

// SetLogo gives an organisation a logo in place of the one it had; an upload
// without content takes it away.
func (s *Service) SetLogo(ctx context.Context, actor access.Actor, slug string, u *Upload) error {
	o, err := s.Organisation(ctx, s.DB, slug)
	if err != nil {
		return err
	}
	if err := actor.Check(access.OrganisationEdit, access.Object{Orgs: []string{o.ID}, Sides: []string{o.Country}}); err != nil {
		return err
	}
	m := Medium{OwnerKind: mediaOrg, OwnerID: o.ID}
	if u != nil {
		content, contentType, err := s.clean(*u, logoSide, false)
		if err != nil {
			return err
		}
		m.Name, m.Type, m.Size = mediumNamed(u.Name, contentType), contentType, int64(len(content))
		if m.SHA256, err = s.Blobs.Put(content); err != nil {
			return err
		}
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if o, err = s.OrganisationByID(ctx, tx, o.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM medium WHERE owner_kind = $1 AND owner_id = $2`, mediaOrg, o.ID); err != nil {
			return err
		}
		if u != nil {
			if err := s.putMedium(ctx, tx, actor, &m); err != nil {
				return err
			}
		}
		o.LogoID = m.ID
		if err := s.putOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		return s.record(ctx, tx, act{
			Actor: actor, Needed: access.OrganisationEdit, Org: o.ID, Side: o.Country, Action: "organisation.logo", Kind: "organisation", ID: o.ID, Detail: map[string]any{"sha256": m.SHA256},
		})
	})
}

// mediumNamed makes a name for a file that is safe to offer for saving, with the
// ending of its type.
func mediumNamed(name, contentType string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_.()", r) {
			return r
		}
		return '_'
	}, name)
	if r := []rune(strings.Trim(name, " .")); len(r) > mediumName {
		name = string(r[:mediumName])
	} else {
		name = string(r)
	}
	if name == "" {
		name = "file"
	}
	return name + map[string]string{"image/png": ".png", "image/jpeg": ".jpg", pdfType: ".pdf"}[contentType]
}
