package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/domain/identity"
)

// NewUser is somebody to be entered from the command line.
type NewUser struct {
	Email, Name, Latin, Lang, Zone string
}

// AddUser enters a person; one with the e-mail who is known stays as he is.
func AddUser(ctx context.Context, cfg Settings, u NewUser, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		f := identity.Profile{Native: u.Name, NativeLang: i18n.Lang(u.Lang), Latin: u.Latin, Language: i18n.Lang(u.Lang), Zone: u.Zone}
		return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			p, created, err := c.identity.Create(ctx, tx, identity.By{}, u.Email, f)
			if err != nil {
				return err
			}
			word := "known already"
			if created {
				word = "entered"
			}
			_, err = fmt.Fprintf(out, "%s %s: %s\n", p.Email, word, p.ID)
			return err
		})
	})
}

// ListUsers prints the people who hold a role beyond taking part, with their
// roles; with all, everyone.
func ListUsers(ctx context.Context, cfg Settings, all bool, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		rows, err := c.db.Query(ctx, `SELECT p.id, COALESCE(p.email, ''), p.name_native, COALESCE(g.role, ''), COALESCE(e.slug, g.event_id, ''), COALESCE(g.side, ''), COALESCE(o.slug, g.org_id, '')
			FROM person p LEFT JOIN role_grant g ON g.person_id = p.id LEFT JOIN event e ON e.id = g.event_id LEFT JOIN organisation o ON o.id = g.org_id
			ORDER BY p.email_folded, p.id, g.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		last := ""
		for rows.Next() {
			var id, email, name, role, event, side, org string
			if err := rows.Scan(&id, &email, &name, &role, &event, &side, &org); err != nil {
				return err
			}
			if !all && (role == "" || role == string(access.Participant)) {
				continue
			}
			if id == last {
				email, name = "", ""
			}
			last = id
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", email, name, role, event, side, org)
		}
		return errors.Join(rows.Err(), w.Flush())
	})
}

// Role is a role to be given or taken, with its event, side and organisation by
// the names in their addresses.
type Role struct {
	Email, Role, Event, Side, Org string
}

// GrantRole gives a person a role; RevokeRole takes it.
func GrantRole(ctx context.Context, cfg Settings, r Role, out io.Writer) error {
	return changeRole(ctx, cfg, r, "role.grant", out, func(ctx context.Context, c *core, tx db.Tx, personID string, g access.Grant) error {
		return access.Give(ctx, tx, c.clock, "", personID, g)
	})
}

// RevokeRole takes a role from a person.
func RevokeRole(ctx context.Context, cfg Settings, r Role, out io.Writer) error {
	return changeRole(ctx, cfg, r, "role.revoke", out, func(ctx context.Context, _ *core, tx db.Tx, personID string, g access.Grant) error {
		return access.Take(ctx, tx, personID, g)
	})
}

func changeRole(ctx context.Context, cfg Settings, r Role, action string, out io.Writer, change func(context.Context, *core, db.Tx, string, access.Grant) error) error {
	return withCore(ctx, cfg, func(c *core) error {
		p, err := c.personByEmail(ctx, r.Email)
		if err != nil {
			return err
		}
		g, err := c.grant(ctx, r)
		if err != nil {
			return err
		}
		err = c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			if err := change(ctx, c, tx, p.ID, g); err != nil {
				return err
			}
			return audit.Record(ctx, tx, audit.Entry{
				At: c.clock.Now(), Action: action, ObjectKind: "person", ObjectID: p.ID, EventID: g.Event, Side: g.Side,
				Detail: map[string]any{"role": string(g.Role), "organisation": g.Org},
			})
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s %s %s\n", action, p.Email, strings.Join(strings.Fields(r.Role+" "+r.Event+" "+r.Side+" "+r.Org), " "))
		return err
	})
}

// needs says what each role is held on.
var needs = map[access.Role]struct{ event, side, org bool }{
	access.Organiser: {event: true, side: true}, access.Secretariat: {event: true}, access.Admin: {},
	access.OrgAdmin: {org: true}, access.OrgEditor: {org: true}, access.ParkOperator: {org: true}, access.Intermediary: {org: true},
	access.Validator: {side: true}, access.Translator: {side: true},
}

// grant turns a role as named into one as stored.
func (c *core) grant(ctx context.Context, r Role) (g access.Grant, err error) {
	g.Role, g.Side = access.Role(r.Role), strings.ToUpper(r.Side)
	n, ok := needs[g.Role]
	if !ok {
		return g, fmt.Errorf("there is no role %q to be given here; the roles are organiser, secretariat, admin, org_admin, org_editor, park_operator, intermediary, validator, translator", r.Role)
	}
	for _, x := range []struct {
		flag   string
		needed bool
		given  string
	}{{"--event", n.event, r.Event}, {"--side", n.side, r.Side}, {"--org", n.org, r.Org}} {
		if x.needed && x.given == "" {
			return g, fmt.Errorf("the role %s needs %s", r.Role, x.flag)
		}
	}
	if r.Side != "" && !n.side {
		return g, fmt.Errorf("the role %s is held on no side; leave --side out", r.Role)
	}
	if r.Event != "" && n.side && !n.event {
		return g, fmt.Errorf("the role %s is held for a side in no exchange; leave --event out", r.Role)
	}
	if n.side && !vocabulary.Countries.Valid(g.Side) {
		return g, fmt.Errorf("--side %s is no country; an ISO 3166-1 code is needed, as in BY", r.Side)
	}
	if r.Event != "" {
		w, err := c.exchange.EventBySlug(ctx, r.Event)
		if err != nil {
			return g, absent(err, "there is no event %s; birzha event add sets one up", r.Event)
		}
		if n.side && !slices.Contains(w.Countries(), g.Side) {
			return g, fmt.Errorf("the event has no side %s; its sides are %s", g.Side, strings.Join(w.Countries(), ", "))
		}
		g.Event = w.ID
	}
	if r.Org != "" {
		o, err := c.catalogue.Organisation(ctx, c.db, r.Org)
		if err != nil {
			return g, absent(err, "there is no organisation %s; its name is the end of its page's address", r.Org)
		}
		g.Org = o.ID
	}
	return g, nil
}

// LinkUser prints a link by which a person signs in, once, within half an hour:
// for the first administrator, and where mail does not arrive.
func LinkUser(ctx context.Context, cfg Settings, email string, out io.Writer) error {
	return withCore(ctx, cfg, func(c *core) error {
		p, err := c.personByEmail(ctx, email)
		if err != nil {
			return err
		}
		token, err := c.identity.MintLink(ctx, p.Email, p.Language)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, c.cfg.BaseURL+"/sign-in/link/"+token)
		return err
	})
}

// withCore runs fn with the services over a database whose schema is brought
// up to date.
func withCore(ctx context.Context, cfg Settings, fn func(c *core) error) error {
	if cfg.BaseURL == "" {
		cfg.BaseURL = reachable("http://" + cfg.Addr)
	}
	send, err := sender(cfg)
	if err != nil {
		return err
	}
	c, err := openCore(ctx, cfg, send)
	if err != nil {
		return err
	}
	return errors.Join(fn(c), c.db.Close())
}

// personByEmail finds a person, or says that there is none and the way out.
func (c *core) personByEmail(ctx context.Context, email string) (identity.Person, error) {
	p, err := c.identity.PersonByEmail(ctx, email)
	return p, absent(err, "there is no person with the email %s; birzha user add enters one", email)
}

// actorAs is who acts from the command line, by the e-mail given with --as.
func (c *core) actorAs(ctx context.Context, email string) (access.Actor, error) {
	p, err := c.personByEmail(ctx, email)
	if err != nil {
		return access.Actor{}, fmt.Errorf("--as %s: %w", email, err)
	}
	return access.Load(ctx, c.db, p.ID, c.clock.Now())
}

// absent says in the words of the command line that something is not there; any
// other error is left as it is.
func absent(err error, format string, args ...any) error {
	if fault.KindOf(err) == fault.NotFound {
		return fmt.Errorf(format, args...)
	}
	return err
}
