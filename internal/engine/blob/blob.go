// Package blob keeps files under the SHA-256 of their content in a directory.
// A file is there whole or not at all, and the same content is kept once.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"time"

	"github.com/birzha/birzha/internal/base/id"
)

// Dir is a store in a directory. It does not leave the directory, whatever
// links are in it.
type Dir struct{ root *os.Root }

// Open opens the store at the path, and makes the directory where it is missing.
func Open(dir string) (*Dir, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return &Dir{root}, nil
}

// Close ends the use of the store.
func (d *Dir) Close() error { return d.root.Close() }

// ErrNotFound says that there is no such content.
var ErrNotFound = errors.New("blob: no such content")

var sumShape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// place is where content lies: in one of 256 directories.
func place(sum string) (string, error) {
	if !sumShape.MatchString(sum) {
		return "", ErrNotFound
	}
	return path.Join(sum[:2], sum), nil
}

// Put keeps the content and returns its SHA-256 in hexadecimal digits. Content
// that is there already counts as new for Old.
func (d *Dir) Put(content []byte) (sum string, err error) {
	h := sha256.Sum256(content)
	sum = hex.EncodeToString(h[:])
	to, err := place(sum)
	if err != nil {
		return "", err
	}
	now := time.Now()
	if err := d.root.Chtimes(to, now, now); err == nil {
		return sum, nil
	}
	if err := d.root.MkdirAll(path.Dir(to), 0o700); err != nil {
		return "", fmt.Errorf("blob: %w", err)
	}
	temporary := path.Join(path.Dir(to), "."+id.New())
	if err := d.write(temporary, content); err != nil {
		return "", errors.Join(fmt.Errorf("blob: %w", err), d.root.Remove(temporary))
	}
	if err := d.root.Rename(temporary, to); err != nil {
		return "", errors.Join(fmt.Errorf("blob: %w", err), d.root.Remove(temporary))
	}
	return sum, d.sync(path.Dir(to))
}

// write writes a file so that it survives a power cut.
func (d *Dir) write(name string, content []byte) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// sync makes the names in a directory survive a power cut.
func (d *Dir) sync(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get opens the content with the sum, else returns ErrNotFound.
func (d *Dir) Get(sum string) (io.ReadSeekCloser, error) {
	name, err := place(sum)
	if err != nil {
		return nil, err
	}
	f, err := d.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return f, nil
}

// Remove takes the content away. What is not there is no error.
func (d *Dir) Remove(sum string) error {
	name, err := place(sum)
	if err == nil {
		err = d.root.Remove(name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("blob: %w", err)
	}
	return nil
}

// Old lists the content that was put before the instant, by its sums, in their
// order. Files that a broken write left behind are removed on the way.
func (d *Dir) Old(before time.Time) (sums []string, err error) {
	err = fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			return nil
		}
		if err != nil {
			return err
		}
		if base := path.Base(name); sumShape.MatchString(base) {
			sums = append(sums, base)
			return nil
		}
		return d.root.Remove(name)
	})
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return sums, nil
}
