package archtest

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDependencies wants a row in docs/DEPENDENCIES.md for each direct
// dependency, and none for what is gone.
func TestDependencies(t *testing.T) {
	doc, gomod, pkg := read(t, "docs/DEPENDENCIES.md"), read(t, "go.mod"), read(t, "package.json")
	if d := direct(t, gomod, pkg); len(d) < 10 {
		t.Fatalf("only %d direct dependencies found; the test reads the wrong files", len(d))
	}
	for _, m := range undocumented(t, doc, gomod, pkg) {
		t.Error(m)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// shipped are copied into the tree, so neither go.mod nor package.json has them.
var shipped = []string{
	"htmx.org",
	"@fontsource-variable/noto-sans", "@fontsource-variable/noto-sans-sc",
	"@expo-google-fonts/noto-sans", "@expo-google-fonts/noto-sans-sc",
	"@superset-ui/legacy-plugin-chart-country-map",
}

var (
	requirement = regexp.MustCompile(`(?m)^(?:require )?\t?(\S+\.\S+/\S+) v\S+$`) // "// indirect" does not match
	row         = regexp.MustCompile("(?m)^\\| (`[^|]+) \\|.*\\|$")
	quoted      = regexp.MustCompile("`([^`]+)`")
	licensed    = regexp.MustCompile(`\| (MIT|BSD-3-Clause|Apache-2\.0|MPL-2\.0|0BSD|OFL-1\.1) \|$`)
)

func direct(t *testing.T, gomod, pkg string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, m := range requirement.FindAllStringSubmatch(gomod, -1) {
		names[m[1]] = true
	}
	var npm struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(pkg), &npm); err != nil {
		t.Fatal(err)
	}
	for n := range npm.Dependencies {
		names[n] = true
	}
	for n := range npm.DevDependencies {
		names[n] = true
	}
	return names
}

func undocumented(t *testing.T, doc, gomod, pkg string) (out []string) {
	t.Helper()
	want := direct(t, gomod, pkg)
	got := map[string]bool{}
	for _, r := range row.FindAllStringSubmatch(doc, -1) {
		for _, q := range quoted.FindAllStringSubmatch(r[1], -1) {
			got[q[1]] = true
		}
		if !licensed.MatchString(r[0]) || strings.Contains(r[0], "|  |") {
			out = append(out, "docs/DEPENDENCIES.md: an empty cell or an unknown licence: "+r[0])
		}
	}
	for _, n := range slices.Sorted(maps.Keys(want)) {
		if !got[n] {
			out = append(out, "docs/DEPENDENCIES.md has no row for "+n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(got)) {
		if !want[n] && !slices.Contains(shipped, n) {
			out = append(out, "docs/DEPENDENCIES.md has a row for "+n+", which is not used")
		}
	}
	return out
}

// TestPlantedDependencies sees a missing, a left-over and a careless row found.
func TestPlantedDependencies(t *testing.T) {
	gomod := "module x\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0 // indirect\n)\n"
	pkg := `{"devDependencies": {"c": "1.0.0"}}`
	const a, c = "| `example.org/a` | x | y | MIT |\n", "| `c` | x | y | MIT |\n"
	for doc, bad := range map[string]bool{
		a + c: false,
		a:     true,
		c:     true,
		a + c + "| `example.org/b` | x | y | MIT |\n": true,
		"| `example.org/a` | x | y | GPL-3.0 |\n" + c: true,
		"| `example.org/a` |  | y | MIT |\n" + c:      true,
	} {
		if got := undocumented(t, doc, gomod, pkg); (len(got) > 0) != bad {
			t.Errorf("%q: %v", doc, got)
		}
	}
}
