package main

import (
	"context"

	"github.com/birzha/birzha/internal/app"
)

type eventCmd struct {
	Add eventAddCmd `cmd:"" help:"Set up an exchange from a JSON file."`
}

type eventAddCmd struct {
	app.Settings
	File string `arg:"" type:"existingfile" help:"JSON file; examples/event.json shows all that it can hold."`
}

// Run sets up the exchange.
func (c *eventAddCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.AddEvent(ctx, c.Settings, c.File, s.out)
}
