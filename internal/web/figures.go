package web

import (
	"net/http"

	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

func (s *Server) figures(r *Request) error {
	st, err := s.Exchange.Statistics(r.Context(), r.Actor, r.Event)
	if err != nil {
		return err
	}
	if format, asked, err := r.exportFormat(); asked || err != nil {
		if err != nil {
			return err
		}
		return r.export(format, "figures", r.figureSheets(st)...)
	}
	b := st.Board
	p := view.FiguresPage{
		Shell: r.page(r.T("figures.title")), URL: r.eventURL(""), Version: r.planTitle(b),
		Export: ui.ExportProps{XLSX: ui.With(r.URL, "format", "xlsx"), CSV: ui.With(r.URL, "format", "csv")},
	}
	if b.Plan.Version > 0 {
		f := b.Plan.Figures
		p.Plan = &view.PlanFigures{
			Wished: f.Wished, Placed: f.Placed, Bound: f.Bound, Must: f.Must, MustPlaced: f.MustPlaced, IdleGaps: f.IdleGaps, AtOnce: f.AtOnce,
			MedianLoad: f.MedianLoad, MaxLoad: f.MaxLoad, UnplacedURL: r.eventURL("/plan?view=unplaced"),
		}
		if f.Bound > 0 {
			p.Plan.Share = float64(f.Placed) / float64(f.Bound)
		}
		for n, people := range st.Loads {
			p.Loads = append(p.Loads, view.Share{Label: r.T("figures.meetings", "n", n), N: people, Of: len(b.People)})
		}
		p.Fairness = r.fairness(st.Spread)
		p.Help = []view.HelpLine{
			{Label: r.T("figures.without"), N: len(st.Without), URL: r.eventURL("/plan?view=people")},
			{Label: r.T("figures.unplaced"), N: f.Wished - f.Placed, URL: r.eventURL("/plan?view=unplaced")},
		}
	}
	for _, c := range st.Sides {
		p.Sides = append(p.Sides, r.sideFigures(c))
		p.Help = append(p.Help, view.HelpLine{Label: r.T("figures.pending", "side", r.Country(c.Country)), N: c.Registered - c.Validated, URL: r.eventURL("/participants?state=pending&country=" + c.Country)})
	}
	p.Pairs = r.pairMatrix(st)
	for _, v := range st.Versions {
		p.Versions = append(p.Versions, view.VersionLine{
			Version: r.Lang.Number(v.Version), State: r.T("plan." + string(v.State)), At: r.Lang.DateTime(exchange.In(v.Created, r.zone())),
			Placed: r.Lang.Number(v.Figures.Placed),
		})
	}
	return r.Render(http.StatusOK, view.Figures(p))
}

func (r *Request) sideFigures(c exchange.SideStatistics) view.SideFigures {
	side := sideOf(r.Event, c.Country)
	f := view.SideFigures{Side: side, Country: r.Country(c.Country)}
	for _, x := range []struct {
		key string
		n   int
	}{{"registered", c.Registered}, {"validated", c.Validated}, {"available", c.Available}, {"wishing", c.Wishing}, {"meeting", c.Meeting}} {
		f.Steps = append(f.Steps, view.Share{Label: r.T("figures.step_" + x.key), N: x.n, Of: c.Registered, Side: side})
	}
	return f
}

func (r *Request) pairMatrix(st exchange.Statistics) (m view.PairMatrix) {
	if len(st.Pairs) == 0 {
		return m
	}
	m.Left, m.Right = r.Country(r.Event.Sides[0].Country), r.Country(r.Event.Sides[1].Country)
	for i, a := range catalogue.Areas {
		m.Columns = append(m.Columns, r.T("area."+string(a)))
		m.Rows = append(m.Rows, view.PairRow{Label: r.T("area." + string(a)), Cells: st.Pairs[i]})
	}
	return m
}

func (r *Request) figureSheets(st exchange.Statistics) []Sheet {
	funnel := Sheet{Name: r.T("figures.funnel"), Head: []string{r.T("participants.country"), r.T("figures.step_registered"), r.T("figures.step_validated"), r.T("figures.step_available"), r.T("figures.step_wishing"), r.T("figures.step_meeting")}}
	for _, c := range st.Sides {
		funnel.Rows = append(funnel.Rows, []any{r.Country(c.Country), c.Registered, c.Validated, c.Available, c.Wishing, c.Meeting})
	}
	f := st.Board.Plan.Figures
	plan := Sheet{Name: r.T("plan.title"), Head: []string{r.T("figures.figure"), r.T("figures.value")}, Rows: [][]any{
		{r.T("plan.wished"), f.Wished},
		{r.T("plan.placed"), f.Placed},
		{r.T("figures.bound"), f.Bound},
		{r.T("plan.must"), f.MustPlaced},
		{r.T("plan.idle"), f.IdleGaps},
		{r.T("plan.at_once"), f.AtOnce},
		{r.T("figures.without"), len(st.Without)},
	}}
	fair := Sheet{Name: r.T("fairness.title"), Head: []string{r.T("proposal.side"), r.T("proposal.people"), r.T("fairness.min"), r.T("fairness.median"), r.T("fairness.max"), r.T("fairness.gini")}}
	for _, l := range r.fairness(st.Spread).Loads {
		fair.Rows = append(fair.Rows, []any{l.Label, l.People, l.Min, l.Median, l.Max, l.Gini})
	}
	m := r.pairMatrix(st)
	pairs := Sheet{Name: r.T("figures.pairs"), Head: append([]string{m.Left}, m.Columns...)}
	for _, x := range m.Rows {
		row := []any{x.Label}
		for _, n := range x.Cells {
			row = append(row, n)
		}
		pairs.Rows = append(pairs.Rows, row)
	}
	return []Sheet{plan, funnel, fair, pairs}
}
