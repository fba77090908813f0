package web

import (
	"encoding/json"
	"time"

	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/exchange"
)

// ownData is all that the platform keeps about a person, as the person may take
// it away. Instants are in UTC (RFC 3339).
type ownData struct {
	Made           time.Time    `json:"made"`
	Person         ownPerson    `json:"person"`
	Roles          []ownRole    `json:"roles"`
	Events         []ownEvent   `json:"events"`
	Offers         []string     `json:"offers_and_requests"` // references of those for which the person is the contact
	Consents       []ownConsent `json:"consents"`
	Passkeys       []ownPasskey `json:"passkeys"`
	Sessions       []ownSession `json:"sessions"`
	Searches       []ownSearch  `json:"saved_searches"`
	Actions        []ownAction  `json:"actions"` // the newest first
	ActionsInTotal int          `json:"actions_in_total"`
}

type ownPerson struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	NameLang   string    `json:"name_language"`
	NameLatin  string    `json:"name_latin"`
	Language   string    `json:"language"`
	Zone       string    `json:"time_zone"`
	EventMail  bool      `json:"letters_about_events"`
	Registered time.Time `json:"registered"`
}

type ownRole struct {
	Role         string `json:"role"`
	Event        string `json:"event,omitempty"`
	Side         string `json:"side,omitempty"`
	Organisation string `json:"organisation,omitempty"`
}

type ownEvent struct {
	Event        string                   `json:"event"`
	Country      string                   `json:"country"`
	Organisation string                   `json:"organisation"`
	Position     string                   `json:"position"`
	State        string                   `json:"state"`
	Languages    []exchange.LanguageSkill `json:"languages"`
	Interpreter  bool                     `json:"interpreter_needed"`
	Wishes       []exchange.MyWish        `json:"wishes"`
}

type ownConsent struct {
	Purpose   string     `json:"purpose"`
	Country   string     `json:"country"`
	Version   string     `json:"text_version"`
	Given     time.Time  `json:"given"`
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
}

type ownPasskey struct {
	Label   string    `json:"label"`
	Created time.Time `json:"created"`
}

type ownSession struct {
	Browser string    `json:"browser"`
	Method  string    `json:"method"`
	Started time.Time `json:"started"`
	Seen    time.Time `json:"last_seen"`
}

type ownSearch struct {
	Name    string    `json:"name"`
	Path    string    `json:"address"`
	Alert   bool      `json:"letters"`
	Created time.Time `json:"created"`
}

type ownAction struct {
	At     time.Time `json:"at"`
	Action string    `json:"action"`
	Object string    `json:"object"`
}

// mostActions bounds the acts in a person's own data.
const mostActions = 10_000

func (s *Server) accountData(r *Request) error {
	d, err := s.collect(r)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	r.Download("application/json", "birzha-my-data.json")
	_, err = r.W.Write(append(b, '\n'))
	return err
}

func (s *Server) collect(r *Request) (d ownData, err error) {
	ctx, p := r.Context(), r.Person
	d = ownData{Made: s.Clock.Now(), Person: ownPerson{
		ID: p.ID, Email: p.Email, Name: p.Native, NameLang: string(p.NativeLang), NameLatin: p.Latin,
		Language: string(p.Language), Zone: p.Zone, EventMail: p.EventMail, Registered: p.Created,
	}}
	for _, g := range r.Actor.Grants {
		d.Roles = append(d.Roles, ownRole{string(g.Role), g.Event, g.Side, g.Org})
	}
	if d.Events, err = s.ownEvents(r); err != nil {
		return d, err
	}
	offers, err := s.Catalogue.OpportunitiesOfPerson(ctx, s.DB, p.ID)
	if err != nil {
		return d, err
	}
	for _, o := range offers {
		d.Offers = append(d.Offers, o.Reference)
	}
	searches, err := s.Catalogue.SavedSearches(ctx, r.Actor)
	if err != nil {
		return d, err
	}
	for _, x := range searches {
		d.Searches = append(d.Searches, ownSearch{x.Name, x.Path(), x.Alert, x.Created})
	}
	consents, err := s.Identity.Consents(ctx, p.ID)
	if err != nil {
		return d, err
	}
	for _, c := range consents {
		line := ownConsent{c.Purpose, c.Country, c.Version, c.At, nil}
		if !c.Withdrawn.IsZero() {
			line.Withdrawn = &c.Withdrawn
		}
		d.Consents = append(d.Consents, line)
	}
	keys, err := s.Identity.Passkeys(ctx, p.ID)
	if err != nil {
		return d, err
	}
	for _, k := range keys {
		d.Passkeys = append(d.Passkeys, ownPasskey{k.Label, k.Created})
	}
	sessions, err := s.Identity.MySessions(ctx, p.ID)
	if err != nil {
		return d, err
	}
	for _, x := range sessions {
		d.Sessions = append(d.Sessions, ownSession{x.Agent, string(x.Method), x.Started, x.Seen})
	}
	list, total, err := audit.List(ctx, s.DB, audit.Filter{ActorID: p.ID, Limit: mostActions})
	for _, e := range list {
		d.Actions = append(d.Actions, ownAction{e.At, e.Action, e.ObjectKind + " " + e.ObjectID})
	}
	d.ActionsInTotal = total
	return d, err
}

func (s *Server) ownEvents(r *Request) (out []ownEvent, err error) {
	mine, err := s.Exchange.Mine(r.Context(), r.Actor)
	for _, m := range mine {
		x := m.Participant
		e := ownEvent{
			Event: m.Event.Slug, Country: x.Country, Organisation: x.Organisation.Name.Plain(r.Lang), Position: x.Position.Plain(r.Lang),
			State: string(x.State), Languages: x.Languages, Interpreter: x.Interpreter,
		}
		if e.Wishes, err = s.Exchange.MyWishes(r.Context(), m); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, err
}
