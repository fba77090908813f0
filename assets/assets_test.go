package assets

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

func bundled(t *testing.T) *Assets {
	t.Helper()
	begin := time.Now()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("bundled in %v", time.Since(begin))
	return a
}

func get(t *testing.T, a *Assets, path, encoding string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	var body io.Reader = w.Body
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return w, string(b)
}

func TestServesHashedNames(t *testing.T) {
	a := bundled(t)
	for name, kind := range map[string]string{"app.css": "text/css", "fonts.css": "text/css", "app.js": "text/javascript", "boot.js": "text/javascript", "mark.svg": "image/svg+xml"} {
		p := a.Path(name)
		if !regexp.MustCompile(`^/assets/[a-z]+-[A-Z0-9]{8}\.[a-z]+$`).MatchString(p) {
			t.Errorf("%s is at %s", name, p)
		}
		w, zipped := get(t, a, p, "gzip, br")
		_, plain := get(t, a, p, "")
		if zipped != plain || plain == "" {
			t.Errorf("%s differs with and without compression", name)
		}
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s is served as %s", name, got)
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		t.Logf("%s: %d bytes", name, len(plain))
	}
	if w, _ := get(t, a, "/assets/app.css", ""); w.Code != 404 {
		t.Errorf("a name without its hash answers %d", w.Code)
	}
}

// Names that text may hold although nothing is fetched from them.
var namespaces = regexp.MustCompile(`https?://(www\.w3\.org/[^"'\s)]*|localhost[^"'\s)]*)`)

func TestNothingFromOutside(t *testing.T) {
	a := bundled(t)
	for path := range a.files {
		if strings.HasSuffix(path, ".woff2") {
			continue
		}
		_, body := get(t, a, path, "")
		if m := regexp.MustCompile(`(https?:)?//[a-z0-9][a-z0-9.-]+\.[a-z]{2,}[^"'\s)]*`).FindString(namespaces.ReplaceAllString(body, "")); m != "" {
			t.Errorf("%s names %s", path, m)
		}
		if strings.HasSuffix(path, ".css") && strings.Contains(body, "url(data:") {
			t.Errorf("%s holds a data address, which the font policy refuses", path)
		}
	}
}

func TestEveryFontSliceIsServed(t *testing.T) {
	a := bundled(t)
	_, css := get(t, a, a.Path("fonts.css"), "")
	urls := regexp.MustCompile(`url\("?([^")]+)"?\)`).FindAllStringSubmatch(css, -1)
	if len(urls) < 100 {
		t.Fatalf("%d font addresses", len(urls))
	}
	for _, u := range urls {
		if w, body := get(t, a, u[1], ""); w.Code != 200 || !strings.HasPrefix(body, "wOF2") {
			t.Errorf("%s answers %d", u[1], w.Code)
		}
	}
}
