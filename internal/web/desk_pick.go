package web

import (
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// pickers are the vocabularies in which a classification is looked up.
var pickers = map[string][]*vocabulary.Scheme{
	"ford": {vocabulary.FORD}, "grnti": {vocabulary.GRNTI}, "ipc": {vocabulary.IPC}, "targets": {vocabulary.Countries, vocabulary.Regions},
}

func pickable(field string) bool { return pickers[field] != nil }

// foundMost is how many terms a look-up shows. With no words it shows all of a
// classification, so that one can leaf through it.
const foundMost = 30

// fillPick prepares a field whose values are looked up: those chosen, and those
// found by the words of the address.
func (r *Request) fillPick(it *view.EditorItem, f catalogue.Field, chosen []string) {
	for _, v := range chosen {
		it.Options = append(it.Options, ui.Option{Value: v, Label: r.term(f.Name, v), Selected: true})
	}
	q := r.URL.Query()
	if q.Get("find") != f.Name {
		return
	}
	it.Asked, it.Query = true, q.Get("q")
	for _, t := range lookUp(r.Lang, f.Name, it.Query) {
		if slices.Contains(chosen, t.Code) {
			continue
		}
		if len(it.Found) == foundMost && it.Query != "" {
			it.More = true
			break
		}
		it.Found = append(it.Found, ui.Option{Value: t.Code, Label: r.term(f.Name, t.Code)})
	}
}

// lookUp finds the terms that begin with the code, or that have all words in
// their name in some language; those in the reader's language stand first.
func lookUp(l i18n.Lang, field, query string) (out []vocabulary.Term) {
	words := strings.Fields(catalogue.Fold(query))
	var others []vocabulary.Term
	for _, s := range pickers[field] {
		for _, t := range s.Terms() {
			switch {
			case strings.HasPrefix(strings.ToLower(t.Code), strings.ToLower(strings.TrimSpace(query))) || hasAll(t.In(l), words):
				out = append(out, t)
			case slices.ContainsFunc(i18n.All, func(x i18n.Lang) bool { return hasAll(t.In(x), words) }):
				others = append(others, t)
			}
		}
	}
	return append(out, others...)
}

func hasAll(name string, words []string) bool {
	name = catalogue.Fold(name)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) })
}
