// The control API (/control) as functions. Every call resolves, never throws: a failure is
// {ok: false, error: "words to show"}.

const silent = "The sandbox does not answer. Is it still running?";

export const getState = () => call("GET", "state");
export const getPerson = (id, { channel = "", read = false } = {}) =>
  call("GET", `${person(id)}?${new URLSearchParams({ channel, read: read ? "1" : "" })}`);
export const openTab = (id, tab) => call("POST", `${person(id)}/home`, { tab });
export const sendMessage = (id, body) => call("POST", `${person(id)}/message`, body);
export const sendCommand = (id, body) => call("POST", `${person(id)}/command`, body);
export const click = (id, body) => call("POST", `${person(id)}/click`, body);
export const submitView = (id, body) => call("POST", `${person(id)}/submit`, body);
export const closeView = (id, body) => call("POST", `${person(id)}/close`, body);
export const getTimeline = (days) => call("GET", `timeline?days=${days}`);
export const loadOptions = (id, body) => call("POST", `${person(id)}/options`, body);
export const runShortcut = (id, body) => call("POST", `${person(id)}/shortcut`, body);
export const startAnew = () => call("POST", "reset", {});
export const moveClock = (body) => call("POST", "clock", body);

export const editMessage = (id, { ts, channel }, text) =>
  call("PATCH", message(id, ts, channel), { text });
export const deleteMessage = (id, { ts, channel }) => call("DELETE", message(id, ts, channel));

// The inspector. `query`: {since, again, limit}, all optional.
export const getLog = (query) => call("GET", `log?${new URLSearchParams(query)}`);
export const getExchange = (number) => call("GET", `log/${number}`);
export const getOutbox = () => call("GET", "outbox");
export const getRates = () => call("GET", "rates");
export const getFaults = () => call("GET", "faults");
export const addFault = (body) => call("POST", "faults", body);
export const removeFault = (number) => call("DELETE", `faults/${number}`);
export const clearFaults = () => call("DELETE", "faults");

// `onTraffic()` is called when the log has grown. Returns how to stop listening.
export function listenTraffic(onTraffic) {
  const stream = new EventSource("/control/stream");
  stream.addEventListener("traffic", onTraffic);
  stream.addEventListener("open", onTraffic);
  return () => stream.close();
}

// Live changes. `onChange(ids, anew)` gets the people concerned, or null after a gap ("read
// everything again"), and whether the workspace began anew; `onLink(up)` tells whether the stream
// is connected.
export function listen(onChange, onLink) {
  const stream = new EventSource("/control/stream");
  let broken = false;
  stream.addEventListener("change", (event) => onChange(...told(event.data)));
  stream.addEventListener("open", () => {
    onLink(true);
    if (broken) onChange(null);
    broken = false;
  });
  stream.addEventListener("error", () => {
    broken = true;
    onLink(false);
  });
}

// --- plumbing ---------------------------------------------------------------------------------

const person = (id) => `people/${encodeURIComponent(id)}`;
const message = (id, ts, channel) =>
  `${person(id)}/message/${encodeURIComponent(ts)}?${new URLSearchParams({ channel })}`;

async function call(method, path, body) {
  const options = { method, headers: { Accept: "application/json" }, cache: "no-store" };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/control/${path}`, options);
  } catch {
    return { ok: false, error: silent };
  }
  let data = {};
  try {
    data = await answer.json();
  } catch {
    if (answer.ok) return { ok: true };
  }
  if (!answer.ok) {
    return { ...data, ok: false, error: data.error ?? `The sandbox said ${answer.status}.` };
  }
  return { ok: true, ...data };
}

function told(text) {
  try {
    const { people, reset } = JSON.parse(text);
    return [people ?? null, Boolean(reset)];
  } catch {
    return [null, false];
  }
}
