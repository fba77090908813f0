package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

const module = "github.com/birzha/birzha/"

// rule lets the rooms that match from import the rooms that match to. A room is
// a layer ("web") or a package of a layer that has many ("domain/exchange");
// what lies deeper in the tree ("domain/exchange/roster") counts as its room.
type rule struct{ from, to, why string }

// rules is the whole list of who may know whom; what is not here is forbidden.
var rules = []rule{
	{"cmd", "app", "the command line only starts what the composition root puts together"},
	{"app", "*", "the composition root knows everyone, so that nobody else has to"},
	{"app", "*/*", "the composition root knows everyone, so that nobody else has to"},

	{"web", "domain/*", "pages call services"},
	{"web", "ui", "pages are made of components"},
	{"web", "base/*", "base is for everyone"},
	{"web", "assets", "pages link to the bundled files"},
	{"api", "domain/*", "operations call the same services as pages"},
	{"api", "base/*", "base is for everyone"},
	{"ui", "base/*", "components speak the reader's language"},
	{"ui", "assets", "the gallery page serves the bundled files"},

	{"domain/*", "solver/*", "domains put their problems to the solvers"},
	{"domain/*", "base/*", "base is for everyone"},
	{"domain/*", "domain/access", "every act is allowed or refused by the policy"},
	{"domain/*", "domain/audit", "every change is recorded in its own transaction"},
	{"domain/match", "domain/catalogue", "matches are between offers and requests"},
	{"domain/exchange", "domain/catalogue", "participants bring offers and requests to an event"},
	{"domain/exchange", "domain/identity", "participants are people with accounts"},
	{"domain/catalogue", "domain/identity", "organisations have people"},
	{"domain/notify", "domain/identity", "letters go to people, in the language of each"},
	{"domain/competition", "domain/catalogue", "applications start from offers"},
	{"domain/portfolio", "domain/competition", "projects come out of selected applications"},
	{"domain/delegation", "domain/catalogue", "visits are to organisations"},

	{"engine/*", "base/*", "base is for everyone"},
	{"base/*", "base/*", "base stands on itself only"},
}

// bare lists the domains that every other may know, and that therefore know
// none but each other as listed.
var bare = map[string][]string{
	"domain/audit":  {},
	"domain/access": {"domain/audit"},
}

// manyRoomed are the layers whose packages are rooms of their own.
var manyRoomed = []string{"domain", "engine", "base", "solver"}

// aside are packages outside the layers: tools and tests, which nothing imports.
var aside = []string{"archtest", "scripts", "e2e"}

// fixture builds a whole site; any test may ask for one.
const fixture = module + "internal/web/webtest"

// pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// room places a package of the module; "" is a package without a place.
func room(importPath string) string {
	p := strings.TrimPrefix(strings.TrimPrefix(importPath, module), "internal/")
	parts := strings.Split(p, "/")
	switch layer := parts[0]; {
	case slices.Contains(manyRoomed, layer) && len(parts) > 1:
		return layer + "/" + parts[1]
	case slices.Contains([]string{"cmd", "app", "web", "api", "ui", "assets"}, layer), slices.Contains(aside, layer):
		return layer
	}
	return ""
}

// may tells whether a package of one room may import one of another.
func may(from, to string) bool {
	if from == to {
		return true
	}
	if only, ok := bare[from]; ok && strings.HasPrefix(to, "domain/") {
		return slices.Contains(only, to)
	}
	for _, r := range rules {
		if matches(r.from, from) && matches(r.to, to) {
			return true
		}
	}
	return false
}

func matches(pattern, room string) bool {
	ok, err := path.Match(pattern, room)
	return err == nil && ok
}

// violations lists the imports that break the rules, tests' imports included.
func violations(pkgs []pkg) []string {
	var out []string
	for _, p := range pkgs {
		from := room(p.ImportPath)
		if from == "" {
			out = append(out, fmt.Sprintf("%s has no place in the house: move it, or give it one in internal/archtest/rules_test.go", p.ImportPath))
			continue
		}
		for _, to := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if !strings.HasPrefix(to, module) || slices.Contains(aside, from) {
				continue
			}
			if to == fixture && !slices.Contains(p.Imports, to) {
				continue // in tests only
			}
			if !may(from, room(to)) {
				out = append(out, fmt.Sprintf("%s imports %s: %s may not know %s%s", p.ImportPath, to, from, room(to), hint(from, room(to))))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func hint(from, to string) string {
	if strings.HasPrefix(to, "engine/") {
		return "; declare the small interface you need and let internal/app pass the engine in"
	}
	if strings.HasPrefix(from, "domain/") && strings.HasPrefix(to, "domain/") {
		return "; effects that cross domains travel as jobs enqueued in the same transaction"
	}
	return ""
}
