package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/birzha/birzha/internal/app"
)

type serveCmd struct {
	app.Settings
}

// Run serves until the program is told to stop.
func (c *serveCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	a, err := app.Open(ctx, c.Settings)
	if err != nil {
		return err
	}
	return a.Serve(ctx, s.out)
}

// demoCmd has few settings of its own, so that it never touches an installation
// that the environment or a settings file names.
type demoCmd struct {
	Addr      string `name:"addr" default:"${addr}" help:"Address to listen on, HOST:PORT; port 0 takes a free one."`
	Data      string `name:"data" type:"path" placeholder:"DIR" help:"Directory that keeps what is changed; without one, a temporary directory is removed at the end."`
	LogLevel  string `default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	LogFormat string `default:"text" enum:"text,json" help:"text or json."`
}

// Run serves the sample exchange.
func (c *demoCmd) Run(ctx context.Context, s *streams) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(app.DemoMemory)
	}
	cfg := app.DefaultSettings()
	cfg.Addr, cfg.Data, cfg.LogLevel, cfg.LogFormat = c.Addr, c.Data, c.LogLevel, c.LogFormat
	app.UseLog(s.err, cfg)
	return app.Demo(ctx, cfg, s.out)
}

type configCmd struct{ app.Settings }

// Run prints the settings in force.
func (c *configCmd) Run(k *kong.Context, s *streams) error { return c.Print(s.out, k) }
