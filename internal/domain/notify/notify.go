// Package notify writes letters: who is told what, in the receiver's language.
//
// A domain asks for a letter in the transaction of its change; that enqueues a
// MailJob. The job writes and sends the letter after the commit, and again if
// sending fails, always under the same Message-ID.
//
// No secret rests in the queue: a job names the receiver and the page, and the
// token of a sign-in link is made when the letter is written. What a job does
// hold of a person is an id, or, for somebody who has no account yet, the
// e-mail; the queue drops finished jobs after a day.
package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
)

// Message is a letter ready to be sent. Its fields are those of the mail
// engine's Message, so that one converts into the other.
type Message struct {
	ID      string // Message-ID without < and >
	To      string
	ToName  string
	Subject string
	Lang    string
	Text    string
	HTML    string
	Files   map[string][]byte // attachments by name
	Stop    string            // https address that ends such letters, or ""
	Date    time.Time
}

// Receiver is what a letter needs to know of a person.
type Receiver struct {
	Email      string // "" if not known
	Name       string
	Lang       i18n.Lang
	EventMail  bool   // wants letters about events
	StopSecret string // lets the bearer end them
}

// What notify needs from others.
type (
	// Queue enqueues a job in the transaction of the change.
	Queue interface {
		Enqueue(ctx context.Context, tx db.Tx, jobs ...interface{ Kind() string }) error
	}
	// Sender sends a letter.
	Sender interface {
		Send(ctx context.Context, m Message) error
	}
	// People knows the receivers.
	People interface {
		Receiver(ctx context.Context, personID string) (Receiver, error)
		// MintLink makes the token of a sign-in link.
		MintLink(ctx context.Context, email string, l i18n.Lang) (string, error)
	}
	// Calendars writes a person's agenda of an event as an iCalendar file.
	Calendars interface {
		AgendaICS(ctx context.Context, eventID, personID string, l i18n.Lang) ([]byte, error)
	}
)

// Service writes letters.
type Service struct {
	Queue     Queue
	Sender    Sender
	People    People
	Calendars Calendars
	Clock     clock.Clock
	BaseURL   string // scheme and host by which people reach us, no slash at the end
	SiteName  string
}

// Template is the kind of a letter; its messages are "mail.TEMPLATE_…".
type Template string

// The templates.
const (
	Link            Template = "link"             // signs in
	PlanPublished   Template = "plan_published"   // your meetings, with a calendar file
	SignatureWanted Template = "signature_wanted" // the other side has signed the plan
)

// News of the catalogue: templates of the same names tell of it. Those that
// only inform are not sent to who wants no such letters.
var news = map[Template]struct{ informs bool }{
	"confirm_wanted": {}, "review_wanted": {}, "validation_wanted": {}, "profile_returned": {}, "profile_flagged": {}, "profile_expiring": {},
	"interest_received": {}, "handover_offered": {},
	"profile_published": {true}, "interest_answered": {true}, "identities_open": {true}, "search_alert": {true},
}

// informs tells whether letters of the template only inform.
func (t Template) informs() bool { return t == PlanPublished || news[t].informs }

// MailJob is a letter to be written and sent.
type MailJob struct {
	Key      string    `json:"key"` // names the letter; the Message-ID is made from it
	Template Template  `json:"template"`
	PersonID string    `json:"person_id,omitempty"` // the receiver, or
	Email    string    `json:"email,omitempty"`     // his address, with
	Lang     i18n.Lang `json:"lang,omitempty"`      // his language
	Path     string    `json:"path,omitempty"`      // of the page that the letter leads to
	EventID  string    `json:"event_id,omitempty"`
	Event    i18n.Text `json:"event,omitempty"` // the event's title
	Title    i18n.Text `json:"title,omitempty"` // of the profile or the thing spoken of
	Count    int       `json:"count,omitempty"` // of days, clients or profiles
}

// Kind names the job in the queue.
func (MailJob) Kind() string { return "mail" }

// SignInLink asks for a letter with a sign-in link.
func (s *Service) SignInLink(ctx context.Context, tx db.Tx, email string, l i18n.Lang) error {
	return s.Queue.Enqueue(ctx, tx, MailJob{Key: "link/" + id.New(), Template: Link, Email: email, Lang: l})
}

// Plan is a version of an event's plan that letters tell of.
type Plan struct {
	EventID string
	Event   i18n.Text // the event's title
	ID      string    // of the plan
	Version int
	Path    string // of the page that the letter leads to
}

// PlanPublished asks for a letter to each participant: the plan is out.
func (s *Service) PlanPublished(ctx context.Context, tx db.Tx, p Plan, personIDs ...string) error {
	return s.planLetters(ctx, tx, PlanPublished, p, personIDs)
}

// SignatureWanted asks for a letter to each organiser of a side that has still
// to sign the plan.
func (s *Service) SignatureWanted(ctx context.Context, tx db.Tx, p Plan, personIDs ...string) error {
	return s.planLetters(ctx, tx, SignatureWanted, p, personIDs)
}

// News is something that happened in the catalogue.
type News struct {
	Key      string   // names it, so that a letter sent twice is seen as one
	Template Template // must be one of the news
	Title    i18n.Text
	Count    int
	Path     string // of the page that the letter leads to
}

// Tell asks for a letter with the news to each of the people.
func (s *Service) Tell(ctx context.Context, tx db.Tx, n News, personIDs ...string) error {
	if _, ok := news[n.Template]; !ok {
		return fmt.Errorf("notify: there is no letter %q", n.Template)
	}
	jobs := make([]interface{ Kind() string }, len(personIDs))
	for i, personID := range personIDs {
		jobs[i] = MailJob{Key: n.Key + "/" + personID, Template: n.Template, PersonID: personID, Path: n.Path, Title: n.Title, Count: n.Count}
	}
	return s.Queue.Enqueue(ctx, tx, jobs...)
}

func (s *Service) planLetters(ctx context.Context, tx db.Tx, t Template, p Plan, personIDs []string) error {
	jobs := make([]interface{ Kind() string }, len(personIDs))
	for i, personID := range personIDs {
		jobs[i] = MailJob{
			Key: fmt.Sprintf("%s/%s/%d/%s", t, p.ID, p.Version, personID), Template: t, PersonID: personID,
			Path: p.Path, EventID: p.EventID, Event: p.Event,
		}
	}
	return s.Queue.Enqueue(ctx, tx, jobs...)
}

// Work does a MailJob. Somebody without an e-mail, or who wants no such letters,
// gets none.
func (s *Service) Work(ctx context.Context, j MailJob) (err error) {
	defer fault.Wrap(&err, "notify: letter %s", j.Key)
	r := Receiver{Email: j.Email, Lang: j.Lang, EventMail: true}
	if j.PersonID != "" {
		if r, err = s.People.Receiver(ctx, j.PersonID); fault.KindOf(err) == fault.NotFound && err != nil {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
	}
	if r.Email == "" || j.Template.informs() && !r.EventMail {
		return nil
	}
	l := letter{
		Lang: r.Lang, Template: j.Template, Site: s.SiteName, Name: r.Name, Event: j.Event.Plain(r.Lang), Title: j.Title.Plain(r.Lang), Count: j.Count, Page: s.BaseURL + j.Path,
	}
	if j.Template.informs() {
		l.Stop = s.BaseURL + "/unsubscribe/" + r.StopSecret
	}
	m := Message{ID: s.messageID(j.Key), To: r.Email, ToName: r.Name, Lang: string(r.Lang), Date: s.Clock.Now(), Stop: l.Stop}
	switch j.Template {
	case Link:
		token, err := s.People.MintLink(ctx, r.Email, r.Lang)
		if err != nil {
			return err
		}
		l.Page = s.BaseURL + "/sign-in/link/" + token
	case PlanPublished:
		ics, err := s.Calendars.AgendaICS(ctx, j.EventID, j.PersonID, r.Lang)
		if err != nil {
			return err
		}
		m.Files = map[string][]byte{"agenda.ics": ics}
	}
	m.Subject = l.Subject()
	m.Text = l.text()
	var html strings.Builder
	if err := l.html().Render(ctx, &html); err != nil {
		return err
	}
	m.HTML = html.String()
	return s.Sender.Send(ctx, m)
}

// hostName is a host that can stand in a Message-ID; an IPv6 address cannot.
var hostName = regexp.MustCompile(`^[A-Za-z0-9.-]{1,100}$`)

// messageID is made from the job's key, so that programs see a letter that is
// sent twice as one.
func (s *Service) messageID(key string) string {
	h := sha256.Sum256([]byte(key))
	host := "birzha.invalid"
	if u, err := url.Parse(s.BaseURL); err == nil && hostName.MatchString(u.Hostname()) {
		host = u.Hostname()
	}
	return hex.EncodeToString(h[:16]) + "@" + host
}
