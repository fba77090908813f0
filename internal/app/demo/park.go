package demo

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Park is what a park of the sample tells of itself.
type Park struct {
	Park       string // key of the organisation
	Facts      catalogue.ParkFacts
	Partners   []string // keys of partner parks
	Indicators []catalogue.Indicator
}

// parkFile is a park as it stands in parks.json.
type parkFile struct {
	Park       string
	Native     i18n.Lang // language of the originals
	Opened     int
	Hectares   float64
	Services   []parkThing
	Equipment  []parkThing
	Board      []boardMember
	Partners   []string
	Indicators map[string]map[catalogue.IndicatorName]float64 // by year
}

type parkThing struct {
	Name, Text, Terms texts
	Year              int
}

type boardMember struct {
	Native, Latin, Country string
	Chair                  bool
	Position               texts
}

func parks() (out []Park, err error) {
	var list []parkFile
	if err := decode("parks.json", &list); err != nil {
		return nil, err
	}
	for _, f := range list {
		p := Park{Park: f.Park, Partners: f.Partners, Facts: catalogue.ParkFacts{Opened: f.Opened, Hectares: f.Hectares, Services: f.things(f.Services), Equipment: f.things(f.Equipment)}}
		for _, m := range f.Board {
			p.Facts.Board = append(p.Facts.Board, catalogue.BoardMember{Native: m.Native, Latin: m.Latin, Country: m.Country, Chair: m.Chair, Position: m.Position.text(f.Native, i18n.Approved)})
		}
		for _, year := range slices.Sorted(maps.Keys(f.Indicators)) {
			y, err := strconv.Atoi(year)
			if err != nil {
				return nil, fmt.Errorf("demo: parks.json: %s: %q is no year", f.Park, year)
			}
			for _, name := range catalogue.IndicatorNames {
				if v, ok := f.Indicators[year][name]; ok {
					p.Indicators = append(p.Indicators, catalogue.Indicator{Year: y, Name: name, Value: v})
				}
			}
		}
		out = append(out, p)
	}
	return out, nil
}

func (f parkFile) things(list []parkThing) (out []catalogue.ParkThing) {
	for _, t := range list {
		out = append(out, catalogue.ParkThing{
			Name: t.Name.text(f.Native, i18n.Approved), Text: t.Text.text(f.Native, i18n.Checked), Terms: t.Terms.text(f.Native, i18n.Checked), Year: t.Year,
		})
	}
	return out
}
