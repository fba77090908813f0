package catalogue_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

const owner, sender = catalogue.OwnerParty, catalogue.SenderParty

var sides = map[catalogue.Party]string{owner: "BY", sender: "CN"}

// deal is one expression of interest after another in one profile, with what the
// model knows of them. It shares no code with the service.
type deal struct {
	*market
	orgs    map[catalogue.Party]catalogue.Organisation
	editors map[catalogue.Party]string
	profile catalogue.Opportunity
	own     catalogue.Opportunity // of the sender
	hidden  bool                  // the profile is anonymous
	through map[catalogue.Party]bool
	scope   map[catalogue.Party]access.MandateScope // of the mandate in force, "" for none
	mandate map[catalogue.Party]string
	centre  bool // the profile has a responsible centre, as none of its mandates has ended

	id     string // of the present one, "" before the first
	state  string
	yes    map[catalogue.Party]bool
	anon   bool
	with   bool // the own profile is attached
	stored map[catalogue.Party]bool
	ever   bool // some one was opened
	opened int
}

func newDeal(m *market, t *rapid.T) *deal {
	d := &deal{
		market: m, orgs: map[catalogue.Party]catalogue.Organisation{}, editors: map[catalogue.Party]string{}, scope: map[catalogue.Party]access.MandateScope{}, mandate: map[catalogue.Party]string{},
		yes: map[catalogue.Party]bool{}, stored: map[catalogue.Party]bool{}, through: map[catalogue.Party]bool{}, hidden: rapid.Bool().Draw(t, "anonymous profile"), centre: true,
	}
	for _, p := range catalogue.Parties {
		d.orgs[p], d.editors[p], d.mandate[p] = m.Client(sides[p])
		d.scope[p], d.through[p] = access.ForInterest, rapid.Bool().Draw(t, "through the centre of the "+string(p))
	}
	d.profile, d.own = m.Offer(d.orgs[owner]), m.Offer(d.orgs[sender])
	e := whole(d.profile.Revision)
	e.ViaCentre = d.through[owner]
	fill := e.Set
	e.Set = func(c *catalogue.Content) { fill(c); c.Anonymous = d.hidden }
	var err error
	d.profile, err = m.Save(context.Background(), m.As("adviser BY"), d.profile.Reference, e)
	m.must(err)
	m.put(d.profile, catalogue.Published)
	m.put(d.own, catalogue.Published)
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE organisation SET via_centre = $2 WHERE id = $1`, d.orgs[sender].ID, d.through[sender])
		return err
	})
	return d
}

// people are those who try; the editors by their part.
func (d *deal) people() []string {
	return []string{d.editors[owner], d.editors[sender], "adviser BY", "colleague BY", "adviser CN", "colleague CN", "validator BY", "validator CN", "outsider", ""}
}

func (d *deal) advises(who string, p catalogue.Party) bool {
	return (who == "adviser "+sides[p] || who == "colleague "+sides[p]) && d.scope[p] == access.ForInterest
}

func (d *deal) reads(who string, p catalogue.Party) bool {
	return who == d.editors[p] || d.advises(who, p)
}

func (d *deal) speaks(who string, p catalogue.Party) bool {
	if d.stored[p] && d.scope[p] == access.ForInterest {
		return d.advises(who, p)
	}
	return d.reads(who, p)
}

func (d *deal) isOpen() bool { return d.yes[owner] && d.yes[sender] }

// veiled tells whether the party is not to be known to the reader.
func (d *deal) veiled(who string, p catalogue.Party) bool {
	if d.isOpen() || d.reads(who, p) {
		return false
	}
	if p == owner {
		return d.hidden
	}
	return d.anon || !d.yes[sender]
}

// mark is what the database says, whatever the service shows.
func (d *deal) mark() string {
	d.T.Helper()
	var out []string
	for _, q := range []string{
		`SELECT COALESCE(max(state || ' ' || reason || ' ' || note || ' ' || COALESCE(sender_yes_at, 0) || ' ' || COALESCE(owner_yes_at, 0) || ' ' || updated_at), '') FROM interest WHERE id = $1`,
		`SELECT CAST(count(*) AS TEXT) FROM interest_step WHERE interest_id = $1`,
		`SELECT CAST(count(*) AS TEXT) FROM interest WHERE $1 <> ' '`,
		`SELECT CAST(count(*) AS TEXT) FROM audit WHERE $1 <> ' '`,
		`SELECT CAST(count(*) AS TEXT) FROM consent WHERE $1 <> ' '`,
	} {
		var s string
		d.must(d.DB.QueryRow(context.Background(), q, d.id).Scan(&s))
		out = append(out, s)
	}
	return fmt.Sprint(out, len(d.Queue.Notices))
}

// try does what may be refused, and sees whether it went as the model says.
func (d *deal) try(t *rapid.T, what string, want bool, act func() error) bool {
	before := d.mark()
	d.Time.Pass(time.Minute)
	err := act()
	switch {
	case want && err != nil:
		t.Fatalf("%s: %v", what, err)
	case !want && (err == nil || kind(err) == "internal"):
		t.Fatalf("%s is not refused: %v", what, err)
	case !want && d.mark() != before:
		t.Fatalf("%s is refused, but changes something", what)
	}
	return want
}

func (d *deal) express(t *rapid.T) {
	who, anon, with := rapid.SampledFrom(d.people()).Draw(t, "who"), rapid.Bool().Draw(t, "anonymous"), rapid.Bool().Draw(t, "with own profile")
	closed := d.id == "" || d.state == "declined" || d.state == "none"
	n := catalogue.NewInterest{Reference: d.profile.Reference, Sender: d.orgs[sender].ID, Message: "We would like to test such lenses.", Language: i18n.EN, Anonymous: anon}
	if with {
		n.Profile = d.own.Reference
	}
	var id string
	ok := d.try(t, fmt.Sprintf("express by %q", who), closed && d.reads(who, sender), func() (err error) {
		id, err = d.Express(context.Background(), d.As(who), n)
		return err
	})
	if !ok {
		return
	}
	byCentre := who != d.editors[sender]
	d.id, d.state, d.anon, d.with = id, "sent", anon, with
	d.stored[sender] = byCentre || d.through[sender] && d.scope[sender] == access.ForInterest
	d.stored[owner] = d.centre && d.through[owner] && d.scope[owner] == access.ForInterest
	d.yes[owner], d.yes[sender] = false, !anon && (byCentre || !d.stored[sender])
}

// paths is the workflow: from which states, to which, by whom.
var paths = map[catalogue.InterestStep]struct {
	from, to string
	by       []catalogue.Party
}{
	"see":         {"sent", "seen", []catalogue.Party{owner}},
	"say_yes":     {"sent seen", "", []catalogue.Party{owner, sender}},
	"decline":     {"sent seen accepted", "declined", []catalogue.Party{owner}},
	"take_back":   {"sent seen", "none", []catalogue.Party{sender}},
	"begin_talks": {"accepted", "in_talks", []catalogue.Party{owner, sender}},
	"agree":       {"in_talks", "agreement", []catalogue.Party{owner, sender}},
	"break_off":   {"accepted in_talks", "none", []catalogue.Party{owner, sender}},
	"send":        {}, "nonsense": {},
}

func (d *deal) step(t *rapid.T) {
	if d.id == "" {
		t.Skip("nothing is there")
	}
	who := rapid.SampledFrom(d.people()).Draw(t, "who")
	step := rapid.SampledFrom([]catalogue.InterestStep{"see", "say_yes", "say_yes", "say_yes", "decline", "take_back", "begin_talks", "begin_talks", "agree", "break_off", "send", "nonsense"}).Draw(t, "step")
	party := rapid.SampledFrom([]catalogue.Party{owner, sender, ""}).Draw(t, "party")
	reason := rapid.SampledFrom([]string{"later", "later", "", "nonsense"}).Draw(t, "reason")
	for_ := party
	if party == "" {
		for _, p := range catalogue.Parties {
			if d.speaks(who, p) {
				for_ = p
			}
		}
	}
	x := paths[step]
	ok := slices.Contains(strings.Fields(x.from), d.state) && slices.Contains(x.by, for_) && d.speaks(who, for_) && (step != "say_yes" || !d.yes[for_]) && (step != "decline" || reason == "later")
	if !d.try(t, fmt.Sprintf("%s by %q for %q in %s", step, who, party, d.state), ok, func() error {
		return d.Move(context.Background(), d.As(who), d.id, catalogue.InterestMove{Step: step, Party: party, Reason: reason})
	}) {
		return
	}
	if step != "say_yes" {
		d.state = x.to
		return
	}
	d.yes[for_] = true
	if d.state == "sent" && for_ == owner {
		d.state = "seen"
	}
	if d.isOpen() {
		d.state, d.ever = "accepted", true
		d.opened++
	}
}

// turn ends a mandate, or gives one of another scope.
func (d *deal) turn(t *rapid.T) {
	p := rapid.SampledFrom(catalogue.Parties).Draw(t, "party")
	if d.mandate[p] != "" {
		d.must(d.EndMandate(context.Background(), d.As("adviser "+sides[p]), d.mandate[p], ""))
		d.mandate[p], d.scope[p] = "", ""
		d.centre = d.centre && p != owner
		return
	}
	d.scope[p] = rapid.SampledFrom([]access.MandateScope{access.ForInterest, access.ForProfiles}).Draw(t, "scope")
	d.mandate[p] = d.Mandate(d.Centres[sides[p]], d.orgs[p], d.scope[p])
}

// secrets are the words that give a party away.
func (d *deal) secrets(p catalogue.Party) []string {
	out := []string{d.orgs[p].ID, d.orgs[p].Slug, d.orgs[p].Name[i18n.EN].Text + `"`, d.People[d.editors[p]], d.People["adviser "+sides[p]], d.People["colleague "+sides[p]]}
	if p == sender {
		out = append(out, d.own.Reference, d.own.ID)
	}
	return out
}

func written(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// known compares what somebody reads with what he may know.
func (d *deal) known(t *rapid.T, who string) {
	ctx, actor := context.Background(), d.As(who)
	v, err := d.Look(ctx, actor, d.profile.Reference)
	if err != nil {
		t.Fatalf("%q does not see the published profile: %v", who, err)
	}
	keeper := who == d.editors[owner] || strings.HasSuffix(who, " BY") && who != "outsider"
	if d.hidden && !keeper && (!d.ever || !d.reads(who, sender)) {
		d.without(t, who, owner, "the profile", written(t, v))
	}
	if d.id == "" {
		return
	}
	x, err := d.Interest(ctx, actor, d.id)
	if !d.reads(who, owner) && !d.reads(who, sender) {
		if k := kind(err); k != "not found" && k != "sign in" {
			t.Fatalf("%q reads the interest: %v", who, err)
		}
		return
	}
	if err != nil || string(x.State) != d.state {
		t.Fatalf("%q reads %s, %v; want %s", who, x.State, err, d.state)
	}
	history, err := d.InterestHistory(ctx, actor, d.id)
	d.must(err)
	list, err := d.Pipeline(ctx, actor)
	d.must(err)
	list = slices.DeleteFunc(list, func(x catalogue.Interest) bool { return x.ID != d.id })
	if len(list) != 1 || written(t, list[0]) != written(t, x) {
		t.Fatalf("%q: the pipeline differs from the page", who)
	}
	for _, p := range catalogue.Parties {
		if got := slices.Contains(x.Speaks, p); got != d.speaks(who, p) {
			t.Fatalf("%q speaks for the %s: %v", who, p, got)
		}
		if d.veiled(who, p) {
			d.without(t, who, p, "the page", written(t, x))
		} else if x.Organisation(p).ID != d.orgs[p].ID {
			t.Fatalf("%q does not see the %s", who, p)
		}
		if !d.isOpen() && !d.reads(who, p) {
			d.without(t, who, p, "the history", written(t, history))
		}
	}
	contacts, err := d.Contacts(ctx, actor, d.id)
	if d.isOpen() != (err == nil) || d.isOpen() && (contacts[0].Organisation.ID != d.orgs[owner].ID || contacts[1].Organisation.ID != d.orgs[sender].ID || len(contacts[0].People) == 0) {
		t.Fatalf("%q: contacts %v, %v; opened %v", who, contacts, err, d.isOpen())
	}
}

func (d *deal) without(t *rapid.T, who string, p catalogue.Party, where, text string) {
	for _, s := range d.secrets(p) {
		if strings.Contains(text, s) {
			t.Fatalf("%s tells %q of the %s: %q in\n%s", where, who, p, s, text)
		}
	}
}

// TestInterestMachine walks through expressions of interest at random: by
// everybody, with every step, while mandates end and begin.
func TestInterestMachine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		m := newMarket(t, base)
		opened, agreed := 0, 0
		rapid.Check(t, func(t *rapid.T) {
			d := newDeal(m, t)
			t.Repeat(map[string]func(*rapid.T){
				"express": d.express, "step": d.step, "step again": d.step, "step more": d.step, "step on": d.step, "mandate": d.turn,
				"": func(t *rapid.T) { d.known(t, rapid.SampledFrom(d.people()).Draw(t, "reader")) },
			})
			for _, who := range d.people() {
				d.known(t, who)
			}
			opened += d.opened
			if d.state == "agreement" {
				agreed++
			}
		})
		t.Logf("%d opened, %d agreed", opened, agreed)
		if opened < 5 {
			t.Error("the walk is too short to mean anything")
		}
	})
}
