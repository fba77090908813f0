package identity

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestParseEmail(t *testing.T) {
	for _, c := range []struct{ in, email, folded string }{
		{" Ann.Lee+x@Example.TEST ", "Ann.Lee+x@Example.TEST", "ann.lee+x@example.test"},
		{"wang＠example．test", "wang@example.test", "wang@example.test"},
		{"info@пошта.бел", "info@пошта.бел", "info@xn--80a1acn3a.xn--90ais"},
		{"info@XN--80A1ACN3A.XN--90AIS", "info@XN--80A1ACN3A.XN--90AIS", "info@xn--80a1acn3a.xn--90ais"},
		{"li@大学.中国", "li@大学.中国", "li@xn--pss25c.xn--fiqs8s"},
	} {
		email, folded, err := ParseEmail(c.in)
		if err != nil || email != c.email || folded != c.folded {
			t.Errorf("ParseEmail(%q) = %q, %q, %v; want %q, %q", c.in, email, folded, err, c.email, c.folded)
		}
	}
	for _, in := range []string{
		"ann", "ann@", "@b.c", "ann@localhost", "a b@c.d", "ann@b..c", ".ann@b.c", "ann.@b.c", "a..b@c.d", `"a b"@c.d`, "Ann <ann@b.c>", "ann@b.c, x@y.z",
		"ann@b.c\r\nBcc: x@y.z", "ann\n@b.c", "ann@b.c>", "анна@b.c", "ann@[127.0.0.1]", "ann@b_c.d", "a@b@c.d", strings.Repeat("a", 65) + "@b.c", "a@" + strings.Repeat("b.", 130) + "c", "\xff@b.c",
	} {
		_, _, err := ParseEmail(in)
		if err == nil {
			t.Errorf("ParseEmail(%q) was taken", in)
			continue
		}
		wantFault(t, err, "account.email_form")
	}
	_, _, err := ParseEmail("  ")
	wantFault(t, err, "account.email_missing")
}

func TestParseEmailIsStable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z.+]{1,8}@([a-zA-Z0-9-]{1,5}\.){1,3}(test|бел)`)).Draw(r, "email")
		email, folded, err := ParseEmail(in)
		if err != nil {
			return
		}
		if strings.ContainsAny(email+folded, "\r\n\x00 ,<>\"") {
			r.Fatalf("%q is taken as %q, %q", in, email, folded)
		}
		for _, again := range []string{email, folded, strings.ToUpper(email)} {
			if f := FoldEmail(again); f != folded {
				r.Fatalf("%q folds to %q, its origin to %q", again, f, folded)
			}
		}
	})
}

func TestProfile(t *testing.T) {
	good := Profile{Native: "Янка  Узорны", NativeLang: i18n.BE, Latin: "Yanka Uzorny", Language: i18n.BE, Zone: "Europe/Minsk"}
	f, err := good.clean()
	if err != nil || f.Native != "Янка Узорны" || f.folded() != "янка узорны yanka uzorny" {
		t.Errorf("clean: %+v, %v", f, err)
	}
	if f, err := (Profile{Native: "José", NativeLang: i18n.EN, Language: i18n.EN, Zone: "UTC"}).clean(); err != nil || f.Latin != "José" {
		t.Errorf("a Latin name is its own Latin form: %+v, %v", f, err)
	}
	for _, c := range []struct {
		change func(*Profile)
		key    string
	}{
		{func(p *Profile) { p.Native = " " }, "account.name_missing"},
		{func(p *Profile) { p.Native = "Ян\x00" }, "account.name_form"},
		{func(p *Profile) { p.Native = "Ян\u202eка" }, "account.name_form"},
		{func(p *Profile) { p.Native = strings.Repeat("ў", 201) }, "account.name_form"},
		{func(p *Profile) { p.Latin = "Янка" }, "account.name_latin"},
		{func(p *Profile) { p.NativeLang = "tlh" }, "account.language_unknown"},
		{func(p *Profile) { p.Language = "" }, "account.language_unknown"},
		{func(p *Profile) { p.Zone = "Local" }, "account.zone_unknown"},
		{func(p *Profile) { p.Zone = "../etc/passwd" }, "account.zone_unknown"},
	} {
		p := good
		c.change(&p)
		_, err := p.clean()
		wantFault(t, err, c.key)
	}
}

func TestName(t *testing.T) {
	p := Person{Profile: Profile{Native: "王小明", NativeLang: i18n.ZH, Latin: "Wang Xiaoming"}}
	be := Person{Profile: Profile{Native: "Янка Узорны", NativeLang: i18n.BE, Latin: "Yanka Uzorny"}}
	if p.Name(i18n.ZH) != "王小明" || p.Name(i18n.RU) != "Wang Xiaoming" || be.Name(i18n.RU) != "Янка Узорны" || be.Name(i18n.EN) != "Yanka Uzorny" {
		t.Errorf("names: %s %s %s %s", p.Name(i18n.ZH), p.Name(i18n.RU), be.Name(i18n.RU), be.Name(i18n.EN))
	}
}
