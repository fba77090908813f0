package main

import (
	"context"

	"github.com/birzha/birzha/internal/app"
)

type userCmd struct {
	Add    userAddCmd    `cmd:"" help:"Enter a person."`
	List   userListCmd   `cmd:"" help:"List the people who hold a role."`
	Grant  userGrantCmd  `cmd:"" help:"Give a person a role."`
	Revoke userRevokeCmd `cmd:"" help:"Take a role from a person."`
	Link   userLinkCmd   `cmd:"" help:"Print a link by which a person signs in, once, within half an hour."`
}

type userAddCmd struct {
	app.Settings
	Email string `arg:"" help:"E-mail address."`
	Name  string `required:"" help:"Name in its own script."`
	Latin string `help:"Name in Latin letters."`
	Lang  string `default:"en" enum:"ru,en,zh-Hans,be" help:"Language of the person: ru, en, zh-Hans, be."`
	Zone  string `default:"UTC" help:"Time zone of the person, as in Europe/Minsk."`
}

// Run enters the person.
func (c *userAddCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.AddUser(ctx, c.Settings, app.NewUser{Email: c.Email, Name: c.Name, Latin: c.Latin, Lang: c.Lang, Zone: c.Zone}, s.out)
}

type userListCmd struct {
	app.Settings
	All bool `help:"List everyone, those without a role too."`
}

// Run lists people.
func (c *userListCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.ListUsers(ctx, c.Settings, c.All, s.out)
}

// role is what grant and revoke are about.
type role struct {
	Email string `arg:"" help:"E-mail address of the person."`
	Role  string `arg:"" enum:"organiser,secretariat,admin,org_admin,org_editor,park_operator,intermediary,validator,translator" help:"organiser, secretariat, admin, org_admin, org_editor, park_operator, intermediary, validator or translator."`
	Event string `placeholder:"SLUG" help:"The exchange, as in its address."`
	Side  string `placeholder:"CC" help:"Country for which an organiser, validator or translator acts, as in BY."`
	Org   string `placeholder:"SLUG" help:"The organisation, as in its address."`
}

func (r role) of() app.Role {
	return app.Role{Email: r.Email, Role: r.Role, Event: r.Event, Side: r.Side, Org: r.Org}
}

type userGrantCmd struct {
	app.Settings
	Given role `embed:""`
}

// Run gives the role.
func (c *userGrantCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.GrantRole(ctx, c.Settings, c.Given.of(), s.out)
}

type userRevokeCmd struct {
	app.Settings
	Taken role `embed:""`
}

// Run takes the role.
func (c *userRevokeCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.RevokeRole(ctx, c.Settings, c.Taken.of(), s.out)
}

type userLinkCmd struct {
	app.Settings
	Email string `arg:"" help:"E-mail address of the person."`
}

// Run prints the link.
func (c *userLinkCmd) Run(ctx context.Context, s *streams) error {
	app.UseLog(s.err, c.Settings)
	return app.LinkUser(ctx, c.Settings, c.Email, s.out)
}
