package ui

import (
	"math"
	"slices"
	"sort"
	"strconv"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/base/i18n"
)

// RegionCount is how many there are of something in a region.
type RegionCount struct {
	Code     string // ISO 3166-2
	Name     Phrase
	Count    int
	URL      string // the list narrowed to the region; "" draws it without a link
	Selected bool
}

// RegionMapProps describes a map of one country. Regions stand in the list in
// the order given; those that the map does not draw stand in the list alone.
type RegionMapProps struct {
	Country string // ISO 3166-1; without a map of it only the list is shown
	Label   string // what is counted: "Organisations by region"
	Regions []RegionCount
}

func (p RegionMapProps) most() (most int) {
	for _, r := range p.Regions {
		most = max(most, r.Count)
	}
	return most
}

// steps is how many shades tell counts apart.
const steps = 4

// step is the shade of a count, 1 to steps, 0 for none. The steps are equal on a
// logarithmic scale: a few regions mostly have most of everything.
func step(count, most int) int {
	if count <= 0 {
		return 0
	}
	if most <= steps {
		return min(count, steps)
	}
	return 1 + int(float64(steps)*math.Log(float64(count))/math.Log(float64(most)+1))
}

func stepClass(n int) string {
	if n == 0 {
		return ""
	}
	return "step-" + strconv.Itoa(n)
}

// keyStep is a shade with the counts that it stands for.
type keyStep struct {
	step     int
	from, to int
}

// key lists the shades that can occur, from none on.
func (p RegionMapProps) key() []keyStep {
	most := p.most()
	out := []keyStep{{}}
	for n := 1; n <= most; n = out[len(out)-1].to + 1 {
		s := step(n, most)
		after := n + sort.Search(most-n+1, func(i int) bool { return step(n+i, most) > s })
		out = append(out, keyStep{s, n, after - 1})
	}
	return out
}

func (k keyStep) words(l i18n.Lang) string {
	if k.from == k.to {
		return l.Number(k.from)
	}
	return l.Number(k.from) + "–" + l.Number(k.to)
}

// drawn joins a region of the map with its count.
type drawn struct {
	assets.MapRegion
	RegionCount
	small bool // drawn by a mark
}

// regions lists what the map draws: those with marks last, above their
// neighbours, the selected one before them.
func (p RegionMapProps) regions(m *assets.Map) (out []drawn) {
	for _, r := range m.Regions {
		d := drawn{MapRegion: r, small: r.Mark != nil}
		if i := slices.IndexFunc(p.Regions, func(c RegionCount) bool { return c.Code == r.Code }); i >= 0 {
			d.RegionCount = p.Regions[i]
		}
		out = append(out, d)
	}
	rank := func(d drawn) int {
		switch {
		case d.small:
			return 2
		case d.Selected:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b drawn) int { return rank(a) - rank(b) })
	return out
}

func (d drawn) classes(most int) string {
	c := "map-region"
	if s := stepClass(step(d.Count, most)); s != "" {
		c += " " + s
	}
	if d.Selected {
		c += " map-chosen"
	}
	return c
}
