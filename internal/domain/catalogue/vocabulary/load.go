package vocabulary

import (
	"embed"
	"fmt"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

//go:embed data
var files embed.FS

// load reads a scheme from its table: a heading, then code and four names a
// line. A fault in the embedded tables stops the program at once.
func load(name string, broader func(string) string, shape func(string) bool) *Scheme {
	if broader == nil {
		broader = func(string) string { return "" }
	}
	s := &Scheme{Name: name, byCode: map[string]Term{}, broader: broader, shape: shape, sorted: map[i18n.Lang][]Term{}}
	for i, row := range table(name) {
		if len(row) != 5 || s.byCode[row[0]].Code != "" {
			panic(fmt.Sprintf("vocabulary: %s, line %d: want a new code and four names", name, i+2))
		}
		t := Term{Code: row[0], names: [4]string(row[1:])}
		s.terms = append(s.terms, t)
		s.byCode[t.Code] = t
	}
	return s
}

// table returns the rows below the heading.
func table(name string) (rows [][]string) {
	b, err := files.ReadFile("data/" + name + ".tsv")
	if err != nil {
		panic(err)
	}
	_, body, _ := strings.Cut(string(b), "\n")
	for line := range strings.Lines(body) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}
