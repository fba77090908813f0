package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/domain/identity"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// privacyPage shows what the person consents to, and takes the person's data away.
func (s *Server) privacyPage(r *Request) error {
	mine, err := s.Exchange.Mine(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	given, err := s.Identity.Consents(r.Context(), r.Person.ID)
	if err != nil {
		return err
	}
	p := view.PrivacyPage{Shell: r.private(r.T("signin.tab_privacy")), Tabs: r.accountTabs()}
	for _, country := range partnerCountries(mine, given) {
		line := view.ConsentLine{Country: country, Name: r.Country(country)}
		for _, m := range mine {
			if side, ok := m.Event.Side(country); ok && country != m.Participant.Country {
				line.Side = ui.Side(side.Position)
				line.Events = append(line.Events, ui.Best(m.Event.Title, r.Lang))
			}
		}
		if i := inForce(given, country); i >= 0 {
			line.Since = r.Lang.Date(exchange.In(given[i].At, r.Person.Zone))
		}
		p.Consents = append(p.Consents, line)
	}
	for _, c := range given {
		line := view.ConsentRecord{Name: r.Country(c.Country), Version: c.Version, Given: r.Lang.DateTime(exchange.In(c.At, r.Person.Zone))}
		if !c.Withdrawn.IsZero() {
			line.Withdrawn = r.Lang.DateTime(exchange.In(c.Withdrawn, r.Person.Zone))
		}
		p.History = append(p.History, line)
	}
	return r.Render(http.StatusOK, view.Privacy(p))
}

// partnerCountries lists the countries of the other sides of the person's
// events, and those that a consent is in force for.
func partnerCountries(mine []exchange.Mine, given []identity.Consent) (out []string) {
	add := func(country string) {
		if !slices.Contains(out, country) {
			out = append(out, country)
		}
	}
	for _, m := range mine {
		for _, side := range m.Event.Sides {
			if side.Country != m.Participant.Country {
				add(side.Country)
			}
		}
	}
	for _, c := range given {
		if c.Withdrawn.IsZero() && c.Purpose == exchange.ContactPurpose {
			add(c.Country)
		}
	}
	return out
}

func inForce(given []identity.Consent, country string) int {
	return slices.IndexFunc(given, func(c identity.Consent) bool {
		return c.Purpose == exchange.ContactPurpose && c.Country == country && c.Withdrawn.IsZero()
	})
}

// consentChange gives the consent to show the e-mail address to a country, or
// withdraws it. Only countries that the page offers are taken.
func (s *Server) consentChange(r *Request) error {
	country := r.FormValue("country")
	if r.FormValue("give") != "1" {
		if err := s.Identity.WithdrawConsent(r.Context(), r.Person.ID, exchange.ContactPurpose, country); err != nil {
			return err
		}
		r.Flash(ui.Success, r.T("signin.consent_withdrawn"))
		return r.Redirect("/account/privacy")
	}
	mine, err := s.Exchange.Mine(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	if !slices.Contains(partnerCountries(mine, nil), country) {
		return fault.Missing()
	}
	c := identity.Consent{Purpose: exchange.ContactPurpose, Country: country, Version: exchange.ContactVersion}
	err = s.DB.Tx(r.Context(), func(ctx context.Context, tx db.Tx) error {
		return s.Identity.GiveConsent(ctx, tx, identity.By{ActorID: r.Person.ID}, r.Person.ID, c)
	})
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("signin.consent_given"))
	return r.Redirect("/account/privacy")
}

// activityPage lists what the person has done.
func (s *Server) activityPage(r *Request) error {
	n := page(r.URL.Query())
	list, total, err := audit.List(r.Context(), s.DB, audit.Filter{ActorID: r.Person.ID, Offset: (n - 1) * perPage, Limit: perPage})
	if err != nil {
		return err
	}
	p := view.ActivityPage{
		Shell: r.private(r.T("signin.tab_activity")), Tabs: r.accountTabs(), Found: r.T("signin.activity_found", "n", total),
		Pager: ui.PagerProps{URL: r.URL, Page: n, Pages: (total + perPage - 1) / perPage},
	}
	for _, e := range list {
		p.Rows = append(p.Rows, view.ActivityLine{At: r.Lang.DateTime(exchange.In(e.At, r.Person.Zone)), Action: auditAction(r.Lang, e.Action), Seq: r.Lang.Number(int(e.Seq))})
	}
	return r.Render(http.StatusOK, view.Activity(p))
}
