package catalogue_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// pair is an owner of BY with a published profile and a sender of CN.
type pair struct {
	*market
	owner, sender             catalogue.Organisation
	ownerEditor, senderEditor string
	profile, own              catalogue.Opportunity
}

func newPair(t *testing.T, d *db.DB) pair {
	m := newMarket(t, d)
	p := pair{market: m}
	p.owner, p.ownerEditor, _ = m.Client("BY")
	p.sender, p.senderEditor, _ = m.Client("CN")
	p.profile, p.own = m.Publish(m.Offer(p.owner), "BY", p.ownerEditor), m.Offer(p.sender)
	m.put(p.own, catalogue.Published)
	return p
}

const message = "We would like to test such lenses."

func (p pair) interest() catalogue.NewInterest {
	return catalogue.NewInterest{Reference: p.profile.Reference, Sender: p.sender.ID, Message: message, Language: i18n.EN}
}

// fields are the fields that a fault names, with what is wrong.
func fields(err error) (out []string) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return nil
	}
	for _, x := range f.Fields {
		out = append(out, x.Name+" "+x.Key)
	}
	return out
}

// TestExpressRules tries what is no expression of interest.
func TestExpressRules(t *testing.T) {
	p := newPair(t, dbtest.SQLite(t))
	draft := p.Offer(p.owner)
	for _, c := range []struct {
		name   string
		change func(*catalogue.NewInterest)
		want   string
	}{
		{"no organisation", func(n *catalogue.NewInterest) { n.Sender = "" }, "sender interest.no_sender"},
		{"no language", func(n *catalogue.NewInterest) { n.Language = "xx" }, "language interest.no_language"},
		{"short", func(n *catalogue.NewInterest) { n.Message = "   Too short, really   " }, "message interest.message_short"},
		{"long", func(n *catalogue.NewInterest) { n.Message = strings.Repeat("长", 2001) }, "message interest.message_long"},
		{"anonymous, but named", func(n *catalogue.NewInterest) {
			n.Anonymous, n.Message = true, "Greetings of the "+strings.ToUpper(p.sender.Name[i18n.EN].Text)
		}, "message interest.message_reveals"},
		{"another's profile", func(n *catalogue.NewInterest) { n.Profile = p.profile.Reference }, "profile interest.not_yours"},
		{"no profile at all", func(n *catalogue.NewInterest) { n.Profile = "TOXX20260101001" }, "profile interest.not_yours"},
		{"two at once", func(n *catalogue.NewInterest) { n.Profile, n.Message = draft.Reference, "" }, "message interest.message_short,profile interest.not_yours"},
		{"a draft", func(n *catalogue.NewInterest) { n.Reference = draft.Reference }, "not found"},
		{"another's organisation", func(n *catalogue.NewInterest) { n.Sender = p.owner.ID }, "not found"},
	} {
		n := p.interest()
		c.change(&n)
		_, err := p.Express(t.Context(), p.As(p.senderEditor), n)
		got := strings.Join(fields(err), ",")
		if got == "" {
			got = kind(err)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	n := p.interest()
	n.Sender = p.owner.ID
	if _, err := p.Express(t.Context(), p.As(p.ownerEditor), n); kind(err) != "conflict" {
		t.Errorf("interest in one's own profile: %v", err)
	}
	p.must(p.SetOpen(t.Context(), p.As(p.ownerEditor), p.profile.Reference, false))
	if _, err := p.Express(t.Context(), p.As(p.senderEditor), p.interest()); kind(err) != "conflict" {
		t.Errorf("interest in a closed profile: %v", err)
	}
	var n2 int
	p.must(p.DB.QueryRow(t.Context(), `SELECT count(*) FROM interest`).Scan(&n2))
	if n2 != 0 {
		t.Errorf("%d were sent", n2)
	}
}

// TestContactsNeedConsent opens an interest: names are told to both, an e-mail
// address goes to another country with its owner's consent only.
func TestContactsNeedConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := newPair(t, d)
		n := p.interest()
		n.Consent = true
		id, err := p.Express(t.Context(), p.As(p.senderEditor), n)
		p.must(err)
		if _, err := p.Contacts(t.Context(), p.As(p.ownerEditor), id); kind(err) != "not found" {
			t.Errorf("contacts before the yes: %v", err)
		}
		p.must(p.Move(t.Context(), p.As(p.ownerEditor), id, catalogue.InterestMove{Step: catalogue.SayYes}))
		emails := func(who string) (out []string) {
			list, err := p.Contacts(t.Context(), p.As(who), id)
			p.must(err)
			for _, c := range list {
				for _, x := range c.People {
					out = append(out, x.Native+"="+x.Email)
				}
			}
			return out
		}
		editor := func(name, email string) string { return "Person " + name + "=" + email }
		mail := func(name string) string { return strings.ReplaceAll(name, " ", ".") + "@example.org" }
		toOwner := []string{editor("adviser BY", "adviser.by@example.org"), editor(p.ownerEditor, mail(p.ownerEditor)), editor(p.senderEditor, mail(p.senderEditor))}
		if got := emails(p.ownerEditor); !slices.Equal(got, toOwner) {
			t.Errorf("the owner reads %v, want %v", got, toOwner)
		}
		toSender := []string{editor("adviser BY", ""), editor(p.ownerEditor, ""), editor(p.senderEditor, mail(p.senderEditor))}
		if got := emails(p.senderEditor); !slices.Equal(got, toSender) {
			t.Errorf("the sender reads %v, want %v", got, toSender)
		}
		p.must(p.Identity.WithdrawConsent(t.Context(), p.People[p.senderEditor], "contact", "BY"))
		if got := emails(p.ownerEditor); got[2] != editor(p.senderEditor, "") {
			t.Errorf("after the consent is withdrawn the owner reads %v", got)
		}
	})
}

// TestHandoverTakesInterestAlong hands the owner over: the new centre answers,
// the old one reads nothing.
func TestHandoverTakesInterestAlong(t *testing.T) {
	p := newPair(t, dbtest.SQLite(t))
	p.Tx(func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE opportunity SET via_centre = TRUE WHERE id = $1`, p.profile.ID)
		return err
	})
	id, err := p.Express(t.Context(), p.As(p.senderEditor), p.interest())
	p.must(err)
	var other catalogue.Organisation
	p.Tx(func(ctx context.Context, tx db.Tx) error {
		other = p.organisation(ctx, tx, "BY", catalogue.TransferCentre, "Second centre")
		p.person(ctx, tx, "second adviser", access.Grant{Role: access.Intermediary, Org: other.ID})
		return nil
	})
	hand, err := p.OfferHandover(t.Context(), p.As("adviser BY"), p.Centres["BY"].ID, other.ID, []string{p.owner.ID}, "")
	p.must(err)
	p.must(p.AnswerHandover(t.Context(), p.As("second adviser"), hand, catalogue.HandoverAccepted))
	if _, err := p.Interest(t.Context(), p.As("adviser BY"), id); kind(err) != "not found" {
		t.Errorf("the old centre reads: %v", err)
	}
	if err := p.Move(t.Context(), p.As(p.ownerEditor), id, catalogue.InterestMove{Step: catalogue.SayYes}); kind(err) != "conflict" {
		t.Errorf("the client speaks past its new centre: %v", err)
	}
	p.must(p.Move(t.Context(), p.As("second adviser"), id, catalogue.InterestMove{Step: catalogue.SayYes}))
}

// TestLate goes by the state and the time in it.
func TestLate(t *testing.T) {
	sent := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state catalogue.InterestState
		days  int
	}{{catalogue.Sent, 7}, {catalogue.Seen, 14}, {catalogue.Accepted, 31}, {catalogue.InTalks, 91}, {catalogue.Agreement, 0}, {catalogue.NoAgreement, 0}, {catalogue.Declined, 0}} {
		x := catalogue.Interest{State: c.state, Sent: sent, Updated: sent.Add(24 * time.Hour)}
		if c.days == 0 {
			if x.Late(sent.AddDate(9, 0, 0)) {
				t.Errorf("%s is late at last", c.state)
			}
			continue
		}
		if due := sent.AddDate(0, 0, c.days); x.Late(due) || !x.Late(due.Add(time.Second)) {
			t.Errorf("%s is not due after %d days but at %s", c.state, c.days, x.Due())
		}
	}
}

// TestInterestTells the other side of each step, and both when they open.
func TestInterestTells(t *testing.T) {
	p := newPair(t, dbtest.SQLite(t))
	n := p.interest()
	n.Anonymous = true
	id, err := p.Express(t.Context(), p.As(p.senderEditor), n)
	p.must(err)
	told := func(from int) (out []string) {
		for _, n := range p.Queue.Notices[from:] {
			for _, person := range n.PersonIDs {
				for name, id := range p.People {
					if id == person {
						out = append(out, string(n.Notice)+" to "+name)
					}
				}
			}
		}
		return out
	}
	at := len(p.Queue.Notices) - 1
	for _, c := range []struct {
		who  string
		step catalogue.InterestStep
		want []string
	}{
		{p.senderEditor, "", []string{"interest_received to " + p.ownerEditor}},
		{p.ownerEditor, catalogue.See, nil},
		{p.ownerEditor, catalogue.SayYes, []string{"interest_received to " + p.senderEditor}},
		{p.senderEditor, catalogue.SayYes, []string{"identities_open to " + p.ownerEditor, "identities_open to " + p.senderEditor}},
		{p.ownerEditor, catalogue.BeginTalks, []string{"interest_answered to " + p.senderEditor}},
		{p.senderEditor, catalogue.BreakOff, []string{"interest_answered to " + p.ownerEditor}},
	} {
		if c.step != "" {
			at = len(p.Queue.Notices)
			p.must(p.Move(t.Context(), p.As(c.who), id, catalogue.InterestMove{Step: c.step}))
		}
		if got := told(at); !slices.Equal(got, c.want) {
			t.Errorf("%s by %s tells %v, want %v", c.step, c.who, got, c.want)
		}
	}
	keys := map[string]bool{}
	for _, n := range p.Queue.Notices {
		if keys[n.Key] {
			t.Errorf("two notices are called %s", n.Key)
		}
		keys[n.Key] = true
	}
}
