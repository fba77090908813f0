package catalogue_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

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
