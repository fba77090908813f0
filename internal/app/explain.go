package app

import (
	"errors"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/exchange/roster"
)

// Explain says an error to somebody at the command line: where it has a message
// for people, that message in English with what it is about before it.
func Explain(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind == fault.Internal {
		return err.Error()
	}
	s := say(f.Key, f.Args)
	for _, x := range f.Fields {
		s += "\n  " + x.Name + ": " + say(x.Key, x.Args)
	}
	if before, found := strings.CutSuffix(err.Error(), f.Error()); found {
		return before + s
	}
	return s
}

func say(key string, args []any) string {
	out := make([]any, len(args))
	for i, a := range args {
		if s, ok := a.(roster.Said); ok {
			a = i18n.EN.T(string(s))
		}
		out[i] = a
	}
	return i18n.EN.T(key, out...)
}
