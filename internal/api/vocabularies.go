package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// Term is a value of a vocabulary with its names by language.
type Term struct {
	Code    string            `json:"code"`
	Names   map[string]string `json:"names"`
	Broader string            `json:"broader,omitempty" doc:"Code of the term above"`
}

type vocabularyOut struct {
	ETag string `header:"ETag"`
	Body struct {
		Vocabulary string `json:"vocabulary"`
		Terms      []Term `json:"terms"`
	}
}

// schemes are the vocabularies by name, computed once.
var schemes = sync.OnceValue(func() map[string]*vocabularyOut {
	out := map[string]*vocabularyOut{}
	put := func(name string, terms []Term) {
		v := &vocabularyOut{}
		v.Body.Vocabulary, v.Body.Terms = name, terms
		b, err := json.Marshal(v.Body)
		if err != nil {
			panic(err) // texts cannot fail
		}
		sum := sha256.Sum256(b)
		v.ETag = `"` + hex.EncodeToString(sum[:8]) + `"`
		out[name] = v
	}
	for name, s := range map[string]*vocabulary.Scheme{
		"countries": vocabulary.Countries, "regions": vocabulary.Regions, "ford": vocabulary.FORD, "grnti": vocabulary.GRNTI, "ipc": vocabulary.IPC, "sdgs": vocabulary.SDG,
		"types": vocabulary.ProfileTypes, "stages": vocabulary.Stages,
	} {
		var terms []Term
		for _, t := range s.Terms() {
			broader := ""
			if up := s.Parents(t.Code); len(up) > 0 {
				broader = up[0]
			}
			terms = append(terms, Term{t.Code, namesOf(t.In), broader})
		}
		put(name, terms)
	}
	listed := func(name string, codes []string, named func(code string) func(i18n.Lang) string) {
		var terms []Term
		for _, c := range codes {
			terms = append(terms, Term{Code: c, Names: namesOf(named(c))})
		}
		put(name, terms)
	}
	in := func(s *vocabulary.Scheme) func(string) func(i18n.Lang) string {
		return func(c string) func(i18n.Lang) string { return s.Term(c).In }
	}
	listed("ipr", catalogue.IPRs, in(vocabulary.IPRStatuses))
	listed("partners", catalogue.PartnerTypes, in(vocabulary.PartnerKinds))
	listed("price_models", catalogue.PriceModels, in(vocabulary.PriceModels))
	listed("export_controls", catalogue.ExportControls, in(vocabulary.ExportControl))
	listed("confidentialities", catalogue.Codes(catalogue.Confidentialities), in(vocabulary.Confidential))
	listed("partnerships", []string{"commercial", "commercial_assistance", "investment", "outsourcing", "supplier", "research"}, in(vocabulary.Partnerships))
	listed("areas", catalogue.Codes(catalogue.Areas), func(c string) func(i18n.Lang) string {
		return func(l i18n.Lang) string { return l.T("area." + c) }
	})
	listed("kinds", catalogue.Codes(catalogue.Kinds), func(c string) func(i18n.Lang) string {
		return func(l i18n.Lang) string { return l.T("kind." + c) }
	})
	return out
})

func namesOf(in func(i18n.Lang) string) map[string]string {
	out := map[string]string{}
	for _, l := range i18n.All {
		out[string(l)] = in(l)
	}
	return out
}

type vocabularyIn struct {
	Vocabulary  string `path:"vocabulary" doc:"Name of the vocabulary"`
	IfNoneMatch string `header:"If-None-Match"`
}

type vocabulariesOut struct {
	Body struct {
		Vocabularies []string `json:"vocabularies"`
	}
}

func (a *API) vocabularies() {
	add(a, about{http.MethodGet, "/vocabularies", "vocabularies", access.PublicRead, 0, "vocabularies"}, func(context.Context, access.Actor, *struct{}) (*vocabulariesOut, error) {
		out := &vocabulariesOut{}
		out.Body.Vocabularies = slices.Sorted(maps.Keys(schemes()))
		return out, nil
	})
	add(a, about{http.MethodGet, "/vocabularies/{vocabulary}", "vocabulary", access.PublicRead, 0, "vocabularies"}, func(_ context.Context, _ access.Actor, in *vocabularyIn) (*vocabularyOut, error) {
		v, ok := schemes()[in.Vocabulary]
		switch {
		case !ok:
			return nil, fault.Missing()
		case in.IfNoneMatch != "" && matches(in.IfNoneMatch, v.ETag):
			return nil, notModified(v.ETag)
		}
		return v, nil
	})
}
