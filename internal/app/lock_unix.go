//go:build unix

package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockData keeps other servers and restores away from the data directory until
// the function it returns is called. The lock ends with the process.
func lockData(cfg Settings) (release func() error, err error) {
	if sqliteFile(cfg) == "" {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(filepath.Dir(sqliteFile(cfg)), 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	f, err := os.OpenFile(sqliteFile(cfg)+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("the database %s is in use by another birzha; stop that one first, or choose another directory with --data", sqliteFile(cfg)), f.Close())
	}
	return f.Close, nil
}
