package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/birzha/birzha/internal/base/db"
)

// maxBody is the largest body of a request, in bytes.
const maxBody = 1 << 20

// answersKept is how long an answer is given again.
const answersKept = 24 * time.Hour

var keyShape = regexp.MustCompile(`^[\x21-\x7e]{1,200}$`)

// once does a request with an Idempotency-Key one time
// (draft-ietf-httpapi-idempotency-key-header): the key is taken before the work
// begins, so of two at once one waits in vain; an answer is kept with it and
// given again. A request whose work broke off keeps its key unanswered, as
// nobody knows how far it came; errors of ours give the key back.
func (a *API) once(w http.ResponseWriter, r *http.Request, next http.Handler) {
	key := r.Header.Get("Idempotency-Key")
	token := askerOf(r.Context()).token
	if key == "" || token.ID == "" || r.Method == http.MethodGet || r.Method == http.MethodHead {
		next.ServeHTTP(w, r)
		return
	}
	if !keyShape.MatchString(key) {
		a.refuse(w, r, newProblem(r.Context(), "malformed", "api.key_shape"))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		a.refuse(w, r, newProblem(r.Context(), "too_large", "api.body_large", "n", maxBody>>10))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	request := digest(r, body)
	old, taken, err := a.takeKey(r.Context(), token.ID, key, request)
	switch {
	case err != nil:
		a.refuse(w, r, err)
	case taken:
		a.answerOnce(w, r, next, token.ID, key)
	case old.request != request:
		a.refuse(w, r, newProblem(r.Context(), "invalid", "api.key_reused"))
	case old.status == 0:
		p := newProblem(r.Context(), "conflict", "api.key_busy")
		p.header.Set("Retry-After", "5")
		a.refuse(w, r, p)
	default:
		for k, v := range old.headers {
			w.Header().Set(k, v)
		}
		w.Header().Set("Idempotent-Replayed", "true")
		w.WriteHeader(old.status)
		_, _ = io.WriteString(w, old.body)
	}
}

// digest is the same for the same request.
func digest(r *http.Request, body []byte) string {
	h := sha256.New()
	for _, s := range []string{r.Method, r.URL.RequestURI(), r.Header.Get("If-Match"), r.Header.Get("Content-Type")} {
		_, _ = io.WriteString(h, s+"\n")
	}
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

type kept struct {
	request string
	status  int
	headers map[string]string
	body    string
}

// takeKey takes the key for the request, or returns what was answered to it.
func (a *API) takeKey(ctx context.Context, tokenID, key, request string) (old kept, taken bool, err error) {
	now := a.Clock.Now()
	err = a.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM api_answer WHERE created_at < $1`, db.Micros(now.Add(-answersKept))); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `INSERT INTO api_answer (token_id, key, request, status, headers, body, created_at) VALUES ($1, $2, $3, 0, $4, '', $5) ON CONFLICT (token_id, key) DO NOTHING`,
			tokenID, key, request, db.JSON(map[string]string{}), db.Micros(now))
		if err != nil {
			return err
		}
		if taken = n == 1; taken {
			return nil
		}
		return tx.QueryRow(ctx, `SELECT request, status, headers, body FROM api_answer WHERE token_id = $1 AND key = $2`, tokenID, key).
			Scan(&old.request, &old.status, db.JSON(&old.headers), &old.body)
	})
	return old, taken, err
}

// repeated are the headers that are given again.
var repeated = []string{"Content-Type", "Content-Language", "ETag", "Location", "Link"}

func (a *API) answerOnce(w http.ResponseWriter, r *http.Request, next http.Handler, tokenID, key string) {
	rec := &recorder{ResponseWriter: w}
	next.ServeHTTP(rec, r)
	headers := map[string]string{}
	for _, k := range repeated {
		if v := w.Header().Get(k); v != "" {
			headers[k] = v
		}
	}
	ctx := context.WithoutCancel(r.Context()) // the program may have gone; its next try must find the answer
	err := a.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		var err error
		if rec.status >= 500 || rec.status == http.StatusUnauthorized || rec.status == http.StatusForbidden {
			_, err = tx.Exec(ctx, `DELETE FROM api_answer WHERE token_id = $1 AND key = $2`, tokenID, key)
		} else {
			_, err = tx.Exec(ctx, `UPDATE api_answer SET status = $3, headers = $4, body = $5 WHERE token_id = $1 AND key = $2`, tokenID, key, rec.code(), db.JSON(headers), rec.body.String())
		}
		return err
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		a.Log.ErrorContext(ctx, "answer not kept", "error", err)
	}
}

// recorder notes what is answered while it is sent.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.code()
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

func (r *recorder) code() int {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.status
}
