package assets

import (
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// embedded lets esbuild read its sources from the binary.
var embedded = api.Plugin{Name: "embedded", Setup: func(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: "."}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		dir := "" // of an entry
		if a.Importer != "" {
			dir = path.Dir(a.Importer)
		}
		return api.OnResolveResult{Path: path.Join(dir, a.Path), Namespace: "embedded"}, nil
	})
	b.OnLoad(api.OnLoadOptions{Filter: ".", Namespace: "embedded"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		body, err := sources.ReadFile(a.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		text := string(body)
		return api.OnLoadResult{Contents: &text, Loader: loaders[strings.TrimPrefix(path.Ext(a.Path), ".")]}, nil
	})
}}

var loaders = map[string]api.Loader{
	"css": api.LoaderCSS, "ts": api.LoaderTS, "js": api.LoaderJS, "woff2": api.LoaderFile, "svg": api.LoaderCopy,
}
