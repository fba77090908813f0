package web

import (
	"net/url"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
)

// page prepares the shell of a page with the title, for the reader and, inside
// an event, with its navigation.
func (r *Request) page(title string) ui.PageProps {
	p := ui.PageProps{
		Title: title, URL: r.URL, Origin: r.server.BaseURL, Nonce: r.Nonce, Asset: r.server.Assets.Path, Flash: r.popFlash(),
		Nav:       []ui.NavItem{r.navItem("nav.home", "/"), r.navPlace("nav.catalogue", "/catalogue")},
		SignInURL: "/sign-in?next=" + url.QueryEscape(r.URL.RequestURI()),
		Footer:    []ui.NavItem{{Label: r.T("nav.gallery"), URL: "/gallery"}, {Label: r.T("api.title"), URL: "/developers"}},
	}
	if r.Actor.PersonID != "" && r.Actor.Could(access.ProfileDesk, "") {
		p.Nav = append(p.Nav, r.navPlace("nav.desk", "/desk"))
	}
	if r.server.Demo != nil {
		p.Nav = append(p.Nav, r.navItem("nav.demo", "/demo"))
	}
	if r.Person.ID != "" {
		p.User = r.user()
	}
	if r.Event.ID != "" {
		p.Event = r.eventNav()
	}
	return p
}

func (r *Request) navItem(key, to string) ui.NavItem {
	return ui.NavItem{Label: r.T(key), URL: to, Current: r.URL.Path == to}
}

// navPlace leads to a place with pages of its own below it.
func (r *Request) navPlace(key, to string) ui.NavItem {
	it := r.navItem(key, to)
	it.Current = it.Current || strings.HasPrefix(r.URL.Path, to+"/")
	return it
}

// user is the entry of the header for who is signed in.
func (r *Request) user() *ui.User {
	u := &ui.User{
		Name: r.ownName(), SignOutURL: "/sign-out",
		Items: []ui.NavItem{r.navItem("nav.account", "/account")},
	}
	if g, ok := r.leadingGrant(); ok {
		u.Role = r.T("role." + string(g.Role))
		if g.Side != "" && g.Role == access.Organiser {
			u.Role += ", " + r.Country(g.Side)
		}
		if side, ok := r.Event.Side(g.Side); ok {
			u.Side = ui.Side(side.Position)
		}
	}
	return u
}

// ownName is the reader's name as easiest to read, marked with its language.
func (r *Request) ownName() ui.Phrase {
	p := ui.Phrase{Text: r.Person.Name(r.Lang), Lang: i18n.EN}
	if p.Text == r.Person.Native {
		p.Lang = r.Person.NativeLang
	}
	return p
}

// leadingGrant is the role by which the reader is best known here.
func (r *Request) leadingGrant() (best access.Grant, ok bool) {
	rank := map[access.Role]int{access.Admin: 7, access.Organiser: 6, access.Secretariat: 5, access.ParkOperator: 4, access.Intermediary: 3, access.OrgAdmin: 2, access.Participant: 1}
	for _, g := range r.Actor.Grants {
		if (g.Event == "" || r.Event.ID == "" || g.Event == r.Event.ID) && rank[g.Role] > rank[best.Role] {
			best, ok = g, true
		}
	}
	return best, ok
}

// eventNav leads to the pages of the event that are open to the reader.
func (r *Request) eventNav() *ui.EventNav {
	base := "/events/" + r.Event.Slug
	items := []ui.NavItem{r.navItem("nav.event", base), r.navItem("nav.programme", base+"/programme")}
	for _, x := range []struct {
		action    access.Action
		key, path string
	}{
		{access.ParticipantsList, "nav.participants", "/participants"},
		{access.AgendaFeed, "nav.agenda", "/agenda"},
		{access.PlanRead, "nav.plan", "/plan"},
		{access.ImportUse, "nav.import", "/import"},
		{access.PlanRead, "nav.figures", "/figures"},
		{access.RoleGrant, "nav.roles", "/roles"},
		{access.AuditRead, "nav.audit", "/audit"},
	} {
		if r.Actor.PersonID != "" && r.Actor.Could(x.action, r.Event.ID) && (x.action != access.AgendaFeed || r.Actor.Has(r.Event.ID, access.Participant)) {
			it := r.navItem(x.key, base+x.path)
			it.Current = strings.HasPrefix(r.URL.Path, base+x.path)
			items = append(items, it)
		}
	}
	return &ui.EventNav{
		Title: ui.Best(r.Event.Title, r.Lang), URL: base, Items: items,
		Dates: r.Lang.Dates(exchange.In(r.Event.Starts, r.Event.Zone), exchange.In(r.Event.Ends, r.Event.Zone)),
	}
}

// Country names a country in the reader's language.
func (r *Request) Country(code string) string { return CountryName(r.Lang, code) }

// CountryName names a country by its ISO 3166-1 alpha-2 code.
func CountryName(l i18n.Lang, code string) string {
	return vocabulary.Country(code).In(l)
}

// crumbs are the way back from a page of the event.
func (r *Request) crumbs(links ...ui.Link) []ui.Link {
	return append([]ui.Link{{Label: r.Event.Title.Plain(r.Lang), URL: "/events/" + r.Event.Slug}}, links...)
}

// sideOf is the hue of a country's side in the event.
func sideOf(e exchange.Event, country string) ui.Side {
	s, _ := e.Side(country)
	return ui.Side(s.Position)
}
