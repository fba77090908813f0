package ui

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestStep(t *testing.T) {
	for _, c := range []struct{ count, most, want int }{
		{0, 10, 0}, {0, 0, 0}, {1, 1, 1}, {2, 3, 2}, {1, 100, 1}, {100, 100, 4}, {3, 100, 1}, {10, 100, 2}, {1042, 1042, 4}, {41, 1042, 3},
	} {
		if got := step(c.count, c.most); got != c.want {
			t.Errorf("%d of %d is step %d, want %d", c.count, c.most, got, c.want)
		}
	}
	for _, most := range []int{0, 1, 3, 4, 5, 17, 1000, 123456} {
		last := keyStep{}
		for i, k := range (RegionMapProps{Regions: []RegionCount{{Count: most}}}).key() {
			if i > 0 && (k.from != last.to+1 || k.step <= last.step || step(k.from, most) != k.step || step(k.to, most) != k.step) {
				t.Errorf("most %d: %+v after %+v", most, k, last)
			}
			last = k
		}
		if last.to != most || last.step > steps {
			t.Errorf("most %d: the key ends with %+v", most, last)
		}
	}
}

func TestRegionMap(t *testing.T) {
	p := RegionMapProps{Country: "BY", Label: "Institutes", Regions: []RegionCount{
		{Code: "BY-HM", Name: Say("Minsk"), Count: 12, URL: "/o?region=BY-HM", Selected: true},
		{Code: "BY-VI", Name: Say("Viciebsk"), Count: 1, URL: "/o?region=BY-VI"},
		{Code: "BY-BR", Name: Say("Brest")},
		{Code: "BY-XX", Name: Say("Elsewhere"), Count: 2, URL: "javascript:alert(1)"},
	}}
	d := render(t, i18n.EN, RegionMap(p))
	want(t, d, 7, "svg.map-sheet .map-region")
	want(t, d, 2, "svg.map-sheet a.map-region[tabindex='-1']")
	want(t, d, 1, "svg.map-sheet[aria-hidden] a.step-4.map-chosen[href='/o?region=BY-HM'] circle")
	want(t, d, 4, ".map-list li")
	want(t, d, 1, ".map-list a[aria-current]")
	want(t, d, 0, ".map-list a[href^='javascript']")
	if last := d.Find(".map-region").Last(); !strings.Contains(last.AttrOr("href", ""), "BY-HM") {
		t.Error("the mark of Minsk lies below its neighbours")
	}
	p.Country = "DE"
	d = render(t, i18n.EN, RegionMap(p))
	want(t, d, 0, "svg.map-sheet")
	want(t, d, 4, ".map-list li")
}
