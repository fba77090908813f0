package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
)

const (
	maxAnswer  = 4 << 20          // bytes of an answer
	attempts   = 4                // of a call that may succeed later
	firstPause = time.Second      // before the second attempt; doubles
	maxPause   = 60 * time.Second // a service that asks for more is given up
)

// client calls one host and no other: redirects are refused.
type client struct {
	base    *url.URL
	key     string // bearer token
	timeout time.Duration
	http    *http.Client
	wait    func(context.Context, time.Duration) error
}

func newClient(base *url.URL, timeout time.Duration) *client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxResponseHeaderBytes = 64 << 10
	return &client{base: base, timeout: timeout, wait: pause, http: &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// statusError is an answer that is no success.
type statusError struct {
	status int
	body   string        // its beginning
	after  time.Duration // that the service asks to wait; 0 where it does not say
}

func (e *statusError) Error() string { return fmt.Sprintf("status %d: %q", e.status, e.body) }

// exchange sends a request under the base address, GET where in is nil, and
// reads the answer into out. It tries again where the service is busy or does
// not answer, after the time that it asks for.
func (c *client) exchange(ctx context.Context, service, path string, in, out any) error {
	var err error
	for n := range attempts {
		if n > 0 {
			d := firstPause<<(n-1) + rand.N(firstPause/4)
			if e, ok := errors.AsType[*statusError](err); ok && e.after > 0 {
				d = e.after
			}
			if d > maxPause {
				break
			}
			if e := c.wait(ctx, d); e != nil {
				return unavailable(service, errors.Join(e, err))
			}
		}
		if err = c.once(ctx, path, in, out); err == nil || !again(ctx, err) {
			break
		}
	}
	return explained(service, err)
}

// again tells whether the call may succeed later.
func again(ctx context.Context, err error) bool {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.status == http.StatusTooManyRequests || e.status >= 502 && e.status <= 504
	}
	_, sent := errors.AsType[*url.Error](err) // no connection, or no answer in time
	return sent && ctx.Err() == nil
}

// explained says what a failed call means to people.
func explained(service string, err error) error {
	e, ok := errors.AsType[*statusError](err)
	switch {
	case err == nil:
		return nil
	case ok && e.status == http.StatusTooManyRequests:
		return &fault.Error{Kind: fault.TooMany, Key: "translation.too_many", Args: []any{"service", service}, Err: err}
	case ok && (e.status == http.StatusUnauthorized || e.status == http.StatusForbidden):
		return &fault.Error{Kind: fault.Unavailable, Key: "translation.refused", Args: []any{"service", service}, Err: err}
	case ok && (e.status == http.StatusBadRequest || e.status == http.StatusRequestEntityTooLarge): // may be too much at once
		return &fault.Error{Kind: fault.Unavailable, Key: "translation.rejected", Args: []any{"service", service}, Err: errors.Join(errHalve, err)}
	case errors.Is(err, errHalve):
		return malformed(service, err)
	}
	return unavailable(service, err)
}

func unavailable(service string, err error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: "translation.unavailable", Args: []any{"service", service}, Err: err}
}

func (c *client) once(ctx context.Context, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	r, err := c.request(ctx, path, in)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case resp.StatusCode != http.StatusOK:
		body = append([]byte(resp.Header.Get("Location")), body...) // a redirect is not followed
		return &statusError{resp.StatusCode, string(body[:min(len(body), 300)]), retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	case err != nil:
		return &url.Error{Op: "read", URL: r.URL.Redacted(), Err: err}
	case len(body) > maxAnswer:
		return fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return errors.Join(errHalve, err)
	}
	return nil
}

func (c *client) request(ctx context.Context, path string, in any) (*http.Request, error) {
	u := c.base.JoinPath(path).String()
	if in == nil {
		return c.signed(http.NewRequestWithContext(ctx, http.MethodGet, u, nil))
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return c.signed(http.NewRequestWithContext(ctx, http.MethodPost, u, bytes.NewReader(body)))
}

func (c *client) signed(r *http.Request, err error) (*http.Request, error) {
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	return r, nil
}

// retryAfter reads the header of RFC 9110, section 10.2.3: seconds or a date.
func retryAfter(h string, now time.Time) time.Duration {
	if s, err := strconv.ParseUint(h, 10, 31); err == nil {
		return time.Duration(s) * time.Second
	}
	if t, err := http.ParseTime(h); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}
