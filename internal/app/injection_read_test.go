package app

import (
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	netmail "net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// readHTML reads elements with the names of their attributes; of texts the
// page's visible ones. Code in an attribute that runs is an error.
func readHTML(b []byte) (shape, texts []string, err error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	texts = []string{doc.Find("body").Text()}
	doc.Find(".profile-similar").Remove()
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode || n.Type == html.CommentNode {
			line := n.Data
			if n.Type == html.CommentNode {
				line = "comment"
			}
			for _, a := range n.Attr {
				line += " " + a.Key
				if (a.Key == "href" || a.Key == "src" || a.Key == "action") && !regexp.MustCompile(`^(https?://|/|#|\?|$)`).MatchString(a.Val) {
					err = fmt.Errorf("%s leads to %q", a.Key, a.Val)
				}
			}
			shape = append(shape, line)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc.Nodes[0])
	return shape, texts, err
}

// readLinked reads the linked data in a page.
func readLinked(b []byte) (shape, texts []string, err error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	return readJSON([]byte(doc.Find("script[type='application/ld+json']").Text()))
}

// readJSON reads the kinds of values by their places, and all texts.
func readJSON(b []byte) (shape, texts []string, err error) {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return nil, nil, err
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(at+"."+k, x)
			}
		case []any:
			for i, x := range v {
				walk(fmt.Sprint(at, i), x)
			}
		case string:
			texts, shape = append(texts, v), append(shape, at+" text")
		default:
			shape = append(shape, fmt.Sprintf("%s %T", at, v))
		}
	}
	walk("", v)
	slices.Sort(shape)
	return shape, texts, nil
}

// readXML reads elements with the names of their attributes, and all texts.
func readXML(b []byte) (shape, texts []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return shape, texts, nil
		}
		if err != nil {
			return nil, nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			line := t.Name.Local
			for _, a := range t.Attr {
				line += " " + a.Name.Local
			}
			shape = append(shape, line)
		case xml.EndElement:
			shape = append(shape, "/"+t.Name.Local)
		case xml.CharData:
			texts = append(texts, string(t))
		case xml.Directive, xml.Comment:
			return nil, nil, fmt.Errorf("%T in the document", t)
		}
	}
}

func readShapeOfXML(b []byte) (shape, texts []string, err error) {
	shape, _, err = readXML(b)
	return shape, nil, err
}

var pdfStream = regexp.MustCompile(`(?s)stream\r?\n.*?endstream`)

// readPDF looks for names (/JavaScript, …) that act, outside of strings and
// streams, and at strings that do not end; its texts are what the pages say.
func readPDF(b []byte) (shape, texts []string, err error) {
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, nil, errors.New("is not a PDF")
	}
	var outside []byte
	depth := 0
	rest := pdfStream.ReplaceAll(b, nil)
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case depth > 0 && c == '\\':
			i++
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return nil, nil, errors.New("a string ends that has not begun")
			}
		case depth == 0:
			outside = append(outside, c)
		}
	}
	if depth != 0 {
		return nil, nil, errors.New("a string does not end")
	}
	if name := pdfActs.Find(outside); name != nil {
		return nil, nil, fmt.Errorf("%s in the document", name)
	}
	return []string{fmt.Sprint(bytes.Count(outside, []byte("startxref")), " ends")}, []string{saidOnPaper(b)}, nil
}

var (
	pdfLetter = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)
	pdfShown  = regexp.MustCompile(`/F(\d+) [^\[]*\[<([0-9A-F]*)>\] TJ`)
)

// saidOnPaper reads the words of all pages by the tables of letters that a
// reader copies by.
func saidOnPaper(b []byte) string {
	var fonts []map[string]string
	var pages []string
	for _, m := range pdfStream.FindAll(b, -1) {
		m = bytes.TrimPrefix(bytes.TrimPrefix(m, []byte("stream")), []byte("\r"))[1:]
		if bytes.Contains(m, []byte("beginbfchar")) {
			letters := map[string]string{}
			for _, c := range pdfLetter.FindAllSubmatch(m, -1) {
				u, _ := hex.DecodeString(string(c[2]))
				var code []uint16
				for i := 0; i+1 < len(u); i += 2 {
					code = append(code, uint16(u[i])<<8|uint16(u[i+1]))
				}
				letters[string(c[1])] = string(utf16.Decode(code))
			}
			fonts = append(fonts, letters)
		} else if r, err := zlib.NewReader(bytes.NewReader(m)); err == nil {
			page, _ := io.ReadAll(r)
			pages = append(pages, string(page))
		}
	}
	var out strings.Builder
	for _, m := range pdfShown.FindAllStringSubmatch(strings.Join(pages, "\n"), -1) {
		font, _ := strconv.Atoi(m[1])
		for i := 0; i+4 <= len(m[2]) && font <= len(fonts); i += 4 {
			out.WriteString(fonts[font-1][m[2][i:i+4]])
		}
	}
	return out.String()
}

var pdfActs = regexp.MustCompile(`/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|SubmitForm|AcroForm|GoToR)\b`)

// readXLSX reads which cells there are, each a text or a number: a formula is
// an error.
func readXLSX(b []byte) (shape, texts []string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, nil, err
		}
		for r, row := range rows {
			for c, v := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
					return nil, nil, fmt.Errorf("%s!%s has the formula %q: %w", sheet, at, formula, err)
				}
				shape, texts = append(shape, sheet+at), append(texts, v)
			}
		}
	}
	return shape, texts, nil
}

// readCSV reads which cells there are: one that a spreadsheet would take for a
// formula is an error.
func readCSV(b []byte) (shape, texts []string, err error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	for r, row := range rows {
		for c, v := range row {
			if _, number := strconv.ParseFloat(v, 64); v != "" && number != nil && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
				return nil, nil, fmt.Errorf("row %d: a formula: %q", r+1, v)
			}
			shape, texts = append(shape, fmt.Sprint(r, " ", c)), append(texts, v)
		}
	}
	return shape, texts, nil
}

// readLetter reads which headers a letter has, and how its parts are made.
func readLetter(b []byte) (shape, texts []string, err error) {
	m, err := netmail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	for name, values := range m.Header {
		shape = append(shape, fmt.Sprint(name, " ", len(values)))
	}
	slices.Sort(shape)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return nil, nil, err
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "reader@example.org" {
		return nil, nil, fmt.Errorf("to %v: %w", to, err)
	}
	return shape, []string{subject, to[0].Name}, nil
}
