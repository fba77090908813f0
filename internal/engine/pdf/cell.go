package pdf

import (
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

// body says what, with whom, about what.
func (d *doc) body(it Item, width float64, dense bool) []line {
	kind := "agenda.meeting"
	if it.Kind == Session {
		kind = "agenda.session"
	}
	var out []line
	add := func(spans ...span) { out = append(out, wrap(shape(spans...), width)...) }
	switch {
	case it.Cancelled:
		add(span{d.lang.T(kind), label}, span{"   " + d.lang.T("agenda.cancelled"), warning})
	case !dense || it.Kind == Session:
		add(span{d.lang.T(kind), label})
	}
	name, subject := strong, plain
	if it.Cancelled {
		name.colour, subject.colour = grey, grey
	}
	if it.Kind == Session {
		add(span{it.Subject, name})
	}
	for _, p := range it.With {
		about := span{d.list(p.Organisation, p.Country), quiet}
		if names := nameSpans(p, name, beside); dense {
			add(append(names, span{"  ", quiet}, about)...)
		} else {
			add(names...)
			add(about)
		}
	}
	if it.Kind == Meeting {
		add(span{it.Subject, subject})
	}
	add(span{it.Note, quiet})
	return out
}

// list joins the parts that are not empty as the language lists them.
func (d *doc) list(parts ...string) string { return listIn(d.lang, parts...) }

func listIn(l i18n.Lang, parts ...string) string {
	if l == i18n.ZH {
		return join("，", parts...)
	}
	return join(", ", parts...)
}

func nameSpans(p Person, native, latin style) []span {
	s := []span{{p.Native, native}}
	switch {
	case p.Native == "":
		s[0].text = p.Latin
	case p.Latin != "" && p.Latin != p.Native:
		s = append(s, span{"  " + p.Latin, latin})
	}
	return s
}

// place says where, in which languages, with which help.
func (d *doc) place(it Item) []line {
	var out []line
	add := func(s string, st style) {
		if s != "" {
			out = append(out, wrap(shape(span{s, st}), right-colPlace-6)...)
		}
	}
	where := style{size: 9, bold: true, colour: ink}
	add(it.Place, where)
	if it.Online {
		add(d.lang.T("agenda.online"), where)
	}
	comma := ", "
	if d.lang == i18n.ZH {
		comma = "、"
	}
	add(strings.Join(it.Languages, comma), small)
	switch {
	case it.Interpreter != "":
		add(d.lang.T("agenda.interpreter_named", "name", it.Interpreter), small)
	case it.Interpreted:
		add(d.lang.T("agenda.interpreter"), small)
	}
	add(it.URL, style{size: 6.5, colour: grey})
	return out
}

// join puts the separator between the parts that are not empty.
func join(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
