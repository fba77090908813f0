package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// logErrors logs failed attempts: a warning while there will be another, an
// error when it was the last. It leaves the retry schedule as it is.
type logErrors struct{}

func (logErrors) HandleError(ctx context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level, msg := slog.LevelWarn, "job failed, will be tried again"
	if j.Attempt >= j.MaxAttempts {
		level, msg = slog.LevelError, "job failed for good"
	}
	slog.Log(ctx, level, msg, "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "of", j.MaxAttempts, "error", err)
	return nil
}

func (h logErrors) HandlePanic(ctx context.Context, j *rivertype.JobRow, p any, trace string) *river.ErrorHandlerResult {
	return h.HandleError(ctx, j, fmt.Errorf("panic: %v\n%s", p, trace))
}

// warnings lets River's own log through from warnings on: its routine is noise.
type warnings struct{ slog.Handler }

func (h warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

func (h warnings) WithAttrs(as []slog.Attr) slog.Handler { return warnings{h.Handler.WithAttrs(as)} }

func (h warnings) WithGroup(name string) slog.Handler { return warnings{h.Handler.WithGroup(name)} }
