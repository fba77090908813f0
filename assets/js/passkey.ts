// Makes and uses passkeys. The server sends the options and checks the answer;
// bytes travel as base64url, as WebAuthn's own JSON forms do (W3C, level 3).
type Json = Record<string, any>;

function toBytes(s: string): ArrayBuffer {
  const plain = atob(s.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
}

function toText(b: ArrayBuffer | null | undefined): string | undefined {
  if (!b) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(b));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withIds = (list: Json[] | undefined) => list?.map((c) => ({ ...c, id: toBytes(c.id) }));

async function send(url: string, body?: Json): Promise<Json> {
  const answer = await fetch(url, {
    method: "POST", credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: body ? JSON.stringify(body) : "{}",
  });
  const json: Json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.message ?? "");
  return json;
}

async function register(options: Json): Promise<Json> {
  const o = options.publicKey ?? options;
  const made = (await navigator.credentials.create({
    publicKey: {
      ...o, challenge: toBytes(o.challenge), user: { ...o.user, id: toBytes(o.user.id) },
      excludeCredentials: withIds(o.excludeCredentials),
    },
  } as CredentialCreationOptions)) as PublicKeyCredential;
  const r = made.response as AuthenticatorAttestationResponse;
  return {
    ...plain(made),
    response: { clientDataJSON: toText(r.clientDataJSON), attestationObject: toText(r.attestationObject), transports: r.getTransports?.() ?? [] },
  };
}

async function signIn(options: Json): Promise<Json> {
  const o = options.publicKey ?? options;
  const got = (await navigator.credentials.get({
    publicKey: { ...o, challenge: toBytes(o.challenge), allowCredentials: withIds(o.allowCredentials) },
  } as CredentialRequestOptions)) as PublicKeyCredential;
  const r = got.response as AuthenticatorAssertionResponse;
  return {
    ...plain(got),
    response: {
      clientDataJSON: toText(r.clientDataJSON), authenticatorData: toText(r.authenticatorData),
      signature: toText(r.signature), userHandle: toText(r.userHandle),
    },
  };
}

function plain(c: PublicKeyCredential): Json {
  return {
    id: c.id, rawId: toText(c.rawId), type: c.type,
    authenticatorAttachment: c.authenticatorAttachment, clientExtensionResults: c.getClientExtensionResults(),
  };
}

async function run(box: HTMLElement) {
  const says = box.querySelector<HTMLElement>("[data-passkey-says]");
  const button = box.querySelector("button");
  const { passkey, begin, finish, failed, cancelled } = box.dataset;
  if (says) says.textContent = "";
  if (button) button.disabled = true;
  try {
    const options = await send(begin ?? "");
    const answer = await (passkey === "register" ? register(options) : signIn(options));
    const done = await send(finish ?? "", answer);
    location.assign(new URL(done.location ?? location.href, location.origin));
  } catch (e) {
    const refused = e instanceof DOMException && (e.name === "NotAllowedError" || e.name === "AbortError");
    if (says) says.textContent = refused ? (cancelled ?? "") : (e instanceof Error && !(e instanceof DOMException) && e.message) || (failed ?? "");
  } finally {
    if (button) button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  for (const box of document.querySelectorAll<HTMLElement>("[data-passkey]")) box.hidden = false;
  document.addEventListener("click", (e) => {
    const box = (e.target as Element).closest<HTMLElement>("[data-passkey]");
    if (box && (e.target as Element).closest("button")) void run(box);
  });
}
