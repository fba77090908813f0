package main

import (
	"context"

	"github.com/birzha/birzha/internal/app"
)

type rorCmd struct {
	Import        rorImportCmd        `cmd:"" help:"Load a dump of the registry, so that forms of organisations can be filled from it."`
	Organisations rorOrganisationsCmd `cmd:"" help:"Enter organisations of the registry in the catalogue, each once by its ROR id."`
}

type rorImportCmd struct {
	app.Settings
	File string `arg:"" type:"existingfile" help:"Dump of ror.org, schema 1 or 2: JSON or JSON lines, plain or gzip."`
}

// Run loads the dump.
func (c *rorImportCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.LoadRegistry(ctx, c.Settings, c.File, s.out)
}

type rorOrganisationsCmd struct {
	app.Settings
	File    string   `arg:"" type:"existingfile" help:"Dump of ror.org, schema 1 or 2: JSON or JSON lines, plain or gzip."`
	As      string   `required:"" placeholder:"EMAIL" help:"Who imports: a validator of the countries' sides."`
	Country []string `required:"" placeholder:"CODE" help:"Countries whose organisations are entered, as ISO 3166-1 codes: BY,CN."`
	Confirm bool     `help:"Enter what the preview shows; all or nothing."`
}

// Run prints the preview and, if confirmed, enters the organisations.
func (c *rorOrganisationsCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.RegistryImport{File: c.File, As: c.As, Countries: c.Country, Confirm: c.Confirm}.Run(ctx, c.Settings, s.out)
}
