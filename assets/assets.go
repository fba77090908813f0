// Package assets holds what the browser needs: styles, scripts and fonts. They
// are embedded, bundled and minified once when the process starts, and served
// under names that carry the hash of their content, so browsers keep them for
// ever. Nothing is fetched from elsewhere.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

//go:embed css js vendor fonts/web maps mark.svg
var sources embed.FS

// Root is the path under which Handler serves.
const Root = "/assets/"

// entries are the files that pages name; the rest comes through them.
var entries = []string{"css/app.css", "css/fonts.css", "js/boot.ts", "js/app.ts", "mark.svg"}

// Assets are the bundled files.
type Assets struct {
	paths map[string]string // "app.css" to "/assets/app-3FA9C1D2.css"
	files map[string]file   // by path
}

type file struct {
	body     []byte
	mimeType string
	zipped   bool // body is gzip
}

// New bundles the embedded sources. It fails only where they do not compile.
func New() (*Assets, error) {
	r := api.Build(api.BuildOptions{
		EntryPoints: entries, EntryNames: "[name]-[hash]", AssetNames: "[name]-[hash]", Outdir: "/",
		Bundle: true, MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		Format: api.FormatESModule, Target: api.ES2021, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		Engines:    []api.Engine{{Name: api.EngineChrome, Version: "109"}, {Name: api.EngineFirefox, Version: "115"}, {Name: api.EngineSafari, Version: "16.4"}},
		PublicPath: Root,
		Loader:     map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderCopy},
		Plugins:    []api.Plugin{embedded},
	})
	if len(r.Errors) > 0 {
		return nil, fmt.Errorf("assets: %s", strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), "; "))
	}
	a := &Assets{paths: map[string]string{}, files: map[string]file{}}
	for _, f := range r.OutputFiles {
		name := path.Base(strings.ReplaceAll(f.Path, `\`, "/"))
		a.paths[plainName(name)] = Root + name
		a.files[Root+name] = pack(name, f.Contents)
	}
	return a, nil
}

// plainName takes the hash out of "app-3FA9C1D2.css".
func plainName(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	return stem[:strings.LastIndexByte(stem, '-')] + ext
}

// pack compresses text once, so that no request has to.
func pack(name string, body []byte) file {
	f := file{body: body, mimeType: mime.TypeByExtension(path.Ext(name))}
	if path.Ext(name) == ".woff2" { // compressed already
		f.mimeType = "font/woff2"
		return f
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	f.body, f.zipped = b.Bytes(), true
	return f
}

// Path returns the path of an asset by its plain name, such as "app.css". An
// unknown name panics: it is a mistake in the program.
func (a *Assets) Path(name string) string {
	p, ok := a.paths[name]
	if !ok {
		panic("assets: no " + name)
	}
	return p
}

// Handler serves the files under Root, to be kept by browsers for a year.
func (a *Assets) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := a.files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.mimeType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		body := f.body
		if f.zipped {
			h.Set("Vary", "Accept-Encoding")
			if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				h.Set("Content-Encoding", "gzip")
			} else {
				body = unzip(body)
			}
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
}

func unzip(b []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(r)
	return out
}
