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
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/alecthomas/kong"

	"github.com/birzha/birzha/internal/app"
)

// cli is the command line.
type cli struct {
	Serve   serveCmd   `cmd:"" help:"Serve the site."`
	Demo    demoCmd    `cmd:"" help:"Serve a sample exchange with invented people."`
	Plan    planCmd    `cmd:"" help:"Plan the meetings of an exchange from files, without a server."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// Exit codes.
const (
	exitFailed = 1
	exitInput  = 2 // the input or the command line has errors, which have been printed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("birzha"), kong.UsageOnError(), kong.Writers(stdout, stderr), app.SettingsVars(),
		kong.Description("International cooperation in science and technology: exchanges, meetings, calls."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
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
	fmt.Fprintf(stderr, "birzha: %v\n", err)
	return exitFailed
}

// streams are where a command prints.
type streams struct{ out, err io.Writer }

type versionCmd struct{}

func (versionCmd) Run(s *streams) error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(s.out, "birzha", version)
	return err
}
