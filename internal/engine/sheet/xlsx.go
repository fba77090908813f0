package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
)

// workbook is an XLSX file being read.
type workbook struct {
	name    string
	lim     Limits
	parts   map[string]*zip.File // by lower-case name
	left    int64                // bytes that may still be unzipped
	cells   int
	strings []string
	dates   []bool // by cell style: whether numbers are dates
	epoch04 bool   // days are counted from 1904, not 1900
}

// errBudget says that a part unzips to more than may be.
var errBudget = errors.New("unzips to too much")

func openXLSX(r io.ReaderAt, size int64, name string, lim Limits) (*Book, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, broken(name, err)
	}
	w := &workbook{name: name, lim: lim, left: lim.Unzipped, parts: map[string]*zip.File{}}
	var total uint64
	for _, f := range z.File {
		w.parts[strings.ToLower(f.Name)] = f
		total += min(f.UncompressedSize64, 1<<40)
	}
	if total > uint64(lim.Unzipped) || total > 16<<20 && total > uint64(lim.Ratio*size) || len(z.File) > 10_000 {
		return nil, bomb(name, lim)
	}
	if w.parts["xl/workbook.xml"] == nil {
		return nil, w.notWorkbook()
	}
	b, err := w.read()
	switch {
	case errors.Is(err, errBudget):
		return nil, bomb(name, lim)
	case err == nil, fault.KindOf(err) != fault.Internal:
		return b, err
	}
	return nil, broken(name, err)
}

func bomb(name string, lim Limits) error {
	return fault.New(fault.TooLarge, "sheet.unzipped", "file", name, "mb", int(lim.Unzipped>>20))
}

func broken(name string, err error) error {
	e := fault.New(fault.Invalid, "sheet.broken", "file", name)
	e.Err = err
	return e
}

func (w *workbook) notWorkbook() error {
	kind := "ZIP"
	switch {
	case w.parts["xl/workbook.bin"] != nil:
		kind = "XLSB"
	case w.parts["word/document.xml"] != nil:
		kind = "DOCX"
	case w.parts["ppt/presentation.xml"] != nil:
		kind = "PPTX"
	case w.parts["content.xml"] != nil:
		kind = "OpenDocument"
	case w.parts["index/document.iwa"] != nil:
		kind = "Numbers"
	}
	return wrongType(w.name, kind)
}

// budget counts what is really unzipped: a workbook may name one part many times.
type budget struct {
	r    io.Reader
	left *int64
}

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if *b.left -= int64(n); *b.left < 0 {
		return 0, errBudget
	}
	return n, err
}

// each scans a part and calls fn for each token until it answers io.EOF.
func (w *workbook) each(part string, fn func(s *scanner, t token) error) error {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return fmt.Errorf("part %s is missing", part)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(&budget{r, &w.left})
	for {
		t, err := s.next()
		if err == nil && t != eof {
			err = fn(s, t)
		}
		if errors.Is(err, io.EOF) || err == nil && t == eof {
			return nil
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			err = fmt.Errorf("%s: %w", part, err)
		}
		if err != nil {
			return err
		}
	}
}

// sheetRef is a sheet as the workbook lists it.
type sheetRef struct{ name, rel, state string }

func (w *workbook) read() (*Book, error) {
	var sheets []sheetRef
	err := w.each("xl/workbook.xml", func(s *scanner, t token) error {
		switch {
		case t == start && s.name == "sheet":
			sheets = append(sheets, sheetRef{s.attr("name"), s.attr("id"), s.attr("state")})
		case t == start && s.name == "workbookPr":
			v := s.attr("date1904")
			w.epoch04 = v == "1" || v == "true"
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rels, err := w.relations()
	if err == nil {
		err = w.readStrings()
	}
	if err == nil {
		err = w.readStyles()
	}
	if err != nil {
		return nil, err
	}
	b := &Book{Name: w.name}
	for name := range w.parts {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			b.Notes = append(b.Notes, Note{"sheet.note_macros", []any{"file", w.name}})
		case strings.HasPrefix(name, "xl/externallinks/externallink1.xml"):
			b.Notes = append(b.Notes, Note{"sheet.note_links", []any{"file", w.name}})
		}
	}
	for _, s := range sheets {
		if s.state == "hidden" || s.state == "veryHidden" {
			b.Notes = append(b.Notes, Note{"sheet.note_hidden", []any{"file", w.name, "sheet", s.name}})
			continue
		}
		part := rels[s.rel]
		if w.parts[strings.ToLower(part)] == nil || !strings.Contains(part, "sheet") || strings.Contains(part, "chartsheets/") {
			continue // a sheet of one diagram
		}
		rows, err := w.readSheet(s.name, part)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			b.Tables = append(b.Tables, Table{Name: s.name, Rows: rows})
		}
	}
	if len(b.Tables) == 0 {
		return nil, fault.New(fault.Invalid, "sheet.empty", "file", w.name)
	}
	return b, nil
}

// relations maps relation ids to part names.
func (w *workbook) relations() (map[string]string, error) {
	rels := map[string]string{}
	return rels, w.each("xl/_rels/workbook.xml.rels", func(s *scanner, t token) error {
		if t == start && s.name == "Relationship" {
			target := s.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			rels[s.attr("Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
}

// readStrings reads the texts that cells refer to by number.
func (w *workbook) readStrings() error {
	if w.parts["xl/sharedstrings.xml"] == nil {
		return nil
	}
	var item strings.Builder
	inText, phonetic := false, false
	return w.each("xl/sharedStrings.xml", func(s *scanner, t token) error {
		switch {
		case t == text && inText && !phonetic:
			if item.Len()+len(s.buf) > maxToken {
				return errToken
			}
			item.WriteString(unescape(s.buf))
		case t != text && s.name == "t":
			inText = t == start
		case t != text && s.name == "rPh": // how to pronounce it
			phonetic = t == start
		case t == start && s.name == "si":
			item.Reset()
		case t == end && s.name == "si":
			if len(w.strings) >= w.lim.Cells {
				return fault.New(fault.TooLarge, "sheet.cells", "file", w.name, "max", w.lim.Cells)
			}
			w.strings = append(w.strings, strings.Clone(item.String()))
		}
		return nil
	})
}

// readStyles finds out which cell styles show numbers as dates.
func (w *workbook) readStyles() error {
	if w.parts["xl/styles.xml"] == nil {
		return nil
	}
	custom, inCells := map[string]bool{}, false
	return w.each("xl/styles.xml", func(s *scanner, t token) error {
		switch {
		case t == start && s.name == "numFmt":
			custom[s.attr("numFmtId")] = isDateFormat(s.attr("formatCode"))
		case t != text && s.name == "cellXfs":
			inCells = t == start
		case t == start && s.name == "xf" && inCells && len(w.dates) < 1<<16:
			id := s.attr("numFmtId")
			n, _ := strconv.Atoi(id)
			builtin := n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
			w.dates = append(w.dates, builtin || custom[id])
		}
		return nil
	})
}

// isDateFormat tells whether a number format shows days or times: it has one of
// y m d h s outside of quotes and brackets, other than brackets of elapsed time.
func isDateFormat(code string) bool {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	if code == "general" {
		return false
	}
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"', '[':
			stop := map[byte]string{'"': `"`, '[': "]"}[code[i]]
			n := strings.Index(code[i+1:], stop)
			if n < 0 {
				return false
			}
			if code[i] == '[' && n > 0 && strings.Trim(code[i+1:i+1+n], code[i+1:i+2]) == "" && strings.ContainsAny(code[i+1:i+2], "hms") {
				return true
			}
			i += n + 1
		case 'y', 'm', 'd', 'h', 's':
			return true
		}
	}
	return false
}
