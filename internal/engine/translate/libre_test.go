package translate

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

const languages = `[{"code":"ru","name":"Russian","targets":["ru","en","zh-Hans"]},{"code":"en","name":"English","targets":["ru"]},{"code":"zh-Hans","targets":["en"]}]`

func TestLibre(t *testing.T) {
	var calls []string
	s, _ := service(t, "libretranslate", func(w http.ResponseWriter, r *http.Request) {
		calls = append(calls, r.Method+" "+r.URL.String())
		if r.URL.Path == "/base/languages" {
			fmt.Fprint(w, languages)
			return
		}
		fmt.Fprintf(w, `{"translatedText":%s}`, list(translated(texts(t, r))))
	})
	in := []string{"Лазерный датчик\n\n  Точность 0,5 мкм\n12–15", "", "Сталь "}
	for range 2 {
		got, err := s.Translate(t.Context(), i18n.RU, i18n.EN, in)
		if want := []string{"Laser sensor\n\n  Accuracy 0.5 µm\n12–15", "", "Steel "}; err != nil || !slices.Equal(got, want) {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if want := []string{"GET /base/languages?v=1", "POST /base/translate?v=1", "POST /base/translate?v=1"}; !slices.Equal(calls, want) {
		t.Errorf("calls %q", calls)
	}
	if !strings.HasPrefix(s.Name(), "LibreTranslate (127.") {
		t.Error(s.Name())
	}
	for _, p := range [][2]i18n.Lang{{i18n.RU, i18n.BE}, {i18n.BE, i18n.RU}, {i18n.ZH, i18n.RU}, {i18n.RU, i18n.RU}} {
		_, err := s.Translate(t.Context(), p[0], p[1], in)
		wantFault(t, err, fault.Invalid, "translation.pair")
	}
}

func TestLibreCodes(t *testing.T) {
	for _, c := range []struct{ languages, source, target string }{
		{languages, "ru", "zh-Hans"},
		{`[{"code":"ru","targets":["zh"]},{"code":"zh","targets":["ru"]}]`, "ru", "zh"},
		{`[{"code":"ru"},{"code":"zh"}]`, "ru", "zh"}, // an old server
	} {
		var got map[string]any
		s, _ := service(t, "libretranslate", func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				fmt.Fprint(w, c.languages)
				return
			}
			got = object(t, r)
			fmt.Fprint(w, `{"translatedText":["激光传感器"]}`)
		})
		if out, err := s.Translate(t.Context(), i18n.RU, i18n.ZH, []string{"Лазерный датчик"}); err != nil || out[0] != "激光传感器" {
			t.Errorf("%s: %q, %v", c.languages, out, err)
		}
		if got["source"] != c.source || got["target"] != c.target || got["format"] != "text" || got["api_key"] != "k-1" {
			t.Errorf("%s: sent %v", c.languages, got)
		}
	}
}

// A server that takes two texts at most is served two by two.
func TestLibreNarrowServer(t *testing.T) {
	var sizes []int
	s, _ := service(t, "libretranslate", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			fmt.Fprint(w, languages)
			return
		}
		q := texts(t, r)
		sizes = append(sizes, len(q))
		if len(q) > 2 {
			http.Error(w, `{"error":"Invalid request: too many texts"}`, http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `{"translatedText":%s}`, list(translated(q)))
	})
	got, err := s.Translate(t.Context(), i18n.RU, i18n.EN, []string{"Сталь", "Завод", "Сталь", "Завод", "Лазерный датчик"})
	if err != nil || strings.Join(got, ",") != "Steel,Plant,Steel,Plant,Laser sensor" {
		t.Errorf("%q, %v", got, err)
	}
	if !slices.Equal(sizes, []int{5, 2, 3, 1, 2}) {
		t.Errorf("sizes of the calls %v", sizes)
	}
}
