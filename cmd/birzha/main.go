// Command birzha plans and runs exchanges for international cooperation in
// science and technology.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/alecthomas/kong"

	"github.com/birzha/birzha/internal/app"
)

// cli is the command line.
type cli struct {
	Config kong.ConfigFlag `placeholder:"FILE" help:"Settings file: lines of the form name = value, with the names of the flags."`

	Serve     serveCmd     `cmd:"" help:"Serve the site."`
	Demo      demoCmd      `cmd:"" help:"Serve a sample exchange with invented people."`
	Plan      planCmd      `cmd:"" help:"Plan the meetings of an exchange from files, without a server."`
	Solve     solveCmd     `cmd:"" help:"Solve a problem given in a file, and print the solution as JSON."`
	Import    importCmd    `cmd:"" help:"Bring participants and wishes from files into an exchange."`
	Export    exportCmd    `cmd:"" help:"Write what an exchange has into a file."`
	Catalogue catalogueCmd `cmd:"" help:"Import and export the catalogue."`
	Ror       rorCmd       `cmd:"" name:"ror" help:"The registry of research organisations: look up and import."`
	Event     eventCmd     `cmd:"" help:"Set up an exchange."`
	User      userCmd      `cmd:"" help:"Enter people, give them roles, sign them in."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database to this version, or say where it stands."`
	Backup    backupCmd    `cmd:"" help:"Copy the database into a file, while a server goes on."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in the place of the database."`
	Audit     auditCmd     `cmd:"" help:"Verify the audit log."`
	Show      configCmd    `cmd:"" name:"config" help:"Print the settings in force, and where each comes from."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// Exit codes.
const (
	exitFailed = 1
	exitInput  = 2 // the input or the command line has errors, which have been printed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("birzha"), kong.UsageOnError(), kong.Writers(stdout, stderr), app.SettingsVars(), kong.Configuration(app.SettingsFile),
		kong.Description("International cooperation in science and technology: exchanges, meetings, calls."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	k, err := parser.Parse(dashValues(args))
	if exited >= 0 { // --help
		return exited
	}
	if err == nil && usesSettings(k.Command()) {
		err = app.CheckEnv(os.Environ())
	}
	if err != nil {
		fmt.Fprintf(stderr, "birzha: %v\nbirzha --help lists the commands.\n", err)
		return exitInput
	}
	k.BindTo(ctx, (*context.Context)(nil))
	err = k.Run(&streams{stdout, stderr})
	switch {
	case err == nil:
		return 0
	case errors.Is(err, app.ErrInput):
		return exitInput
	}
	fmt.Fprintf(stderr, "birzha: %s\n", app.Explain(err))
	return exitFailed
}

// usesSettings tells whether a command reads the settings of an installation.
func usesSettings(command string) bool {
	name, _, _ := strings.Cut(command, " ")
	return !slices.Contains([]string{"demo", "plan", "solve", "version"}, name)
}

// streams are where a command prints.
type streams struct{ out, err io.Writer }

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(s *streams) error {
	_, err := fmt.Fprintln(s.out, "birzha", app.Version())
	return err
}
