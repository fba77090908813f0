package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// interestPage shows one expression of interest. That the owner's side has seen
// it is noted.
func (s *Server) interestPage(r *Request) error {
	id := r.PathValue("interest")
	x, err := s.Catalogue.Interest(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if x.CanSee() && r.Method == http.MethodGet {
		err := s.Catalogue.Move(r.Context(), r.Actor, id, catalogue.InterestMove{Step: catalogue.See, Party: catalogue.OwnerParty})
		if err != nil && fault.KindOf(err) != fault.Conflict { // somebody else has seen it meanwhile
			return err
		}
		if x, err = s.Catalogue.Interest(r.Context(), r.Actor, id); err != nil {
			return err
		}
	}
	return s.renderInterest(r, x, nil)
}

// interestMove takes a step. A refused one comes back with the reason, and what
// was typed.
func (s *Server) interestMove(r *Request) error {
	id := r.PathValue("interest")
	m := catalogue.InterestMove{
		Step: catalogue.InterestStep(r.FormValue("step")), Party: catalogue.Party(r.FormValue("party")), Reason: r.FormValue("reason"), Note: r.FormValue("note"), Consent: r.FormValue("consent") != "",
	}
	refusal := s.Catalogue.Move(r.Context(), r.Actor, id, m)
	if refusal == nil {
		if key := "interest.done_" + string(m.Step); r.Lang.Has(key) {
			r.Flash(ui.Success, r.T(key))
		}
		return r.Redirect("/desk/interest/" + id)
	}
	x, err := s.Catalogue.Interest(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return s.renderInterest(r, x, refusal)
}

func (s *Server) renderInterest(r *Request, x catalogue.Interest, refusal error) error {
	p := view.InterestPage{
		Shell: r.page(r.T("interest.one_title")), URL: "/desk/interest/" + x.ID, Reference: x.Profile.Reference, Title: x.Title, Opened: x.Opened(), Ended: x.Ended(),
		Crumbs:       []ui.Link{{Label: r.T("interest.desk"), URL: "/desk"}, {Label: r.T("interest.pipeline_title"), URL: "/desk/interest"}, {Label: r.T("interest.one_title")}},
		State:        ui.BadgeProps{Label: r.T("interest_state." + string(x.State)), Kind: interestKinds[x.State]},
		MessageTitle: r.T("interest.message_title", "date", r.day(x.Sent)), Message: x.Message, NoteTyped: r.FormValue("note"), NoteMax: catalogue.MessageMax,
		Profile: interestProfile(x.Profile),
	}
	code := http.StatusOK
	if refusal != nil {
		var ok bool
		if p.Faults, code, ok = r.onForm(refusal); !ok {
			return refusal
		}
	}
	if x.SenderProfile != nil {
		own := interestProfile(*x.SenderProfile)
		p.Own = &own
	}
	r.interestTimes(x, &p)
	centres, err := s.interestCentres(r, x)
	if err != nil {
		return err
	}
	p.Left, p.Right = r.interestHalf(x, catalogue.OwnerParty, centres), r.interestHalf(x, catalogue.SenderParty, centres)
	r.interestChoices(x, centres, &p)
	if err := s.interestContacts(r, x, &p); err != nil {
		return err
	}
	if err := s.interestHistory(r, x, &p); err != nil {
		return err
	}
	return r.Render(code, view.Interest(p))
}

// interestTimes says until when the next step is expected, and why it will not
// come.
func (r *Request) interestTimes(x catalogue.Interest, p *view.InterestPage) {
	now := r.server.Clock.Now()
	if due := x.Due(); !due.IsZero() {
		p.Due = r.T("interest.due", "date", r.day(due))
	}
	if x.Late(now) {
		p.Late = r.T("interest.late", "n", daysLate(x, now))
	}
	if x.State == catalogue.Declined {
		p.Declined = r.T("interest.declined_because", "reason", r.T("interest.reason_"+x.Reason))
		p.Note = ui.Say(x.Note)
	}
}

func interestProfile(x catalogue.Opportunity) view.InterestProfile {
	v := view.InterestProfile{Title: x.Title, Summary: x.Summary, Meta: x.Reference, Gone: !x.Visible()}
	if !v.Gone {
		v.URL = "/profiles/" + x.Reference
	}
	return v
}

// interestCentres are the centres that answer for the parties, by id.
func (s *Server) interestCentres(r *Request, x catalogue.Interest) (map[string]catalogue.Organisation, error) {
	var ids []string
	for _, p := range catalogue.Parties {
		if c := x.Centre(p); c != "" {
			ids = append(ids, c)
		}
	}
	return s.Catalogue.OrganisationsByID(r.Context(), s.DB, ids)
}

func (r *Request) interestHalf(x catalogue.Interest, p catalogue.Party, centres map[string]catalogue.Organisation) ui.Half {
	h := ui.Half{Side: 1, Label: r.T("interest.half_"+string(p), "country", r.Country(x.CountryOf(p))), Name: r.partyName(&x, p), Seal: true, Note: ui.Say(r.T("interest.answers_self"))}
	if p == catalogue.SenderParty {
		h.Side = 2
	}
	if c := x.Centre(p); c != "" {
		h.Note = ui.Say(r.T("interest.answers_centre", "centre", centres[c].Name.Plain(r.Lang)))
	}
	switch yes := x.Yes(p); {
	case !yes.IsZero():
		h.Signed, h.State = true, r.T("interest.yes_at", "date", r.day(yes))
	case x.Ended():
		h.State = r.T("interest.yes_ended")
	default:
		h.State = r.T("interest.yes_waits")
	}
	return h
}

// interestChoices are the forms of the steps that the reader can take, or why
// there are none.
func (r *Request) interestChoices(x catalogue.Interest, centres map[string]catalogue.Organisation, p *view.InterestPage) {
	for _, c := range x.Choices() {
		step := string(c.Step)
		v := view.InterestChoice{Step: step, Party: string(c.Party), Label: r.T("interest.step_" + step), Text: r.T("interest.step_" + step + "_text"), Kind: ui.Secondary}
		switch c.Step {
		case catalogue.SayYes:
			v.Kind, v.Consent = ui.Primary, x.CountryOf(c.Party) != x.CountryOf(c.Party.Other())
		case catalogue.BeginTalks, catalogue.Agree:
			v.Kind = ui.Primary
		case catalogue.Decline:
			v.Reason = true
		}
		if len(x.Speaks) > 1 {
			v.For = r.T("interest.steps_for_" + string(c.Party))
		}
		p.Choices = append(p.Choices, v)
	}
	p.Reasons = []ui.Option{{Label: r.T("interest.choose"), Selected: r.FormValue("reason") == ""}}
	for _, reason := range catalogue.DeclineReasons {
		p.Reasons = append(p.Reasons, ui.Option{Value: reason, Label: r.T("interest.reason_" + reason), Selected: r.FormValue("reason") == reason})
	}
	p.Waiting = r.T("interest.steps_none")
	for _, party := range x.Reads {
		if c := x.Centre(party); c != "" && len(x.Speaks) == 0 && !x.Ended() {
			p.Waiting = r.T("interest.steps_centre", "centre", centres[c].Name.Plain(r.Lang))
		}
	}
}

func (s *Server) interestContacts(r *Request, x catalogue.Interest, p *view.InterestPage) error {
	if !x.Opened() {
		return nil
	}
	list, err := s.Catalogue.Contacts(r.Context(), r.Actor, x.ID)
	for _, c := range list {
		v := view.InterestContacts{
			Label: r.T("interest.half_"+string(c.Party), "country", r.Country(c.Organisation.Country)), Name: ui.Best(c.Organisation.Name, r.Lang), URL: "/organisations/" + c.Organisation.Slug,
		}
		if c.Centre != nil {
			v.Centre = r.T("interest.contacts_centre", "centre", c.Centre.Name.Plain(r.Lang))
		}
		for _, person := range c.People {
			v.People = append(v.People, view.InterestPerson{Name: ui.NameProps{Native: person.Native, Lang: person.NativeLang, Latin: person.Latin}, Email: person.Email})
		}
		p.Contacts = append(p.Contacts, v)
	}
	return err
}

func (s *Server) interestHistory(r *Request, x catalogue.Interest, p *view.InterestPage) error {
	list, err := s.Catalogue.InterestHistory(r.Context(), r.Actor, x.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		e := view.InterestEntry{
			At: r.Lang.DateTime(exchange.In(t.At, r.zone())), Label: r.T("interest.did_" + string(t.Step)), By: ui.Say(r.T("interest.did_by_" + string(t.Party))), Note: t.Note,
		}
		if t.PersonID != "" {
			person, err := s.Identity.PersonByID(r.Context(), t.PersonID)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			if person.Native != "" {
				e.Via, e.By = e.By.Text, ui.Phrase{Text: person.Native, Lang: person.NativeLang}
			}
		}
		if t.CentreID != "" {
			o, err := s.Catalogue.OrganisationByID(r.Context(), s.DB, t.CentreID)
			if err != nil {
				return err
			}
			e.Via = o.Name.Plain(r.Lang)
		}
		p.History = append(p.History, e)
	}
	return nil
}
