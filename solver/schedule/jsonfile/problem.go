// Package jsonfile reads problems of package schedule from JSON and writes
// solutions as JSON, so that programs in any language can use the planner. The
// formats are those of Schema.
//
// A problem is written with the field names of schedule.Problem. In files
// people, slots, places, meetings, groups and so on are numbered from 1, and 0
// or an absent number is none; in package schedule they are indices from 0.
package jsonfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/birzha/birzha/solver/schedule"
)

const maxBytes = 256 << 20

// Error is a fault of a file, at a line counted from 1 or, where the line is
// not known, with a path like people[3].unavailable[1], which counts from 1 too.
type Error struct {
	Line  int
	Field string
	Text  string
}

func (e *Error) Error() string {
	where := e.Field
	if e.Line > 0 {
		where = strings.TrimSpace(fmt.Sprintf("line %d %s", e.Line, e.Field))
	}
	if where == "" {
		return e.Text
	}
	return where + ": " + e.Text
}

// Read reads one problem. A fault of the file is an *Error; one that concerns
// several fields may wrap schedule.ErrInvalid instead.
func Read(r io.Reader) (*schedule.Problem, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBytes {
		return nil, &Error{Text: fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20)}
	}
	p := &schedule.Problem{}
	if err := decode(bytes.TrimPrefix(text, []byte("\ufeff")), p); err != nil {
		return nil, err
	}
	if err := fromOne(p); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("%w (counted from 0)", err)
	}
	return p, nil
}

// decode reads all of text into p and tells faults with their line.
func decode(text []byte, p *schedule.Problem) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(p)
	if err == nil {
		if rest := bytes.TrimLeft(text[d.InputOffset():], " \t\r\n"); len(rest) > 0 {
			return &Error{Line: lineOf(text, len(text)-len(rest)), Text: "something follows the problem"}
		}
		return nil
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return &Error{Line: lineOf(text, int(syntax.Offset)), Text: strings.TrimPrefix(err.Error(), "json: ")}
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &Error{Line: lineOf(text, int(kind.Offset)), Field: kind.Field, Text: fmt.Sprintf("expected %s, found %s", kindName(kind.Type.Kind().String()), kind.Value)}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{Line: lineOf(text, len(text)), Text: "the file ends in the middle"}
	}
	fault := &Error{Text: strings.TrimPrefix(err.Error(), "json: ")}
	if _, name, unknown := strings.Cut(fault.Text, "unknown field "); unknown && bytes.Count(text, []byte(name)) == 1 {
		fault.Line = lineOf(text, bytes.Index(text, []byte(name)))
	}
	return fault
}

// kindName says a kind of Go value in terms of JSON.
func kindName(kind string) string {
	switch kind {
	case "int":
		return "a whole number"
	case "slice", "array":
		return "an array"
	case "struct":
		return "an object"
	case "bool":
		return "true or false"
	}
	return "a " + kind
}

func lineOf(text []byte, at int) int {
	return 1 + bytes.Count(text[:min(max(at, 0), len(text))], []byte("\n"))
}
