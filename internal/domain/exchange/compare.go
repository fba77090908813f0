package exchange

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
)

// compare reads the tables against what the event has.
func (in *Intake) compare(ctx context.Context, q db.Querier, b *Board, side string) error {
	keys, err := importKeys(ctx, q, b.Event.ID)
	if err != nil {
		return err
	}
	known := map[string]Participant{}
	r, report := roster.Read(in.Tables, roster.Options{Zone: b.Event.Zone, Existing: b.roster(keys, known), Mapping: in.Mapping, PeopleOnly: true})
	in.Report = report
	if len(report.Errors) > 0 {
		return nil
	}
	names := map[string]string{}
	for k, m := range known {
		names[k] = m.Native
	}
	for _, p := range r.People {
		names[p.ID] = p.Name()
		if _, ok := b.Event.Side(p.Country); !ok {
			report.Errors = append(report.Errors, roster.Issue{File: in.FileName, Key: "intake.country_not_side", Args: []any{"person", p.Name(), "country", p.Country}})
			continue
		}
		in.People = append(in.People, b.personChange(p, known, side))
	}
	return in.compareWishes(ctx, q, b, r, known, names)
}

// roster writes the event as the reader of files knows it: people by the key of
// their first import, slots by their number.
func (b *Board) roster(keys map[string]string, known map[string]Participant) *roster.Roster {
	out := &roster.Roster{Event: roster.Event{Zones: []string{b.Event.Zone}}}
	for i, x := range b.Slots {
		out.Slots = append(out.Slots, roster.Slot{ID: strconv.Itoa(i + 1), Start: x.Starts, End: x.Ends, Day: x.Day, Session: x.Session})
	}
	for _, x := range b.Places {
		out.Places = append(out.Places, roster.Place{ID: x.Name, Name: x.Name})
	}
	for _, m := range b.People {
		p := b.rosterPerson(m)
		if k := keys[m.ID]; k != "" {
			p.ID = k
		}
		known[p.ID] = m
		out.People = append(out.People, p)
	}
	sort.Slice(out.People, func(i, j int) bool { return out.People[i].ID < out.People[j].ID })
	return out
}

func (b *Board) rosterPerson(m Participant) roster.Person {
	p := roster.Person{
		ID: m.ID, Email: m.Email, Native: m.Native, Latin: m.Latin, Organisation: m.Organisation.Name.Plain(m.NativeLang),
		Position: m.Position.Plain(m.NativeLang), Country: m.Country, Zone: m.Zone, Interpreter: m.Interpreter,
	}
	for _, k := range m.Languages {
		p.Languages = append(p.Languages, roster.Language{Lang: k.Lang, Level: k.Level})
	}
	for _, slotID := range b.Unavailable[m.ID] {
		x := b.Slot(slotID)
		p.Away = append(p.Away, roster.Span{From: x.Starts, To: x.Ends})
	}
	return p
}

func importKeys(ctx context.Context, q db.Querier, eventID string) (map[string]string, error) {
	rows, err := q.Query(ctx, `SELECT id, import_key FROM participant WHERE event_id = $1 AND import_key IS NOT NULL`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var participantID, key string
		if err := rows.Scan(&participantID, &key); err != nil {
			return nil, err
		}
		out[participantID] = key
	}
	return out, rows.Err()
}

func (b *Board) personChange(p roster.Person, known map[string]Participant, side string) PersonChange {
	c := PersonChange{Effect: Creates, Person: p}
	for _, x := range b.Slots {
		if slices.ContainsFunc(p.Away, func(s roster.Span) bool { return s.Overlaps(x.Starts, x.Ends) }) {
			c.away = append(c.away, x.ID)
		}
	}
	have, exists := known[p.ID]
	switch {
	case !exists && p.Country != side:
		c.Effect = Waits
	case !exists:
	case have.Country != side:
		c.Effect, c.have = Skips, have
	default:
		c.have, c.Columns = have, b.differences(have, p, c.away)
		if c.Effect = Changes; len(c.Columns) == 0 {
			c.Effect = Keeps
		}
	}
	return c
}

// differences names the columns in which a row says other than what is there.
// An empty cell says nothing.
func (b *Board) differences(have Participant, p roster.Person, away []string) (out []string) {
	old := b.rosterPerson(have)
	for _, c := range []struct {
		f        roster.Field
		old, now string
	}{
		{roster.Name, old.Native, p.Native},
		{roster.Latin, old.Latin, p.Latin},
		{roster.Position, old.Position, p.Position},
		{roster.Zone, old.Zone, p.Zone},
		{roster.Languages, spoken(old.Languages), spoken(p.Languages)},
	} {
		if c.now != "" && c.now != c.old {
			out = append(out, c.f.LabelKey())
		}
	}
	if p.Organisation != "" && !have.Organisation.Named(p.Organisation) {
		out = append(out, roster.Organisation.LabelKey())
	}
	if p.Interpreter && !old.Interpreter {
		out = append(out, roster.Interpreter.LabelKey())
	}
	if len(away) > 0 && !slices.Equal(away, b.Unavailable[have.ID]) {
		out = append(out, roster.Unavailable.LabelKey())
	}
	return out
}

func spoken(list []roster.Language) string {
	var out []string
	for _, k := range list {
		out = append(out, k.Lang+" "+k.Level)
	}
	return strings.Join(out, ";")
}

// compareWishes tells which wishes and fixed meetings are new.
func (in *Intake) compareWishes(ctx context.Context, q db.Querier, b *Board, r *roster.Roster, known map[string]Participant, names map[string]string) error {
	all, err := everyWish(ctx, q, b.Event.ID)
	if err != nil {
		return err
	}
	add := func(w roster.Wish, slot, place string) {
		c := WishChange{Effect: Creates, From: names[w.From], Strength: Strength(w.Strength), wish: w, slot: slot, place: place}
		key, exist := known[w.From].ID, known[w.From].ID != ""
		var to []string
		for _, t := range w.To {
			c.To = append(c.To, names[t])
			exist = exist && known[t].ID != ""
			to = append(to, known[t].ID)
		}
		sort.Strings(to)
		if have, ok := all[key+">"+strings.Join(to, " ")]; exist && ok {
			c.Effect = Keeps
			if have.Strength != c.Strength || have.Weight != max(1, w.Weight) || have.Subject != w.Subject || have.SlotID != slot || have.PlaceID != place {
				c.Effect = Changes
			}
		}
		in.Wishes = append(in.Wishes, c)
	}
	for _, w := range r.Wishes {
		add(w, "", "")
	}
	for _, f := range r.Fixed {
		if len(f.People) < 2 {
			continue
		}
		n, _ := strconv.Atoi(f.Slot)
		if n < 1 || n > len(b.Slots) {
			continue
		}
		place := ""
		if i := slices.IndexFunc(b.Places, func(x Place) bool { return x.Name == f.Place }); i >= 0 {
			place = b.Places[i].ID
		}
		add(roster.Wish{From: f.People[0], To: f.People[1:], Strength: roster.Must, Weight: 1, Subject: f.Subject}, b.Slots[n-1].ID, place)
	}
	return nil
}

// everyWish returns all wishes of the event by who asks whom.
func everyWish(ctx context.Context, q db.Querier, eventID string) (map[string]Wish, error) {
	rows, err := q.Query(ctx, `SELECT from_id, members, strength, weight, subject, COALESCE(slot_id, ''), COALESCE(place_id, '') FROM wish WHERE event_id = $1`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]Wish{}
	for rows.Next() {
		var w Wish
		var members string
		if err := rows.Scan(&w.From, &members, &w.Strength, &w.Weight, &w.Subject, &w.SlotID, &w.PlaceID); err != nil {
			return nil, err
		}
		out[w.From+">"+members] = w
	}
	return out, rows.Err()
}

// scriptLang guesses the language of a name by its letters.
func scriptLang(name string) i18n.Lang {
	l := i18n.EN
	for _, r := range name {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF:
			return i18n.ZH
		case strings.ContainsRune("ўЎіІ", r):
			return i18n.BE
		case r >= 0x0400 && r <= 0x04FF:
			l = i18n.RU
		}
	}
	return l
}
