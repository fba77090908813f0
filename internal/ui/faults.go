package ui

import (
	"context"
	"errors"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// FieldError is a broken rule at a form field, said to the reader.
type FieldError struct {
	Name string // name of the field; the summary links to it
	Text string
}

// Faults is an error prepared for a form: a message and what is wrong where.
type Faults struct {
	Message string
	Fields  []FieldError
}

// FaultsOf says err in the reader's language. Without an error, or with one
// that cannot be shown, it is empty.
func FaultsOf(ctx context.Context, err error) Faults {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return Faults{}
	}
	f := Faults{Message: i18n.T(ctx, e.Key, e.Args...)}
	for _, x := range e.Fields {
		f.Fields = append(f.Fields, FieldError{Name: x.Name, Text: i18n.T(ctx, x.Key, x.Args...)})
	}
	return f
}

// At returns what is wrong at the field, or "".
func (f Faults) At(name string) string {
	for _, x := range f.Fields {
		if x.Name == name {
			return x.Text
		}
	}
	return ""
}
