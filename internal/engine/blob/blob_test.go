package blob_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/engine/blob"
)

func open(t *testing.T, dir string) *blob.Dir {
	t.Helper()
	d, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func put(t *testing.T, d *blob.Dir, content string) string {
	t.Helper()
	sum, err := d.Put([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestPutGetRemove(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "media")
	d := open(t, dir)
	for _, content := range []string{"", "a", string(bytes.Repeat([]byte("линза"), 100_000))} {
		h := sha256.Sum256([]byte(content))
		sum := put(t, d, content)
		if sum != hex.EncodeToString(h[:]) || put(t, d, content) != sum {
			t.Fatalf("sum %s", sum)
		}
		f, err := open(t, dir).Get(sum) // by another process
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || string(got) != content {
			t.Fatalf("%d bytes back of %d, %v", len(got), len(content), err)
		}
		for range 2 {
			if err := d.Remove(sum); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Get(sum); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("after removal: %v", err)
		}
	}
}

// TestStaysInside asks for what is no sum, and for a sum that a link leads out
// of the directory.
func TestStaysInside(t *testing.T) {
	base := t.TempDir()
	d := open(t, filepath.Join(base, "media"))
	if err := os.WriteFile(filepath.Join(base, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := put(t, d, "x")
	place := filepath.Join(base, "media", sum[:2], sum)
	if err := errors.Join(os.Remove(place), os.Symlink(filepath.Join(base, "secret"), place)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "..", "../secret", sum[:63], sum + "0", "ZZ" + sum[2:], sum} {
		if f, err := d.Get(bad); err == nil {
			b, _ := io.ReadAll(f)
			t.Errorf("%q gives %q", bad, b)
		}
	}
}

func TestPutAtOnce(t *testing.T) {
	d := open(t, t.TempDir())
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { _, _ = d.Put([]byte("the same")) })
	}
	all.Wait()
	f, err := d.Get(put(t, d, "the same"))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(f); errors.Join(err, f.Close()) != nil || string(b) != "the same" {
		t.Errorf("%q", b)
	}
}

// TestOld lists what lies there for long; what is put again is new, and what a
// broken write left goes.
func TestOld(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	a, b := put(t, d, "a"), put(t, d, "b")
	past := time.Now().Add(-48 * time.Hour)
	left := filepath.Join(dir, a[:2], ".half")
	if err := os.WriteFile(left, []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(dir, a[:2], a), filepath.Join(dir, b[:2], b), left} {
		if err := os.Chtimes(name, past, past); err != nil {
			t.Fatal(err)
		}
	}
	put(t, d, "b")
	old, err := d.Old(time.Now().Add(-24 * time.Hour))
	if err != nil || !slices.Equal(old, []string{a}) {
		t.Errorf("old %v, %v; want %s", old, err, a)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a broken write left is still there: %v", err)
	}
}
