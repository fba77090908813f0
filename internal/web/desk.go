package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// waitingShown is how many profiles of each kind the desk shows; the list has
// the rest.
const waitingShown = 5

// desk shows what waits for the reader; who has nothing to keep yet is shown how
// to begin.
func (s *Server) desk(r *Request) (err error) {
	p := view.DeskPage{Shell: r.private(r.T("desk.title")), Tabs: r.deskTabs(), Begins: !r.Actor.Could(access.ProfileDesk, "")}
	p.Writes = len(r.Actor.OrgsOf(access.ProfileEdit)) > 0
	for _, w := range catalogue.Waitings {
		list, n, err := s.Catalogue.Desk(r.Context(), r.Actor, catalogue.DeskFilter{Waiting: w, Sort: waitingOrder(w), PerPage: waitingShown})
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		g := view.DeskGroup{Key: string(w), Title: r.T("desk.waits_" + string(w)), Text: r.T("desk.waits_" + string(w) + "_text"), Count: n}
		if n > len(list) {
			g.More = "/desk/profiles?waiting=" + string(w)
		}
		for _, k := range list {
			g.Lines = append(g.Lines, r.deskLine(k, w))
		}
		p.Groups = append(p.Groups, g)
	}
	if p.Interest, err = s.Catalogue.InterestWaiting(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Render(http.StatusOK, view.Desk(p))
}

func waitingOrder(w catalogue.Waiting) string {
	switch w {
	case catalogue.Expiring:
		return "valid"
	case catalogue.Unfinished, catalogue.Outdated:
		return "-updated"
	}
	return "since" // who has waited longest stands first
}

// deskTabs are the pages of the desk that are open to the reader.
func (r *Request) deskTabs() ui.TabsProps {
	t := ui.TabsProps{Label: r.T("nav.desk")}
	for _, x := range []struct {
		key, path string
		open      bool
	}{
		{"desk.tab_waiting", "/desk", true},
		{"desk.tab_profiles", "/desk/profiles", r.Actor.Could(access.ProfileDesk, "")},
		{"desk.tab_review", "/desk/review", r.reviews()},
		{"desk.tab_interest", "/desk/interest", r.Actor.Could(access.InterestRead, "")},
		{"desk.tab_clients", "/desk/clients", r.Actor.Could(access.MandateRegister, "")},
		{"nav.import", "/desk/import", r.Actor.Could(access.CatalogueImport, "")},
		{"desk.tab_organisations", "/desk/organisations", len(r.Actor.SidesOf(access.OrganisationMerge)) > 0},
		{"duplicate.title", "/desk/duplicates", len(r.Actor.SidesOf(access.OrganisationMerge)) > 0},
		{"park.title", "/desk/parks", r.Actor.Could(access.ParkEdit, "")},
	} {
		if x.open {
			here := r.URL.Path == x.path || x.path != "/desk" && strings.HasPrefix(r.URL.Path, x.path+"/")
			t.Items = append(t.Items, ui.NavItem{Label: r.T(x.key), URL: x.path, Current: here})
		}
	}
	return t
}

// reviews tells whether the reader reviews or validates profiles of others.
func (r *Request) reviews() bool {
	return r.Actor.Could(access.ProfileReview, "") || r.Actor.Could(access.ProfileValidate, "")
}

func (r *Request) deskLine(k catalogue.Kept, w catalogue.Waiting) view.DeskLine {
	l := view.DeskLine{
		Title: r.profileTitle(k.Opportunity), URL: deskURL(k.Reference), Reference: k.Reference, Type: r.T("type." + string(k.Type)), Owner: ui.Best(k.Owner.Name, r.Lang),
		State: r.T("profile_state." + string(k.State)), Kind: stateKind(k.State), Since: r.age(k.Since), Remarks: k.Remarks, Updated: r.dayOf(k.Updated), Valid: r.dayOf(k.ValidUntil), Revision: k.Revision,
		Late: k.Remarks == 0 && r.server.Clock.Now().Sub(k.Since) > lateAfter,
	}
	switch w {
	case catalogue.Expiring:
		l.Renew = r.server.Catalogue.May(r.Actor, k.Opportunity, k.Owner, catalogue.Renew)
	case catalogue.Outdated:
		for _, x := range k.Translated() {
			if x.Stale > 0 {
				l.Stale = append(l.Stale, ui.Link{Label: ui.LangName(x.Language), URL: deskURL(k.Reference) + "/translate/" + string(x.Language)})
			}
		}
	}
	return l
}

// lateAfter is after how long a review is said to be late.
const lateAfter = 7 * 24 * time.Hour

func deskURL(reference string) string { return "/desk/profiles/" + reference }

// profileTitle is the title for the reader, or a word that there is none yet.
func (r *Request) profileTitle(p catalogue.Opportunity) ui.Phrase {
	if t := ui.Best(p.Title, r.Lang); t.Text != "" {
		return t
	}
	return ui.Say(r.T("desk.untitled"))
}

// stateKind is the colour of a state.
func stateKind(s catalogue.State) ui.Kind {
	switch s {
	case catalogue.Published:
		return ui.Success
	case catalogue.Confirming, catalogue.Reviewing, catalogue.Validating:
		return ui.Info
	case catalogue.OnHold, catalogue.Expired:
		return ui.Warning
	case catalogue.Flagged, catalogue.Rejected:
		return ui.Danger
	}
	return ui.Neutral
}

// age says how long ago something was, in days.
func (r *Request) age(at time.Time) string {
	switch n := int(r.server.Clock.Now().Sub(at).Hours() / 24); {
	case at.IsZero():
		return ""
	case n <= 0:
		return r.T("desk.today")
	default:
		return r.T("desk.days", "n", n)
	}
}

// dayOf writes an instant's day on the reader's clock; none is "".
func (r *Request) dayOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return r.Lang.Date(exchange.In(at, r.zone()))
}

// person names somebody; who is not known any more has no name. The names are
// kept for the request.
func (r *Request) person(names map[string]ui.Phrase, id string) (ui.Phrase, error) {
	if p, ok := names[id]; ok || id == "" {
		return p, nil
	}
	p, err := r.server.Identity.PersonByID(r.Context(), id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return ui.Phrase{}, err
	}
	name := ui.Phrase{Text: p.Name(r.Lang), Lang: i18n.EN}
	if p.Name(r.Lang) == p.Native {
		name.Lang = p.NativeLang
	}
	names[id] = name
	return name, nil
}
