package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
)

// eventFile is an exchange as a JSON file describes it. Times are written as
// "2027-04-20 09:00" on the clock of Zone; texts by language.
type eventFile struct {
	Slug      string            `json:"slug"`
	Language  i18n.Lang         `json:"language"` // of the originals; other languages count as approved
	Title     map[string]string `json:"title"`
	Aim       map[string]string `json:"aim"`
	Audience  map[string]string `json:"audience"`
	Practical map[string]string `json:"practical"`
	Zone      string            `json:"zone"`
	Online    bool              `json:"online"`
	Hidden    bool              `json:"hidden"` // seen by those with a role in it only
	Closes    string            `json:"closes"`
	Sides     []struct {
		Country    string `json:"country"`
		Zone       string `json:"zone"`
		Organisers []struct {
			Name map[string]string `json:"name"`
			Kind catalogue.Kind    `json:"kind"`
			City map[string]string `json:"city"`
		} `json:"organisers"`
	} `json:"sides"`
	Slots []struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"slots"`
	Places    []string `json:"places"`
	Programme []struct {
		Kind        exchange.ItemKind `json:"kind"`
		Title       map[string]string `json:"title"`
		Description map[string]string `json:"description"`
		Start       string            `json:"start"`
		End         string            `json:"end"`
	} `json:"programme"`
}

// AddEvent sets up an exchange from a JSON file, all or nothing. The error names
// every place of the file that breaks a rule.
func AddEvent(ctx context.Context, cfg Settings, file string, out io.Writer) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var in eventFile
	d := json.NewDecoder(io.LimitReader(f, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	r := eventReader{in: in, file: file}
	e, slots, places, items := r.read()
	if len(r.errs) > 0 {
		return errors.Join(r.errs...)
	}
	return withCore(ctx, cfg, func(c *core) error {
		err := c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
			for i := range e.Sides {
				side := &e.Sides[i]
				for k := range side.Organisers {
					if err := c.sameOrNew(ctx, tx, &side.Organisers[k]); err != nil {
						return err
					}
				}
				side.Organiser = side.Organisers[0]
			}
			return c.exchange.AddEvent(ctx, tx, "", &e, slots, places, items)
		})
		if db.IsUnique(err) {
			return fmt.Errorf("%s: slug: there is an event %q already; choose another slug", file, e.Slug)
		}
		if err == nil {
			_, err = fmt.Fprintf(out, "event %s: %d sides, %d slots, %d places, %d programme items\n", e.Slug, len(e.Sides), len(slots), len(places), len(items))
		}
		return err
	})
}

// sameOrNew finds the organisation by name, or enters it.
func (c *core) sameOrNew(ctx context.Context, tx db.Tx, o *catalogue.Organisation) error {
	for _, v := range o.Name {
		known, found, err := c.catalogue.FindByName(ctx, tx, o.Country, v.Text)
		if err != nil {
			return err
		}
		if found {
			*o = known
			return nil
		}
	}
	return c.catalogue.AddOrganisation(ctx, tx, o)
}

// eventReader checks an event's file and collects what is wrong with it.
type eventReader struct {
	in   eventFile
	file string
	zone *time.Location
	errs []error
}

func (r *eventReader) fail(path, rule string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s: %s: %s", r.file, path, fmt.Sprintf(rule, args...)))
}

func (r *eventReader) read() (e exchange.Event, slots []exchange.Slot, places []exchange.Place, items []exchange.Item) {
	if r.in.Language == "" {
		r.in.Language = i18n.EN
	}
	r.zone = r.zoneOf("zone", r.in.Zone)
	e = exchange.Event{
		Slug: r.in.Slug, Title: r.text("title", r.in.Title), Aim: r.text("aim", r.in.Aim), Audience: r.text("audience", r.in.Audience),
		Practical: r.text("practical", r.in.Practical), Zone: r.in.Zone, Online: r.in.Online, Public: !r.in.Hidden, Closes: r.at("closes", r.in.Closes),
	}
	if e.Slug == "" || len(e.Title) == 0 {
		r.fail("slug, title", "both are needed: the slug is the event's part of its address, such as fair-2027")
	}
	r.sides(&e)
	slots = r.slots()
	for _, name := range r.in.Places {
		places = append(places, exchange.Place{Name: name})
	}
	if !e.Online && len(places) == 0 {
		r.fail("places", "an exchange on site needs at least one place; or set \"online\": true")
	}
	items = r.items()
	e.Starts, e.Ends = span(slots, items)
	return e, slots, places, items
}

func (r *eventReader) sides(e *exchange.Event) {
	if len(r.in.Sides) < 2 {
		r.fail("sides", "an exchange has at least two sides")
	}
	for i, s := range r.in.Sides {
		path := fmt.Sprintf("sides[%d]", i)
		r.zoneOf(path+".zone", s.Zone)
		side := exchange.Side{Country: s.Country, Zone: s.Zone, Position: i + 1}
		if len(s.Country) != 2 || slices.Contains(e.Countries(), s.Country) {
			r.fail(path+".country", "write a two-letter code such as BY, another for each side")
		}
		if len(s.Organisers) == 0 {
			r.fail(path+".organisers", "each side needs an organiser")
		}
		for k, o := range s.Organisers {
			org := catalogue.Organisation{Kind: o.Kind, Country: s.Country, Name: r.text(fmt.Sprintf("%s.organisers[%d].name", path, k), o.Name), City: r.text(path+".city", o.City), Description: i18n.Text{}}
			if org.Kind == "" {
				org.Kind = catalogue.Agency
			}
			if !slices.Contains(catalogue.Kinds, org.Kind) || len(org.Name) == 0 {
				r.fail(fmt.Sprintf("%s.organisers[%d]", path, k), "a name is needed, and a kind of %v", catalogue.Kinds)
			}
			side.Organisers = append(side.Organisers, org)
		}
		e.Sides = append(e.Sides, side)
	}
}

func (r *eventReader) slots() (out []exchange.Slot) {
	var list []roster.Slot
	for i, s := range r.in.Slots {
		path := fmt.Sprintf("slots[%d]", i)
		x := roster.Slot{Start: r.at(path+".start", s.Start), End: r.at(path+".end", s.End)}
		if !x.Start.Before(x.End) || i > 0 && x.Start.Before(list[i-1].End) {
			r.fail(path, "a slot ends after it starts, and starts when the one before has ended")
		}
		list = append(list, x)
	}
	if len(list) == 0 {
		r.fail("slots", "at least one slot for meetings is needed")
	}
	if len(r.errs) > 0 {
		return nil
	}
	for _, x := range roster.Number(list, r.zone, make([]string, len(list))) {
		out = append(out, exchange.Slot{Starts: x.Start, Ends: x.End, Day: x.Day, Session: x.Session})
	}
	return out
}

func (r *eventReader) items() (out []exchange.Item) {
	kinds := []exchange.ItemKind{exchange.Opening, exchange.Plenary, exchange.RoundTable, exchange.Presentation, exchange.Meetings, exchange.Break, exchange.Closing}
	for i, x := range r.in.Programme {
		path := fmt.Sprintf("programme[%d]", i)
		it := exchange.Item{Kind: x.Kind, Title: r.text(path+".title", x.Title), Description: r.text(path+".description", x.Description), Starts: r.at(path+".start", x.Start), Ends: r.at(path+".end", x.End)}
		if !slices.Contains(kinds, it.Kind) {
			r.fail(path+".kind", "the kinds are %v", kinds)
		}
		if len(it.Title) == 0 || !it.Starts.Before(it.Ends) {
			r.fail(path, "an item has a title and ends after it starts")
		}
		out = append(out, it)
	}
	return out
}

// span is from the first start to the last end of what happens.
func span(slots []exchange.Slot, items []exchange.Item) (from, to time.Time) {
	note := func(a, b time.Time) {
		if from.IsZero() || a.Before(from) {
			from = a
		}
		if b.After(to) {
			to = b
		}
	}
	for _, x := range slots {
		note(x.Starts, x.Ends)
	}
	for _, x := range items {
		note(x.Starts, x.Ends)
	}
	return from, to
}

func (r *eventReader) zoneOf(path, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		r.fail(path, "%q is no IANA time zone; write one such as Europe/Minsk", name)
		return time.UTC
	}
	return z
}

const eventTime = "2006-01-02 15:04"

func (r *eventReader) at(path, s string) time.Time {
	t, err := time.ParseInLocation(eventTime, s, r.zone)
	if err != nil || t.Format(eventTime) != s { // a time that the clocks skip comes back as another
		r.fail(path, "%q is no time on the clock of %s; write it as 2027-04-20 09:00", s, r.zone)
	}
	return t.UTC()
}

func (r *eventReader) text(path string, by map[string]string) i18n.Text {
	out := i18n.Text{}
	for tag, s := range by {
		l, ok := i18n.Parse(tag)
		if !ok {
			r.fail(path, "there is no language %q; the languages are %v", tag, i18n.All)
			continue
		}
		state := i18n.Approved
		if l == r.in.Language {
			state = i18n.Original
		}
		out[l] = i18n.Version{Text: s, State: state}
	}
	return out
}
