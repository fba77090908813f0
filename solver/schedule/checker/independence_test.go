package checker_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
	"testing"
)

const planner = "github.com/birzha/birzha/solver/schedule"

// TestIndependence reads the package's own code: of package schedule it may use
// types and constants, no function, method or variable, and of the module
// nothing else.
func TestIndependence(t *testing.T) {
	files := token.NewFileSet()
	var parsed []*ast.File
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(files, "source", nil)}
	pkg, err := conf.Check(planner+"/checker", files, parsed, info)
	if err != nil {
		t.Fatal(err)
	}
	for _, imported := range pkg.Imports() {
		if p := imported.Path(); p != planner && strings.Contains(p, ".") {
			t.Errorf("imports %s", p)
		}
	}
	used := 0
	for name, object := range info.Uses {
		if object.Pkg() == nil || object.Pkg().Path() != planner {
			continue
		}
		used++
		switch o := object.(type) {
		case *types.TypeName, *types.Const:
			continue
		case *types.Var:
			if o.IsField() {
				continue
			}
		}
		t.Errorf("%s: uses %s of the planner", files.Position(name.Pos()), object)
	}
	if used == 0 {
		t.Error("nothing of the planner is used: the test looks in the wrong place")
	}
}
