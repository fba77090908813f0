package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOperator walks through what somebody does who runs an installation, on
// the data of the demo.
func TestOperator(t *testing.T) {
	dir := t.TempDir()
	data, at := filepath.Join(dir, "data"), func(name string) string { return filepath.Join(dir, name) }
	start(t, "demo", "--addr", "127.0.0.1:0", "--data", data, "--log-level", "error").stop(t, syscall.SIGTERM)
	write := func(name, text string) string {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	newcomer := write("new.csv", "ФИО;Имя латиницей;Email;Организация;Страна\nЛада Пробная;Lada Probnaya;lada@probe.example;Институт проб;BY\n")
	wrong := write("wrong.csv", "ФИО;Email;Организация;Страна\nЛада Пробная;no-address;Институт проб;BY\n")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"add", []string{"user", "add", "olga@example.org", "--name", "Ольга Проверкина", "--lang", "ru", "--zone", "Europe/Minsk"}, 0, "olga@example.org entered"},
		{"add again", []string{"user", "add", "OLGA@example.org", "--name", "Другая"}, 0, "known already"},
		{"add without a name", []string{"user", "add", "x@example.org"}, 2, "--name"},
		{"add nonsense", []string{"user", "add", "nonsense", "--name", "X"}, 1, "email: "},
		{"no side", []string{"user", "grant", "olga@example.org", "organiser", "--event", "synergy-2027"}, 1, "needs --side"},
		{"strange side", []string{"user", "grant", "olga@example.org", "organiser", "--event", "synergy-2027", "--side", "DE"}, 1, "BY, CN"},
		{"no such person", []string{"user", "grant", "nobody@example.org", "admin"}, 1, "nobody@example.org"},
		{"no such role", []string{"user", "grant", "olga@example.org", "king"}, 2, "king"},
		{"may not import yet", []string{"import", newcomer, "--event", "synergy-2027", "--as", "olga@example.org"}, 1, "may not import"},
		{"grant", []string{"user", "grant", "olga@example.org", "organiser", "--event", "synergy-2027", "--side", "by"}, 0, "role.grant"},
		{"list", []string{"user", "list"}, 0, "olga@example.org"},
		{"preview", []string{"import", newcomer, "--event", "synergy-2027", "--as", "olga@example.org"}, 0, "--confirm enters it"},
		{"errors", []string{"import", wrong, "--event", "synergy-2027", "--as", "olga@example.org", "--confirm"}, 2, "no-address"},
		{"import", []string{"import", newcomer, "--event", "synergy-2027", "--as", "olga@example.org", "--confirm"}, 0, "Import finished"},
		{"import again", []string{"import", newcomer, "--event", "synergy-2027", "--as", "olga@example.org", "--confirm"}, 0, "Nothing to change"},
		{"participants", []string{"export", "participants", "--event", "synergy-2027", "-o", at("p.csv"), "--lang", "ru"}, 0, "p.csv"},
		{"plan", []string{"export", "plan", "--event", "synergy-2027", "-o", at("plan.xlsx")}, 0, "plan.xlsx"},
		{"plan on paper", []string{"export", "plan", "--event", "synergy-2027", "-o", at("plan.pdf"), "--state", "provisional"}, 0, "plan.pdf"},
		{"wishes", []string{"export", "wishes", "--event", "synergy-2027", "-o", at("w.xlsx")}, 0, "w.xlsx"},
		{"audit", []string{"export", "audit", "--event", "synergy-2027", "-o", at("a.csv")}, 0, "a.csv"},
		{"no such event", []string{"export", "audit", "--event", "none", "-o", at("none.csv")}, 1, "none"},
		{"no such ending", []string{"export", "audit", "--event", "synergy-2027", "-o", at("none.doc")}, 1, ".xlsx"},
		{"own export changes nothing", []string{"import", at("p.csv"), "--event", "synergy-2027", "--as", "olga@example.org"}, 0, "Nothing to change"},
		{"link", []string{"user", "link", "olga@example.org", "--base-url", "https://birzha.example"}, 0, "https://birzha.example/sign-in/link/"},
		{"revoke", []string{"user", "revoke", "olga@example.org", "organiser", "--event", "synergy-2027", "--side", "BY"}, 0, "role.revoke"},
		{"schema", []string{"migrate", "status"}, 0, "00001_identity.sql"},
		{"sound", []string{"audit", "verify"}, 0, "sound"},
	} {
		code, stdout, stderr := birzha(append(tt.args, "--data", data)...)
		if code != tt.code || !strings.Contains(stdout+stderr, tt.says) {
			t.Errorf("%s: %d, want %d and %q\n%s%s", tt.name, code, tt.code, tt.says, stdout, stderr)
		}
	}
	for name, has := range map[string]string{"p.csv": "lada@probe.example", "a.csv": "import.confirm", "plan.pdf": "%PDF", "plan.xlsx": "PK", "w.xlsx": "PK"} {
		if b, err := os.ReadFile(at(name)); err != nil || !strings.Contains(string(b), has) {
			t.Errorf("%s lacks %q (%v)", name, has, err)
		}
	}
	for _, name := range []string{"none.csv", "none.doc"} {
		if _, err := os.Stat(at(name)); err == nil {
			t.Errorf("%s was made", name)
		}
	}
}
