package api

import (
	"context"
	"net/http"

	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Remark is one finding of a review.
type Remark struct {
	Severity string `json:"severity" enum:"blocker,major,minor"`
	Field    string `json:"field,omitempty"`
	Rule     string `json:"rule" doc:"Which rule is broken"`
	Evidence string `json:"evidence,omitempty" doc:"The words or facts that break it"`
}

// StepBody is a step to be taken.
type StepBody struct {
	Step    string   `json:"step" doc:"One of the steps of the profile"`
	Note    string   `json:"note,omitempty" doc:"Reason or evidence"`
	Remarks []Remark `json:"remarks,omitempty"`
}

type stepIn struct {
	Reference      string `path:"reference" doc:"Reference of the profile"`
	IfMatch        string `header:"If-Match" doc:"ETag of what was read"`
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           StepBody
}

func (a *API) steps() {
	add(a, about{http.MethodPost, "/profiles/{reference}/steps", "profile_step", access.ProfileDesk, 0, "profiles"}, a.step)
	add(a, about{http.MethodPost, "/profiles/{reference}/flag", "profile_flag", access.ProfileFlag, http.StatusNoContent, "profiles"}, a.flag)
}

// step takes a step of the workflow. Which steps a person may take is the matter
// of the service; a token needs the scope of writing.
func (a *API) step(ctx context.Context, actor access.Actor, in *stepIn) (*profileOut, error) {
	if actor.Cut(access.ProfileEdit) {
		return nil, forbidden(ctx, access.ScopeWrite)
	}
	p, o, err := a.Catalogue.Profile(ctx, actor, in.Reference)
	if err != nil {
		return nil, err
	}
	if in.IfMatch != "" && !matches(in.IfMatch, tag(p)) {
		return nil, newProblem(ctx, "changed", "profile.changed")
	}
	m := catalogue.Move{Step: catalogue.Step(in.Body.Step), Note: in.Body.Note}
	if in.IfMatch != "" {
		m.Revision = p.Revision
	}
	for _, r := range in.Body.Remarks {
		m.Remarks = append(m.Remarks, catalogue.Remark{Severity: catalogue.Severity(r.Severity), Field: r.Field, Rule: r.Rule, Evidence: r.Evidence})
	}
	if p, err = a.Catalogue.Take(ctx, actor, p.ID, m); err != nil {
		return nil, err
	}
	return a.kept(actor, p, o), nil
}

// FlagBody says what is wrong with a published profile.
type FlagBody struct {
	Note string `json:"note" doc:"Reason"`
}

type flagIn struct {
	Reference      string `path:"reference" doc:"Reference of the profile"`
	IdempotencyKey string `header:"Idempotency-Key" doc:"The same key does the same request once"`
	Body           FlagBody
}

func (a *API) flag(ctx context.Context, actor access.Actor, in *flagIn) (*struct{}, error) {
	v, err := a.Catalogue.Look(ctx, actor, in.Reference)
	if err != nil {
		return nil, err
	}
	_, err = a.Catalogue.Take(ctx, actor, v.ID, catalogue.Move{Step: catalogue.Flag, Note: in.Body.Note})
	return &struct{}{}, err
}
