package sheet

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

var dangerous = []string{
	"=1+1", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1",
	"=HYPERLINK(\"http://example.org\",\"x\")", "-", "+375 17 000-00-00", "=", "'=1",
}

func TestCSVInjection(t *testing.T) {
	for _, s := range dangerous {
		var buf bytes.Buffer
		if err := WriteCSV(&buf, Table{Rows: []Row{{Cells: []Cell{T(s), T("x")}}}}, true); err != nil {
			t.Fatal(err)
		}
		cell := strings.TrimPrefix(strings.TrimPrefix(buf.String(), "\ufeff"), `"`)
		if !strings.HasPrefix(cell, "'") {
			t.Errorf("%q is written as %q", s, buf.String())
		}
	}
	var buf bytes.Buffer
	_ = WriteCSV(&buf, Table{Rows: []Row{{Cells: []Cell{N(-5), T("a-b"), F(0.5)}}}}, false)
	if buf.String() != "-5,a-b,0.5\r\n" {
		t.Errorf("got %q", buf.String())
	}
}

// TestXLSXInjection: another reader finds texts, never formulas.
func TestXLSXInjection(t *testing.T) {
	var rows []Row
	for _, s := range dangerous {
		rows = append(rows, Row{Cells: []Cell{T(s)}})
	}
	var buf bytes.Buffer
	if err := WriteXLSX(&buf, []Table{{Name: "List", Rows: rows}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range dangerous {
		formula, _ := f.GetCellFormula("List", ref(i+1, 0))
		typ, _ := f.GetCellType("List", ref(i+1, 0))
		if formula != "" || typ != excelize.CellTypeInlineString && typ != excelize.CellTypeSharedString {
			t.Errorf("%q: formula %q, type %v", s, formula, typ)
		}
	}
}

func TestWriteXLSXSameBytes(t *testing.T) {
	tables := []Table{
		{Name: "Meetings: plan/1", Header: 1, Rows: []Row{{Cells: []Cell{T("Когда"), T("谁")}}, {Cells: []Cell{At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)), N(3)}}}},
		{Name: "Meetings: plan/1", Rows: []Row{{Cells: []Cell{T("x"), {}, Day(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))}}}},
		{Name: strings.Repeat("Участники ", 5)},
	}
	var first []byte
	for range 10 {
		var buf bytes.Buffer
		if err := WriteXLSX(&buf, tables); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = buf.Bytes()
		} else if !bytes.Equal(first, buf.Bytes()) {
			t.Fatal("the bytes differ")
		}
	}
	b, err := Open(bytes.NewReader(first), int64(len(first)), "a.xlsx", Default)
	if err != nil {
		t.Fatal(err)
	}
	if b.Tables[0].Name != "Meetings- plan-1" || b.Tables[1].Name != "Meetings- plan-1 2" {
		t.Errorf("names %q, %q", b.Tables[0].Name, b.Tables[1].Name)
	}
	if got := show(b.Tables[0]) + show(b.Tables[1]); got != "1:Когда|谁 2:2026-11-24 09:00:00|31:x||2026-11-24" {
		t.Errorf("got %q", got)
	}
}

// TestRoundTrip: what is written reads back as it was, in both formats.
func TestRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[=+\-@'"]?[a-zA-Zа-яё中文,;_x0-9&<>" ]{0,12}[a-zа]`)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		var in Table
		in.Name = "t"
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			var r Row
			for range width {
				s := strings.TrimSpace(word.Draw(t, "cell"))
				if unguard(s) != s { // an apostrophe before a formula is our own guard
					s = "x"
				}
				r.Cells = append(r.Cells, T(s))
			}
			in.Rows = append(in.Rows, r)
		}
		want := texts(in)
		var buf bytes.Buffer
		if err := WriteCSV(&buf, in, rapid.Bool().Draw(t, "bom")); err != nil {
			t.Fatal(err)
		}
		rows, err := readCSV(bytes.TrimPrefix(buf.Bytes(), []byte("\ufeff")), ',', false, "t", Default)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(Table{Rows: rows}); got != want {
			t.Fatalf("CSV\n got %q\nwant %q", got, want)
		}
		buf.Reset()
		if err := WriteXLSX(&buf, []Table{in}); err != nil {
			t.Fatal(err)
		}
		b, err := Open(bytes.NewReader(buf.Bytes()), int64(buf.Len()), "t.xlsx", Default)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(b.Tables[0]); got != want {
			t.Fatalf("XLSX\n got %q\nwant %q", got, want)
		}
	})
}

func texts(t Table) string {
	var out []string
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			out = append(out, c.Text)
		}
	}
	return strings.Join(out, "|")
}
