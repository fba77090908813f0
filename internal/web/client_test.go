package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
	"github.com/birzha/birzha/internal/web/webtest"
)

// TestDuplicatesPage finds two records of one body in two scripts, previews the
// merge and merges them: the old address leads on.
func TestDuplicatesPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{Site: webtest.New(t, d), t: t, as: "validator BY"}
		orgs := []catalogue.Organisation{
			{Slug: "organic-en", Kind: catalogue.Institute, Country: "BY", Region: "BY-HM", Name: i18n.Written(i18n.EN, "Institute of Organic Chemistry"), City: i18n.Text{}, Description: i18n.Text{}},
			{Slug: "organic-ru", Kind: catalogue.Institute, Country: "BY", Region: "BY-HM", Name: i18n.Written(i18n.RU, "Институт органической химии"), City: i18n.Text{}, Description: i18n.Text{}},
		}
		w.Tx(func(ctx context.Context, tx db.Tx) error {
			for i := range orgs {
				if err := w.Catalogue.AddOrganisation(ctx, tx, &orgs[i]); err != nil {
					return err
				}
			}
			return nil
		})
		w.wants("duplicates", w.get("/desk/duplicates?lang=en"), 200, "Институт органической химии", "Similar names", "Preview the merge")
		preview := "/desk/duplicates?keep=" + orgs[0].ID + "&gone=" + orgs[1].ID
		w.wants("a merge", w.get(preview), 200, "The record after the merge", "!Offers and requests:")
		w.wants("of another side", w.by("validator CN").get(preview), 404)
		w.wants("merge", w.post("/desk/duplicates", "keep", orgs[0].ID, "gone", orgs[1].ID, "answer", "merge"), 303)
		w.wants("duplicates after", w.get("/desk/duplicates"), 200, "!organic-ru")
		if got := w.get("/organisations/organic-ru"); got.Code/100 != 3 || !strings.HasSuffix(got.Header().Get("Location"), "/organisations/organic-en") {
			t.Errorf("the old address: %d to %q", got.Code, got.Header().Get("Location"))
		}
	})
}

// TestParkPages edits a park as its operator does: facts, a service in two
// languages, figures, a resident, and a list of residents from a file.
func TestParkPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{Site: webtest.New(t, d), t: t, as: "operator BY"}
		const park = "/desk/parks/org-K"
		if got := w.get("/desk/parks"); got.Header().Get("Location") != park {
			t.Errorf("the only park: %d to %q", got.Code, got.Header().Get("Location"))
		}
		w.wants("facts", w.post(park, "revision", "1", "opened", "2011", "hectares", "38,5"), 303)
		w.wants("wrong facts", w.post(park+"?lang=en", "revision", "2", "opened", "1200", "hectares", "wide"), 422, "wide")
		w.wants("a service", w.post(park+"/part", "list", "services", "n", "new", "revision", "2", "name-en", "Clean room", "name-ru", "Чистая комната", "year", "2020"), 303)
		w.wants("nameless", w.post(park+"/part?lang=en", "list", "services", "n", "0", "revision", "3", "name-en", "", "terms-en", "for all <b>"), 422, "for all &lt;b&gt;")
		w.wants("desk", w.get(park+"?lang=en"), 200, "38.5", "Clean room", "2011")
		w.wants("public page", w.get("/organisations/org-K?lang=ru"), 200, "Чистая комната")
		w.wants("remove", w.post(park+"/part", "list", "services", "n", "0", "revision", "3", "name-en", "x", "answer", "remove"), 303)
		w.wants("removed", w.get(park+"?lang=en"), 200, "!Clean room")
		w.wants("no such entry", w.get(park+"/part?list=services&n=5"), 404)
		w.wants("no such list", w.get(park+"/part?list=secrets&n=new"), 404)
		w.wants("figures", w.post(park+"/indicators", "year", "2025", "jobs", "1 200", "revenue", "34,5"), 303)
		w.wants("wrong figures", w.post(park+"/indicators?lang=en", "year", "2025", "jobs", "many"), 422, "many", "A number is needed")
		w.wants("figures of the year", w.get(park+"?lang=en&year=2025"), 200, `value="1200"`, `value="34.5"`)
		a := w.Orgs["A"]
		w.wants("resident", w.post(park+"/relation", "organisation", a.ID, "relation", "resident", "status", "current", "from", "2024-01-01", "agreement", "No. 8"), 303)
		w.wants("desk with a resident", w.get(park+"?lang=en"), 200, "No. 8", "2024-01-01")
		w.wants("only parks", w.post(park+"/relation?lang=en", "organisation", a.ID, "relation", "part", "status", "current", "q", a.Name.Plain(i18n.EN)), 422, "Only a park can be")
		w.residentsFile(park)
	})
}

// residentsFile uploads a list, looks at the preview and confirms it.
func (w writer) residentsFile(park string) {
	w.t.Helper()
	upload := func(csv string) (int, string) {
		got := w.Do(webtest.Ask{
			Method: "POST", Path: park + "/import", Cookie: w.Cookie(w.Person(w.as).ID), Type: "multipart/form-data; boundary=b",
			Body: "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"residents.csv\"\r\n\r\n" + csv + "\r\n--b--\r\n",
		})
		return got.Code, got.Header().Get("Location")
	}
	code, preview := upload("Название,Страна,Статус\nКанатная фабрика,Беларусь,резидент\nЛинзы,Атлантида,резидент\n")
	if code != http.StatusSeeOther {
		w.t.Fatalf("upload: %d", code)
	}
	w.wants("preview", w.get(preview+"?lang=en"), 200, "Канатная фабрика", "Organisation entered", "The country “Атлантида” is not known.")
	w.wants("another's list", w.by("adviser BY").get(preview), 404)
	w.wants("confirm", w.post(preview, "answer", "confirm"), 303)
	w.wants("desk with the list", w.get(park+"?lang=en"), 200, "Канатная фабрика", "!Линзы")
	code, nameless := upload("Город\nМинск\n")
	if code != http.StatusSeeOther {
		w.t.Fatalf("upload: %d", code)
	}
	w.wants("without names", w.get(nameless+"?lang=en"), 200, "has no column of names", "There is nothing to enter", "!Confirm the import")
}

// TestRegistryFill looks an organisation up in the registry and has the form
// filled from it.
func TestRegistryFill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{Site: webtest.New(t, d), t: t, as: "adviser BY"}
		w.wants("no registry", w.get("/desk/organisations/new?lang=en"), 200, "!Fill in from the ROR registry")
		rec := ror.Record{ID: "https://ror.org/0087nx645", Country: "BY", Kinds: []string{"facility"}, Region: "BY-HM", City: "Minsk", Names: []ror.Name{
			{Text: "Institute of Optical Glass", Lang: "en", Type: ror.Label, Display: true}, {Text: "Институт оптического стекла", Lang: "ru", Type: ror.Label},
		}}
		w.Tx(func(ctx context.Context, tx db.Tx) error { return w.Catalogue.PutRegistry(ctx, tx, []ror.Record{rec}) })
		w.wants("look up", w.get("/desk/organisations/new?lang=en&country=BY&registry="+url.QueryEscape("стекло оптическ")), 200, "The registry has no such organisation")
		w.wants("look up", w.get("/desk/organisations/new?lang=en&country=BY&registry="+url.QueryEscape("стекла оптическ")), 200, "Institute of Optical Glass", "fill=https%3A%2F%2Fror.org%2F0087nx645")
		w.wants("filled", w.get("/desk/organisations/new?lang=en&fill="+url.QueryEscape(rec.ID)), 200, `value="Институт оптического стекла"`, `value="https://ror.org/0087nx645"`, `value="Minsk"`)
		w.wants("an unknown one", w.get("/desk/organisations/new?lang=en&fill=%25"), 200, "!Optical Glass")
	})
}

// TestOrganisationForm keeps the original where a reader of another language
// saves the record.
func TestOrganisationForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := writer{Site: webtest.New(t, d), t: t, as: "adviser BY"}
		a := w.Orgs["A"]
		w.wants("form", w.get("/desk/organisations/"+a.Slug+"?lang=zh-Hans"), 200, `name="language"`)
		send := func(name, founded string) int {
			return w.post("/desk/organisations/"+a.Slug+"?lang=zh-Hans", "revision", "1", "slug", "a-renamed", "kind", string(a.Kind), "country", "BY", "language", string(a.Name.Source()),
				"name-en", name, "name-zh-Hans", "甲研究所", "founded", founded, "staff", "10_49", "unlike", "1").Code
		}
		if code := send(a.Name.Plain(i18n.EN), "3000"); code != 422 {
			t.Errorf("founded in 3000: %d", code)
		}
		if code := send(a.Name.Plain(i18n.EN), "1971"); code != 303 {
			t.Errorf("save: %d", code)
		}
		o, err := w.Catalogue.OrganisationByID(t.Context(), d, a.ID)
		if err != nil || o.Name.Source() != a.Name.Source() || o.Name[i18n.ZH].State != i18n.Checked || o.Facts.Founded != 1971 || o.Slug != "a-renamed" {
			t.Errorf("%+v, %v", o, err)
		}
		w.Tx(func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE organisation SET country = 'FR' WHERE id = $1`, a.ID)
			return err
		})
		w.wants("a country far away stays chosen", w.get("/desk/organisations/a-renamed?lang=en"), 200, `<option value="FR" selected>France</option>`)
		w.wants("facts on the page", w.get("/organisations/a-renamed?lang=en"), 200, "10 to 49 people")
	})
}
