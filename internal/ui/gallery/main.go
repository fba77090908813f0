// Command gallery serves the gallery of components alone, for those who work on
// their looks: go run ./internal/ui/gallery, then open the printed address.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/birzha/birzha/assets"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/ui"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "loopback address to serve on")
	flag.Parse()
	a, err := assets.New()
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Root, a.Handler())
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		l, ok := i18n.Parse(r.FormValue("lang"))
		if !ok {
			l = i18n.Match(r.Header.Get("Accept-Language"))
		}
		ctx := i18n.With(r.Context(), l)
		w.Header().Set("Content-Security-Policy", policy)
		if err := ui.Gallery(shell(ctx, r, a)).Render(ctx, w); err != nil {
			log.Println(err)
		}
	})
	ln, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", ln.Addr())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() { <-ctx.Done(); _ = srv.Close() }()
	if err := srv.Serve(ln); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}

// shell fills the header as an organiser inside an event would see it.
func shell(ctx context.Context, r *http.Request, a *assets.Assets) ui.PageProps {
	t := func(key string) string { return i18n.T(ctx, key) }
	from := time.Date(2027, time.April, 20, 0, 0, 0, 0, time.UTC)
	return ui.PageProps{
		URL: r.URL, Asset: a.Path, Wide: r.FormValue("wide") != "",
		Nav: []ui.NavItem{{Label: t("gallery.title"), URL: "/gallery", Current: true}, {Label: t("gallery.programme"), URL: "#g-time"}, {Label: t("gallery.people"), URL: "#g-people", Count: 3}},
		Event: &ui.EventNav{Title: ui.Say(t("gallery.event")), URL: "#g-type", Dates: i18n.From(ctx).Dates(from, from.AddDate(0, 0, 2)), Items: []ui.NavItem{
			{Label: t("gallery.programme"), URL: "#g-time"}, {Label: t("gallery.people"), URL: "#g-people"}, {Label: t("gallery.agenda"), URL: "#g-cards", Current: true}, {Label: t("gallery.plan"), URL: "#g-board"}, {Label: t("gallery.s_figures"), URL: "#g-figures"},
		}},
		User:  &ui.User{Name: ui.Phrase{Text: "Алена Кавальчук", Lang: i18n.BE}, Role: t("gallery.role"), Side: 1, Items: []ui.NavItem{{Label: t("gallery.account"), URL: "#g-people"}}, SignOutURL: "/sign-out"},
		Flash: &ui.Flash{Kind: ui.Success, Text: t("gallery.success")},
	}
}
