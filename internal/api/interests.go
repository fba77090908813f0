package api

import (
	"context"
	"net/http"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Interest is an expression of interest as its reader may see it: the other
// party is named when both have said yes.
type Interest struct {
	ID           string     `json:"id"`
	Profile      string     `json:"profile" doc:"Reference"`
	Title        Texts      `json:"title"`
	State        string     `json:"state" enum:"sent,seen,accepted,declined,in_talks,agreement,none"`
	Opened       bool       `json:"opened" doc:"Both have said yes"`
	Sender       *Ref       `json:"sender,omitempty"`
	Owner        *Ref       `json:"owner,omitempty"`
	Country      string     `json:"country" doc:"Of the sender"`
	OwnerCountry string     `json:"owner_country"`
	OwnProfile   string     `json:"own_profile,omitempty" doc:"Reference of the sender's own"`
	Message      Texts      `json:"message"`
	Reason       string     `json:"reason,omitempty"`
	Note         string     `json:"note,omitempty"`
	Sent         time.Time  `json:"sent"`
	Seen         *time.Time `json:"seen,omitempty"`
	Updated      time.Time  `json:"updated"`
	SpeaksFor    []string   `json:"speaks_for" doc:"Parties for which the asker may take steps: owner, sender"`
}

func interestOf(x catalogue.Interest) Interest {
	out := Interest{
		ID: x.ID, Profile: x.Profile.Reference, Title: textsOf(x.Title), State: string(x.State), Opened: x.Opened(), Sender: refOf(x.Sender), Owner: refOf(x.Owner), Country: x.Country,
		OwnerCountry: x.OwnerCountry, Message: textsOf(x.Message), Reason: x.Reason, Note: x.Note, Sent: x.Sent.UTC(), Seen: instant(x.Seen), Updated: x.Updated.UTC(), SpeaksFor: []string{},
	}
	if x.SenderProfile != nil {
		out.OwnProfile = x.SenderProfile.Reference
	}
	for _, p := range x.Speaks {
		out.SpeaksFor = append(out.SpeaksFor, string(p))
	}
	return out
}

type interestsIn struct {
	State string `query:"state" doc:"State of the interest"`
}

type interestsOut struct {
	Body struct {
		Interests []Interest `json:"interests"`
	}
}

type interestIn struct {
	Interest string `path:"interest" doc:"Id of the expression of interest"`
}

type interestOut struct {
	Location string `header:"Location"`
	Body     Interest
}

// NewInterest is what somebody says who is interested.
type NewInterest struct {
	Profile      string `json:"profile" doc:"Reference"`
	Organisation string `json:"organisation" doc:"For which it is said, by its name in addresses"`
	OwnProfile   string `json:"own_profile,omitempty" doc:"Reference of one's own"`
	Message      string `json:"message"`
	Language     string `json:"language" enum:"ru,en,zh-Hans,be" doc:"Of the message"`
	Anonymous    bool   `json:"anonymous,omitempty"`
	Consent      bool   `json:"consent,omitempty" doc:"The asker agrees that the other side's country sees his e-mail address"`
}

type newInterestIn struct {
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           NewInterest
}

// InterestStep is a step to be taken.
type InterestStep struct {
	Step   string `json:"step" enum:"see,say_yes,decline,take_back,begin_talks,agree,break_off"`
	Party  string `json:"party,omitempty" enum:"owner,sender," doc:"For which one speaks, where one could for both"`
	Reason string `json:"reason,omitempty" doc:"Of a decline"`
	Note   string `json:"note,omitempty"`

	Consent bool `json:"consent,omitempty" doc:"With a yes: the asker agrees that the other side's country sees his e-mail address"`
}

type interestStepIn struct {
	Interest       string `path:"interest" doc:"Id of the expression of interest"`
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           InterestStep
}

func (a *API) interests() {
	add(a, about{http.MethodGet, "/interests", "interests", access.InterestRead, 0, "interest"}, a.interestList)
	add(a, about{http.MethodGet, "/interests/{interest}", "interest", access.InterestRead, 0, "interest"}, func(ctx context.Context, actor access.Actor, in *interestIn) (*interestOut, error) {
		x, err := a.Catalogue.Interest(ctx, actor, in.Interest)
		return &interestOut{Body: interestOf(x)}, err
	})
	add(a, about{http.MethodPost, "/interests", "interest_new", access.InterestExpress, http.StatusCreated, "interest"}, a.interestNew)
	add(a, about{http.MethodPost, "/interests/{interest}/steps", "interest_step", access.InterestExpress, 0, "interest"}, a.interestStep)
}

func (a *API) interestList(ctx context.Context, actor access.Actor, in *interestsIn) (*interestsOut, error) {
	list, err := a.Catalogue.Pipeline(ctx, actor)
	if err != nil {
		return nil, err
	}
	out := &interestsOut{}
	out.Body.Interests = []Interest{}
	for _, x := range list {
		if in.State == "" || in.State == string(x.State) {
			out.Body.Interests = append(out.Body.Interests, interestOf(x))
		}
	}
	return out, nil
}

func (a *API) interestNew(ctx context.Context, actor access.Actor, in *newInterestIn) (*interestOut, error) {
	o, err := a.Catalogue.Organisation(ctx, a.DB, in.Body.Organisation)
	if err != nil {
		return nil, err
	}
	if !actor.May(access.InterestExpress, access.Object{Orgs: []string{o.ID}}) {
		return nil, fault.Missing()
	}
	id, err := a.Catalogue.Express(ctx, actor, catalogue.NewInterest{
		Reference: in.Body.Profile, Sender: o.ID, Profile: in.Body.OwnProfile, Message: in.Body.Message, Language: i18n.Lang(in.Body.Language), Anonymous: in.Body.Anonymous, Consent: in.Body.Consent,
	})
	if err != nil {
		return nil, err
	}
	x, err := a.Catalogue.Interest(ctx, actor, id)
	return &interestOut{Location: Prefix + "/interests/" + id, Body: interestOf(x)}, err
}

func (a *API) interestStep(ctx context.Context, actor access.Actor, in *interestStepIn) (*interestOut, error) {
	m := catalogue.InterestMove{Step: catalogue.InterestStep(in.Body.Step), Party: catalogue.Party(in.Body.Party), Reason: in.Body.Reason, Note: in.Body.Note, Consent: in.Body.Consent}
	if err := a.Catalogue.Move(ctx, actor, in.Interest, m); err != nil {
		return nil, err
	}
	x, err := a.Catalogue.Interest(ctx, actor, in.Interest)
	return &interestOut{Body: interestOf(x)}, err
}
