package web

import (
	"github.com/birzha/birzha/internal/domain/exchange"
)

// load writes the least, the median and the most meetings of a person.
func (r *Request) load(l exchange.Load) string {
	return r.Lang.Number(l.Min) + " / " + r.Lang.Number(l.Median) + " / " + r.Lang.Number(l.Max)
}
