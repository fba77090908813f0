package web

import (
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// load writes the least, the median and the most meetings of a person.
func (r *Request) load(l exchange.Load) string {
	return r.Lang.Number(l.Min) + " / " + r.Lang.Number(l.Median) + " / " + r.Lang.Number(l.Max)
}

// leastServed writes how many of the meetings wished the worst off person has;
// who it is stays unsaid, as the reader may not see the wishes of all.
func (r *Request) leastServed(f exchange.Fairness) string {
	if len(f.WorstOff) == 0 {
		return r.T("fairness.all_served")
	}
	return r.T("fairness.of", "held", f.WorstOff[0].Held, "wished", f.WorstOff[0].Wished)
}

// fairness shows how evenly the meetings are spread: by side, and who has least
// of what he wished.
func (r *Request) fairness(s exchange.Spread) (v view.Fairness) {
	add := func(label string, side ui.Side, l exchange.Load) {
		if l.People > 0 {
			v.Loads = append(v.Loads, view.LoadLine{Label: label, Side: side, People: l.People, Min: l.Min, Median: l.Median, Max: l.Max, Gini: r.Lang.Decimal(l.Gini, 2)})
		}
	}
	for _, side := range s.Sides {
		add(r.Country(side.Side), sideOf(r.Event, side.Side), side.Load)
	}
	add(r.T("fairness.all"), 0, s.People)
	for _, w := range s.WorstOff {
		v.WorstOff = append(v.WorstOff, view.WorstOffLine{
			URL: r.eventURL("/participants/" + w.Participant.ID), Name: nameOf(w.Participant), Side: sideOf(r.Event, w.Participant.Country),
			Org: ui.Best(w.Participant.Organisation.Name, r.Lang), Held: w.Held, Wished: w.Wished,
		})
	}
	for _, h := range s.Hidden {
		v.Hidden = append(v.Hidden, r.T("fairness.hidden", "n", h.People, "side", r.Country(h.Country)))
	}
	return v
}
