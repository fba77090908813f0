package catalogue_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// shelf keeps files in memory, under their content.
type shelf map[string][]byte

func (s shelf) Put(content []byte) (string, error) {
	sum := string(content[:min(8, len(content))])
	s[sum] = content
	return sum, nil
}

type shelved struct{ *bytes.Reader }

func (shelved) Close() error { return nil }

func (s shelf) Get(sum string) (io.ReadSeekCloser, error) {
	c, ok := s[sum]
	if !ok {
		return nil, errors.New("not there")
	}
	return shelved{bytes.NewReader(c)}, nil
}
func (s shelf) Remove(sum string) error         { delete(s, sum); return nil }
func (s shelf) Old(time.Time) ([]string, error) { return nil, nil }

// lens writes pictures anew as the word "clean"; broken ones it refuses.
type lens struct{}

func (lens) Clean(content []byte, contentType string, _ int) ([]byte, string, error) {
	if bytes.Contains(content, []byte("broken")) {
		return nil, "", fault.New(fault.Invalid, "media.broken")
	}
	return []byte("clean"), "image/jpeg", nil
}

const (
	pngHead  = "\x89PNG\r\n\x1a\n"
	webpHead = "RIFF\x00\x00\x00\x00WEBPVP8 "
)

func newMediaMarket(t *testing.T, d *db.DB) (m *market, s shelf, p catalogue.Opportunity, editor string) {
	m, s = newMarket(t, d), shelf{}
	m.Blobs, m.Pictures = s, lens{}
	client, editor, _ := m.Client("BY")
	return m, s, m.Publish(m.Offer(client), "BY", editor), editor
}

// TestUploads takes pictures and PDFs for what they are, whatever they are
// called, and refuses the rest at the field.
func TestUploads(t *testing.T) {
	m, s, p, editor := newMediaMarket(t, dbtest.SQLite(t))
	for _, c := range []struct{ name, content, want, kept string }{
		{"a.png", pngHead, "", "a.jpg"},
		{`C:\photos\b.exe`, "\xFF\xD8\xFFabc", "", "b.jpg"},
		{"../../etc/c.webp", webpHead, "", "c.jpg"},
		{"d\r\nSet-Cookie: x.pdf", "%PDF-1.7 d", "", "d__Set-Cookie_ x.pdf"},
		{strings.Repeat("长", 300) + ".pdf", "%PDF-1.7 e", "", strings.Repeat("长", 120) + ".pdf"},
		{"", "%PDF-1.7 f", "", "file.pdf"},
		{"page.png", "<html><script>alert(1)</script>", "media.type", ""},
		{"drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "media.type", ""},
		{"g.gif", "GIF89a", "media.type", ""},
		{"h.png", pngHead + "broken", "media.broken", ""},
		{"i.png", "", "media.no_file", ""},
		{"j.pdf", "%PDF-1.7" + strings.Repeat("x", catalogue.MediaBytes), "media.too_large", ""},
	} {
		got, err := m.AddMedium(t.Context(), m.As(editor), p.Reference, catalogue.Upload{Name: c.name, Content: []byte(c.content)})
		if want := c.want; want != "" {
			if !slices.Equal(fields(err), []string{"file " + want}) {
				t.Errorf("%q: %v, want %s", c.name, fields(err), want)
			}
			continue
		}
		m.must(err)
		if got.Name != c.kept || strings.HasSuffix(got.Name, ".jpg") != (string(s[got.SHA256]) == "clean") {
			t.Errorf("%q is kept as %q, %q", c.name, got.Name, s[got.SHA256])
		}
	}
	for i := range 3 {
		_, err := m.AddMedium(t.Context(), m.As(editor), p.Reference, catalogue.Upload{Name: "k.pdf", Content: []byte("%PDF-1.7 k")})
		if full := i >= catalogue.MediaMost-6; full != (len(fields(err)) == 1) {
			t.Errorf("file %d: %v", 7+i, err)
		}
	}
	if _, err := m.AddMedium(t.Context(), m.As("adviser CN"), p.Reference, catalogue.Upload{Name: "k.pdf", Content: []byte("%PDF-1.7")}); kind(err) != "not found" {
		t.Errorf("a stranger adds a file: %v", err)
	}
	list, err := m.Media(t.Context(), m.As(editor), p)
	m.must(err)
	if err := m.RemoveMedium(t.Context(), m.As("adviser CN"), p.Reference, list[0].ID); kind(err) != "not found" {
		t.Errorf("a stranger removes a file: %v", err)
	}
	m.must(m.RemoveMedium(t.Context(), m.As(editor), p.Reference, list[0].ID))
	if _, _, _, err := m.OpenMedium(t.Context(), m.As(editor), list[0].ID); kind(err) != "not found" {
		t.Errorf("a removed file opens: %v", err)
	}
}

// TestMediaPolicy opens files to who may see what they belong to.
func TestMediaPolicy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m, _, p, editor := newMediaMarket(t, d)
		_, partner, _ := m.Client("CN")
		added, err := m.AddMedium(t.Context(), m.As(editor), p.Reference, catalogue.Upload{Name: "a.pdf", Content: []byte("%PDF-1.7")})
		m.must(err)
		all := []string{editor, "adviser BY", "validator BY", partner, "outsider", ""}
		keepers := all[:3]
		for _, c := range []struct {
			name      string
			state     catalogue.State
			anonymous bool
			level     catalogue.Confidentiality
			may       []string
			everybody bool
		}{
			{"public", catalogue.Published, false, catalogue.Public, all, true},
			{"for members", catalogue.Published, false, catalogue.Members, all[:5], false},
			{"after an agreement", catalogue.Published, false, catalogue.AfterAgreement, keepers, false},
			{"anonymous", catalogue.Published, true, catalogue.Public, keepers, false},
			{"anonymous for members", catalogue.Published, true, catalogue.Members, keepers, false},
			{"a draft", catalogue.Draft, false, catalogue.Public, keepers, false},
			{"on hold", catalogue.OnHold, false, catalogue.Public, keepers, false},
		} {
			p.Anonymous, p.Confidentiality = c.anonymous, c.level
			m.Tx(func(ctx context.Context, tx db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE opportunity SET state = $2, content = $3 WHERE id = $1`, p.ID, string(c.state), db.JSON(p.Content))
				return err
			})
			for _, who := range all {
				_, content, everybody, err := m.OpenMedium(t.Context(), m.As(who), added.ID)
				if want := slices.Contains(c.may, who); want != (err == nil) || err == nil && everybody != c.everybody {
					t.Errorf("%s: %q opens the file: %v, for everybody %v", c.name, who, err, everybody)
				}
				list, listed := m.Media(t.Context(), m.As(who), p)
				if m.must(listed); (len(list) == 1) != (err == nil) {
					t.Errorf("%s: %q is shown %d files, but opening gives %v", c.name, who, len(list), err)
				}
				if content != nil {
					m.must(content.Close())
				}
			}
		}
	})
}
