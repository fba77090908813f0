package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

func open(t *testing.T, name string, b []byte) (*Book, error) {
	t.Helper()
	return Open(bytes.NewReader(b), int64(len(b)), name, Default)
}

// wantFault checks the key and that the message exists with all its arguments.
func wantFault(t *testing.T, err error, key string) *fault.Error {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Key != key {
		t.Fatalf("got %v, want %s", err, key)
	}
	for _, l := range i18n.All {
		if s := l.T(e.Key, e.Args...); s == e.Key || strings.Contains(s, "{") {
			t.Errorf("%s: message %q", l, s)
		}
	}
	return e
}

// zipped makes a ZIP file of name, content pairs.
func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	workbookXML = `<?xml version="1.0"?><workbook><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`
	relsXML     = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`
)

// onesheet is a workbook with one sheet of the given rows of XML.
func onesheet(t *testing.T, rows string) []byte {
	return zipped(t, "xl/workbook.xml", workbookXML, "xl/_rels/workbook.xml.rels", relsXML,
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+rows+"</sheetData></worksheet>")
}

func TestBadFiles(t *testing.T) {
	utf16Name := func(s string) (b []byte) {
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return b
	}
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 3000)...)
	rows := strings.Repeat("a,b\n", 200_000)
	tests := []struct {
		name string
		file []byte
		key  string
	}{
		{"empty", nil, "sheet.empty"},
		{"blank", []byte("\xef\xbb\xbf\r\n \r\n"), "sheet.empty"},
		{"only separators", []byte(",,\n,,\n"), "sheet.empty"},
		{"50 MB", make([]byte, 50<<20), "sheet.file_size"},
		{"PDF", []byte("%PDF-1.7\n"), "sheet.wrong_type"},
		{"PNG as XLSX", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "sheet.wrong_type"},
		{"HTML saved as XLS", []byte("\ufeff<html><table><tr><td>a</td></tr></table>"), "sheet.wrong_type"},
		{"some program", []byte("\x7fELF\x02\x01\x01\x00\x00"), "sheet.binary"},
		{"old XLS", ole, "sheet.xls"},
		{"encrypted", append(ole, utf16Name("EncryptedPackage")...), "sheet.encrypted"},
		{"a ZIP", zipped(t, "readme.txt", "hello"), "sheet.wrong_type"},
		{"DOCX", zipped(t, "word/document.xml", "<w/>"), "sheet.wrong_type"},
		{"cut off", onesheet(t, `<row r="1"><c r="A1"><v>1</v></c></row>`)[:300], "sheet.broken"},
		{"sheet missing", zipped(t, "xl/workbook.xml", workbookXML), "sheet.broken"},
		{"shared string missing", onesheet(t, `<row r="1"><c r="A1" t="s"><v>7</v></c></row>`), "sheet.broken"},
		{"document type", zipped(t, "xl/workbook.xml", `<!DOCTYPE a [<!ENTITY b "c">]><workbook/>`), "sheet.broken"},
		{"zip bomb", onesheet(t, strings.Repeat(" ", 300<<20)), "sheet.unzipped"},
		{"tight zip bomb", onesheet(t, strings.Repeat("<row/>", 10<<20)), "sheet.unzipped"},
		{"200,000 rows of CSV", []byte(rows), "sheet.rows"},
		{"row 50,001", onesheet(t, `<row r="50001"><c r="A50001"><v>1</v></c></row>`), "sheet.rows"},
		{"column 201", onesheet(t, `<row r="1"><c r="GS1"><v>1</v></c></row>`), "sheet.columns"},
		{"column 201 of CSV", []byte(strings.Repeat(",", 200) + "x"), "sheet.columns"},
		{"huge cell", onesheet(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>`+strings.Repeat("я", 32_768)+`</t></is></c></row>`), "sheet.cell_size"},
		{"endless cell", onesheet(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>`+noise(2<<20)), "sheet.cell_size"},
		{"open quote", []byte("name,mail\n\"Ann,a@b.c\nBob,b@b.c\n"), "sheet.quote"},
		{"mixed encodings", []byte("имя\n" + cp1251("Иванов") + "\n"), "sheet.mixed_encoding"},
		{"no encoding", []byte("name\n\x81\x8d\x98\n"), "sheet.encoding"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, err := open(t, "list.xlsx", tt.file)
			runtime.ReadMemStats(&after)
			wantFault(t, err, tt.key)
			if d := time.Since(began); d > 15*time.Second {
				t.Errorf("took %v", d)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 64 {
				t.Errorf("allocated %d MB", mb)
			}
		})
	}
}

// noise is text that does not compress to nothing.
func noise(n int) string {
	b := make([]byte, n)
	for i, x := 0, uint32(1); i < n; i++ {
		x = x*1664525 + 1013904223
		b[i] = 'a' + byte(x>>24)%26
	}
	return string(b)
}

func cp1251(s string) string {
	out, _ := charmap.Windows1251.NewEncoder().String(s)
	return out
}

// TestLyingZip: the directory of the ZIP says that the sheet is small.
func TestLyingZip(t *testing.T) {
	b := onesheet(t, strings.Repeat("<row/>", 1<<20))
	at := bytes.LastIndex(b, []byte("PK\x01\x02")) // directory entry of the sheet
	binary.LittleEndian.PutUint32(b[at+24:], 1000)
	_, err := open(t, "a.xlsx", b)
	wantFault(t, err, "sheet.broken")
}

// TestSheetManyTimes: a workbook names one part as many sheets.
func TestSheetManyTimes(t *testing.T) {
	workbook := "<workbook><sheets>" + strings.Repeat(`<sheet name="A" r:id="r1"/>`, 1000) + "</sheets></workbook>"
	b := zipped(t, "xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", relsXML,
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+strings.Repeat("<row/>", 1<<18)+"</sheetData></worksheet>")
	lim := Default
	lim.Unzipped = 8 << 20
	_, err := Open(bytes.NewReader(b), int64(len(b)), "a.xlsx", lim)
	wantFault(t, err, "sheet.unzipped")
}

// TestMerged: what stands once in cells merged downwards is meant for each row.
func TestMerged(t *testing.T) {
	rows := `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>7</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row r="4"><c r="A4"><v>4</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>`
	b := zipped(t, "xl/workbook.xml", workbookXML, "xl/_rels/workbook.xml.rels", relsXML, "xl/worksheets/sheet1.xml",
		"<worksheet><sheetData>"+rows+`</sheetData><mergeCells count="3"><mergeCell ref="B1:B4"/><mergeCell ref="A1:B1"/><mergeCell ref="A9:A1048576"/></mergeCells></worksheet>`)
	book, err := open(t, "a.xlsx", b)
	if err != nil {
		t.Fatal(err)
	}
	if got := show(book.Tables[0]); got != "1:1|7 2:2|7 4:4|7 5:5" {
		t.Error(got)
	}
}

func TestEncodings(t *testing.T) {
	const ru, zh = "Имя;Страна\nСоколова;Беларусь\nОАО \"Ромашка\";Китай\n", "姓名,国家\n王芳,中国\n李伟,白俄罗斯\n"
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String(zh)
	u16 := func(s string) string {
		b := []byte("\xff\xfe")
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return string(b)
	}
	for _, tt := range []struct{ name, file, cell, note string }{
		{"UTF-8", ru, "Соколова", ""},
		{"BOM", "\ufeff" + ru, "Соколова", ""},
		{"UTF-16", u16(strings.ReplaceAll(ru, ";", "\t")), "Соколова", ""},
		{"Windows-1251", cp1251(ru), "Соколова", "Windows-1251"},
		{"Windows-1251 in capitals", cp1251(strings.ToUpper(ru)), "СОКОЛОВА", "Windows-1251"},
		{"GB18030", gb, "王芳", "GB18030"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := open(t, "участники.csv", []byte(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			r := b.Tables[0].Rows[1]
			if r.Number != 2 || r.Cells[0].Text != tt.cell || len(r.Cells) != 2 {
				t.Errorf("row %+v", r)
			}
			note := ""
			if len(b.Notes) > 0 {
				note = b.Notes[0].Args[3].(string)
			}
			if note != tt.note {
				t.Errorf("note %q, want %q", note, tt.note)
			}
		})
	}
}

func TestCSVRowNumbers(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{"a,b\n\n\"x\ny\",2\n,\nlast,3\n", "1:a|b 3:x\ny|2 5:last|3"},
		{"sep=;\na;b,c\n1;2\n", "2:a|b,c 3:1|2"},
		{"Participants of the exchange\n\nname\tmail\nAnn\ta@b.c\n", "1:Participants of the exchange 3:name|mail 4:Ann|a@b.c"},
		{"a|b\r\n1|2\r\n", "1:a|b 2:1|2"},
		{"a;b\r1;2\r", "1:a|b 2:1|2"},
		{"one\ntwo\n", "1:one 2:two"},
	} {
		b, err := open(t, "a.csv", []byte(tt.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := show(b.Tables[0]); got != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.file, got, tt.want)
		}
	}
}

func show(t Table) string {
	var rows []string
	for _, r := range t.Rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, c.Text)
		}
		rows = append(rows, fmt.Sprintf("%d:%s", r.Number, strings.Join(cells, "|")))
	}
	return strings.Join(rows, " ")
}

// TestExcelize reads what another writer wrote: types, dates, formulas, gaps,
// a hidden sheet.
func TestExcelize(t *testing.T) {
	f := excelize.NewFile()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	at := time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
	must(f.SetSheetRow("Sheet1", "B2", &[]any{"Ann & <Co>", 45985.5, at, true, "007", "a\nb"}))
	iso, clock := "yyyy\\-mm\\-dd", "[h]:mm"
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &iso})
	must(err)
	hours, err := f.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	must(err)
	must(f.SetCellValue("Sheet1", "B4", 46350))
	must(f.SetCellStyle("Sheet1", "B4", "B4", day))
	must(f.SetCellValue("Sheet1", "C4", 0.604166666666667))
	must(f.SetCellStyle("Sheet1", "C4", "C4", hours))
	must(f.SetCellRichText("Sheet1", "D4", []excelize.RichTextRun{{Text: "two "}, {Text: "runs"}}))
	must(f.SetCellFormula("Sheet1", "E4", "1+1"))
	_, err = f.NewSheet("Old")
	must(err)
	must(f.SetCellValue("Old", "A1", "x"))
	must(f.SetSheetVisible("Old", false))
	buf, err := f.WriteToBuffer()
	must(err)
	b, err := open(t, "a.xlsx", buf.Bytes())
	must(err)
	if len(b.Tables) != 1 || len(b.Notes) != 1 || b.Notes[0].Key != "sheet.note_hidden" {
		t.Fatalf("tables %d, notes %v", len(b.Tables), b.Notes)
	}
	want := "2:|Ann & <Co>|45985.5|2026-11-24 14:00:00|true|007|a\nb 4:|2026-11-24|14:30:00|two runs|"
	if got := show(b.Tables[0]); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if c := b.Tables[0].Rows[1].Cells[4]; !c.Formula {
		t.Errorf("formula lost: %+v", c)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{
		"General": false, "0.00": false, "@": false, `"day" 0`: false, "[Red]0": false, "#,##0 \\d": false,
		"dd.mm.yyyy": true, "[$-419]d mmmm yyyy;@": true, "[h]:mm": true, "h:mm AM/PM": true, "yyyy年m月d日": true, "[hot]0": false,
	} {
		if got := isDateFormat(code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}

func TestSerialDate(t *testing.T) {
	for _, tt := range []struct {
		f    float64
		e04  bool
		want string
	}{{45985.5, false, "2025-11-24 12:00:00"}, {0.25, false, "06:00:00"}, {46350, false, "2026-11-24"}, {46350.9999999, false, "2026-11-25 00:00:00"}, {44888, true, "2026-11-24"}} {
		if got, _ := serialDate(tt.f, tt.e04); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.f, got, tt.want)
		}
	}
}

// TestLargeWorkbook reads the largest sheet that people have: 50,000 rows.
func TestLargeWorkbook(t *testing.T) {
	rows := []Row{}
	for i := range 50_000 {
		rows = append(rows, Row{Cells: []Cell{N(i), T(noise(20 + i%10)), T("王芳"), N(i * 7), T("Минск")}})
	}
	var buf bytes.Buffer
	if err := WriteXLSX(&buf, []Table{{Name: "Big", Rows: rows}}); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	b, err := open(t, "big.xlsx", buf.Bytes())
	took := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	held := int64(after.HeapAlloc-before.HeapAlloc) >> 20
	t.Logf("%d rows, %d KB read in %v, %d MB held", len(b.Tables[0].Rows), buf.Len()>>10, took, held)
	if len(b.Tables[0].Rows) != 50_000 || held > 60 || took > 30*time.Second {
		t.Errorf("%d rows, %d MB held, %v", len(b.Tables[0].Rows), held, took)
	}
	runtime.KeepAlive(b)
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"))
	f.Add([]byte("PK\x03\x04"))
	var buf bytes.Buffer
	_ = WriteXLSX(&buf, []Table{{Name: "A", Rows: []Row{{Cells: []Cell{T("x"), N(1)}}}}})
	f.Add(buf.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := Open(bytes.NewReader(b), int64(len(b)), "f", Default)
		if (book == nil) == (err == nil) {
			t.Fatal(book, err)
		}
	})
}

// FuzzXML: the scanner ends, whatever it is given.
func FuzzXML(f *testing.F) {
	f.Add("<a b='c'>d<!-- --><e/><![CDATA[x]]>&amp;</a>")
	f.Fuzz(func(t *testing.T, s string) {
		sc := newScanner(strings.NewReader(s))
		for n := 0; ; n++ {
			if n > 2*len(s)+2 {
				t.Fatal("no end")
			}
			tok, err := sc.next()
			if tok == start {
				sc.attr("r")
			}
			if err != nil || tok == eof {
				return
			}
			unescape(sc.buf)
		}
	})
}
