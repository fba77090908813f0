package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/bulk"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/internal/web"
)

// CatalogueImport brings profiles and organisations from a file into the
// catalogue, in the name of a person.
type CatalogueImport struct {
	File, As, Source, Lang string
	Preview, Publish       bool
}

// Run prints what the file would change and why rows are rejected; without
// Preview it enters what is not rejected, all or nothing.
func (im CatalogueImport) Run(ctx context.Context, cfg Settings, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		actor, err := c.actorAs(ctx, im.As)
		if err != nil {
			return err
		}
		tables, err := c.bulkTables(im.File)
		if err != nil {
			return err
		}
		s, l := &bulk.Service{Service: c.catalogue}, i18n.Lang(im.Lang)
		id, err := s.Start(ctx, actor, filepath.Base(im.File), tables, bulk.Options{Source: im.Source, Language: l, Publish: im.Publish})
		if err != nil {
			return fmt.Errorf("%s may not import into the catalogue: %w", im.As, err)
		}
		var in *bulk.Intake
		if im.Preview {
			if in, err = s.Load(ctx, actor, id); err == nil {
				err = s.Drop(ctx, actor, id)
			}
		} else {
			in, err = s.Confirm(ctx, actor, id)
		}
		if err != nil {
			return err
		}
		return printBulk(out, in, l)
	})
}

func (c *core) bulkTables(path string) ([]bulk.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	reader := &web.Server{Deps: web.Deps{Files: c.files, Limits: web.Limits{UploadBytes: c.cfg.UploadBytes()}}}
	return reader.BulkTables(f, st.Size(), filepath.Base(path))
}

func printBulk(out io.Writer, in *bulk.Intake, l i18n.Lang) error {
	for _, i := range append(in.Issues, in.Rejected()...) {
		fmt.Fprintln(out, i.Say(l))
	}
	for _, k := range bulk.Kinds {
		for _, e := range bulk.Effects {
			if n := in.Count(k, e); n > 0 {
				fmt.Fprintf(out, "%s: %s: %s\n", l.T("bulk.kind_"+string(k)), l.T("bulk.effect_"+string(e)), l.Number(n))
			}
		}
	}
	return nil
}

// CatalogueExport writes what everybody may read of the catalogue into a file.
type CatalogueExport struct{ File, Lang string }

// mostExported bounds a file of the whole catalogue.
const mostExported = 1_000_000

// Run writes the file; its ending says how: .xlsx, .csv or .json.
func (x CatalogueExport) Run(ctx context.Context, cfg Settings, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		things, _, err := c.catalogue.FindAll(ctx, access.Actor{}, search.Query{}, mostExported)
		if err != nil {
			return err
		}
		e, l := bulk.ExportOf(things), i18n.Lang(x.Lang)
		var b []byte
		switch ext := strings.ToLower(filepath.Ext(x.File)); ext {
		case ".xlsx":
			b, err = c.documents.Workbook(e.Sheets(l))
		case ".csv":
			b, err = c.documents.Separated(e.Sheets(l)[0])
		case ".json":
			var w bytes.Buffer
			err = e.JSON(&w)
			b = w.Bytes()
		default:
			return fmt.Errorf("the file's ending %q is not known; use .xlsx, .csv or .json", ext)
		}
		if err == nil {
			err = os.WriteFile(x.File, b, 0o600)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%d things: %s\n", len(things), x.File)
		return err
	})
}
