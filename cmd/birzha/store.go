package main

import (
	"context"

	"github.com/birzha/birzha/internal/app"
)

type importCmd struct {
	app.Settings
	Files   []string `arg:"" name:"file" type:"existingfile" help:"XLSX, CSV or JSON; several CSV files are sheets of one book."`
	Event   string   `required:"" placeholder:"SLUG" help:"The exchange, as in its address."`
	As      string   `required:"" placeholder:"EMAIL" help:"Who imports: an organiser of the exchange."`
	Confirm bool     `help:"Enter what the preview shows; all or nothing."`
	Lang    string   `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of the messages: ru, en, zh-Hans, be."`
}

// Run prints the preview and, if confirmed, imports.
func (c *importCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.Import{Files: c.Files, Event: c.Event, As: c.As, Lang: c.Lang, Confirm: c.Confirm}.Run(ctx, c.Settings, s.out)
}

type exportCmd struct {
	app.Settings
	What  string `arg:"" enum:"participants,plan,wishes,audit" help:"participants, plan, wishes or audit."`
	Event string `required:"" placeholder:"SLUG" help:"The exchange, as in its address."`
	Out   string `required:"" short:"o" type:"path" placeholder:"FILE" help:"File to write: .xlsx or .csv; .pdf for the plan."`
	State string `default:"published" enum:"published,provisional" help:"Which plan: published or provisional."`
	Lang  string `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of the headings: ru, en, zh-Hans, be."`
}

// Run writes the file.
func (c *exportCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.Export{What: c.What, Event: c.Event, File: c.Out, Lang: c.Lang, State: c.State}.Run(ctx, c.Settings, s.out)
}

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" default:"1" help:"Bring the schema of the database to this version; serve does the same."`
	Status migrateStatusCmd `cmd:"" help:"Say which changes of the schema are applied."`
}

type migrateUpCmd struct{ app.Settings }

// Run migrates.
func (c *migrateUpCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.Migrate(ctx, c.Settings, s.out)
}

type migrateStatusCmd struct{ app.Settings }

// Run lists the migrations.
func (c *migrateStatusCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.MigrateStatus(ctx, c.Settings, s.out)
}

type backupCmd struct {
	app.Settings
	File string `arg:"" type:"path" help:"File to make; it must not be there yet."`
}

// Run backs up, while a server may go on.
func (c *backupCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.Backup(ctx, c.Settings, c.File, s.out)
}

type restoreCmd struct {
	app.Settings
	File  string `arg:"" type:"existingfile" help:"File made by backup."`
	Force bool   `help:"Replace what is there; a database file is set aside."`
}

// Run restores, while no server runs.
func (c *restoreCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.Restore(ctx, c.Settings, c.File, c.Force, s.out)
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that the audit log was not altered."`
	Head   auditHeadCmd   `cmd:"" help:"Print the end of the audit log, to be kept elsewhere."`
}

type auditVerifyCmd struct {
	app.Settings
	Head []string `placeholder:"SEQ:HASH" help:"A head kept elsewhere, to prove that the log was not rewritten since."`
}

// Run verifies the audit log.
func (c *auditVerifyCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.VerifyAudit(ctx, c.Settings, c.Head, s.out)
}

type auditHeadCmd struct{ app.Settings }

// Run prints the head.
func (c *auditHeadCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.AuditHead(ctx, c.Settings, s.out)
}
