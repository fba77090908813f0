package bulk

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// profile compares a row of profiles.
func (c *comparison) profile(ctx context.Context, r *rec) (x Line, err error) {
	x.Title = write(i18n.Text{}, r.texts("title", ""), "", "", time.Time{})
	have, err := c.have(r, &x)
	if err != nil {
		return x, err
	}
	if x.owner, err = c.owner(ctx, r, have); err != nil {
		return x, err
	}
	if x.owner == nil {
		return x, nil
	}
	x.Owner, x.OwnerNew = x.owner.Name, x.owner.ID == ""
	if !c.may(x.owner) {
		if have.ID != "" { // as if it were not there
			x.Owner = nil
			r.fail("reference", "bulk.reference_unknown", "value", short(r.get("reference")+r.get("external_id")))
		} else {
			r.fail("organisation", notYours(x.owner))
		}
		return x, nil
	}
	p := have
	if have.ID == "" {
		p = c.fresh(r, &x)
		if x.source == "" && x.owner.ID != "" {
			like := p
			like.Title = write(i18n.Text{}, r.texts("title", p.Language), p.Language, "", time.Time{})
			if id := c.known[byContent][contentNumber(&like)]; id != "" {
				have, p = c.profiles[id], c.profiles[id]
			}
		}
	}
	if l := i18n.Lang(r.choice("language")); l != "" {
		p.Language = l
	}
	said := x.source + "\n" + x.number
	if x.source == "" {
		said = have.ID + x.owner.key() + string(p.Type) + fold(x.Title.Plain(p.Language))
	}
	c.once(r, "p\n"+said)
	return x, c.apply(r, &x, have, p)
}

// have finds the profile that a row means.
func (c *comparison) have(r *rec, x *Line) (have catalogue.Opportunity, err error) {
	x.source, x.number = c.source(r)
	if id := c.known[x.source][x.number]; x.source != "" && id != "" {
		return c.profiles[id], nil
	}
	ref := r.get("reference")
	if ref == "" {
		return have, nil
	}
	if p, ok := c.refs[ref]; ok {
		return p, nil
	}
	if c.in.Options.Source == "" && x.source == "" {
		r.fail("reference", "bulk.reference_unknown", "value", short(ref))
		return have, nil
	}
	if x.source == "" { // the other system's number
		x.source, x.number = c.in.Options.Source, ref
	}
	return c.profiles[c.known[x.source][x.number]], nil
}

// fresh is a new profile before the row is read.
func (c *comparison) fresh(r *rec, x *Line) catalogue.Opportunity {
	t := catalogue.OpportunityType(r.choice("type"))
	if t == "" && !r.given("type") {
		r.fail("type", "bulk.type_missing")
	}
	if x.owner.Kind == catalogue.CompanyLarge && t.Offers() {
		r.fail("type", "profile.large_only_requests")
	}
	p := catalogue.Opportunity{
		Type: t, OrganisationID: x.owner.ID, PersonID: c.actor.PersonID, AuthorID: c.actor.PersonID, Language: r.original(c.in.Options), State: catalogue.Draft, Open: true,
		Content: catalogue.Content{Confidentiality: catalogue.Public, Title: i18n.Text{}, Summary: i18n.Text{}, Description: i18n.Text{}},
	}
	if g, ok := c.actor.Via(access.ProfileEdit, x.owner.ID); ok {
		p.CentreID, p.ViaCentre = g.Centre, true
	}
	return p
}

// apply reads the row into the profile and says what that changes.
func (c *comparison) apply(r *rec, x *Line, have, p catalogue.Opportunity) error {
	before, err := json.Marshal(have.Content)
	if err != nil {
		return err
	}
	r.profile(&p, c.actor.PersonID, c.now)
	after, err := json.Marshal(p.Content)
	if err != nil {
		return err
	}
	if p.Title.Source() == "" {
		r.fail("title", "bulk.title_missing")
	}
	for _, f := range p.CheckDraft() {
		r.fail(f.Name, f.Key, f.Args...)
	}
	x.Title, x.profile, x.existing, x.Reference = p.Title, &p, have.ID != "", p.Reference
	trusted := c.in.Options.Publish && c.actor.May(access.ProfileValidate, access.Object{Sides: []string{x.owner.Country}})
	if have.ID == "" {
		x.Effect = Creates
		x.Published = trusted && c.publishable(r, x, &p)
		return nil
	}
	if bytes.Equal(before, after) && p.Language == have.Language {
		x.Effect = Keeps
		return nil
	}
	x.Effect, x.Fields = Changes, differences(before, after)
	c.reopen(r, x, have, trusted)
	return nil
}

// publishable tells whether a profile can be published; else it says why not.
func (c *comparison) publishable(r *rec, x *Line, p *catalogue.Opportunity) bool {
	bad := append(p.CheckComplete(c.now), p.LeaksName(&x.owner.Organisation)...)
	if len(bad) == 0 {
		return true
	}
	r.warn(bad[0].Name, "bulk.kept_draft", "n", len(bad), "field", Said("profile."+bad[0].Name))
	return false
}

// reopen decides what a change does to a profile in the state in which it is.
func (c *comparison) reopen(r *rec, x *Line, have catalogue.Opportunity, trusted bool) {
	p := x.profile
	switch have.State {
	case catalogue.Draft:
	case catalogue.Published, catalogue.OnHold, catalogue.Expired:
		if trusted && have.State == catalogue.Published && c.publishable(r, x, p) {
			x.Published = true
			return
		}
		x.revises = true
		if have.State == catalogue.Published {
			shown := have.Content
			p.Shown = &shown
		}
	default:
		r.fail("reference", "bulk.in_state", "state", Said("profile_state."+string(have.State)))
	}
}

// differences lists the fields in which two contents differ.
func differences(before, after []byte) (out []string) {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(before, &a) != nil || json.Unmarshal(after, &b) != nil {
		return nil
	}
	for k, v := range b {
		if !bytes.Equal(v, a[k]) {
			out = append(out, k)
		}
	}
	for k := range a {
		if _, ok := b[k]; !ok {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
