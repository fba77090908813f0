package pdf

import (
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// setter sets blocks in one language, for one width, in one size of type.
type setter struct {
	lang  i18n.Lang
	width float64
	k     float64 // the size of type; 1 is the usual
	said  string  // a badge that the head says for all texts
	runIn bool    // the heading of a fact stands in the line of its values
}

// text sets what somebody wrote under its heading, which also says what the
// reader should know of it: another language, a machine's draft.
func (s setter) text(key string, t Text) []block {
	if t.Words == "" {
		return nil
	}
	b := block{key: key, lang: t.Lang, below: 7 * s.k, width: s.width, body: prose(t.Words, plain.times(s.k), s.width)}
	if b.lang == "" {
		b.lang = s.lang
	}
	b.head = wrap(shape(span{s.lang.T(key), label.times(s.k)}, span{s.badge(t, true), caution.times(s.k)}), s.width)
	return []block{b}
}

// summary sets the words that open a profile in a larger size, under no more
// than their badge.
func (s setter) summary(t Text, size float64) []block {
	if t.Words == "" {
		return nil
	}
	b := block{lang: t.Lang, below: 10 * s.k, width: s.width, body: prose(t.Words, style{size: size * s.k, colour: ink}, s.width)}
	if b.lang == "" {
		b.lang = s.lang
	}
	b.head = wrap(shape(span{s.badge(t, false), caution.times(s.k)}), s.width)
	return []block{b}
}

// badge says what a text's own badge is, unless the head has said it.
func (s setter) badge(t Text, after bool) string {
	note := badge(s.lang, t)
	switch {
	case note == s.said:
		return ""
	case after:
		return "   " + note
	}
	return note
}

// shared returns the badge that all texts of a profile bear, "" for none.
func shared(l i18n.Lang, p Profile) string {
	first := badge(l, p.Title)
	for _, t := range []Text{p.Summary, p.Description, p.Advantages, p.Specification, p.PartnerRole, p.StageNote, p.IPRNote, p.PriceNote} {
		if t.Words != "" && badge(l, t) != first {
			return ""
		}
	}
	return first
}

// badge says of a text that it is not in the reader's language, or a draft.
func badge(l i18n.Lang, t Text) string {
	var other, draft string
	if t.Lang != "" && t.Lang != l && t.Words != "" {
		name, _, _ := strings.Cut(string(t.Lang), "-")
		other = l.T("paper.original", "language", l.T("language."+name))
	}
	if t.Machine {
		draft = l.T("paper.machine")
	}
	return join(" · ", other, draft)
}

// texts sets the long texts of a profile in the order of reading.
func (s setter) texts(p Profile) (out []block) {
	for _, b := range [][]block{
		s.text("paper.description", p.Description),
		s.text("paper.advantages", p.Advantages),
		s.text("paper.specification", p.Specification),
		s.text("paper.partner_role", p.PartnerRole),
	} {
		out = append(out, b...)
	}
	return out
}

// facts sets what is said in few words.
func (s setter) facts(p Profile) (out []block) {
	out = append(out, s.readiness(p)...)
	add := func(key string, values ...string) {
		if b := s.fact(key, values...); b.body != nil {
			out = append(out, b)
		}
	}
	note := func(t Text) string { return join(" · ", t.Words, s.badge(t, false)) }
	list := func(words []string) string { return s.lang.List(words) }
	add("paper.partnerships", p.Partnerships...)
	add("paper.partners", p.Partners...)
	add("paper.ipr", p.IPR, note(p.IPRNote))
	add("paper.price", p.Price, note(p.PriceNote))
	add("paper.call", p.Call...)
	add("paper.areas", list(p.Areas))
	add("paper.keywords", list(p.Keywords))
	add("paper.market", list(p.Market))
	add("paper.targets", list(p.Targets))
	add("paper.sdgs", list(p.SDGs))
	add("paper.codes", p.Codes...)
	add("paper.validity", s.date("paper.published", p.Published), s.date("paper.valid", p.ValidUntil))
	return out
}

func (s setter) date(key string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.lang.T(key, "date", s.lang.Date(t))
}

// fact sets a heading and its values, each on a line of its own or all in one
// paragraph.
func (s setter) fact(key string, values ...string) block {
	b := block{key: key, lang: s.lang, below: 6 * s.k, width: s.width}
	title := span{s.lang.T(key), label.times(s.k)}
	if s.runIn {
		b.below = 2.5 * s.k
		mark := "; "
		if s.lang == i18n.ZH {
			mark = "；"
		}
		if all := join(mark, values...); all != "" {
			title.text += "   "
			b.body = wrap(shape(title, span{tied(all), fine.times(s.k)}), s.width)
		}
		return b
	}
	b.head = wrap(shape(title), s.width)
	for _, v := range values {
		if v != "" {
			b.body = append(b.body, wrap(shape(span{tied(v), fine.times(s.k)}), s.width)...)
		}
	}
	return b
}

// readiness sets the level of readiness as a scale of nine steps, with the
// stage that it means and its evidence.
func (s setter) readiness(p Profile) []block {
	now, aim := "", ""
	if p.TRL > 0 {
		now = s.lang.T("paper.trl_now", "n", p.TRL)
	}
	if p.TRLTarget > p.TRL {
		aim = s.lang.T("paper.trl_target", "n", p.TRLTarget)
	}
	b := s.fact("paper.trl", p.Stage, join(" · ", now, aim), join(" · ", p.StageNote.Words, s.badge(p.StageNote, false)))
	if p.TRL > 0 {
		b.figure = &scale{now: p.TRL, aim: p.TRLTarget, width: s.width, k: s.k}
	}
	if b.body == nil {
		return nil
	}
	return []block{b}
}

// scale is the drawn level of readiness: nine steps, those reached filled,
// those aimed at pale.
type scale struct {
	now, aim int
	width, k float64
}

func (s *scale) height() float64 {
	if s == nil {
		return 0
	}
	return 21 * s.k
}

// scale draws the steps with their numbers; the present one stands out.
func (d *doc) scale(x, y float64, s scale) {
	const gap = 2.0
	w := (min(s.width, 170*s.k) - 8*gap) / 9
	for n := 1; n <= 9; n++ {
		left := x + float64(n-1)*(w+gap)
		number := style{size: 6.5 * s.k, colour: grey}
		switch {
		case n <= s.now:
			d.box(left, y+2, w, 6*s.k, accent)
		case n <= s.aim:
			d.box(left, y+2, w, 6*s.k, pale)
		default:
			d.box(left, y+2, w, 6*s.k, rule)
		}
		if n == s.now {
			number = style{size: 6.5 * s.k, bold: true, colour: accent}
		}
		l := shape(span{strconv.Itoa(n), number})
		d.draw(left+(w-l.width())/2, y+2+6.5*s.k, l)
	}
}
