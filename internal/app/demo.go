package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/engine/mail/catcher"
	"github.com/birzha/birzha/internal/web"
)

// keptLetters is how many letters the demo keeps.
const keptLetters = 400

// demonstration is what a demo has beside the program: letters are caught
// instead of sent.
type demonstration struct{ letters *catcher.Catcher }

// DemoMemory is the soft limit of the demo's memory in bytes, unless GOMEMLIMIT
// says another.
const DemoMemory = 110 << 20

// Demo serves the sample exchange until ctx ends. The directory data keeps what
// visitors change; without one a temporary directory is used and removed.
func Demo(ctx context.Context, cfg Settings, out io.Writer) (err error) {
	if cfg.Data == "" {
		if cfg.Data, err = os.MkdirTemp("", "birzha-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(cfg.Data)) }()
	}
	a, err := openDemo(ctx, cfg)
	if err != nil {
		return err
	}
	return a.Serve(ctx, out)
}

// openDemo prepares a server with the sample exchange, which is entered into an
// empty database, and found again in the database of an earlier demo.
func openDemo(ctx context.Context, cfg Settings) (*App, error) {
	letters, err := catcher.Start(keptLetters)
	if err != nil {
		return nil, err
	}
	cfg.Database, cfg.MailURL = "", letters.URL()
	a, err := open(ctx, cfg, &demonstration{letters})
	if err != nil {
		return nil, errors.Join(err, letters.Close())
	}
	release := a.release
	a.release = func() error { return errors.Join(release(), letters.Close()) }
	return a, nil
}

// prepare enters the sample exchange and says what the pages show of it.
func (d *demonstration) prepare(ctx context.Context, c *core) (*web.Demo, error) {
	start := time.Now()
	s, err := newSeed(c)
	if err != nil {
		return nil, err
	}
	fresh, err := s.needed(ctx)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := s.sow(ctx); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		c.log.Info("sample exchange entered", "took", time.Since(start))
	}
	roles, err := s.roles(ctx)
	if err != nil {
		return nil, err
	}
	return &web.Demo{EventSlug: s.EventSlug(), Roles: roles, Letters: d.list}, nil
}

// list shows the letters that were caught, the newest first.
func (d *demonstration) list() (out []web.DemoLetter) {
	for _, m := range d.letters.List() {
		l := web.DemoLetter{ID: strconv.Itoa(m.ID), At: m.Caught, Subject: m.Subject, Text: m.Text}
		if len(m.To) > 0 {
			l.To = m.To[0]
		}
		out = append(out, l)
	}
	return out
}
