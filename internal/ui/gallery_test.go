package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/birzha/birzha/internal/base/i18n"
)

// components lists the exported functions that return a templ.Component.
func components(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_templ.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no generated files", err)
	}
	var names []string
	for _, f := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil {
				continue
			}
			if r, ok := fn.Type.Results.List[0].Type.(*ast.SelectorExpr); ok && r.Sel.Name == "Component" {
				names = append(names, fn.Name.Name)
			}
		}
	}
	return names
}

// TestGalleryShowsEveryComponent reads the gallery's sources for each one.
func TestGalleryShowsEveryComponent(t *testing.T) {
	var src strings.Builder
	files, _ := filepath.Glob("gallery*.templ")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		src.Write(b)
	}
	names := components(t)
	if len(names) < 40 {
		t.Fatalf("found only %d components", len(names))
	}
	for _, n := range names {
		if n == "Gallery" {
			continue
		}
		if !regexp.MustCompile(`@` + n + `\(`).MatchString(src.String()) {
			t.Errorf("the gallery does not show %s", n)
		}
	}
}

// TestGalleryObeysPolicy wants nothing that the content policy refuses, no
// unsaid message, no id twice, and a known language on every lang attribute.
func TestGalleryObeysPolicy(t *testing.T) {
	for _, l := range i18n.All {
		d := render(t, l, Gallery(PageProps{URL: &url.URL{Path: "/gallery"}}))
		want(t, d, 0, "[style], style")
		ids := map[string]bool{}
		d.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: handler %s on %s", l, a.Key, goquery.NodeName(s))
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("%s: id %s twice", l, a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "lang":
					if _, ok := i18n.Parse(a.Val); !ok {
						t.Errorf("%s: language %q", l, a.Val)
					}
				}
				if m := regexp.MustCompile(`\b(ui|editor|gallery)\.[a-z_0-9]+\b`).FindString(a.Val); m != "" {
					t.Errorf("%s: message %s was not said", l, m)
				}
			}
		})
		if m := regexp.MustCompile(`\b(ui|editor|gallery)\.[a-z_0-9]+\b`).FindString(d.Text()); m != "" {
			t.Errorf("%s: message %s was not said", l, m)
		}
	}
}

// TestReferencesLeadSomewhere follows labels and descriptions inside the page.
func TestReferencesLeadSomewhere(t *testing.T) {
	d := render(t, i18n.EN, Gallery(PageProps{URL: &url.URL{Path: "/gallery"}}))
	for _, attr := range []string{"for", "aria-describedby", "aria-labelledby", "popovertarget", "data-dialog-open"} {
		d.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attr, "")) {
				if d.Find("#"+id).Length() != 1 {
					t.Errorf("%s=%s leads nowhere", attr, id)
				}
			}
		})
	}
}
