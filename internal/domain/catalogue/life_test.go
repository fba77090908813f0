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

// expire lets the validity end and the clock sweep.
func (l *life) expire(rt *rapid.T) {
	if rapid.IntRange(0, 2).Draw(rt, "whether") > 0 {
		rt.Skip("there is time")
	}
	if l.valid != "" {
		l.market.valid(l.p, -time.Hour)
	}
	if err := l.SweepProfiles(context.Background()); err != nil {
		rt.Fatal(err)
	}
	held := l.state == catalogue.Published || l.state == catalogue.OnHold
	if !held && !l.public {
		return // nothing to end
	}
	if held {
		l.state = catalogue.Expired
	}
	l.public = false
	l.steps++
	l.audits++
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
		if x.Step == catalogue.Expire && x.PersonID != "" {
			rt.Fatal("somebody expired the profile")
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
				"step": l.step, "onward": l.onward, "onward again": l.onward, "save": l.save, "translate": l.translate, "resolve": l.resolve, "part": l.part, "expire": l.expire,
				"": func(rt *rapid.T) { l.check(rt); reached[l.state]++ },
			})
		})
		for _, s := range catalogue.States {
			if reached[s] == 0 && s != catalogue.Rejected && s != catalogue.Archived {
				t.Errorf("no life came through %s", s)
			}
		}
		t.Log(reached)
	})
}
