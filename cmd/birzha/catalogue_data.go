package main

import (
	"context"

	"github.com/birzha/birzha/internal/app"
)

type catalogueCmd struct {
	Import catalogueImportCmd `cmd:"" help:"Bring profiles and organisations from a file into the catalogue."`
	Export catalogueExportCmd `cmd:"" help:"Write what everybody may read of the catalogue into a file."`
}

type catalogueImportCmd struct {
	app.Settings
	File    string `arg:"" type:"existingfile" help:"XLSX, CSV, JSON, or JSON or XML of the Enterprise Europe Network."`
	As      string `required:"" placeholder:"EMAIL" help:"Person in whose name it is done."`
	Source  string `placeholder:"NAME" help:"System that the numbers in the file come from."`
	Publish bool   `help:"Publish complete profiles at once; for validators."`
	Preview bool   `help:"Say what would change, and change nothing."`
	Lang    string `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of messages: ru, en, zh-Hans, be."`
}

// Run imports.
func (c *catalogueImportCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.CatalogueImport{File: c.File, As: c.As, Source: c.Source, Publish: c.Publish, Preview: c.Preview, Lang: c.Lang}.Run(ctx, c.Settings, s.out)
}

type catalogueExportCmd struct {
	app.Settings
	File string `arg:"" type:"path" help:"File to write: .xlsx, .csv or .json."`
	Lang string `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of headings: ru, en, zh-Hans, be."`
}

// Run exports.
func (c *catalogueExportCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.CatalogueExport{File: c.File, Lang: c.Lang}.Run(ctx, c.Settings, s.out)
}
