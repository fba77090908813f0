package webtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// blobs keeps files in memory (catalogue.Blobs).
type blobs map[string][]byte

func (b blobs) Put(content []byte) (string, error) {
	h := sha256.Sum256(content)
	sum := hex.EncodeToString(h[:])
	b[sum] = bytes.Clone(content)
	return sum, nil
}

type blobFile struct{ *bytes.Reader }

func (blobFile) Close() error { return nil }

func (b blobs) Get(sum string) (io.ReadSeekCloser, error) {
	c, ok := b[sum]
	if !ok {
		return nil, fmt.Errorf("there is no %s", sum)
	}
	return blobFile{bytes.NewReader(c)}, nil
}

func (b blobs) Remove(sum string) error { delete(b, sum); return nil }

func (blobs) Old(time.Time) ([]string, error) { return nil, nil }

// pictures leaves pictures as they are (catalogue.Pictures).
type pictures struct{}

func (pictures) Clean(content []byte, contentType string, _ int) ([]byte, string, error) {
	return content, contentType, nil
}
