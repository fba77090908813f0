package catalogue_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// The people of the model, as they stand to a client of BY whose profile the
// adviser of its centre has drafted.
const (
	author     = "adviser BY"
	colleague  = "colleague BY"
	editor     = "editor" // of the client; replaced by its name
	validator  = "validator BY"
	translator = "translator BY"
)

var everybody = []string{author, colleague, editor, validator, translator, "adviser CN", "validator CN", "translator CN", "outsider", ""}

// rule is one arrow of the model. It shares no code with the service.
type rule struct {
	from   string
	to     string
	who    []string
	note   bool
	remark bool
}

var keepers = []string{author, colleague, editor}

// model is the workflow of a profile that a centre is responsible for, by step.
var model = map[catalogue.Step][]rule{
	"ask_client":     {{from: "draft", to: "client_validation", who: []string{author, colleague}}},
	"confirm":        {{from: "client_validation", to: "review", who: []string{editor}}},
	"record_consent": {{from: "client_validation", to: "review", who: []string{author, colleague}, note: true}},
	"refuse":         {{from: "client_validation", to: "draft", who: []string{editor}, note: true}},
	"submit":         {{from: "draft", to: "review", who: []string{editor}}},
	"pass":           {{from: "review", to: "validation", who: []string{colleague}}},
	"return":         {{from: "review", to: "draft", who: []string{colleague}, remark: true}, {from: "validation", to: "draft", who: []string{validator}, remark: true}, {from: "flagged", to: "draft", who: []string{validator}, remark: true}},
	"validate":       {{from: "validation", to: "published", who: []string{validator}}},
	"reject":         {{from: "review", to: "rejected", who: []string{colleague}, note: true}, {from: "validation", to: "rejected", who: []string{validator}, note: true}, {from: "flagged", to: "rejected", who: []string{validator}, note: true}},
	"hold":           {{from: "published", to: "on_hold", who: keepers}},
	"resume":         {{from: "on_hold", to: "published", who: keepers}},
	"flag":           {{from: "published", to: "flagged", who: slices.DeleteFunc(slices.Clone(everybody), func(p string) bool { return p == "" }), note: true}},
	"clear":          {{from: "flagged", to: "published", who: []string{validator}}},
	"expire":         nil, // by the clock alone
	"renew":          {{from: "published", to: "published", who: keepers}, {from: "on_hold", to: "published", who: keepers}, {from: "expired", to: "published", who: keepers}},
	"revise":         {{from: "published", to: "draft", who: keepers}, {from: "on_hold", to: "draft", who: keepers}, {from: "expired", to: "draft", who: keepers}},
	"archive": {
		{from: "draft", to: "archived", who: keepers},
		{from: "published", to: "archived", who: keepers},
		{from: "on_hold", to: "archived", who: keepers},
		{from: "flagged", to: "archived", who: keepers},
		{from: "expired", to: "archived", who: keepers},
		{from: "rejected", to: "archived", who: keepers},
	},
	"reopen":   {{from: "archived", to: "draft", who: keepers}, {from: "rejected", to: "draft", who: keepers}},
	"withdraw": {{from: "client_validation", to: "draft", who: keepers}, {from: "review", to: "draft", who: keepers}, {from: "validation", to: "draft", who: keepers}},
}

// allowed finds the arrow that the person may go.
func allowed(step catalogue.Step, from catalogue.State, who string) (rule, bool) {
	for _, r := range model[step] {
		if r.from == string(from) && slices.Contains(r.who, who) {
			return r, true
		}
	}
	return rule{}, false
}

// furnished is a move with all that any step may need.
func furnished(step catalogue.Step) catalogue.Move {
	m := catalogue.Move{Step: step, Note: "as agreed on the phone"}
	if step == catalogue.Return {
		m.Remarks = []catalogue.Remark{{Severity: catalogue.Minor, Field: "title", Rule: "Say for what.", Evidence: "Glass lenses"}}
	}
	return m
}

// trace is what the database says of a profile, whatever the service shows.
func (m *market) trace(p catalogue.Opportunity) string {
	m.T.Helper()
	var out string
	for _, q := range []string{
		`SELECT state || ' ' || open || ' ' || revision || ' ' || centre_id || ' ' || valid_until || ' ' || CAST(content AS TEXT) || ' ' || COALESCE(CAST(shown AS TEXT), '') FROM opportunity WHERE id = $1`,
		`SELECT CAST(count(*) AS TEXT) || ' ' || COALESCE(max(n), 0) FROM opportunity_revision WHERE opportunity_id = $1`,
		`SELECT CAST(count(*) AS TEXT) || ' ' || COALESCE(max(at), 0) FROM opportunity_step WHERE opportunity_id = $1`,
		`SELECT CAST(count(*) AS TEXT) || ' ' || count(resolved_at) FROM opportunity_remark WHERE opportunity_id = $1`,
		`SELECT CAST(COALESCE(max(seq), 0) AS TEXT) FROM search_document WHERE id = 'p:' || $1`,
		`SELECT CAST(count(*) AS TEXT) FROM audit WHERE $1 <> ''`,
	} {
		var s string
		m.must(m.DB.QueryRow(context.Background(), q, p.ID).Scan(&s))
		out += s + "\n"
	}
	return fmt.Sprintf("%s%d notices", out, len(m.Queue.Notices))
}

// TestEveryStep tries every step in every state by everybody: what the model
// allows happens, all else is refused and changes nothing.
func TestEveryStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		client, editorName, _ := m.Client("BY")
		p := m.Offer(client)
		names := maps.Collect(func(yield func(string, access.Actor) bool) {
			for _, who := range everybody {
				name := who
				if who == editor {
					name = editorName
				}
				if !yield(who, m.As(name)) {
					return
				}
			}
		})
		taken, refused := 0, 0
		for _, state := range catalogue.States {
			for step := range model {
				for who, actor := range names {
					m.put(p, state)
					before := m.trace(p)
					got, err := m.Take(t.Context(), actor, p.ID, furnished(step))
					r, ok := allowed(step, state, who)
					what := fmt.Sprintf("%s from %s by %q", step, state, who)
					switch {
					case ok && (err != nil || string(got.State) != r.to):
						t.Errorf("%s: %v, %s; want %s", what, err, got.State, r.to)
					case !ok && (err == nil || kind(err) == "internal"):
						t.Errorf("%s is not refused: %v", what, err)
					case !ok && m.trace(p) != before:
						t.Errorf("%s is refused, but changes something", what)
					}
					if ok {
						taken++
						m.lacking(t, p, state, step, r, actor, what)
					} else {
						refused++
					}
				}
			}
		}
		t.Logf("%d steps taken, %d refused", taken, refused)
		if taken < 70 || refused < 1500 {
			t.Error("too few steps to mean anything")
		}
	})
}

// put sets a profile into a state, as if it had come there.
func (m *market) put(p catalogue.Opportunity, s catalogue.State) {
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM opportunity_remark WHERE opportunity_id = $1`, p.ID); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE opportunity SET state = $2, shown = NULL WHERE id = $1`, p.ID, string(s))
		return err
	})
}

// lacking leaves out what the step needs, and expects it to be asked for.
func (m *market) lacking(t *testing.T, p catalogue.Opportunity, from catalogue.State, step catalogue.Step, r rule, actor access.Actor, what string) {
	t.Helper()
	if !r.note && !r.remark {
		return
	}
	m.put(p, from)
	move := furnished(step)
	if r.note {
		move.Note = "  "
	} else {
		move.Remarks = nil
	}
	if _, err := m.Take(t.Context(), actor, p.ID, move); kind(err) != "invalid" {
		t.Errorf("%s without a note or remark: %v, want it asked for", what, err)
	}
}

// TestStepsOffered compares the steps that a page would offer with the model.
func TestStepsOffered(t *testing.T) {
	m := newMarket(t, dbtest.SQLite(t))
	client, editorName, _ := m.Client("BY")
	p := m.Offer(client)
	for _, state := range catalogue.States {
		p.State = state
		for _, who := range everybody {
			name := who
			if who == editor {
				name = editorName
			}
			var got []catalogue.Step
			for _, x := range m.Steps(m.As(name), p, client) {
				got = append(got, x.Step)
			}
			for step := range model {
				if _, want := allowed(step, state, who); want != slices.Contains(got, step) {
					t.Errorf("%q in %s: %s offered is %v", who, state, step, !want)
				}
			}
		}
	}
}

// life is one profile with what the model knows of it.
type life struct {
	*market
	client  catalogue.Organisation
	editor  string
	mandate string // "" once ended
	p       catalogue.Opportunity
	state   catalogue.State
	title   string // of the draft
	valid   string // title that was validated last
	public  bool   // that title can be read by everybody
	steps   int
	major   int // remarks that forbid to submit
	audits  int
	zh      i18n.State // of the Chinese title, "" for none
	stale   bool
	written int
}

func (l *life) actor(who string) access.Actor {
	if who == editor {
		return l.As(l.editor)
	}
	return l.As(who)
}

// may is the model's word on a step as things stand.
func (l *life) may(step catalogue.Step, who string) (rule, bool) {
	r, ok := allowed(step, l.state, who)
	if l.mandate == "" {
		if r.to == "review" {
			r.to = "validation" // nobody reviews without a centre
		}
		ok = ok && (who != author && who != colleague || step == catalogue.Flag)
	}
	return r, ok
}

func (l *life) step(rt *rapid.T) {
	step := rapid.SampledFrom(slices.Sorted(maps.Keys(model))).Draw(rt, "step")
	l.take(rt, step, rapid.SampledFrom(everybody).Draw(rt, "who"))
}

// onward takes a step that is allowed and leads towards publication or on from
// there, so that lives get far.
func (l *life) onward(rt *rapid.T) {
	var can []catalogue.Step
	who := map[catalogue.Step][]string{}
	for _, step := range slices.Sorted(maps.Keys(model)) {
		if slices.Contains([]catalogue.Step{catalogue.Archive, catalogue.Withdraw, catalogue.Refuse, catalogue.Reject, catalogue.Return}, step) {
			continue
		}
		for _, p := range everybody {
			if _, ok := l.may(step, p); ok {
				who[step] = append(who[step], p)
			}
		}
		if len(who[step]) > 0 {
			can = append(can, step)
		}
	}
	if len(can) == 0 {
		rt.Skip("nobody can go on")
	}
	step := rapid.SampledFrom(can).Draw(rt, "onward")
	l.take(rt, step, rapid.SampledFrom(who[step]).Draw(rt, "who"))
}

func (l *life) take(rt *rapid.T, step catalogue.Step, who string) {
	m := furnished(step)
	if step == catalogue.Return && rapid.Bool().Draw(rt, "major") {
		m.Remarks[0].Severity = catalogue.Major
	}
	before := l.trace(l.p)
	got, err := l.Take(context.Background(), l.actor(who), l.p.ID, m)
	r, ok := l.may(step, who)
	if ok && l.major > 0 && (step == catalogue.AskClient || step == catalogue.Submit) {
		ok = false
	}
	if !ok {
		if err == nil || kind(err) == "internal" || l.trace(l.p) != before {
			rt.Fatalf("%s in %s by %q is not refused whole: %v", step, l.state, who, err)
		}
		return
	}
	if err != nil || string(got.State) != r.to {
		rt.Fatalf("%s in %s by %q: %v, %s; want %s", step, l.state, who, err, got.State, r.to)
	}
	l.steps++
	l.audits++
	if m.Remarks != nil && m.Remarks[0].Severity == catalogue.Major {
		l.major++
	}
	switch step {
	case catalogue.Validate:
		l.valid, l.public = l.title, true
	case catalogue.Resume, catalogue.Clear, catalogue.Renew:
		l.public = true
	case catalogue.Hold, catalogue.Flag, catalogue.Archive, catalogue.Reject:
		l.public = false
	}
	l.p, l.state = got, got.State
}

func (l *life) save(rt *rapid.T) {
	who := rapid.SampledFrom(everybody).Draw(rt, "who")
	old := rapid.IntRange(0, 9).Draw(rt, "old") == 0
	l.written++
	title := fmt.Sprintf("Glass lenses ground to 5 nm, version %d", l.written)
	e := whole(l.p.Revision)
	e.Texts = map[string]string{"title": title}
	if old {
		e.Revision--
	}
	before := l.trace(l.p)
	got, err := l.Save(context.Background(), l.actor(who), l.p.Reference, e)
	keeps := slices.Contains(keepers, who) && (l.mandate != "" || who == editor)
	if !keeps || l.state != catalogue.Draft || old {
		if err == nil || kind(err) == "internal" || l.trace(l.p) != before {
			rt.Fatalf("a save by %q in %s is not refused whole: %v", who, l.state, err)
		}
		return
	}
	if err != nil {
		rt.Fatalf("a save by %q: %v", who, err)
	}
	l.audits++
	l.p, l.title = got, title
	l.stale = l.zh != ""
}

func (l *life) translate(rt *rapid.T) {
	who := rapid.SampledFrom(everybody).Draw(rt, "who")
	state := rapid.SampledFrom([]i18n.State{i18n.Machine, i18n.Checked, i18n.Approved}).Draw(rt, "state")
	l.written++
	before := l.trace(l.p)
	got, err := l.Translate(context.Background(), l.actor(who), l.p.Reference, catalogue.TranslationEdit{
		Revision: l.p.Revision, Language: i18n.ZH, Texts: map[string]string{"title": fmt.Sprintf("玻璃透镜 %d", l.written)}, States: map[string]i18n.State{"title": state},
	})
	may := slices.Contains([]string{author, colleague, editor, validator, translator}, who) && (l.mandate != "" || who != author && who != colleague)
	if !may || state == i18n.Approved && who != editor {
		if err == nil || kind(err) == "internal" || l.trace(l.p) != before {
			rt.Fatalf("a translation (%s) by %q is not refused whole: %v", state, who, err)
		}
		return
	}
	if err != nil {
		rt.Fatalf("a translation (%s) by %q: %v", state, who, err)
	}
	l.audits++
	l.p, l.zh, l.stale = got, state, false
}

// resolve marks the remarks as mended.
func (l *life) resolve(rt *rapid.T) {
	list, err := l.Remarks(context.Background(), l.As(validator), l.p.Reference)
	if err != nil {
		rt.Fatal(err)
	}
	for _, r := range list {
		if r.Resolved.IsZero() {
			if err := l.Resolve(context.Background(), l.actor(editor), l.p.Reference, r.ID, true); err != nil {
				rt.Fatal(err)
			}
			l.audits++
		}
	}
	l.major = 0
}

// part ends the mandate, or lets the client give a new one.
func (l *life) part(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "whether") > 0 {
		rt.Skip("they stay together")
	}
	if l.mandate == "" {
		l.mandate = l.Mandate(l.Centres["BY"], l.client, access.ForProfiles)
	} else if rapid.Bool().Draw(rt, "by the calendar") {
		l.Tx(func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE mandate SET from_day = '2025-11-25', to_day = '2026-11-24' WHERE id = $1`, l.mandate)
			return err
		})
		l.mandate = ""
	} else {
		if err := l.EndMandate(context.Background(), l.As(author), l.mandate, "both agree"); err != nil {
			rt.Fatal(err)
		}
		l.mandate = ""
	}
}

// check compares the profile with the model, as each can see it.
func (l *life) check(rt *rapid.T) {
	ctx := context.Background()
	p, _, err := l.Profile(ctx, l.actor(editor), l.p.Reference)
	if err != nil || p.State != l.state || p.Title[i18n.EN].Text != l.title {
		rt.Fatalf("the client reads %v, %s, %q; want %s, %q", err, p.State, p.Title[i18n.EN].Text, l.state, l.title)
	}
	if v := p.Title[i18n.ZH]; v.Stale != l.stale || v.State != l.zh {
		rt.Fatalf("the translation is %+v, want state %q, stale %v", v, l.zh, l.stale)
	}
	for _, who := range []string{author, colleague} {
		if _, _, err := l.Profile(ctx, l.As(who), l.p.Reference); (err == nil) != (l.mandate != "") {
			rt.Fatalf("%q reads the profile: %v; the mandate is %q", who, err, l.mandate)
		}
	}
	for _, who := range []string{"outsider", "adviser CN", "validator CN", ""} {
		if _, _, err := l.Profile(ctx, l.As(who), l.p.Reference); err == nil {
			rt.Fatalf("%q reads the profile as its keepers do", who)
		}
	}
	l.checkPublic(rt)
	l.checkRecord(rt, p)
}

// checkPublic sees that the public reads what was validated, and nothing else.
func (l *life) checkPublic(rt *rapid.T) {
	ctx := context.Background()
	v, err := l.Look(ctx, l.As(""), l.p.Reference)
	if (err == nil) != l.public {
		rt.Fatalf("in %s the public reads %v, want readable %v", l.state, err, l.public)
	}
	if err == nil && v.Title[i18n.EN].Text != l.valid {
		rt.Fatalf("in %s the public reads %q, but %q was validated", l.state, v.Title[i18n.EN].Text, l.valid)
	}
	var found int
	if err := l.DB.QueryRow(ctx, `SELECT count(*) FROM search_document WHERE id = $1 AND NOT removed`, "p:"+l.p.ID).Scan(&found); err != nil {
		rt.Fatal(err)
	}
	if (found == 1) != l.public {
		rt.Fatalf("in %s %d documents are in the index, want readable %v", l.state, found, l.public)
	}
}

// checkRecord sees that nothing that happened is missing from history and log.
func (l *life) checkRecord(rt *rapid.T, p catalogue.Opportunity) {
	ctx := context.Background()
	h, err := l.History(ctx, l.actor(editor), l.p.Reference)
	if err != nil || len(h) != l.steps || len(h) > 0 && h[0].To != l.state {
		rt.Fatalf("the history has %d steps (%v), want %d up to %s", len(h), err, l.steps, l.state)
	}
	for _, x := range h {
		if x.Step == catalogue.Pass && x.PersonID == p.AuthorID {
			rt.Fatal("the author reviewed his own profile")
		}
		if (x.PersonID == l.People[author] || x.PersonID == l.People[colleague]) && x.Step != catalogue.Flag && x.CentreID != l.Centres["BY"].ID {
			rt.Fatalf("%s by an adviser does not name the centre", x.Step)
		}
	}
	var n int
	if err := l.DB.QueryRow(ctx, `SELECT count(*) FROM audit WHERE object_kind = 'opportunity' AND object_id = $1`, l.p.ID).Scan(&n); err != nil {
		rt.Fatal(err)
	}
	if n != l.audits {
		rt.Fatalf("the audit log has %d records of the profile, want %d", n, l.audits)
	}
	r, err := l.RevisionOf(ctx, l.actor(editor), l.p.Reference, p.Revision)
	if err != nil || r.Content.Title[i18n.EN].Text != l.title {
		rt.Fatalf("the last revision is %v, %q", err, r.Content.Title[i18n.EN].Text)
	}
}

// TestWorkflow leads profiles through lives of all sorts beside a model of them,
// on both databases.
func TestWorkflow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		reached := map[catalogue.State]int{}
		rapid.Check(t, func(rt *rapid.T) {
			l := &life{market: m, state: catalogue.Draft}
			l.client, l.editor, l.mandate = m.Client("BY")
			l.p = m.Offer(l.client)
			l.title, l.audits = l.p.Title[i18n.EN].Text, 2 // started, filled in
			if rapid.Bool().Draw(rt, "published") {
				l.p = m.Publish(l.p, "BY", l.editor)
				l.state, l.valid, l.public, l.steps, l.audits = l.p.State, l.title, true, 4, 6
			}
			rt.Repeat(map[string]func(*rapid.T){
				"step": l.step, "onward": l.onward, "onward again": l.onward, "save": l.save, "translate": l.translate, "resolve": l.resolve, "part": l.part,
				"": func(rt *rapid.T) { l.check(rt); reached[l.state]++ },
			})
		})
		for _, s := range catalogue.States {
			if reached[s] == 0 && s != catalogue.Expired && s != catalogue.Rejected {
				t.Errorf("no life came through %s", s)
			}
		}
		t.Log(reached)
	})
}

// TestRevisionStays sees that what is published stays as it is while a new
// edition is written, returned and at last validated.
func TestRevisionStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := t.Context()
		client, editorName, _ := m.Client("BY")
		p := m.Publish(m.Offer(client), "BY", editorName)
		first := p.Title[i18n.EN].Text
		take := func(who string, step catalogue.Step) {
			t.Helper()
			var err error
			p, err = m.Take(ctx, m.As(who), p.ID, furnished(step))
			m.must(err)
		}
		shown := func(want string) {
			t.Helper()
			v, err := m.Look(ctx, m.As(""), p.Reference)
			if err != nil || v.Title[i18n.EN].Text != want {
				t.Errorf("the public reads %q, %v; want %q", v.Title[i18n.EN].Text, err, want)
			}
		}
		take(author, catalogue.Revise)
		e := whole(p.Revision)
		e.Texts["title"] = "Glass lenses ground to 3 nm for microscopes, for joint production"
		p, err := m.Save(ctx, m.As(author), p.Reference, e)
		m.must(err)
		shown(first)
		take(author, catalogue.AskClient)
		take(author, catalogue.RecordConsent)
		shown(first)
		take(colleague, catalogue.Return)
		shown(first)
		m.Time.Pass(time.Hour)
		take(editorName, catalogue.Submit)
		take(colleague, catalogue.Pass)
		shown(first)
		take(validator, catalogue.Validate)
		shown(e.Texts["title"])
	})
}
