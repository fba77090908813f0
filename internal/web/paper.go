package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// PaperProfile is a profile on its way to paper: what its reader may see of it.
type PaperProfile struct {
	catalogue.View
	Centre catalogue.Organisation // responsible for it; zero where none is
	Side   ui.Side
}

// Book is an exhibition catalogue on its way to paper.
type Book struct {
	Languages [2]i18n.Lang
	Title     [2]string // each in its language
	Subtitle  [2]string
	URL       string // of the same selection in the catalogue
	Profiles  []PaperProfile
}

// maxBook is how many profiles a printed catalogue holds.
const maxBook = 300

// profileSheet answers with a profile as one page.
func (s *Server) profileSheet(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	v, err := s.Catalogue.Look(r.Context(), r.Actor, r.PathValue("reference"))
	if err != nil {
		return err
	}
	list, err := s.onPaper(r, []catalogue.View{v})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.Documents.ProfilePDF(&b, list[0], r.Lang); err != nil {
		return err
	}
	r.Download("application/pdf", v.Reference+"-"+string(r.Lang)+".pdf")
	_, err = r.W.Write(b.Bytes())
	return err
}

// onPaper adds to profiles what a document says beside them.
func (s *Server) onPaper(r *Request, list []catalogue.View) (out []PaperProfile, err error) {
	var ids []string
	for _, v := range list {
		if v.CentreID != "" && !slices.Contains(ids, v.CentreID) {
			ids = append(ids, v.CentreID)
		}
	}
	centres, err := s.Catalogue.OrganisationsByID(r.Context(), s.DB, ids)
	if err != nil {
		return nil, err
	}
	sides, err := s.sides(r)
	for _, v := range list {
		out = append(out, PaperProfile{View: v, Centre: centres[v.CentreID], Side: sides[v.Country]})
	}
	return out, err
}

// cataloguePDF answers with a printed catalogue of what a search finds, or of
// the profiles named by ref.
func (s *Server) cataloguePDF(r *Request) error {
	if !r.maySearch() {
		return fault.New(fault.TooMany, "error.too_many")
	}
	list, err := s.selection(r)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.NotFound, "public.book_empty")
	}
	book := s.bookOf(r)
	if book.Profiles, err = s.onPaper(r, list); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.Documents.CataloguePDF(&b, book); err != nil {
		return err
	}
	r.Download("application/pdf", "catalogue-"+string(book.Languages[0])+"-"+string(book.Languages[1])+".pdf")
	_, err = r.W.Write(b.Bytes())
	return err
}

// bookOf reads how the catalogue is to be made: languages a and b, title and
// subtitle, the same in both unless title_b and subtitle_b say otherwise.
func (s *Server) bookOf(r *Request) Book {
	q := r.URL.Query()
	book := Book{Languages: r.bookLanguages(), URL: s.BaseURL + catalogueAddress(q)}
	for i, l := range book.Languages {
		suffix := [2]string{"", "_b"}[i]
		book.Title[i], book.Subtitle[i] = first(q, "title"+suffix, "title"), first(q, "subtitle"+suffix, "subtitle")
		if book.Title[i] == "" {
			book.Title[i] = l.T("public.book_title")
		}
	}
	return book
}

// bookLanguages are those asked for, else the reader's and the next one.
func (r *Request) bookLanguages() (out [2]i18n.Lang) {
	a, ok := i18n.Parse(r.URL.Query().Get("a"))
	if !ok {
		a = r.Lang
	}
	b, ok := i18n.Parse(r.URL.Query().Get("b"))
	if !ok || b == a {
		b = map[bool]i18n.Lang{true: i18n.EN, false: i18n.ZH}[a == i18n.ZH]
	}
	return [2]i18n.Lang{a, b}
}

// titleMax is how long a title on the cover can be, in characters.
const titleMax = 200

// first is the first value that is there, without control characters.
func first(q url.Values, names ...string) string {
	for _, n := range names {
		if v := strings.Join(strings.Fields(q.Get(n)), " "); v != "" {
			return string([]rune(v)[:min(titleMax, len([]rune(v)))])
		}
	}
	return ""
}

// bookParams are the parameters of a printed catalogue that no search has.
var bookParams = []string{"a", "b", "title", "title_b", "subtitle", "subtitle_b", "lang"}

// catalogueAddress is the page of the catalogue that shows a selection.
func catalogueAddress(q url.Values) string {
	kept := url.Values{}
	for name, values := range q {
		if !slices.Contains(bookParams, name) {
			kept[name] = values
		}
	}
	if len(kept) == 0 {
		return "/catalogue"
	}
	return "/catalogue?" + kept.Encode()
}

// selection finds the profiles of a printed catalogue, as far as the reader may
// see them.
func (s *Server) selection(r *Request) ([]catalogue.View, error) {
	refs := r.URL.Query()["ref"]
	if len(refs) > maxBook {
		return nil, fault.New(fault.TooLarge, "public.book_long", "n", maxBook)
	}
	if len(refs) > 0 {
		return s.lookAll(r.Context(), r.Actor, refs)
	}
	q := catalogue.QueryOf(r.URL.Query(), s.Clock.Now())
	q.Size = 100
	var out []catalogue.View
	for q.Offset = 0; q.Offset < maxBook; q.Offset += q.Size {
		f, err := s.Catalogue.Find(r.Context(), r.Actor, q)
		if err != nil {
			return nil, err
		}
		if f.Total > maxBook {
			return nil, fault.New(fault.TooLarge, "public.book_long", "n", maxBook)
		}
		for _, t := range f.Things {
			if t.Profile != nil {
				out = append(out, *t.Profile)
			}
		}
		if q.Offset+q.Size >= f.Total {
			break
		}
	}
	return out, nil
}

// lookAll looks at profiles by their references; what the reader cannot see is
// left out.
func (s *Server) lookAll(ctx context.Context, actor access.Actor, refs []string) (out []catalogue.View, err error) {
	for i, ref := range refs {
		if slices.Contains(refs[:i], ref) {
			continue
		}
		v, err := s.Catalogue.Look(ctx, actor, ref)
		if f, ok := asFault(err); ok && f.Kind != fault.Internal {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// bookForm asks how a catalogue is to be printed.
func (s *Server) bookForm(r *Request) error {
	q := r.URL.Query()
	list, err := s.selection(r)
	tooLong := fault.KindOf(err) == fault.TooLarge
	if err != nil && !tooLong {
		return err
	}
	p := view.BookPage{Shell: r.page(r.T("public.book_form")), Count: len(list), TooLong: tooLong, Max: maxBook, Back: catalogueAddress(q), Keep: url.Values{}}
	p.Shell.NoIndex = true
	for name, values := range q {
		if !slices.Contains(bookParams, name) {
			p.Keep[name] = values
		}
	}
	book := s.bookOf(r)
	p.Title, p.Subtitle = book.Title, book.Subtitle
	for i := range p.Languages {
		for _, l := range i18n.All {
			p.Languages[i] = append(p.Languages[i], ui.Option{Value: string(l), Label: ui.LangName(l), Lang: l, Selected: l == book.Languages[i]})
		}
	}
	return r.Render(http.StatusOK, view.Book(p))
}
