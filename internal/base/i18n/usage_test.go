package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// composed lists beginnings of keys that are put together where the test cannot
// see it, each with the place. Keys of the form "area.name_"+x need no entry.
var composed = map[string]string{}

// stem is the beginning of a key that is composed: "area." or "area.name_".
var stem = regexp.MustCompile(`^[a-z][a-z0-9_]*\.([A-Za-z0-9._-]*[._])?$`)

// said is a message that the source says by a literal key.
type said struct {
	key  string
	args []string // names of the arguments; nil where they are not literal
	open bool     // the arguments are not literal
	pos  token.Position
}

// usage is what the sources do with messages.
type usage struct {
	said     []said
	literals map[string]bool           // every string that could be a key
	prefixes map[string]token.Position // beginnings of composed keys
	keyParam map[string]int            // functions of ours with a parameter named key: its place
}

// TestUsage wants every key that the sources say, with the arguments it needs,
// and no key that they never say.
func TestUsage(t *testing.T) {
	u, err := readUsage(token.NewFileSet(), sources(t)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range misused(u, catalog[EN]) {
		t.Error(m)
	}
}

// sources lists the module's Go files, those generated from pages included.
func sources(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, dir := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join("../../..", dir), func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
				list = append(list, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func readUsage(fset *token.FileSet, paths ...string) (*usage, error) {
	u := &usage{literals: map[string]bool{}, prefixes: map[string]token.Position{}, keyParam: map[string]int{}}
	var parsed []*ast.File
	for _, p := range paths {
		src, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(fset, p, src, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	for _, f := range parsed {
		u.findKeyParams(f)
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool { u.visit(fset, n); return true })
	}
	return u, nil
}

// findKeyParams notes the functions that take a message key.
func (u *usage) findKeyParams(f *ast.File) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		i := 0
		for _, field := range fn.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "key" {
					u.keyParam[fn.Name.Name] = i
				}
				i++
			}
		}
	}
}

func (u *usage) visit(fset *token.FileSet, n ast.Node) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if s, ok := text(n); ok && keyShape.MatchString(s) {
			u.literals[s] = true
		}
	case *ast.BinaryExpr:
		if s, ok := text(n.X); ok && n.Op == token.ADD && stem.MatchString(s) {
			u.prefixes[s] = fset.Position(n.Pos())
		}
	case *ast.KeyValueExpr:
		if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Key" {
			if s, ok := text(n.Value); ok && keyShape.MatchString(s) { // other types have a Key too
				u.said = append(u.said, said{key: s, open: true, pos: fset.Position(n.Pos())})
			}
		}
	case *ast.CallExpr:
		u.call(fset, n)
	}
}

// call notes i18n.T(ctx, key, …), lang.T(key, …), fault.New(kind, key, …) and
// calls of functions of ours that take a key.
func (u *usage) call(fset *token.FileSet, c *ast.CallExpr) {
	name, at, sure := callee(c)
	if !sure {
		i, ok := u.keyParam[name]
		if !ok {
			return
		}
		at = i
	}
	if at >= len(c.Args) {
		return
	}
	key, ok := text(c.Args[at])
	if !ok || !sure && !keyShape.MatchString(key) {
		return
	}
	s := said{key: key, open: !sure || c.Ellipsis.IsValid(), pos: fset.Position(c.Pos())}
	for i := at + 1; i < len(c.Args); i += 2 {
		arg, ok := text(c.Args[i])
		s.open = s.open || !ok
		s.args = append(s.args, arg)
	}
	u.said = append(u.said, s)
}

// callee names the function called, and where it is sure to take a key.
func callee(c *ast.CallExpr) (name string, at int, sure bool) {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name, 0, false
	case *ast.SelectorExpr:
		pkg, _ := f.X.(*ast.Ident)
		switch {
		case f.Sel.Name == "T" && pkg != nil && pkg.Name == "i18n":
			return "T", 1, true
		case f.Sel.Name == "T" && (pkg == nil || pkg.Name != "sheet"): // sheet.T makes a cell
			return "T", 0, true
		case f.Sel.Name == "New" && pkg != nil && pkg.Name == "fault":
			return "New", 1, true
		}
		return f.Sel.Name, 0, false
	}
	return "", 0, false
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// misused compares what is said with what the catalogue has.
func misused(u *usage, messages map[string]entry) (out []string) {
	for _, s := range u.said {
		e, ok := messages[s.key]
		if !ok {
			out = append(out, fmt.Sprintf("%s: there is no message %q", s.pos, s.key))
			continue
		}
		if s.open {
			continue
		}
		for _, p := range placeholders(e) {
			if !slices.Contains(s.args, p) {
				out = append(out, fmt.Sprintf("%s: %s needs the argument %q", s.pos, s.key, p))
			}
		}
		for _, a := range s.args {
			if a != "n" && !slices.Contains(placeholders(e), a) {
				out = append(out, fmt.Sprintf("%s: %s has no place for the argument %q", s.pos, s.key, a))
			}
		}
	}
	prefixes := slices.Collect(maps.Keys(composed))
	for p, pos := range u.prefixes {
		if areaOf(messages, p) {
			prefixes = append(prefixes, p)
			if !anyWith(messages, p) {
				out = append(out, fmt.Sprintf("%s: no message begins with %q", pos, p))
			}
		}
	}
	for key := range messages {
		if !u.literals[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			out = append(out, fmt.Sprintf("the message %s is never said: remove it", key))
		}
	}
	slices.Sort(out)
	return out
}

// areaOf tells whether p begins with an area of the catalogue.
func areaOf(messages map[string]entry, p string) bool {
	return anyWith(messages, strings.SplitAfter(p, ".")[0])
}

func anyWith(messages map[string]entry, prefix string) bool {
	for k := range messages {
		if strings.HasPrefix(k, prefix) {
			return true
		}
	}
	return false
}

// TestPlantedUsage sees each kind of misuse found in a source of its own.
func TestPlantedUsage(t *testing.T) {
	messages := map[string]entry{
		"a.plain":  {"": "text"},
		"a.days":   {"one": "a day", "other": "{n} days"},
		"a.kind_x": {"": "x"},
		"b.name":   {"": "{name}"},
	}
	const sound = `i18n.T(ctx, "a.plain"); l.T("a.days", "n", n); i18n.T(ctx, "a.kind_"+k); fault.New(fault.Invalid, "b.name", "name", x)`
	for _, c := range []struct {
		name, src, want string
	}{
		{"sound", sound, ""},
		{"by field", sound + `; _ = Field{Key: "b.name"}`, ""},
		{"through a helper", sound + `; help("b.name")`, ""},
		{"missing in T", sound + `; i18n.T(ctx, "a.plane")`, `no message "a.plane"`},
		{"missing in a fault", sound + `; fault.New(k, "c.d")`, `no message "c.d"`},
		{"missing in a field", sound + `; _ = Field{Key: "a.no"}`, `no message "a.no"`},
		{"missing through a helper", sound + `; help("b.nam")`, `no message "b.nam"`},
		{"no message with the beginning", sound + `; i18n.T(ctx, "a.kinds_"+k)`, `begins with "a.kinds_"`},
		{"argument lacking", sound + `; l.T("b.name")`, `needs the argument "name"`},
		{"number lacking", sound + `; l.T("a.days")`, `needs the argument "n"`},
		{"argument too many", sound + `; l.T("a.plain", "name", x)`, `no place for the argument "name"`},
		{"never said", strings.Replace(sound, `"a.plain"`, `"b.name", "name", x`, 1), "a.plain is never said"},
	} {
		file := filepath.Join(t.TempDir(), "x.go")
		src := "package x\nfunc help(key string) {}\nfunc f() {" + c.src + "}\n"
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := readUsage(token.NewFileSet(), file)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := strings.Join(misused(u, messages), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}
