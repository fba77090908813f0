package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/feed"
	"github.com/birzha/birzha/internal/web/view"
)

const (
	similarShown = 6
	endingWithin = 30 * 24 * time.Hour // a profile's validity is said to end soon
)

func profileURL(reference string) string { return "/profiles/" + url.PathEscape(reference) }

// profile shows a published offer or request.
func (s *Server) profile(r *Request) error {
	v, err := s.Catalogue.Look(r.Context(), r.Actor, r.PathValue("reference"))
	if fault.KindOf(err) == fault.Gone {
		return s.profileGone(r, err)
	}
	if err != nil {
		return err
	}
	p, err := s.profilePage(r, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, view.Profile(p))
}

// profileGone answers for a profile that was public and has expired.
func (s *Server) profileGone(r *Request, err error) error {
	newest, listErr := s.Catalogue.Newest(r.Context(), s.DB, similarShown)
	if listErr != nil {
		return listErr
	}
	var cards []view.OpportunityCard
	for _, o := range newest {
		card := r.opportunity(o)
		card.Description = nil
		cards = append(cards, card)
	}
	shell := r.page(r.T("error.title_gone"))
	shell.NoIndex = true
	return r.Render(http.StatusGone, view.ProfileGone(shell, r.faultText(err), cards))
}

// faultText says a fault to the reader.
func (r *Request) faultText(err error) string {
	if f, ok := asFault(err); ok {
		return r.T(f.Key, f.Args...)
	}
	return r.T("error.internal")
}

func (s *Server) profilePage(r *Request, v catalogue.View) (p view.ProfilePage, err error) {
	in := r.wantedText()
	c, to := &v.Content, profileURL(v.Reference)
	p = view.ProfilePage{
		Shell: r.page(c.Title.Plain(in)), Reference: v.Reference, Address: s.BaseURL + to, Type: r.T("type." + string(v.Type)), Title: c.Title, Summary: c.Summary, In: in,
		Texts: r.profileTexts(c), Facts: r.profileFacts(c, v.Language), Languages: r.textLanguages(c, in),
		TRL: c.TRL, TRLTarget: c.TRLTarget, Stage: StageName(r.Lang, c.TRL), StageNote: c.StageNote,
		Place: join(r.Lang, CountryName(r.Lang, v.Country), r.profileRegion(v)), Via: v.ViaCentre && v.CentreID != "",
		Cut: v.Cut, Members: v.Confidentiality == catalogue.Members, Video: c.Video,
	}
	if v.Owner.ID != "" {
		p.Owner = view.RelationLine{Name: ui.Best(v.Owner.Name, r.Lang), URL: "/organisations/" + v.Owner.Slug}
	}
	if v.CentreID != "" {
		centre, err := s.Catalogue.OrganisationByID(r.Context(), s.DB, v.CentreID)
		if err != nil {
			return p, err
		}
		p.Centre = view.RelationLine{Name: ui.Best(centre.Name, r.Lang), URL: "/organisations/" + centre.Slug}
	}
	if v.State == catalogue.Published {
		p.ReportURL = to + "/report"
		if v.Open {
			p.InterestURL = to + "/interest"
		}
	}
	if v.Keeper {
		p.DeskURL = "/desk" + to
	}
	for _, l := range i18n.All {
		p.Sheets = append(p.Sheets, ui.Link{Label: "PDF · " + ui.LangName(l), URL: to + "/sheet.pdf?lang=" + string(l)})
	}
	r.profileDates(&p, v)
	media, err := s.Catalogue.Media(r.Context(), r.Actor, v.Opportunity)
	if err != nil {
		return p, err
	}
	for _, m := range media {
		p.Files = append(p.Files, view.ProfileFile{Name: m.Name, URL: "/media/" + m.ID, Picture: m.Picture()})
	}
	sides, err := s.sides(r)
	if err != nil {
		return p, err
	}
	p.Side = sides[v.Country]
	p.Similar, err = s.similar(r, v, sides)
	s.profileHead(r, &p, v)
	return p, err
}

func (r *Request) profileDates(p *view.ProfilePage, v catalogue.View) {
	if !v.Published.IsZero() {
		p.Published = r.Lang.Date(v.Published)
	}
	if !v.ValidUntil.IsZero() {
		p.Valid = r.Lang.Date(v.ValidUntil)
		p.Ending = v.ValidUntil.Sub(r.server.Clock.Now()) < endingWithin
	}
}

// profileRegion names the owner's region, unless that would tell who an
// anonymous owner is.
func (r *Request) profileRegion(v catalogue.View) string {
	if v.Region == "" || v.Owner.ID == "" {
		return ""
	}
	return vocabulary.Region(v.Region).In(r.Lang)
}

// wantedText is the language in which the reader wants the texts: asked for
// apart from that of the page, else the same.
func (r *Request) wantedText() i18n.Lang {
	if l, ok := i18n.Parse(r.URL.Query().Get("text")); ok {
		return l
	}
	return r.Lang
}

// textLanguages lists the languages of a profile's texts, and the reader's.
func (r *Request) textLanguages(c *catalogue.Content, in i18n.Lang) (out []view.TextLanguage) {
	for _, l := range i18n.All {
		there := slices.ContainsFunc(catalogue.TextFields(), func(f catalogue.Field) bool { return (*f.Text(c))[l].Text != "" })
		if there || l == in {
			out = append(out, view.TextLanguage{Lang: l, URL: ui.With(r.URL, "text", string(l)), Current: l == in, State: c.Title[l].State})
		}
	}
	return out
}

func (r *Request) profileTexts(c *catalogue.Content) (out []view.ProfileText) {
	for _, name := range []string{"description", "advantages", "specification", "partner_role"} {
		f, _ := catalogue.FieldNamed(name)
		if t := *f.Text(c); len(t.Languages()) > 0 {
			out = append(out, view.ProfileText{ID: name, Label: r.T("profile." + name), Text: t})
		}
	}
	return out
}

// profileFacts lists what is said in few words, in the order of the sheet; in
// is the language of the keywords.
func (r *Request) profileFacts(c *catalogue.Content, in i18n.Lang) (out []view.ProfileFact) {
	l := r.Lang
	add := func(key string, note i18n.Text, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(note.Languages()) == 0 {
			note = nil
		}
		if len(values) > 0 || note != nil {
			out = append(out, view.ProfileFact{Label: l.T(key), Values: values, Note: note})
		}
	}
	add("profile.partnerships", nil, Terms(l, vocabulary.Partnerships, c.Partnerships)...)
	add("profile.partners", nil, Terms(l, vocabulary.PartnerKinds, c.Partners)...)
	add("profile.ipr", c.IPRNote, Term(l, vocabulary.IPRStatuses, c.IPR))
	add("public.price", c.PriceNote, Price(l, c))
	add("profile.call", nil, CallLines(l, c.Call)...)
	if c.Call != nil && catalogue.WebAddress(c.Call.Link) {
		add("profile.call_link", nil, c.Call.Link)
		out[len(out)-1].URL = c.Call.Link
	}
	add("profile.areas", nil, AreaNames(l, c.Areas)...)
	words := func(key string, s *vocabulary.Scheme, keywords []string) {
		n := len(out)
		if add(key, nil, Terms(l, s, keywords)...); len(out) > n && in != l && !slices.ContainsFunc(keywords, s.Valid) {
			out[n].Lang = in
		}
	}
	words("profile.technology_keywords", vocabulary.TechnologyKeywords, c.TechnologyKeywords)
	words("profile.market_keywords", vocabulary.MarketKeywords, c.MarketKeywords)
	add("profile.targets", nil, PlaceNames(l, c.Targets)...)
	add("profile.sdgs", nil, GoalNames(l, c.SDGs)...)
	add("public.classes", nil, ClassNames(l, c)...)
	add("profile.export_control", nil, Term(l, vocabulary.ExportControl, c.ExportControl))
	return out
}

// similar lists other profiles that may serve the reader.
func (s *Server) similar(r *Request, v catalogue.View, sides map[string]ui.Side) (out []view.OpportunityCard, err error) {
	list, err := s.Catalogue.Similar(r.Context(), r.Actor, v, similarShown)
	for _, x := range list {
		out = append(out, r.profileCard(x, sides))
	}
	return out, err
}

// profileCard is a profile as a list shows it, with its owner if it is named.
func (r *Request) profileCard(v catalogue.View, sides map[string]ui.Side) view.OpportunityCard {
	card := r.opportunity(v.Opportunity)
	card.Description, card.Side, card.Country = nil, sides[v.Country], r.Country(v.Country)
	card.Organisation = ui.Best(v.Owner.Name, r.Lang)
	if v.Owner.ID == "" {
		card.Organisation = ui.Say(r.T("paper.anonymous"))
	}
	return card
}

// sides are the hues of the countries, as the exchanges have them.
func (s *Server) sides(r *Request) (map[string]ui.Side, error) {
	out := map[string]ui.Side{}
	events, err := s.Exchange.Events(r.Context())
	for _, e := range events {
		for _, side := range e.Sides {
			if out[side.Country] == 0 {
				out[side.Country] = ui.Side(side.Position)
			}
		}
	}
	return out, err
}

// profileHead says the profile to other sites and to search engines.
func (s *Server) profileHead(r *Request, p *view.ProfilePage, v catalogue.View) {
	page := s.BaseURL + profileURL(v.Reference)
	title := v.Title.Plain(p.In)
	card := feed.Card{URL: page, Title: title, Description: v.Summary.Plain(p.In), Article: true}
	if n := slices.IndexFunc(p.Files, func(f view.ProfileFile) bool { return f.Picture }); n >= 0 && v.Confidentiality == catalogue.Public {
		card.Image, card.ImageAlt = s.BaseURL+p.Files[n].URL, p.Files[n].Name
	}
	p.Shell.Meta = r.metas(card)
	p.Shell.NoIndex = v.Confidentiality == catalogue.Members || r.URL.Query().Has("text")
	p.Shell.Feeds = r.feeds(url.Values{"type": {string(v.Type)}})
	o := feed.Opportunity{
		URL: page, Reference: v.Reference, Type: string(v.Type), Title: title, Summary: v.Summary.Plain(p.In), Lang: p.In,
		Keywords: append(Terms(r.Lang, vocabulary.TechnologyKeywords, v.TechnologyKeywords), Terms(r.Lang, vocabulary.MarketKeywords, v.MarketKeywords)...),
		Areas:    AreaNames(r.Lang, v.Areas), Targets: v.Targets, Published: v.Published, ValidUntil: v.ValidUntil, Image: card.Image,
	}
	if v.PriceModel == "fixed" {
		o.Price, o.Currency = v.PriceAmount, v.PriceCurrency
	}
	if v.Owner.ID != "" {
		b := s.linked(v.Owner, r.Lang)
		o.Owner = &b
	}
	p.Shell.JSONLD = feed.Graph(o.Node(), feed.Breadcrumb(
		feed.Crumb{Name: r.T("public.catalogue"), URL: s.BaseURL + "/catalogue"}, feed.Crumb{Name: title, URL: page}))
}

// metas completes a card with what all pages share.
func (r *Request) metas(c feed.Card) (out []ui.Meta) {
	c.Site, c.Lang, c.Alternates = "birzha", r.Lang, alternates(c.URL)
	for _, m := range c.Metas() {
		out = append(out, ui.Meta(m))
	}
	return out
}

// alternates are the addresses of a page in all languages.
func alternates(page string) (out []feed.Alternate) {
	for _, l := range i18n.All {
		out = append(out, feed.Alternate{Lang: l, URL: page + "?lang=" + string(l)})
	}
	return out
}

// linked is what linked data says of an organisation in short.
func (s *Server) linked(o catalogue.Organisation, l i18n.Lang) feed.Organisation {
	return feed.Organisation{URL: s.BaseURL + "/organisations/" + o.Slug, Kind: string(o.Kind), Name: o.Name.Plain(l)}
}

// join puts words that are there beside each other, as the language does.
func join(l i18n.Lang, words ...string) string {
	return l.List(slices.DeleteFunc(words, func(w string) bool { return w == "" }))
}

// profileReport asks what is wrong with a published profile.
func (s *Server) profileReport(r *Request) error {
	v, err := s.reportable(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, view.Report(r.reportPage(v)))
}

func (s *Server) reportable(r *Request) (catalogue.View, error) {
	v, err := s.Catalogue.Look(r.Context(), r.Actor, r.PathValue("reference"))
	if err == nil && v.State != catalogue.Published {
		err = fault.Missing()
	}
	return v, err
}

func (r *Request) reportPage(v catalogue.View) view.ReportPage {
	return view.ReportPage{Shell: r.page(r.T("public.report_title")), Title: ui.Best(v.Title, r.Lang), URL: profileURL(v.Reference)}
}

// profileFlag reports a profile: it is hidden until the network has looked.
func (s *Server) profileFlag(r *Request) error {
	v, err := s.reportable(r)
	if err != nil {
		return err
	}
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	note := r.PostFormValue("note")
	_, err = s.Catalogue.Take(r.Context(), r.Actor, v.ID, catalogue.Move{Step: catalogue.Flag, Note: note})
	if f, ok := asFault(err); ok && f.Kind == fault.Invalid && len(f.Fields) > 0 {
		p := r.reportPage(v)
		p.Note, p.Error = note, r.T(f.Fields[0].Key, f.Fields[0].Args...)
		return r.Render(http.StatusUnprocessableEntity, view.Report(p))
	}
	if err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("public.report_done"))
	return r.Redirect("/catalogue")
}
