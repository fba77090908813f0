package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The test binary is the program itself where this variable is set, so that
// tests can run it as a process of its own.
const asProgram = "BIRZHA_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is a running server.
type process struct {
	*exec.Cmd
	url    string
	rest   io.Reader // of what it prints
	errors *strings.Builder
	took   time.Duration // until it was ready
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], args...), errors: &strings.Builder{}}
	p.Env = append(os.Environ(), asProgram+"=1")
	p.Stderr = p.errors
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_ = p.Process.Kill()
			_ = p.Wait()
		}
	})
	r := bufio.NewReader(out)
	line, err := r.ReadString('\n')
	p.took = time.Since(begun)
	url, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "listening on ")
	if err != nil || !ok {
		_ = p.Wait()
		t.Fatalf("%v printed %q (%v)\n%s", args, line, err, p.errors)
	}
	p.url, p.rest = url, r
	return p
}

func (p *process) get(t *testing.T, path string) int {
	t.Helper()
	res, err := http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// stop ends the process by a signal and returns what it printed after its line.
func (p *process) stop(t *testing.T, s syscall.Signal) string {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.rest)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("%s: %v\n%s", s, err, p.errors)
	}
	return string(rest)
}

// rss is the memory of the process that is in use, and the most that was, in MB.
func (p *process) rss(t *testing.T) (now, most int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		t.Skip("no /proc here")
	}
	read := func(name string) int {
		_, after, _ := strings.Cut(string(b), name+":")
		kb, err := strconv.Atoi(strings.Fields(after)[0])
		if err != nil {
			t.Fatal(err)
		}
		return kb >> 10
	}
	return read("VmRSS"), read("VmHWM")
}

// maxRSS is what the demo may hold, in MB.
const maxRSS = 200

func TestDemoIsSmallAndQuick(t *testing.T) {
	begun := time.Now()
	p := start(t, "demo", "--addr", "127.0.0.1:0", "--log-level", "error")
	if code := p.get(t, "/"); code != http.StatusOK {
		t.Errorf("home page: %d", code)
	}
	first := time.Since(begun)
	var visitors sync.WaitGroup
	for range 4 { // at the same time
		visitors.Go(func() {
			for _, lang := range []string{"ru", "en", "zh-Hans", "be"} {
				for _, page := range []string{"/", "/demo", "/gallery", "/events/synergy-2027", "/events/synergy-2027/programme", "/organisations/mapi"} {
					if code := p.get(t, page+"?lang="+lang); code != http.StatusOK {
						t.Errorf("%s: %d", page, code)
					}
				}
			}
		})
	}
	visitors.Wait()
	now, most := p.rss(t)
	t.Logf("first page after %s; RSS %d MB, at most %d MB", first.Round(time.Millisecond), now, most)
	if most > maxRSS {
		t.Errorf("RSS %d MB, more than %d", most, maxRSS)
	}
	if rest := p.stop(t, syscall.SIGTERM); rest != "" {
		t.Errorf("printed more than one line: %q", rest)
	}
	if p.errors.Len() > 0 {
		t.Errorf("errors were logged: %s", p.errors)
	}
}

func TestServeProcess(t *testing.T) {
	data := filepath.Join(t.TempDir(), "deep", "data")
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--log-format", "json")
	if code := p.get(t, "/readyz"); code != http.StatusOK {
		t.Errorf("ready: %d", code)
	}
	code, _, stderr := birzha("serve", "--addr", "127.0.0.1:0", "--data", data)
	if code != exitFailed || !strings.Contains(stderr, "in use") {
		t.Errorf("a second server: %d %s", code, stderr)
	}
	file := filepath.Join(t.TempDir(), "backup")
	if code, out, stderr := birzha("backup", "--data", data, file); code != 0 || !strings.Contains(out, "audit head 0:") {
		t.Errorf("backup while serving: %d %s %s", code, out, stderr)
	}
	p.stop(t, syscall.SIGINT)
	if log := p.errors.String(); !strings.Contains(log, `"msg":"stopping"`) {
		t.Errorf("the log is not JSON or not whole: %s", log)
	}
	if code, out, stderr := birzha("audit", "verify", "--data", data); code != 0 || !strings.Contains(out, "sound") {
		t.Errorf("audit verify: %d %s %s", code, out, stderr)
	}
}
