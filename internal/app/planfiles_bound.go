package app

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/birzha/birzha/solver/schedule"
)

// BoundDocument is bound.json: a number of meetings that no plan can exceed, with
// all that is needed to check it.
type BoundDocument struct {
	Bound   int    `json:"bound"`    // no plan holds more meetings
	RestsOn string `json:"rests_on"` // name of the argument behind Bound, see schedule.Figures
	// Proven is what Prices prove of Problem by themselves, see
	// schedule.VerifyBound: Bound or a number close above it.
	Proven  int               `json:"proven,omitempty"`
	Prices  *schedule.Prices  `json:"prices,omitempty"`
	Problem *schedule.Problem `json:"problem"`
}

// bound prints what the bound rests on and keeps it for bound.json.
func (o *PlanFiles) bound(p *planned) error {
	f := p.res.Figures
	d := BoundDocument{Bound: f.Bound, RestsOn: f.BoundMethod, Prices: p.res.Prices, Problem: p.problem}
	p.say("planfile.bound_is", "n", f.Bound, "held", f.Placed)
	p.say("planfile.rests_" + f.BoundMethod)
	if d.Prices != nil {
		var err error
		if d.Proven, err = schedule.VerifyBound(p.problem, d.Prices); err != nil {
			return err
		}
		p.say("planfile.prices_prove", "n", d.Proven, "file", boundJSON)
	}
	p.keep(boundJSON, d)
	return nil
}

// Verify checks a bound.json that anybody made.
func (o *PlanFiles) Verify(name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		o.errorf("%s", o.Lang.T("planfile.open", "file", name))
		return ErrInput
	}
	var d BoundDocument
	if err := json.Unmarshal(b, &d); err != nil || d.Prices == nil || d.Problem == nil {
		o.errorf("%s", o.Lang.T("planfile.no_prices", "file", name))
		return ErrInput
	}
	n, err := schedule.VerifyBound(d.Problem, d.Prices)
	if err != nil || n != d.Proven {
		o.errorf("%s", o.Lang.T("planfile.not_proven", "file", name))
		return ErrInput
	}
	fmt.Fprintln(o.Stdout, o.Lang.T("planfile.verified", "n", n))
	return nil
}

// say keeps a line to be printed after the figures.
func (p *planned) say(key string, args ...any) { p.lines = append(p.lines, p.lang.T(key, args...)) }

// keep adds a file to the folder of results.
func (p *planned) keep(name string, document any) {
	if p.more == nil {
		p.more = map[string]any{}
	}
	p.more[name] = document
}
