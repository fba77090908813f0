package catalogue

import (
	"context"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/search"
)

// Card is what a list shows of a profile or an organisation: what every reader
// who finds it may see. It is kept beside the search document, so that a list
// reads no whole profiles.
type Card struct {
	Type      string    // of a profile: TO, TR …; of an organisation: its Kind
	Reference string    // of a profile; an organisation has none
	Slug      string    // of the organisation, or of the owner unless anonymous
	Title     i18n.Text // or name
	Summary   i18n.Text
	Owner     i18n.Text // name, unless anonymous
	Country   string
	Region    string // not of an anonymous owner
	Areas     []Area

	TRL          int
	IPR          string
	Partnerships []string
	Open         bool
	Anonymous    bool
	Cut          bool // the rest opens with an agreement
	Published    time.Time
	Until        time.Time
}

func (o *Organisation) card() Card {
	return Card{
		Type: string(o.Kind), Slug: o.Slug, Title: bare(o.Name), Summary: bare(o.Description), Country: o.Country, Region: o.Region, Areas: o.Areas,
	}
}

// card shows the public content c of the profile of o.
func (p *Opportunity) card(c Content, o Organisation) Card {
	card := Card{
		Type: string(p.Type), Reference: p.Reference, Title: bare(c.Title), Summary: bare(c.Summary), Country: o.Country, Areas: c.Areas,
		TRL: c.TRL, IPR: c.IPR, Partnerships: c.Partnerships, Open: p.Open, Anonymous: c.Anonymous, Published: p.Published.UTC(), Until: p.ValidUntil.UTC(),
	}
	if c.Confidentiality == AfterAgreement {
		card.Cut, card.IPR = true, ""
	}
	if !c.Anonymous {
		card.Slug, card.Owner, card.Region = o.Slug, bare(o.Name), o.Region
	}
	return card
}

// cardText is how much of a text a card keeps, in characters: of descriptions
// of organisations only the beginning.
const cardText = 500

// bare is a text without who wrote it and when.
func bare(t i18n.Text) i18n.Text {
	out := i18n.Text{}
	for l, v := range t {
		if r := []rune(v.Text); len(r) > cardText {
			v.Text = string(r[:cardText]) + "…"
		}
		if v.Text != "" {
			out[l] = i18n.Version{Text: v.Text, State: v.State, Stale: v.Stale}
		}
	}
	return out
}

// Listing is a page of what a search finds, as a list shows it.
type Listing struct {
	search.Result
	Cards []Card // in the order of the hits
}

// List searches the catalogue for the actor as Find does, and reads of what it
// finds only what a list shows.
func (s *Service) List(ctx context.Context, actor access.Actor, q search.Query) (l Listing, err error) {
	if l.Result, err = s.search(ctx, actor, q); err != nil {
		return l, err
	}
	packed, err := search.Cards(ctx, s.DB, l.Hits)
	for _, p := range packed {
		if err == nil {
			var c Card
			c, err = unpackCard(p)
			l.Cards = append(l.Cards, c)
		}
	}
	return l, err
}

// search searches the index for the actor: what is for members is found by who
// is signed in.
func (s *Service) search(ctx context.Context, actor access.Actor, q search.Query) (search.Result, error) {
	q.Level = search.Public
	if actor.May(access.MembersRead, access.Object{}) {
		q.Level = search.Members
	}
	begun := time.Now()
	r, err := s.Index.Find(ctx, s.DB, q)
	if s.Searched != nil {
		s.Searched(time.Since(begun))
	}
	return r, err
}
