package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
)

// Import is an import from the command line: the same as on the page, by a
// person who may do it there.
type Import struct {
	Files   []string
	Event   string // slug
	As      string // e-mail of the person who imports
	Lang    string // of what is printed
	Confirm bool   // else only the preview is printed
}

// shownChanges is how many changes and remarks a preview prints.
const shownChanges = 40

// Run reads the files, prints what they would change and, if confirmed, brings
// it in, all or nothing.
func (im Import) Run(ctx context.Context, cfg Settings, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		actor, err := c.actorAs(ctx, im.As)
		if err != nil {
			return err
		}
		e, err := c.exchange.Event(ctx, actor, im.Event)
		if err != nil {
			return fmt.Errorf("--event %s: %w", im.Event, err)
		}
		tables, name, err := c.readFiles(im.Files)
		if err != nil {
			return err
		}
		id, err := c.exchange.StartImport(ctx, actor, e, name, tables)
		if err != nil {
			return fmt.Errorf("%s may not import into %s: %w", im.As, im.Event, err)
		}
		in, err := c.exchange.Import(ctx, actor, e, id)
		if err != nil {
			return err
		}
		l := i18n.Lang(im.Lang)
		printIntake(out, in, l)
		if len(in.Report.Errors) == 0 && im.Confirm && in.Ready() {
			if in, err = c.exchange.ConfirmImport(ctx, actor, e, id); err != nil {
				return err
			}
			_, err = fmt.Fprintln(out, imported(in, l))
			return err
		}
		err = c.exchange.DropImport(ctx, actor, e, id)
		if len(in.Report.Errors) > 0 {
			return errors.Join(ErrInput, err)
		}
		if !im.Confirm && in.Ready() {
			fmt.Fprintln(out, "nothing is entered yet; --confirm enters it")
		}
		return err
	})
}

// imported says what an import has done.
func imported(in *exchange.Intake, l i18n.Lang) string {
	people, wishes := in.Count(exchange.Creates)
	waiting, _ := in.Count(exchange.Waits)
	changedPeople, changedWishes := in.Count(exchange.Changes)
	return l.T("intake.done", "people", people+waiting, "wishes", wishes, "changed", changedPeople+changedWishes)
}

func (c *core) readFiles(paths []string) (tables []roster.Table, name string, err error) {
	var names []string
	for _, path := range paths {
		more, err := c.readPath(path)
		if err != nil {
			return nil, "", err
		}
		tables, names = append(tables, more...), append(names, filepath.Base(path))
	}
	return tables, strings.Join(names, ", "), nil
}

func (c *core) readPath(path string) ([]roster.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return c.files.Read(f, st.Size(), path)
}

// printIntake prints what an import would change, in the words of the page.
func printIntake(out io.Writer, in *exchange.Intake, l i18n.Lang) {
	for _, list := range []struct {
		key    string
		issues []roster.Issue
		more   int
	}{{"intake.errors", in.Report.Errors, in.Report.MoreErrors}, {"intake.warnings", in.Report.Warnings, in.Report.MoreWarnings}} {
		if len(list.issues) == 0 {
			continue
		}
		fmt.Fprintln(out, l.T(list.key, "n", len(list.issues)+list.more))
		for _, i := range list.issues[:min(len(list.issues), shownChanges)] {
			fmt.Fprintln(out, "  "+i.Say(l))
		}
		if rest := len(list.issues) - shownChanges + list.more; rest > 0 {
			fmt.Fprintln(out, "  "+l.T("intake.more", "n", rest))
		}
	}
	for _, e := range []exchange.Effect{exchange.Creates, exchange.Waits, exchange.Changes, exchange.Keeps, exchange.Skips} {
		people, wishes := in.Count(e)
		if people+wishes > 0 {
			fmt.Fprintf(out, "%s: %s, %s\n", l.T("intake.effect_"+string(e)), l.T("intake.count_people", "n", people), l.T("intake.count_wishes", "n", wishes))
		}
	}
	printed := 0
	for _, p := range in.People {
		if p.Effect == exchange.Keeps {
			continue
		}
		if printed++; printed > shownChanges {
			break
		}
		var columns []string
		for _, key := range p.Columns {
			columns = append(columns, l.T(key))
		}
		fmt.Fprintln(out, "  "+join(" · ", l.T("intake.effect_"+string(p.Effect)), p.Person.Name(), p.Person.Organisation, strings.Join(columns, ", ")))
	}
	if len(in.Report.Errors) == 0 && !in.Ready() {
		fmt.Fprintln(out, l.T("intake.nothing"))
	}
}
