package demo

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue"
)

// seed makes the derived wishes the same each time.
const seed = 20270420

// wisher derives wishes: who offers is asked by those who seek in the same
// area, most across the border, and some are asked far more often than others.
type wisher struct {
	d       *Data
	rnd     *rand.Rand
	person  map[string]*Person
	byKey   map[string]*Opportunity
	own     map[string][]*Opportunity // by the key of the contact
	appeal  map[string]float64        // how often a person is asked, by key
	hubs    []*Person                 // those whom many ask without an opportunity: funds, parks, centres
	settled map[string]bool           // people who ask or are asked in a fixed meeting or group, by pair
	taken   map[string]bool           // from and members of the wishes so far
	out     []Wish
	people  []*Person // those admitted
}

func newWisher(d *Data) *wisher {
	w := &wisher{
		d: d, rnd: rand.New(rand.NewPCG(seed, seed)),
		person: map[string]*Person{}, byKey: map[string]*Opportunity{}, own: map[string][]*Opportunity{},
		appeal: map[string]float64{}, settled: map[string]bool{}, taken: map[string]bool{},
	}
	kind := map[string]catalogue.Kind{}
	for _, o := range d.Organisations {
		kind[o.Key] = o.Kind
	}
	for i := range d.People {
		p := &d.People[i]
		w.person[p.Key] = p
		if p.State != "validated" {
			continue
		}
		w.people = append(w.people, p)
		// A few people draw most of the interest, as at real exchanges.
		u := w.rnd.Float64()
		w.appeal[p.Key] = 0.35 + u + 3*u*u*u*u*u*u
		if k := kind[p.Organisation]; k == catalogue.Fund || k == catalogue.Park || k == catalogue.TransferCentre || k == catalogue.Agency {
			w.hubs = append(w.hubs, p)
		}
	}
	for i := range d.Opportunities {
		o := &d.Opportunities[i]
		w.byKey[o.Key] = o
		w.own[o.Contact] = append(w.own[o.Contact], o)
	}
	return w
}

func (w *wisher) wishes(fixed, groups []invitation) []Wish {
	for _, f := range fixed {
		w.invite(f, Must, 5)
	}
	for i, g := range groups {
		strength := Would
		if i%8 == 0 {
			strength = Must
		}
		w.invite(g, strength, 3)
	}
	w.pairs()
	for _, p := range w.people {
		w.browse(p)
	}
	w.refuse()
	return w.out
}

// invite adds a meeting named in the files; its subject is said in the language
// of the one who invites.
func (w *wisher) invite(v invitation, strength string, weight int) {
	members := append([]string{v.From}, v.To...)
	for i, a := range members {
		for _, b := range members[i+1:] {
			w.settled[pairKey(a, b)] = true
		}
	}
	w.add(Wish{From: v.From, To: v.To, Strength: strength, Weight: weight, Opportunity: v.Opportunity, Subject: v.Subject[w.person[v.From].NativeLang], Slot: v.Slot})
}

// pairs lets who seeks ask who offers the answer, and in half of the cases the
// other way round too.
func (w *wisher) pairs() {
	for i, p := range w.d.Pairs {
		offer, request := w.byKey[p.Offer], w.byKey[p.Request]
		w.settled[pairKey(offer.Contact, request.Contact)] = true
		strength := Would
		if i%3 == 0 {
			strength = Must
		}
		w.add(Wish{From: request.Contact, To: []string{offer.Contact}, Strength: strength, Weight: 3, Opportunity: offer.Key})
		if i%2 == 0 {
			w.add(Wish{From: offer.Contact, To: []string{request.Contact}, Strength: Would, Weight: 2, Opportunity: request.Key})
		}
	}
}

// browse lets a person choose from the catalogue of the other country, and now
// and then ask a fund, a park or a centre.
func (w *wisher) browse(p *Person) {
	n := 2 + w.rnd.IntN(3)
	if len(w.own[p.Key]) > 0 {
		n++
	}
	for range n {
		switch u := w.rnd.Float64(); {
		case u < 0.12:
			w.ask(p, pick(w, w.hubs, func(h *Person) float64 { return w.fit(p, h.Key, h.Country, p.Areas) }), nil)
		case u < 0.20:
			w.ask(p, pick(w, w.people, func(x *Person) float64 { return w.peer(p, x) }), w.topic(p))
		default:
			o := pick(w, pointers(w.d.Opportunities), func(o *Opportunity) float64 { return w.interest(p, o) })
			if o != nil {
				w.ask(p, w.person[o.Contact], o)
			}
		}
	}
}

// ask adds the wish of p to meet x; one in twelve is answered by a wish of x.
func (w *wisher) ask(p, x *Person, about *Opportunity) {
	if x == nil || x.Organisation == p.Organisation {
		return
	}
	wish := Wish{From: p.Key, To: []string{x.Key}, Strength: Would, Weight: 1 + w.rnd.IntN(2)}
	if about != nil {
		wish.Opportunity = about.Key
	}
	if !w.add(wish) || w.rnd.IntN(12) > 0 {
		return
	}
	wish.From, wish.To = x.Key, []string{p.Key}
	if own := w.topic(p); own != nil {
		wish.Opportunity = own.Key
	}
	w.add(wish)
}

// topic is what p can speak of: an offer or request of his own, if there is one.
func (w *wisher) topic(p *Person) *Opportunity {
	if own := w.own[p.Key]; len(own) > 0 {
		return own[w.rnd.IntN(len(own))]
	}
	return nil
}

// interest weighs an opportunity for p: the same area and a type that answers
// p's own count most.
func (w *wisher) interest(p *Person, o *Opportunity) float64 {
	v := w.fit(p, o.Contact, w.person[o.Contact].Country, o.Areas)
	for _, own := range w.own[p.Key] {
		if own.Areas[0] == o.Areas[0] && own.Type.Offers() != o.Type.Offers() {
			return v * 2
		}
	}
	return v
}

// fit weighs a person of the country and areas for p: one's own country is
// seldom of interest, other areas hardly ever.
func (w *wisher) fit(p *Person, key, country string, areas []catalogue.Area) float64 {
	v := w.appeal[key]
	if country == p.Country {
		v *= 0.08
	}
	if !slices.ContainsFunc(areas, func(a catalogue.Area) bool { return slices.Contains(p.Areas, a) }) {
		v *= 0.02
	}
	return v
}

// peer weighs x, of the other country and a common area, who has nothing in the
// catalogue and would otherwise be asked by nobody.
func (w *wisher) peer(p, x *Person) float64 {
	if len(w.own[x.Key]) > 0 || x.Key == p.Key {
		return 0
	}
	return w.fit(p, x.Key, x.Country, x.Areas)
}

// refuse adds a few "no" against wishes of others, never against a meeting that
// the files name.
func (w *wisher) refuse() {
	asked := slices.Clone(w.out)
	for i := 40; i < len(asked); i += 75 {
		x := asked[i]
		if len(x.To) == 1 && x.Strength == Would && !w.settled[pairKey(x.From, x.To[0])] {
			w.add(Wish{From: x.To[0], To: []string{x.From}, Strength: No, Weight: 1})
		}
	}
}

// add keeps a wish unless its author has asked the same people before.
func (w *wisher) add(x Wish) bool {
	to := slices.Sorted(slices.Values(x.To))
	key := x.From + " > " + strings.Join(to, " ")
	if w.taken[key] {
		return false
	}
	w.taken[key] = true
	w.out = append(w.out, x)
	return true
}

// pick draws one of all in proportion to its weight; nil where all weigh nothing.
func pick[T any](w *wisher, all []*T, weight func(*T) float64) *T {
	weights, sum := make([]float64, len(all)), 0.0
	for i, x := range all {
		weights[i] = weight(x)
		sum += weights[i]
	}
	at := w.rnd.Float64() * sum
	for i, v := range weights {
		if at -= v; at < 0 {
			return all[i]
		}
	}
	return nil
}

func pointers[T any](s []T) []*T {
	out := make([]*T, len(s))
	for i := range s {
		out[i] = &s[i]
	}
	return out
}

func pairKey(a, b string) string {
	if a > b {
		a, b = b, a
	}
	return a + " " + b
}
