package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/web/webtest"
)

// writer asks as somebody at the desk.
type writer struct {
	*webtest.Site
	t  *testing.T
	as string
}

func (w writer) by(name string) writer { w.as = name; return w }

func (w writer) get(path string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.Do(webtest.Ask{Method: "GET", Path: path, Cookie: w.Cookie(w.Person(w.as).ID)})
}

func (w writer) post(path string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(path, nil, fields...)
}

func (w writer) autosave(path string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(path, map[string]string{"X-Autosave": "1"}, fields...)
}

func (w writer) send(path string, header map[string]string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	return w.Do(webtest.Ask{Method: "POST", Path: path, Cookie: w.Cookie(w.Person(w.as).ID), Form: v, Header: header})
}

// wants compares an answer with a status and words that it must, or with "!"
// before them must not, have.
func (w writer) wants(what string, got *httptest.ResponseRecorder, code int, words ...string) {
	w.t.Helper()
	if got.Code != code {
		w.t.Errorf("%s: status %d, want %d: %.300s", what, got.Code, code, got.Body)
	}
	for _, x := range words {
		x, not := strings.CutPrefix(x, "!")
		if strings.Contains(got.Body.String(), x) == not {
			w.t.Errorf("%s: %q in the answer is %v", what, x, not)
		}
	}
}

func (w writer) profile(reference string) catalogue.Opportunity {
	w.t.Helper()
	a, err := access.Load(w.t.Context(), w.DB, w.Person("adviser BY").ID, w.Clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	p, _, err := w.Catalogue.Profile(w.t.Context(), a, reference)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// TestDeskWalk leads a profile by its pages from the first question to the
// catalogue: begun, saved by itself, refused, filled in, confirmed, returned,
// mended, passed, validated, and revised.
func TestDeskWalk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{webtest.New(t, d), t, "adviser BY"}
		w.wants("form", w.get("/desk/profiles/new"), 200, "Institute A (for the client, as Transfer centre T)")
		w.wants("no type", w.post("/desk/profiles/new", "organisation", w.Orgs["A"].ID), 422, "Fill in this field")
		w.wants("foreign client", w.post("/desk/profiles/new", "organisation", w.Orgs["C"].ID, "type", "TO"), 404)
		got := w.post("/desk/profiles/new", "organisation", w.Orgs["A"].ID, "type", "TO", "language", "en")
		here := strings.TrimSuffix(got.Header().Get("Location"), "/edit")
		w.wants("start", got, 303)
		ref := here[strings.LastIndex(here, "/")+1:]
		edit := here + "/edit"

		got = w.autosave(edit, "revision", "1", "whole", "1", "title", "Lenses", "trl", "5")
		w.wants("autosave", got, 200, `id="hints"`, `<b id="stage">Lab tested</b>`, "The title has fewer than 40 characters")
		if got.Header().Get("X-Revision") != "2" {
			t.Errorf("the new revision is %q", got.Header().Get("X-Revision"))
		}
		w.wants("too long", w.autosave(edit, "revision", "2", "title", strings.Repeat("x", 257)), 422, "1 character too many")
		got = w.post(edit, "revision", "2", "whole", "1", "title", "Lenses ground to 5 nm", "summary", "Typed", "act", "ask_client")
		w.wants("not complete", got, 422, "Full description: Fill in this field.", `id="f-description-error"`, "Typed", `name="revision" value="3"`)
		w.wants("whole", w.post(edit, complete("revision", "3", "act", "ask_client")...), 303)
		w.wants("locked", w.get(edit), 303)
		w.wants("waits", w.by("editor BY").get("/desk"), 200, "Waiting for your word", ref)
		w.wants("refused without a reason", w.by("editor BY").post(here+"/step", "step", "refuse", "revision", "4"), 422, "Write the reason")
		w.wants("confirm", w.by("editor BY").post(here+"/step", "step", "confirm", "revision", "4"), 303)
		w.wants("own review", w.post(here+"/step", "step", "pass"), 409, "reviewed by a colleague")
		w.wants("queue", w.by("colleague BY").get("/desk/review"), 200, ref)
		w.wants("return without remarks", w.by("colleague BY").post(here+"/step", "step", "return", "note", "Typed note"), 422, "Add at least one remark", "Typed note")
		w.wants("return", w.by("colleague BY").post(here+"/step", "step", "return", "severity", "major", "field", "title", "rule", "Say for what.", "evidence", "Lenses", "severity", "minor", "field", "", "rule", "", "evidence", ""), 303)
		w.wants("overview", w.get(here), 200, "Say for what.", edit+"#f-title", "for the centre", "Returned with remarks")
		w.wants("open remark", w.post(edit, complete("revision", "4", "act", "ask_client")...), 409, "1 important remark is still open")
		remark := w.remark(ref)
		w.wants("resolve", w.post(here+"/remarks/"+remark, "resolved", "yes"), 303)
		w.wants("again", w.post(here+"/step", "step", "ask_client"), 303)
		w.wants("consent", w.post(here+"/step", "step", "record_consent", "note", "Letter No. 8"), 303)
		w.wants("pass", w.by("colleague BY").post(here+"/step", "step", "pass"), 303)
		w.wants("other side", w.by("validator CN").post(here+"/step", "step", "validate"), 404)
		w.wants("validate", w.by("validator BY").post(here+"/step", "step", "validate"), 303)
		w.wants("published", w.get(here), 200, "/profiles/"+ref, "Renew for a year", "!Submit for review")
		w.wants("closed", w.post(here+"/open", "open", "no"), 303)
		w.wants("revise", w.post(here+"/step", "step", "revise"), 303)
		w.wants("revised", w.get(here), 200, "A new edition is being prepared", "Closed for interest")
		w.wants("save", w.post(edit, "revision", "4", "title", "Lenses ground to 3 nm for microscopes"), 303)
		w.wants("versions", w.get(here+"/versions"), 200, "Version 5", "Version 4", "<ins")
		if v, err := w.Catalogue.Look(t.Context(), access.Actor{}, ref); err != nil || v.Title.Plain(i18n.EN) == "Lenses ground to 3 nm for microscopes" {
			t.Errorf("the public reads %q, %v", v.Title.Plain(i18n.EN), err)
		}
	})
}

// complete are the fields of a whole technology offer.
func complete(more ...string) []string {
	return append([]string{
		"whole", "1", "title", "Glass lenses ground to 5 nm for microscopes", "summary", "An institute offers lenses.", "description", "How lenses are ground.", "advantages", "Twice as fine.",
		"partner_role", "To sell the lenses.", "partners", "sme_49", "partnerships", "research", "sdgs", "9", "technology_keywords", "optics\r\nglass", "market_keywords", "instruments", "areas", "precision_engineering",
		"trl", "5", "ipr", "granted", "export_control", "not_controlled", "confidentiality", "public", "ford", "2.11", "via_centre", "on",
	}, more...)
}

func (w writer) remark(reference string) (id string) {
	w.t.Helper()
	p := w.profile(reference)
	if err := w.DB.QueryRow(w.t.Context(), `SELECT id FROM opportunity_remark WHERE opportunity_id = $1`, p.ID).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// TestDeskConflict has two people edit at once: the second is shown both
// versions, and what he chooses stays.
func TestDeskConflict(t *testing.T) {
	w := writer{webtest.New(t, dbtest.SQLite(t)), t, "adviser BY"}
	ref := w.Profiles["draft"].Reference
	edit := "/desk/profiles/" + ref + "/edit"
	w.wants("first", w.by("colleague BY").post(edit, "revision", "1", "title", "Theirs of lenses"), 303)
	w.wants("by itself", w.autosave(edit, "revision", "1", "title", "Mine of lenses"), 409, "Person colleague BY", "Theirs", "Mine", `name="conflict-revision" value="2"`)
	w.wants("by the button", w.post(edit, "revision", "1", "title", "Mine of lenses", "summary", "Kept words"), 409, "Mine of lenses", "Kept words", `name="revision" value="1"`, `name="conflict-revision" value="2"`)
	w.wants("theirs", w.post(edit, "revision", "1", "conflict", "theirs", "conflict-revision", "2", "title", "Mine of lenses"), 303)
	if got := w.profile(ref).Title.Plain(i18n.EN); got != "Theirs of lenses" {
		t.Errorf("after taking theirs the title is %q", got)
	}
	w.wants("mine", w.post(edit, "revision", "1", "conflict", "mine", "conflict-revision", "2", "title", "Mine of lenses"), 303)
	if got := w.profile(ref); got.Title.Plain(i18n.EN) != "Mine of lenses" || got.Revision != 3 {
		t.Errorf("after keeping mine the title is %q, revision %d", got.Title.Plain(i18n.EN), got.Revision)
	}
	w.wants("mine of an older one", w.post(edit, "revision", "1", "conflict", "mine", "conflict-revision", "2", "title", "Again mine"), 409, `name="conflict-revision" value="3"`)
	w.wants("somebody else's contact", w.post(edit, "revision", "3", "whole", "1", "person", w.Person("validator CN").ID), 422, "Choose somebody of the organisation")
}

// TestDeskPick looks classifications up without a script.
func TestDeskPick(t *testing.T) {
	w := writer{webtest.New(t, dbtest.SQLite(t)), t, "adviser BY"}
	edit := "/desk/profiles/" + w.Profiles["draft"].Reference + "/edit"
	got := w.post(edit, "revision", "1", "title", "Kept", "find", "ford", "q_ford", "nano")
	w.wants("find", got, 303)
	to, _, _ := strings.Cut(got.Header().Get("Location"), "#")
	if to != edit+"?find=ford&q=nano" {
		t.Errorf("the way leads to %s", to)
	}
	w.wants("found", w.get(to), 200, `value="2.10"`, "Nano", "Kept", "!2.1 ")
	for path, want := range map[string]string{
		"?find=ford&q=нанотехнологи": `value="2.10"`, "?find=ford&q=2.11": `value="2.11"`, "?find=ford&q=": `value="6.5"`, "?find=targets&q=jilin": `value="CN-JL"`, "?find=targets&q=吉林": `value="CN-JL"`,
		"?find=ipc&q=G02": `value="G02"`, "?find=grnti&q=xyzzy": "Nothing found",
	} {
		w.wants(path, w.get(edit+path), 200, want)
	}
}

// TestDeskTranslate takes translations through their states: typed, checked,
// approved by the owner only, out of date with what has changed.
func TestDeskTranslate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{webtest.New(t, d), t, "translator BY"}
		ref := w.Profiles["draft"].Reference
		here, edit := "/desk/profiles/"+ref+"/translate/ru", "/desk/profiles/"+ref+"/edit"
		title := func() i18n.Version { return w.profile(ref).Title[i18n.RU] }
		w.wants("desk", w.get(here), 200, "Fine lenses of draft", "No translation service is connected", "!Approve all")
		w.wants("own language", w.get("/desk/profiles/"+ref+"/translate/en"), 404)
		got := w.autosave(here, "revision", "1", "title", "Тонкие линзы")
		w.wants("autosave", got, 204)
		if got.Header().Get("X-Revision") != "2" || title().State != i18n.Checked {
			t.Errorf("revision %q, %+v", got.Header().Get("X-Revision"), title())
		}
		w.wants("approve without being the owner", w.post(here, "revision", "2", "title", "Тонкие линзы", "approved", "*"), 422, "Only the organisation itself")
		w.wants("approve", w.by("editor BY").post(here, "revision", "2", "title", "Тонкие линзы", "approved", "*"), 303)
		if title().State != i18n.Approved {
			t.Errorf("approved is %+v", title())
		}
		w.wants("original", w.by("adviser BY").post(edit, "revision", "3", "title", "Fine lenses of glass"), 303)
		w.wants("outdated", w.get(here), 200, "The original has changed since", "<ins", "glass", "<del", "draft")
		w.wants("desk of the translator", w.get("/desk"), 200, "Translations out of date", here)
		w.wants("nothing said", w.post(here, "revision", "4", "title", "Тонкие линзы"), 303)
		if v := title(); !v.Stale {
			t.Error("saving without a word makes it fresh")
		}
		w.wants("checked", w.post(here, "revision", "4", "title", "Тонкие линзы из стекла", "checked", "title"), 303)
		if v := title(); v.Stale || v.State != i18n.Checked {
			t.Errorf("checked is %+v", v)
		}
		w.wants("conflict", w.post(here, "revision", "4", "title", "Иначе"), 409, "Тонкие", "Иначе", `name="conflict-revision" value="5"`)
		w.wants("no service", w.post(here, "revision", "5", "machine", "1"), 409, "No translation service is set")
	})
}

// TestDeskBegins shows the first steps to who has no organisation, and the way to
// the desk only to those who have one.
func TestDeskBegins(t *testing.T) {
	w := writer{webtest.New(t, dbtest.SQLite(t)), t, "signed_in anywhere"}
	got := w.get("/desk")
	w.wants("desk", got, 200, "How to begin", "/desk/organisations/new")
	if n := strings.Count(got.Body.String(), `href="/desk"`); n != 1 { // the tab alone
		t.Errorf("%d links lead to the desk", n)
	}
	w.wants("adviser", w.by("adviser BY").get("/"), http.StatusOK, `href="/desk"`, `href="/catalogue"`)
	if got := w.Do(webtest.Ask{Method: "GET", Path: "/desk"}); got.Code != http.StatusSeeOther {
		t.Errorf("nobody at the desk: %d", got.Code)
	}
}

// parrot is a translation service that says everything twice.
type parrot struct{ asked []string }

func (p *parrot) Name() string { return "parrot.example" }

func (p *parrot) Translate(_ context.Context, _, _ i18n.Lang, texts []string) (out []string, err error) {
	for _, t := range texts {
		p.asked = append(p.asked, t)
		out = append(out, t+" "+t)
	}
	return out, nil
}

// TestDeskMachine has a service draft what is missing: what a person has written
// stays, an edited draft stays one until somebody has checked it, and what opens
// only after an agreement is not given away.
func TestDeskMachine(t *testing.T) {
	w := writer{webtest.New(t, dbtest.SQLite(t)), t, "translator BY"}
	service := &parrot{}
	w.Catalogue.Translator = service
	ref := w.Profiles["draft"].Reference
	here := "/desk/profiles/" + ref + "/translate/be"
	w.wants("desk", w.get(here), 200, "parrot.example", "Machine draft of what is missing: 5")
	w.wants("draft", w.post(here, "revision", "1", "title", "Тонкія лінзы", "machine", "1"), 303)
	p := w.profile(ref)
	if v := p.Title[i18n.BE]; v.Text != "Тонкія лінзы" || v.State != i18n.Checked {
		t.Errorf("what the person wrote became %+v", v)
	}
	if v := p.Summary[i18n.BE]; v.State != i18n.Machine || v.By != "" || len(service.asked) != 4 {
		t.Errorf("the draft is %+v; asked for %q", v, service.asked)
	}
	w.wants("edited", w.post(here, "revision", "3", "summary", "Лінзы, зробленыя з дакладнасцю 5 нм"), 303)
	if v := w.profile(ref).Summary[i18n.BE]; v.State != i18n.Machine {
		t.Errorf("an edited draft is %+v", v)
	}
	w.wants("checked", w.post(here, "revision", "4", "summary", "Лінзы, зробленыя з дакладнасцю 5 нм", "checked", "summary"), 303)
	if v := w.profile(ref).Summary[i18n.BE]; v.State != i18n.Checked {
		t.Errorf("a checked draft is %+v", v)
	}
	w.wants("secret", w.by("adviser BY").post("/desk/profiles/"+ref+"/edit", "revision", "5", "whole", "1", "confidentiality", "after_agreement"), 303)
	w.wants("no button", w.get("/desk/profiles/"+ref+"/translate/zh-Hans"), 200, "not given to a translation service", "!Machine draft of")
	w.wants("not given", w.post("/desk/profiles/"+ref+"/translate/zh-Hans", "revision", "6", "machine", "1"), 409, "not given to a translation service")
}
