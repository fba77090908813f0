package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/domain/notify"
	"github.com/birzha/birzha/internal/engine/blob"
)

// withLogo adds an organisation with a logo and returns its sum.
func withLogo(ctx context.Context, t *testing.T, c *core) (sum string) {
	t.Helper()
	o := catalogue.Organisation{Kind: catalogue.Institute, Country: "BY", Slug: "glass", Name: i18n.Written(i18n.EN, "Institute of Glass"), City: i18n.Text{}, Description: i18n.Text{}}
	var by access.Actor
	err := c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		p, _, err := c.identity.Create(ctx, tx, identity.By{}, "admin@example.org", identity.Profile{Native: "Admin", NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"})
		if err != nil {
			return err
		}
		if err := c.catalogue.AddOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		if err := access.Give(ctx, tx, c.clock, "", p.ID, access.Grant{Role: access.OrgAdmin, Org: o.ID}); err != nil {
			return err
		}
		by, err = access.Load(ctx, tx, p.ID, c.clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 900, 300))); err != nil {
		t.Fatal(err)
	}
	if err := c.catalogue.SetLogo(ctx, by, "glass", &catalogue.Upload{Name: `C:\pictures\logo.jpeg`, Content: picture.Bytes()}); err != nil {
		t.Fatal(err)
	}
	sums, err := c.catalogue.MediaSums(ctx, c.db)
	if err != nil || len(sums) != 1 {
		t.Fatalf("sums %v, %v", sums, err)
	}
	return sums[0]
}

// TestBackupOfMedia takes the uploaded files along and brings them back; a
// damaged archive is refused.
func TestBackupOfMedia(t *testing.T) {
	cfg, other := settings(t), settings(t)
	file := filepath.Join(t.TempDir(), "backup")
	var sum string
	err := withCore(t.Context(), cfg, func(c *core) error {
		sum = withLogo(t.Context(), t, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := printed(t, func(out *bytes.Buffer) error { return Backup(t.Context(), cfg, file, out) }); !strings.Contains(out, "1 files, 0 missing") {
		t.Errorf("backup printed %q", out)
	}
	if out := printed(t, func(out *bytes.Buffer) error { return Restore(t.Context(), other, file, false, out) }); !strings.Contains(out, "media 1 files restored, 0 missing") {
		t.Errorf("restore printed %q", out)
	}
	err = withCore(t.Context(), other, func(c *core) error {
		o, err := c.catalogue.Organisation(t.Context(), c.db, "glass")
		if err != nil {
			return err
		}
		m, content, everybody, err := c.catalogue.OpenMedium(t.Context(), access.Actor{}, o.LogoID)
		if err != nil || !everybody || m.Name != "logo.png" || m.SHA256 != sum {
			t.Errorf("logo %+v, %v", m, err)
			return err
		}
		shape, err := png.DecodeConfig(content)
		if err != nil || shape.Width != 400 {
			t.Errorf("logo is %d pixels wide, %v", shape.Width, err)
		}
		return content.Close()
	})
	if err != nil {
		t.Fatal(err)
	}

	b, err := os.ReadFile(mediaArchive(file))
	if err != nil {
		t.Fatal(err)
	}
	b[600] ^= 1
	if err := os.WriteFile(mediaArchive(file), b, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Restore(t.Context(), settings(t), file, false, &out); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged archive: %v", err)
	}
}

// TestSweepMedia removes the bytes of a file that was replaced, a day later, and
// keeps those in use.
func TestSweepMedia(t *testing.T) {
	cfg := settings(t)
	err := withCore(t.Context(), cfg, func(c *core) error {
		kept := withLogo(t.Context(), t, c)
		gone, err := c.blobs.Put([]byte("replaced"))
		if err != nil {
			return err
		}
		young, err := c.blobs.Put([]byte("uploaded just now"))
		if err != nil {
			return err
		}
		past := time.Now().Add(-25 * time.Hour)
		for _, sum := range []string{kept, gone} {
			if err := os.Chtimes(filepath.Join(mediaDir(cfg), sum[:2], sum), past, past); err != nil {
				return err
			}
		}
		if err := c.catalogue.SweepMedia(t.Context()); err != nil {
			return err
		}
		for sum, there := range map[string]bool{kept: true, gone: false, young: true} {
			f, err := c.blobs.Get(sum)
			if err == nil {
				f.Close()
			}
			if there != (err == nil) || !there && !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("%s: %v, want it there: %v", sum, err, there)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// collected keeps what would be sent.
type collected struct{ sent []notify.Message }

func (c *collected) Send(_ context.Context, m notify.Message) error {
	c.sent = append(c.sent, m)
	return nil
}

// TestNoticesHaveLetters works a job of every notice of the catalogue: each
// becomes a letter with a subject, under the same Message-ID when it is worked
// again.
func TestNoticesHaveLetters(t *testing.T) {
	out := &collected{}
	c, err := openCore(t.Context(), settings(t), out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(c.blobs.Close(), c.db.Close()) })
	c.letters.Queue = works{c}
	var person identity.Person
	err = c.db.Tx(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		person, _, err = c.identity.Create(ctx, tx, identity.By{}, "reader@example.org", identity.Profile{Native: "Reader", NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]catalogue.Notice{}
	for _, n := range catalogue.Notices {
		for range 2 {
			j := catalogue.NoticeJob{Key: "key/" + string(n), Notice: n, PersonIDs: []string{person.ID}, Title: i18n.Written(i18n.EN, "Fine lenses"), Path: "/desk/interest/1", Count: 3}
			if err := c.catalogueNotice(t.Context(), j); err != nil {
				t.Fatalf("%s: %v", n, err)
			}
		}
		pair := out.sent[len(out.sent)-2:]
		if pair[0].ID != pair[1].ID || ids[pair[0].ID] != "" {
			t.Errorf("%s: Message-IDs %s and %s", n, pair[0].ID, pair[1].ID)
		}
		ids[pair[0].ID] = n
		if !strings.Contains(pair[0].Subject, "Fine lenses") || !strings.Contains(pair[0].Text, "/desk/interest/1") || pair[0].To != "reader@example.org" {
			t.Errorf("%s: letter %+v", n, pair[0])
		}
	}
	if len(ids) != len(catalogue.Notices) || slices.Contains(catalogue.Notices, "") {
		t.Errorf("%d letters of %d notices", len(ids), len(catalogue.Notices))
	}
}

// works works the jobs of letters at once.
type works struct{ c *core }

func (w works) Enqueue(ctx context.Context, _ db.Tx, list ...interface{ Kind() string }) error {
	for _, j := range list {
		if m, ok := j.(notify.MailJob); ok {
			if err := w.c.letters.Work(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}
