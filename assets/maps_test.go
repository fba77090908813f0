package assets

import (
	"regexp"
	"strings"
	"testing"
)

// TestMaps wants each region once, drawn on the sheet, and large enough to be
// hit, by itself or by its mark.
func TestMaps(t *testing.T) {
	for country, regions := range map[string]int{"BY": 7, "CN": 34} {
		m := MapOf(country)
		if m == nil || len(m.Regions) != regions {
			t.Fatalf("%s: %+v", country, m)
		}
		seen, marks := map[string]bool{}, [][2]int{}
		for _, r := range m.Regions {
			if seen[r.Code] || !strings.HasPrefix(r.Code, country+"-") || len(r.Code) != 5 {
				t.Errorf("%s: code %s", country, r.Code)
			}
			seen[r.Code] = true
			if !regexp.MustCompile(`^(M\d+ \d+l[-0-9 ]+z)+$`).MatchString(r.Path) {
				t.Errorf("%s: path %.40s", r.Code, r.Path)
			}
			if r.X < 0 || r.X > m.Width || r.Y < 0 || r.Y > m.Height {
				t.Errorf("%s: its point is off the sheet", r.Code)
			}
			if r.Mark == nil {
				if len(r.Path) < 70 {
					t.Errorf("%s is too small to be hit and has no mark", r.Code)
				}
				continue
			}
			for _, o := range marks { // marks are 48 wide
				if dx, dy := o[0]-r.Mark[0], o[1]-r.Mark[1]; dx*dx+dy*dy < 48*48 {
					t.Errorf("%s: its mark covers another", r.Code)
				}
			}
			marks = append(marks, *r.Mark)
			if r.Mark[0] < 24 || r.Mark[0] > m.Width-24 || r.Mark[1] < 24 || r.Mark[1] > m.Height-24 {
				t.Errorf("%s: its mark is off the sheet", r.Code)
			}
		}
		for _, code := range []string{"BY-HM", "CN-BJ", "CN-HK", "CN-MO", "CN-SH", "CN-TJ"} {
			if strings.HasPrefix(code, country) && !seen[code] {
				t.Errorf("no %s", code)
			}
		}
	}
	if MapOf("XX") != nil {
		t.Error("a map of nowhere")
	}
}
