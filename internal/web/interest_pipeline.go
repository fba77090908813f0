package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// pipelineCards is how many cards a column shows before it leads to the table.
const pipelineCards = 20

var interestKinds = map[catalogue.InterestState]ui.Kind{
	catalogue.Sent: ui.Info, catalogue.Seen: ui.Info, catalogue.Accepted: ui.Success, catalogue.InTalks: ui.Success, catalogue.Agreement: ui.Success,
}

// pipeline shows the interest that the reader's organisations and clients have
// sent and received.
func (s *Server) pipeline(r *Request) error {
	list, err := s.Catalogue.Pipeline(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	orgs, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, r.Actor.OrgsOf(access.InterestRead))
	if err != nil {
		return err
	}
	f := r.interestFilter(orgs)
	p := view.PipelinePage{
		Shell: r.page(r.T("interest.pipeline_title")), Empty: len(list) == 0,
		Crumbs: []ui.Link{{Label: r.T("interest.desk"), URL: "/desk"}, {Label: r.T("interest.pipeline_title")}},
	}
	left := f.left(list, s.Clock.Now())
	p.None = len(left) == 0
	p.Facets = ui.FacetsProps{Action: r.URL.Path, Groups: f.groups(list, s.Clock.Now()), Keep: url.Values{}}
	if v := r.URL.Query().Get("view"); v != "" {
		p.Facets.Keep.Set("view", v)
	}
	p.Filters = ui.FilterBarProps{Found: r.T("interest.found", "n", len(left)), Filters: f.active(p.Facets.Groups), ClearURL: r.URL.Path}
	p.Pipeline = ui.PipelineProps{Label: r.T("interest.pipeline_title"), URL: r.URL, List: r.URL.Query().Get("view") == "list"}
	for _, state := range catalogue.InterestStates {
		p.Pipeline.Columns = append(p.Pipeline.Columns, r.interestColumn(state, left, p.Pipeline.List))
	}
	return r.Render(http.StatusOK, view.Pipeline(p))
}

func (r *Request) interestColumn(state catalogue.InterestState, list []catalogue.Interest, all bool) ui.PipelineColumn {
	c := ui.PipelineColumn{Label: r.T("interest_state." + string(state)), Kind: interestKinds[state]}
	for _, x := range list {
		if x.State != state {
			continue
		}
		c.Count++
		if all || len(c.Cards) < pipelineCards {
			c.Cards = append(c.Cards, r.interestCard(x))
		}
	}
	if n := c.Count - len(c.Cards); n > 0 {
		c.More = ui.Link{Label: r.T("interest.more", "n", n), URL: ui.With(r.URL, "view", "list")}
	}
	return c
}

func (r *Request) interestCard(x catalogue.Interest) ui.PipelineCard {
	now := r.server.Clock.Now()
	card := ui.PipelineCard{
		Title: ui.Best(x.Title, r.Lang), URL: "/desk/interest/" + x.ID, Since: r.T("interest.since", "date", r.day(x.Updated)),
		Parties: []ui.PieceLine{{Text: r.partyName(&x, catalogue.OwnerParty), Side: 1}, {Text: r.partyName(&x, catalogue.SenderParty), Side: 2}},
	}
	if x.Late(now) {
		card.Late = r.T("interest.late", "n", daysLate(x, now))
	}
	return card
}

func daysLate(x catalogue.Interest, now time.Time) int {
	return max(1, int(now.Sub(x.Due())/(24*time.Hour)))
}

// partyName is how the reader may call a party.
func (r *Request) partyName(x *catalogue.Interest, p catalogue.Party) ui.Phrase {
	if o := x.Organisation(p); o.ID != "" {
		return ui.Best(o.Name, r.Lang)
	}
	return ui.Say(r.T("interest.anonymous_party"))
}

// interestFilter is how the reader narrows the pipeline.
type interestFilter struct {
	r         *Request
	orgs      map[string]catalogue.Organisation // the reader's own and his clients
	direction string
	org       string // slug
	late      bool
}

func (r *Request) interestFilter(orgs map[string]catalogue.Organisation) interestFilter {
	q := r.URL.Query()
	return interestFilter{r: r, orgs: orgs, direction: q.Get("direction"), org: q.Get("organisation"), late: q.Get("late") != ""}
}

// of tells whether a party of the interest that is the reader's bears the slug.
func (f interestFilter) of(x catalogue.Interest, slug string) bool {
	return slices.ContainsFunc(x.Reads, func(p catalogue.Party) bool { return x.Organisation(p).Slug == slug })
}

func (f interestFilter) left(list []catalogue.Interest, now time.Time) (out []catalogue.Interest) {
	for _, x := range list {
		if f.direction == "received" && !x.Receives() || f.direction == "sent" && !x.Sends() || f.org != "" && !f.of(x, f.org) || f.late && !x.Late(now) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// groups are the filters, each counted with its own choice lifted.
func (f interestFilter) groups(list []catalogue.Interest, now time.Time) []ui.FacetGroup {
	count := func(change func(*interestFilter)) int {
		g := f
		change(&g)
		return len(g.left(list, now))
	}
	direction := ui.FacetGroup{Name: "direction", Label: f.r.T("interest.direction"), Single: true}
	for _, d := range []string{"received", "sent"} {
		direction.Options = append(direction.Options, ui.FacetOption{Value: d, Label: ui.Say(f.r.T("interest.direction_" + d)), Selected: f.direction == d, Count: count(func(g *interestFilter) { g.direction = d })})
	}
	whose := ui.FacetGroup{Name: "organisation", Label: f.r.T("interest.whose"), Single: true}
	for _, o := range f.orgs {
		if n := count(func(g *interestFilter) { g.org = o.Slug }); n > 0 || f.org == o.Slug {
			whose.Options = append(whose.Options, ui.FacetOption{Value: o.Slug, Label: ui.Best(o.Name, f.r.Lang), Selected: f.org == o.Slug, Count: n})
		}
	}
	slices.SortFunc(whose.Options, func(a, b ui.FacetOption) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	attention := ui.FacetGroup{Name: "late", Label: f.r.T("interest.attention"), Options: []ui.FacetOption{
		{Value: "1", Label: ui.Say(f.r.T("interest.attention_late")), Selected: f.late, Count: count(func(g *interestFilter) { g.late = true })},
	}}
	if len(whose.Options) < 2 && f.org == "" {
		return []ui.FacetGroup{direction, attention}
	}
	return []ui.FacetGroup{direction, whose, attention}
}

// active lists the filters that are on.
func (f interestFilter) active(groups []ui.FacetGroup) (out []ui.ActiveFilter) {
	for _, g := range groups {
		for _, o := range g.Options {
			if o.Selected {
				out = append(out, ui.ActiveFilter{Group: g.Label, Label: o.Label, RemoveURL: ui.Without(f.r.URL, g.Name)})
			}
		}
	}
	return out
}

// day is a date on the reader's clock.
func (r *Request) day(t time.Time) string { return r.Lang.Date(exchange.In(t, r.zone())) }
