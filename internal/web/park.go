package web

import (
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// portfolioShown is how many offers and requests of its residents a park shows.
const portfolioShown = 12

// park adds what a park tells of itself beside the facts of an organisation.
func (s *Server) park(r *Request, o catalogue.Organisation, a around) (*view.ParkPart, error) {
	facts, err := s.Catalogue.Park(r.Context(), s.DB, o.ID)
	if err != nil {
		return nil, err
	}
	figures, err := s.Catalogue.Indicators(r.Context(), s.DB, o.ID)
	if err != nil {
		return nil, err
	}
	p := &view.ParkPart{
		Services: r.parkThings(facts.Services), Equipment: r.parkThings(facts.Equipment), Indicators: r.indicators(figures),
	}
	sides, err := s.sides(r)
	if err != nil {
		return nil, err
	}
	for _, m := range facts.Board {
		p.Board = append(p.Board, view.BoardLine{
			Name: ui.NameProps{Native: m.Native, Lang: nativeLang(m.Native), Latin: m.Latin}, Position: ui.Best(m.Position, r.Lang),
			Country: r.Country(m.Country), Side: sides[m.Country], Chair: m.Chair,
		})
	}
	if err := s.portfolio(r, a, sides, p); err != nil {
		return nil, err
	}
	p.Figures = r.parkFigures(o, facts, a, p)
	return p, nil
}

// portfolio adds the newest offers and requests of the park's residents and
// parts.
func (s *Server) portfolio(r *Request, a around, sides map[string]ui.Side, p *view.ParkPart) error {
	var ids []string
	for _, m := range a.members {
		if m.Kind == catalogue.PartOf || m.Kind == catalogue.ResidentOf && m.Status == catalogue.Current {
			ids = append(ids, m.ID)
		}
	}
	list, err := s.Catalogue.ProfilesOf(r.Context(), r.Actor, ids...)
	p.InPortfolio = len(list)
	slices.SortStableFunc(list, func(a, b catalogue.View) int { return b.Published.Compare(a.Published) })
	for _, v := range list[:min(portfolioShown, len(list))] {
		p.Portfolio = append(p.Portfolio, r.profileCard(v, sides))
	}
	return err
}

// parkFigures say the size of a park in numbers.
func (r *Request) parkFigures(o catalogue.Organisation, f catalogue.ParkFacts, a around, p *view.ParkPart) (out []ui.FigureProps) {
	add := func(label, value string) { out = append(out, ui.FigureProps{Label: label, Value: value}) }
	count := func(kind catalogue.Membership) (n int) {
		for _, m := range a.members {
			if m.Kind == kind && (kind != catalogue.ResidentOf || m.Status == catalogue.Current) {
				n++
			}
		}
		return n
	}
	if n := count(catalogue.ResidentOf); n > 0 {
		add(r.T("public.park_residents"), r.Lang.Number(n))
	}
	if n := count(catalogue.PartOf); n > 0 {
		add(r.T("public.park_parts"), r.Lang.Number(n))
	}
	if p.InPortfolio > 0 {
		add(r.T("public.park_offers"), r.Lang.Number(p.InPortfolio))
	}
	if f.Hectares > 0 {
		add(r.T("public.park_hectares"), r.Lang.Decimal(f.Hectares, decimals(f.Hectares)))
	}
	if year := f.Opened; year > 0 {
		add(r.T("public.park_opened"), strconv.Itoa(year))
	} else if o.Facts.Founded > 0 {
		add(r.T("public.founded"), strconv.Itoa(o.Facts.Founded))
	}
	return out
}

func (r *Request) parkThings(list []catalogue.ParkThing) (out []view.ParkThing) {
	for _, t := range list {
		line := view.ParkThing{Name: ui.Best(t.Name, r.Lang), Text: ui.Best(t.Text, r.Lang), Terms: ui.Best(t.Terms, r.Lang)}
		if t.Year > 0 {
			line.Year = strconv.Itoa(t.Year)
		}
		out = append(out, line)
	}
	return out
}

// chartYears is how many years a chart shows, the last ones.
const chartYears = 8

// indicators groups the figures of a park by name, each as a series of years.
func (r *Request) indicators(list []catalogue.Indicator) (out view.Indicators) {
	for _, i := range list {
		if !slices.Contains(out.Years, i.Year) {
			out.Years = append(out.Years, i.Year)
		}
	}
	slices.Sort(out.Years)
	out.Years = out.Years[max(0, len(out.Years)-chartYears):]
	for _, name := range catalogue.IndicatorNames {
		s := view.Series{Label: r.T("public.indicator_" + string(name)), Values: make([]string, len(out.Years)), Shares: make([]float64, len(out.Years))}
		most, found := 0.0, false
		of := func(year int) (float64, bool) {
			n := slices.IndexFunc(list, func(i catalogue.Indicator) bool { return i.Name == name && i.Year == year })
			if n < 0 {
				return 0, false
			}
			return list[n].Value, true
		}
		for _, y := range out.Years {
			if v, ok := of(y); ok {
				most, found = max(most, v), true
			}
		}
		for n, y := range out.Years {
			if v, ok := of(y); ok {
				s.Values[n] = r.Lang.Decimal(v, decimals(v))
				if most > 0 {
					s.Shares[n] = v / most
				}
			}
		}
		if found {
			out.Series = append(out.Series, s)
		}
	}
	return out
}

// decimals is how many decimals a figure is shown with: one where it has a
// fraction.
func decimals(v float64) int {
	if v == float64(int64(v)) {
		return 0
	}
	return 1
}

// nativeLang guesses the language of a name by its script, for screen readers.
func nativeLang(name string) i18n.Lang {
	for _, c := range name {
		switch {
		case c >= 0x4e00 && c <= 0x9fff:
			return i18n.ZH
		case c >= 0x400 && c <= 0x4ff:
			return i18n.RU
		}
	}
	return i18n.EN
}
