package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
)

// registryChunk is how many records of the registry one transaction stores.
const registryChunk = 2000

// LoadRegistry brings a dump of the Research Organization Registry into the
// table from which forms are filled, and prints what was repaired and why
// records were left out.
func LoadRegistry(ctx context.Context, cfg Settings, file string, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		var batch []ror.Record
		store := func() error {
			defer func() { batch = batch[:0] }()
			return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return c.catalogue.PutRegistry(ctx, tx, batch) })
		}
		stored, repaired, rejected := 0, 0, 0
		for item, err := range ror.Read(f) {
			if err != nil {
				return err
			}
			switch {
			case item.Record == nil:
				rejected++
				printNotes(out, item.Number, item.ID, item.Notes)
				continue
			case len(item.Notes) > 0:
				repaired++
			}
			stored++
			if batch = append(batch, *item.Record); len(batch) == registryChunk {
				if err := store(); err != nil {
					return err
				}
			}
		}
		if err := store(); err != nil {
			return err
		}
		err = c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			return audit.Record(ctx, tx, audit.Entry{At: c.clock.Now(), Action: "registry.load", ObjectKind: "catalogue", ObjectID: "registry", Detail: map[string]any{"stored": stored, "repaired": repaired, "rejected": rejected}})
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%d records can be looked up now, %d of them repaired; %d were left out\n", stored, repaired, rejected)
		return err
	})
}

func printNotes(out io.Writer, number int, id string, notes []ror.Note) {
	for _, n := range notes {
		fmt.Fprintf(out, "record %d %s: %s", number, id, n.Reason)
		if n.Field != "" {
			fmt.Fprintf(out, " %s", n.Field)
		}
		if n.Was != "" || n.Is != "" {
			fmt.Fprintf(out, ": %q → %q", n.Was, n.Is)
		}
		fmt.Fprintln(out)
	}
}

// RegistryImport enters organisations of a file of the registry.
type RegistryImport struct {
	File      string
	As        string   // e-mail of the validator who imports
	Countries []string // ISO 3166-1, of his sides
	Confirm   bool     // else only the preview is printed
}

// Run prints what the file would change, each record that is repaired, left out
// or waiting with the reason, and, if confirmed, enters it, all or nothing.
func (im RegistryImport) Run(ctx context.Context, cfg Settings, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		actor, err := c.actorAs(ctx, im.As)
		if err != nil {
			return err
		}
		f, err := os.Open(im.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in, err := c.catalogue.ImportRegistry(ctx, actor, ror.Read(f), im.Countries, im.Confirm)
		if err != nil {
			return absent(err, "%s may not import organisations of %s: a validator of each of these sides can", im.As, strings.Join(im.Countries, ", "))
		}
		for _, x := range in.Lines {
			if x.Effect != catalogue.RegistryPasses {
				printNotes(out, x.Number, x.ID, x.Notes)
			}
			if x.Alike != nil {
				fmt.Fprintf(out, "record %d %s: %s is probably /organisations/%s: give that record the ROR id, or say there that it is another\n", x.Number, x.ID, x.Name, x.Alike.Slug)
			}
		}
		for _, e := range catalogue.RegistryEffects {
			fmt.Fprintf(out, "%s: %d\n", e, in.Count(e))
		}
		if !im.Confirm {
			_, err = fmt.Fprintln(out, "nothing is entered yet; --confirm enters it")
		}
		return err
	})
}
