// Asks a security key for an answer, and sends it with the form around; WebAuthn needs a script.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

const asked = (json) => {
  const options = JSON.parse(json);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
  return { publicKey: options };
};

const answered = ({ id, rawId, type, response }) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(given) });
};

const send = async (form, ask) => {
  const waiting = form.querySelector("[data-waiting]");
  waiting.hidden = false;
  // Whatever went wrong at the key, the register says what to do next.
  form.elements.answer.value = await ask().then(answered).catch(() => "{}");
  waiting.hidden = true;
  form.submit();
};

for (const form of document.querySelectorAll("[data-sign]")) {
  const button = form.querySelector("[data-key]");
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", () => send(form, () => navigator.credentials.get(asked(form.dataset.sign))));
}
for (const form of document.querySelectorAll("[data-register]")) {
  form.addEventListener("submit", (event) => {
    if (!window.PublicKeyCredential || !form.elements.name.value.trim()) return;
    event.preventDefault();
    send(form, () => navigator.credentials.create(asked(form.dataset.register)));
  });
}
