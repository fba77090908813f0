package roster

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonType is the type of a field in JSON; text where not said otherwise.
func jsonType(k Kind, f Field) string {
	switch {
	case k == EventSheet && f == Zone, f.many():
		return "list"
	case f == MaxPerDay, f == Weight, f == Length, f == Pause, f == Tables:
		return "number"
	case f == Interpreter:
		return "flag"
	}
	return "text"
}

// ReadJSON reads the tables of a JSON document; see Schema. What does not fit
// the schema is named by its path.
func ReadJSON(b []byte, file string) ([]Table, []Issue) {
	d := document{file: file}
	if !utf8.Valid(b) {
		return nil, []Issue{{File: file, Key: "import.json_utf8"}}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if err := json.Unmarshal(b, new(json.RawMessage)); err != nil {
		line, column := 1, 1
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			before := b[:min(int(e.Offset), len(b))]
			line += bytes.Count(before, []byte("\n"))
			column = len(before) - bytes.LastIndexByte(before, '\n') - 1
		}
		return nil, []Issue{{File: file, Key: "import.json_syntax", Args: []any{"line", line, "column", column}}}
	}
	d.members("$", b, func(path, name string, v json.RawMessage) {
		k := Kind(name)
		switch {
		case name == "$schema":
		case !slices.Contains(Kinds, k):
			d.fail(path, "import.json_name", "names", names(Kinds))
		case k == EventSheet:
			d.event(path, v)
		default:
			d.rows(k, path, v)
		}
	})
	return d.tables, d.issues
}

// document is a JSON document being read.
type document struct {
	file   string
	tables []Table
	issues []Issue
}

func (d *document) fail(path, key string, args ...any) {
	if len(d.issues) < MaxIssues {
		d.issues = append(d.issues, Issue{File: d.file, Path: path, Key: key, Args: args})
	}
}

func names[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

// members calls fn for each member of an object; names must not repeat.
func (d *document) members(path string, b []byte, fn func(path, name string, v json.RawMessage)) {
	dec := json.NewDecoder(bytes.NewReader(b))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		d.fail(path, "import.json_object")
		return
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		name, ok := t.(string)
		var v json.RawMessage
		if err != nil || !ok || dec.Decode(&v) != nil {
			return
		}
		at := path + "." + name
		if seen[name] {
			d.fail(at, "import.json_twice")
			continue
		}
		seen[name] = true
		fn(at, name, v)
	}
}

// event reads the settings as rows of name and value.
func (d *document) event(path string, b []byte) {
	t := Table{File: d.file, Name: string(EventSheet), JSON: true, Rows: []Row{{Number: 1, Cells: []Cell{{Text: string(Setting)}, {Text: string(Value)}}}}}
	d.members(path, b, func(at, name string, v json.RawMessage) {
		if !slices.Contains(settings, Field(name)) {
			d.fail(at, "import.json_name", "names", names(settings))
			return
		}
		if s, ok := d.value(at, jsonType(EventSheet, Field(name)), v); ok {
			t.Rows = append(t.Rows, Row{Number: len(t.Rows) + 1, Cells: []Cell{{Text: name}, {Text: strings.TrimSuffix(s, "\n")}}})
		}
	})
	d.tables = append(d.tables, t)
}

// rows reads an array of objects as rows of a table.
func (d *document) rows(k Kind, path string, b []byte) {
	var list []json.RawMessage
	if json.Unmarshal(b, &list) != nil || list == nil {
		d.fail(path, "import.json_list")
		return
	}
	fields := shapes[k].fields
	t := Table{File: d.file, Name: string(k), JSON: true, Rows: []Row{{Number: 1}}}
	for _, f := range fields {
		t.Rows[0].Cells = append(t.Rows[0].Cells, Cell{Text: string(f)})
	}
	for i, v := range list {
		row := Row{Number: i + 2, Cells: make([]Cell, len(fields))}
		d.members(fmt.Sprintf("%s[%d]", path, i), v, func(at, name string, v json.RawMessage) {
			c := slices.Index(fields, Field(name))
			if c < 0 {
				d.fail(at, "import.json_name", "names", names(fields))
			} else if s, ok := d.value(at, jsonType(k, fields[c]), v); ok {
				row.Cells[c].Text = s
			}
		})
		t.Rows = append(t.Rows, row)
	}
	if len(list) > 0 {
		d.tables = append(d.tables, t)
	}
}

// value gives a value of a type as a cell has it: of a list each item is ended
// by a line end.
func (d *document) value(path, want string, v json.RawMessage) (string, bool) {
	if string(v) == "null" {
		return "", true
	}
	var err error
	var s string
	switch want {
	case "number":
		var n int
		if err = json.Unmarshal(v, &n); err == nil {
			return itoa(n), true
		}
	case "flag":
		var b bool
		if err = json.Unmarshal(v, &b); err == nil {
			return map[bool]string{true: "yes", false: "no"}[b], true
		}
	case "list":
		var list []string
		if err = json.Unmarshal(v, &list); err == nil && !strings.Contains(strings.Join(list, ""), "\n") {
			for _, item := range list {
				s += item + "\n"
			}
			return s, true
		}
	default:
		if err = json.Unmarshal(v, &s); err == nil {
			return s, true
		}
	}
	d.fail(path, "import.json_type_"+want)
	return "", false
}

// Schema is the JSON Schema (2020-12) of the document that ReadJSON reads.
func Schema() []byte {
	types := map[string]any{
		"text": map[string]any{"type": "string"}, "number": map[string]any{"type": "integer", "minimum": 0}, "flag": map[string]any{"type": "boolean"},
		"list": map[string]any{"type": "array", "items": map[string]any{"type": "string"}},
	}
	object := func(k Kind, fields []Field) map[string]any {
		props := map[string]any{}
		for _, f := range fields {
			props[string(f)] = types[jsonType(k, f)]
		}
		out := map[string]any{"type": "object", "additionalProperties": false, "properties": props}
		if k != EventSheet {
			var all []any
			for _, group := range shapes[k].need {
				var one []any
				for _, f := range group {
					one = append(one, map[string]any{"required": []string{string(f)}})
				}
				all = append(all, map[string]any{"anyOf": one})
			}
			out["allOf"] = all
		}
		return out
	}
	props := map[string]any{"$schema": types["text"], string(EventSheet): object(EventSheet, settings)}
	for _, k := range Kinds[1:] {
		props[string(k)] = map[string]any{"type": "array", "items": object(k, shapes[k].fields)}
	}
	b, err := json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "birzha: what an exchange is planned from",
		"type": "object", "additionalProperties": false, "properties": props,
	}, "", "  ")
	if err != nil {
		panic(err) // a map of strings cannot fail
	}
	return append(b, '\n')
}
