package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestImports reads the module and fails on every import that breaks the rules.
func TestImports(t *testing.T) {
	pkgs := list(t)
	if len(pkgs) < 10 {
		t.Fatalf("go list found only %d packages; the test sees the wrong tree", len(pkgs))
	}
	for _, v := range violations(pkgs) {
		t.Error(v)
	}
}

func list(t *testing.T) []pkg {
	t.Helper()
	watch(t)
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", module+"...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// watch reads the folders that go list will read, so that go test, which sees
// only what the test itself opens, does not repeat an old result from its cache.
func watch(t *testing.T) {
	t.Helper()
	for _, dir := range []string{"cmd", "internal", "solver"} {
		err := filepath.WalkDir("../../"+dir, func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPlanted plants imports in a graph of its own and sees each bad one found.
func TestPlanted(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"cmd/birzha", "internal/app", true},
		{"cmd/birzha", "internal/web", false},
		{"internal/app", "internal/engine/mail", true},
		{"internal/app/demo", "solver/schedule", true},
		{"internal/app", "internal/web", true},
		{"internal/web", "internal/app", false},
		{"internal/web", "internal/web/view", true},
		{"internal/web", "internal/api", false},
		{"internal/web", "internal/engine/pdf", false},
		{"internal/web", "internal/domain/exchange/roster", true},
		{"internal/api", "internal/web", false},
		{"internal/api", "internal/engine/jobs", false},
		{"internal/ui", "internal/domain/exchange", false},
		{"internal/domain/exchange", "internal/domain/catalogue", true},
		{"internal/domain/exchange/roster", "internal/domain/exchange", true},
		{"internal/domain/exchange/roster", "internal/domain/match", false},
		{"internal/domain/catalogue", "internal/domain/exchange", false},
		{"internal/domain/exchange", "internal/domain/access", true},
		{"internal/domain/exchange", "internal/engine/calendar", false},
		{"internal/domain/exchange", "internal/web/view", false},
		{"internal/domain/exchange", "solver/schedule", true},
		{"internal/domain/access", "internal/domain/audit", true},
		{"internal/domain/access", "internal/domain/identity", false},
		{"internal/domain/audit", "internal/domain/access", false},
		{"internal/domain/insight", "internal/domain/exchange", false},
		{"internal/engine/mail", "internal/base/clock", true},
		{"internal/engine/mail/catcher", "internal/engine/mail", true},
		{"internal/engine/mail", "internal/engine/calendar", false},
		{"internal/engine/jobs", "internal/domain/exchange", false},
		{"internal/base/db", "internal/base/fault", true},
		{"internal/base/db", "internal/domain/audit", false},
		{"solver/schedule", "internal/base/id", false},
		{"solver/schedule", "solver/assign", false},
		{"solver/schedule/dzn", "solver/schedule", true},
		{"solver/schedule", "internal/app", false},
		{"internal/misc", "internal/base/id", false},
	} {
		for _, place := range []func(*pkg, string){
			func(p *pkg, to string) { p.Imports = []string{"fmt", to} },
			func(p *pkg, to string) { p.TestImports = []string{to} },
			func(p *pkg, to string) { p.XTestImports = []string{to} },
		} {
			p := pkg{ImportPath: module + c.from}
			place(&p, module+c.to)
			if got := violations([]pkg{p}); (len(got) == 0) != c.ok {
				t.Errorf("%s imports %s: allowed is %v, want %v (%v)", c.from, c.to, len(got) == 0, c.ok, got)
			}
		}
	}
}

// TestRules wants a reason for each permission.
func TestRules(t *testing.T) {
	for _, r := range rules {
		if r.why == "" {
			t.Errorf("%s > %s has no reason", r.from, r.to)
		}
	}
}
