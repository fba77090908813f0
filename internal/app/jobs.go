package app

import (
	"bytes"
	"context"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/domain/notify"
	"github.com/birzha/birzha/internal/engine/jobs"
	"github.com/birzha/birzha/internal/engine/mail"
)

// registerJobs says who does which job.
func registerJobs(c *core) {
	jobs.Register(c.queue, c.exchange.WorkPlan)
	jobs.Register(c.queue, c.planPublished)
	jobs.Register(c.queue, c.signatureWanted)
	jobs.Register(c.queue, c.catalogueNotice)
	jobs.Register(c.queue, c.letter)
}

// letter writes and sends a letter; what a mail server refuses for good is not
// sent again.
func (c *core) letter(ctx context.Context, j notify.MailJob) error {
	err := c.letters.Work(ctx, j)
	if err == nil || !mail.Permanent(err) {
		return err
	}
	c.log.ErrorContext(ctx, "letter refused for good", "letter", j.Key, "error", err)
	return jobs.GiveUp(err)
}

// planPublished asks for a letter to each participant of a plan that is out.
func (c *core) planPublished(ctx context.Context, j exchange.PlanPublishedJob) error {
	t, err := c.exchange.Told(ctx, j)
	if err != nil || len(t.People) == 0 {
		return err
	}
	return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return c.letters.PlanPublished(ctx, tx, letterPlan(t.Event, t.Plan, "/agenda"), t.People...)
	})
}

// signatureWanted asks for a letter to each organiser whose side has not signed.
func (c *core) signatureWanted(ctx context.Context, j exchange.SignatureWantedJob) error {
	w, err := c.exchange.Wanted(ctx, j)
	if err != nil || len(w.People) == 0 {
		return err
	}
	return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		return c.letters.SignatureWanted(ctx, tx, letterPlan(w.Event, w.Plan, "/plan"), w.People...)
	})
}

// catalogueNotice asks for a letter to each of the people that something in the
// catalogue is told to.
func (c *core) catalogueNotice(ctx context.Context, j catalogue.NoticeJob) error {
	n := notify.News{Key: j.Key, Template: notify.Template(j.Notice), Title: j.Title, Count: j.Count, Path: j.Path}
	return c.db.Tx(ctx, func(ctx context.Context, tx db.Tx) error { return c.letters.Tell(ctx, tx, n, j.PersonIDs...) })
}

func letterPlan(e exchange.Event, p exchange.Plan, page string) notify.Plan {
	return notify.Plan{EventID: e.ID, Event: e.Title, ID: p.ID, Version: p.Version, Path: "/events/" + e.Slug + page}
}

// people tells letters about their receivers (notify.People).
type people struct{ *identity.Service }

func (p people) Receiver(ctx context.Context, personID string) (notify.Receiver, error) {
	x, err := p.PersonByID(ctx, personID)
	return notify.Receiver{Email: x.Email, Name: x.Name(x.Language), Lang: x.Language, EventMail: x.EventMail, StopSecret: x.StopSecret}, err
}

// calendars writes the calendar file that goes with a letter (notify.Calendars).
type calendars struct{ c *core }

func (k calendars) AgendaICS(ctx context.Context, eventID, personID string, l i18n.Lang) ([]byte, error) {
	a, err := k.c.exchange.AgendaFor(ctx, eventID, personID)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = k.c.documents.AgendaCalendar(&b, a, l, k.c.cfg.BaseURL+"/events/"+a.Event.Slug+"/agenda")
	return b.Bytes(), err
}
