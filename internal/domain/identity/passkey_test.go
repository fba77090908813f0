package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
)

// device is a virtual authenticator: one ES256 key, no attestation.
type device struct {
	key    *ecdsa.PrivateKey
	id     []byte
	handle string // of the person, base64url
	count  uint32
	origin string
}

func newDevice(t *testing.T) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	return &device{key: key, id: id, origin: "https://birzha.example"}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// authData is the authenticator data of WebAuthn, section 6.1.
func (d *device) authData(rpID string, flags byte, attested []byte) []byte {
	h := sha256.Sum256([]byte(rpID))
	return append(binary.BigEndian.AppendUint32(append(h[:], flags), d.count), attested...)
}

func (d *device) clientData(kind, challenge string) []byte {
	return mustJSON(map[string]any{"type": "webauthn." + kind, "challenge": challenge, "origin": d.origin})
}

const userPresent, userVerified, attestedData = 1, 4, 64

// create answers the options of BeginPasskey.
func (d *device) create(t *testing.T, options any) []byte {
	var o struct {
		PublicKey struct {
			Challenge string
			RP        struct{ ID string }
			User      struct{ ID string }
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(mustJSON(options), &o); err != nil {
		t.Fatal(err)
	}
	d.handle = o.PublicKey.User.ID
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	cose, _ := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	attested := binary.BigEndian.AppendUint16(make([]byte, 16), uint16(len(d.id)))
	attested = append(append(attested, d.id...), cose...)
	object, _ := cbor.Marshal(map[string]any{
		"fmt": "none", "attStmt": map[string]any{},
		"authData": d.authData(o.PublicKey.RP.ID, userPresent|userVerified|attestedData, attested),
	})
	return mustJSON(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64(d.clientData("create", o.PublicKey.Challenge)), "attestationObject": b64(object)},
	})
}

// get answers the options of BeginPasskeySignIn.
func (d *device) get(t *testing.T, options any) []byte {
	var o struct {
		PublicKey struct {
			Challenge string
			RPID      string `json:"rpId"`
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(mustJSON(options), &o); err != nil {
		t.Fatal(err)
	}
	d.count++
	auth, client := d.authData(o.PublicKey.RPID, userPresent|userVerified, nil), d.clientData("get", o.PublicKey.Challenge)
	ch := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, auth...), ch[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return mustJSON(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(auth), "signature": b64(sig), "userHandle": d.handle},
	})
}

func (f fixture) addPasskey(p Person, token string, dev *device) {
	f.t.Helper()
	ctx := f.visit(token)
	options, err := f.BeginPasskey(ctx, p.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	answer := dev.create(f.t, options)
	ctx = f.visit(f.leave(ctx))
	if err := f.FinishPasskey(ctx, p.ID, " My  phone ", answer); err != nil {
		f.t.Fatal(err)
	}
	f.leave(ctx)
}

func TestPasskey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := setup(t, d)
		p, token := f.join("a@example.test")
		dev := newDevice(t)
		f.addPasskey(p, token, dev)
		for range 2 {
			ctx := f.visit("")
			options, err := f.BeginPasskeySignIn(ctx, Visitor{})
			if err != nil {
				t.Fatal(err)
			}
			ctx = f.visit(f.leave(ctx))
			got, err := f.FinishPasskeySignIn(ctx, dev.get(t, options), Visitor{Agent: "phone"})
			if err != nil || got.ID != p.ID || f.signedIn(f.leave(ctx)) != p.ID {
				t.Fatalf("sign-in: %+v, %v", got, err)
			}
		}
		list, err := f.Passkeys(t.Context(), p.ID)
		if err != nil || len(list) != 1 || list[0].Label != "My phone" || list[0].Used.IsZero() {
			t.Errorf("passkeys %+v, %v", list, err)
		}
		other, _ := f.join("b@example.test")
		if err := f.RemovePasskey(t.Context(), other.ID, list[0].ID); err == nil {
			t.Error("somebody removed another person's passkey")
		}
		if err := f.RemovePasskey(t.Context(), p.ID, list[0].ID); err != nil {
			t.Error(err)
		}
		ctx := f.visit("")
		options, _ := f.BeginPasskeySignIn(ctx, Visitor{})
		_, err = f.FinishPasskeySignIn(ctx, dev.get(t, options), Visitor{})
		wantKey(t, err, "account.passkey_refused")
	})
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %s", key)
		return
	}
	wantFault(t, err, key)
}

func TestPasskeyRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(f fixture, dev *device)
		key   string
	}{
		"another site":    {func(_ fixture, dev *device) { dev.origin = "https://birzha.example.evil" }, "account.passkey_refused"},
		"another key":     {func(f fixture, dev *device) { dev.key = newDevice(f.t).key }, "account.passkey_refused"},
		"unknown passkey": {func(f fixture, dev *device) { dev.id = newDevice(f.t).id }, "account.passkey_refused"},
		"another person": {func(f fixture, dev *device) {
			q, _ := f.join("b@example.test")
			dev.handle = b64([]byte(q.ID))
		}, "account.passkey_refused"},
		"a copied device": {func(_ fixture, dev *device) { dev.count -= 2 }, "account.passkey_cloned"},
	} {
		t.Run(name, func(t *testing.T) {
			f := setup(t, dbtest.SQLite(t))
			p, token := f.join("a@example.test")
			dev := newDevice(t)
			f.addPasskey(p, token, dev)
			sign := func() error {
				ctx := f.visit("")
				options, err := f.BeginPasskeySignIn(ctx, Visitor{})
				if err != nil {
					t.Fatal(err)
				}
				_, err = f.FinishPasskeySignIn(ctx, dev.get(t, options), Visitor{})
				if who, _ := f.Current(ctx); (who.ID == p.ID) != (err == nil) {
					t.Errorf("signed in as %q with error %v", who.ID, err)
				}
				return err
			}
			for range 3 {
				if err := sign(); err != nil {
					t.Fatal(err)
				}
			}
			c.spoil(f, dev)
			wantKey(t, sign(), c.key)
		})
	}
}

// An answer counts once, and in the session that asked for it.
func TestPasskeyReplay(t *testing.T) {
	f := setup(t, dbtest.SQLite(t))
	p, token := f.join("a@example.test")
	dev := newDevice(t)
	f.addPasskey(p, token, dev)
	ctx := f.visit("")
	options, err := f.BeginPasskeySignIn(ctx, Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	answer := dev.get(t, options)
	_, err = f.FinishPasskeySignIn(f.visit(""), answer, Visitor{})
	wantKey(t, err, "account.passkey_refused")
	if _, err = f.FinishPasskeySignIn(ctx, answer, Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, err = f.FinishPasskeySignIn(ctx, answer, Visitor{})
	wantKey(t, err, "account.passkey_refused")
	other := f.visit("")
	if options, err = f.BeginPasskeySignIn(other, Visitor{}); err != nil {
		t.Fatal(err)
	}
	for _, a := range [][]byte{answer, dev.get(t, options)} { // a wrong answer uses the question up
		_, err = f.FinishPasskeySignIn(other, a, Visitor{})
		wantKey(t, err, "account.passkey_refused")
	}
}

func TestPasskeysNeedAName(t *testing.T) {
	for base, want := range map[string]bool{
		"https://birzha.example": true, "http://localhost:8080": true,
		"http://127.0.0.1:8080": false, "https://192.0.2.1": false, "http://birzha.example": false, "": false,
	} {
		f := setup(t, dbtest.SQLite(t), func(o *Options) { o.BaseURL = base })
		if f.PasskeysWork() != want {
			t.Errorf("%s: passkeys work: %v", base, f.PasskeysWork())
		}
		if !want {
			_, err := f.BeginPasskeySignIn(f.visit(""), Visitor{})
			wantKey(t, err, "account.passkeys_unavailable")
		}
	}
}
