package assets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Ratios that WCAG 2.2 asks: 1.4.3 for text, 1.4.11 for parts of controls.
const (
	forText  = 4.5
	forParts = 3.0
)

// grounds are the surfaces that ordinary text stands on.
const grounds = "paper sheet raised well"

// pairs lists which token stands on which, and how far apart they must be.
var pairs = []struct {
	front, back string
	least       float64
}{
	{"ink ink-2 ink-3", grounds + " accent-soft info-soft success-soft warning-soft danger-soft", forText},
	{"accent accent-strong", grounds + " accent-soft", forText},
	{"accent", "info-soft success-soft warning-soft danger-soft", forText}, // links in notices
	{"on-accent", "accent accent-strong", forText},
	{"on-danger", "danger-fill", forText},
	{"info", grounds + " info-soft", forText},
	{"success", grounds + " success-soft", forText},
	{"warning", grounds + " warning-soft", forText},
	{"danger", grounds + " danger-soft", forText},
	{"side-1", grounds + " side-1-soft accent-soft", forText},
	{"side-2", grounds + " side-2-soft accent-soft", forText},
	{"side-3", grounds + " side-3-soft accent-soft", forText},
	{"side-4", grounds + " side-4-soft accent-soft", forText},
	{"paper", "ink", forText}, // the current page of a pager
	{"ink", "step-1 step-2", forText},
	{"on-accent", "step-3 step-4", forText},
	{"line-strong", "paper sheet raised", forParts},
	{"focus", grounds + " accent-soft danger-soft", forParts},
}

// decorative tokens carry no meaning, so nothing is asked of them.
var decorative = map[string]bool{"line": true}

type colour [3]float64

var token = regexp.MustCompile(`--([a-z0-9-]+): var\(--light, #([0-9a-f]{6})\) var\(--dark, #([0-9a-f]{6})\);`)

// tokens reads the colours of both themes from the style sheet.
func tokens(t *testing.T) (light, dark map[string]colour) {
	t.Helper()
	css, err := sources.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark = map[string]colour{}, map[string]colour{}
	for _, m := range token.FindAllStringSubmatch(string(css), -1) {
		light[m[1]], dark[m[1]] = hex(m[2]), hex(m[3])
	}
	if n := strings.Count(string(css), "var(--light, #"); n != len(light) {
		t.Fatalf("read %d of %d colours", len(light), n)
	}
	return light, dark
}

func hex(s string) (c colour) {
	for i := range c {
		n, _ := strconv.ParseUint(s[2*i:2*i+2], 16, 8)
		c[i] = float64(n) / 255
	}
	return c
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	var l [3]float64
	for i, v := range c {
		if v <= 0.04045 {
			l[i] = v / 12.92
		} else {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	if got := contrast(hex("767676"), hex("ffffff")); math.Abs(got-4.54) > 0.01 {
		t.Fatalf("#767676 on white is %.2f, known to be 4.54", got)
	}
	light, dark := tokens(t)
	seen := map[string]bool{}
	for theme, of := range map[string]map[string]colour{"light": light, "dark": dark} {
		for _, p := range pairs {
			for _, f := range strings.Fields(p.front) {
				for _, b := range strings.Fields(p.back) {
					seen[f], seen[b] = true, true
					front, ok1 := of[f]
					back, ok2 := of[b]
					if !ok1 || !ok2 {
						t.Errorf("no token %s or %s", f, b)
					} else if got := contrast(front, back); got < p.least {
						t.Errorf("%s: %s on %s is %.2f, at least %.1f is asked", theme, f, b, got, p.least)
					}
				}
			}
		}
	}
	for name := range light {
		if !seen[name] && !decorative[name] {
			t.Errorf("the colour %s stands in no pair", name)
		}
	}
}

// TestStatesDifferInLightness keeps the four states apart for those who do not
// see hues: neighbours in lightness differ visibly on both themes.
func TestStatesDifferInLightness(t *testing.T) {
	light, dark := tokens(t)
	for theme, of := range map[string]map[string]colour{"light": light, "dark": dark} {
		states := []string{"info", "success", "warning", "danger"}
		for i, a := range states {
			for _, b := range states[i+1:] {
				if d := math.Abs(of[a].lightness() - of[b].lightness()); d < 3 {
					t.Errorf("%s: %s and %s differ by %.1f in lightness", theme, a, b, d)
				}
			}
		}
	}
}

// lightness is L* of CIELAB, 0 to 100.
func (c colour) lightness() float64 {
	y := c.luminance()
	if y <= 216.0/24389 {
		return y * 24389 / 27
	}
	return 116*math.Cbrt(y) - 16
}
