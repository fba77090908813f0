package app

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/engine/blob"
	"github.com/birzha/birzha/internal/engine/picture"
)

// mediaDir is where uploaded files lie. Several servers of one installation
// share it.
func mediaDir(cfg Settings) string { return filepath.Join(cfg.Data, "media") }

// pictures writes uploaded pictures anew (catalogue.Pictures).
type pictures struct{}

func (pictures) Clean(content []byte, contentType string, most int) ([]byte, string, error) {
	return picture.Clean(content, contentType, most)
}

// mediaArchive is the file of a backup that holds the uploaded files.
func mediaArchive(file string) string { return file + ".media.tar" }

// backupMedia writes the uploaded files that the database knows into a tar
// archive beside the backup, each under its SHA-256. Without any there is no
// archive. The files are read after the database: they never change, and what
// the copy knows is still there for a day after it is deleted.
func backupMedia(ctx context.Context, cfg Settings, d *db.DB, file string, out io.Writer) (err error) {
	sums, err := (&catalogue.Store{}).MediaSums(ctx, d)
	if err != nil || len(sums) == 0 {
		return err
	}
	store, err := blob.Open(mediaDir(cfg))
	if err != nil {
		return err
	}
	defer store.Close()
	to, err := os.OpenFile(mediaArchive(file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w := tar.NewWriter(to)
	missing := 0
	for _, sum := range sums {
		err = archiveBlob(w, store, sum)
		if errors.Is(err, blob.ErrNotFound) {
			missing, err = missing+1, nil
		}
		if err != nil {
			break
		}
	}
	if err = errors.Join(err, w.Close(), to.Sync(), to.Close()); err != nil {
		return errors.Join(err, os.Remove(to.Name()))
	}
	_, err = fmt.Fprintf(out, "media %s, %d files, %d missing\n", to.Name(), len(sums)-missing, missing)
	return err
}

func archiveBlob(w *tar.Writer, store *blob.Dir, sum string) error {
	f, err := store.Get(sum)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: sum, Mode: 0o600, Size: size, ModTime: time.Unix(0, 0)}); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// restoreMedia adds the files of the archive beside the backup to those in the
// data directory, and tells how many files the database knows are missing. A
// file whose content is not what its name says stops it.
func restoreMedia(ctx context.Context, cfg Settings, file string, out io.Writer) error {
	if _, err := os.Stat(mediaArchive(file)); errors.Is(err, fs.ErrNotExist) {
		_, err = fmt.Fprintf(out, "media none: there is no %s\n", mediaArchive(file))
		return err
	}
	store, err := blob.Open(mediaDir(cfg))
	if err != nil {
		return err
	}
	defer store.Close()
	n, err := unarchive(store, mediaArchive(file))
	if err != nil {
		return err
	}
	return withDatabase(ctx, cfg, func(d *db.DB) error {
		sums, err := (&catalogue.Store{}).MediaSums(ctx, d)
		if err != nil {
			return err
		}
		missing := 0
		for _, sum := range sums {
			f, err := store.Get(sum)
			switch {
			case errors.Is(err, blob.ErrNotFound):
				missing++
			case err != nil:
				return err
			default:
				f.Close()
			}
		}
		_, err = fmt.Fprintf(out, "media %d files restored, %d missing\n", n, missing)
		return err
	})
}

func unarchive(store *blob.Dir, archive string) (n int, err error) {
	f, err := os.Open(archive)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for r := tar.NewReader(f); ; n++ {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("restore: %s: %w", archive, err)
		}
		content, err := io.ReadAll(io.LimitReader(r, catalogue.MediaBytes+1))
		if err != nil {
			return n, fmt.Errorf("restore: %s: %s: %w", archive, h.Name, err)
		}
		sum, err := store.Put(content)
		if err != nil {
			return n, err
		}
		if sum != h.Name {
			return n, errors.Join(fmt.Errorf("restore: %s: the content of %s is not what its name says; the archive is damaged", archive, h.Name), store.Remove(sum))
		}
	}
}
