package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/ui"
)

// passkeyAnswer bounds what a device may answer, in bytes.
const passkeyAnswer = 64 << 10

// answerJSON makes a handler of a function that talks to the script of passkeys
// (assets/js/passkey.ts): what it returns is written as JSON, an error that can
// be shown as {"message": …}.
func (s *Server) answerJSON(fn func(*Request) (any, error)) func(*Request) error {
	return func(r *Request) error {
		r.Body = http.MaxBytesReader(r.W, r.Body, passkeyAnswer)
		code := http.StatusOK
		v, err := fn(r)
		if err != nil {
			kind := fault.KindOf(err)
			if kind == fault.Internal || kind == fault.SignIn || kind == fault.NotFound {
				return err
			}
			if kind == fault.TooMany {
				r.W.Header().Set("Retry-After", retryAfter)
			}
			code, v = kind.Status(), map[string]string{"message": ui.FaultsOf(r.Context(), err).Message}
		}
		r.W.Header().Set("Content-Type", "application/json")
		r.W.WriteHeader(code)
		return json.NewEncoder(r.W).Encode(v)
	}
}

// goOn tells the script which page to open.
func goOn(to string) map[string]string { return map[string]string{"location": to} }

func (s *Server) passkeySignInBegin(r *Request) (any, error) {
	return s.Identity.BeginPasskeySignIn(r.Context(), r.visitor())
}

func (s *Server) passkeySignInFinish(r *Request) (any, error) {
	answer, err := readAnswer(r)
	if err != nil {
		return nil, err
	}
	p, err := s.Identity.FinishPasskeySignIn(r.Context(), answer, r.visitor())
	if err != nil {
		return nil, err
	}
	return goOn(entered(p, r.URL.Query().Get("next"))), nil
}

func (s *Server) passkeyBegin(r *Request) (any, error) {
	return s.Identity.BeginPasskey(r.Context(), r.Person.ID)
}

func (s *Server) passkeyFinish(r *Request) (any, error) {
	answer, err := readAnswer(r)
	if err != nil {
		return nil, err
	}
	if err := s.Identity.FinishPasskey(r.Context(), r.Person.ID, deviceName(r.UserAgent()), answer); err != nil {
		return nil, err
	}
	r.Flash(ui.Success, r.T("signin.passkey_added"))
	return goOn("/account/security"), nil
}

func readAnswer(r *Request) ([]byte, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fault.New(fault.Invalid, "account.passkey_refused")
	}
	return b, nil
}

func (s *Server) passkeyRemove(r *Request) error {
	if err := s.Identity.RemovePasskey(r.Context(), r.Person.ID, r.PathValue("passkey")); err != nil {
		return err
	}
	r.Flash(ui.Success, r.T("signin.passkey_removed"))
	return r.Redirect("/account/security")
}

// browsers and systems are looked for in this order: many claim to be others too.
var (
	browsers = [][2]string{{"YaBrowser", "Yandex Browser"}, {"MicroMessenger", "WeChat"}, {"QQBrowser", "QQ Browser"}, {"Edg", "Edge"}, {"OPR", "Opera"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}}
	systems  = [][2]string{{"HarmonyOS", "HarmonyOS"}, {"OpenHarmony", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// deviceName says a browser as people call it, "Firefox, Windows", or "" if it
// is not one we know.
func deviceName(agent string) string {
	first := func(list [][2]string) string {
		for _, x := range list {
			if strings.Contains(agent, x[0]) {
				return x[1]
			}
		}
		return ""
	}
	browser, system := first(browsers), first(systems)
	if browser != "" && system != "" {
		return browser + ", " + system
	}
	return browser + system
}
