// The About tab of the app: what it is, what it may do, what one can type, how to install it.

import { h, reconcile } from "./dom.js";

const scopeWords = {
  "chat:write": "Send messages as itself",
  commands: "Add commands and shortcuts people can use",
  "im:history": "See messages in direct messages people have with it",
  "im:write": "Start direct messages with people",
  "users:read": "See who is in the workspace, and their time zones",
};

export function drawAbout(parent, app, ctx) {
  reconcile(parent, [{
    key: "about",
    sig: JSON.stringify([app.name, app.scopes, app.commands, app.shortcuts, app.installed]),
    make: () => h(
      "div",
      { class: "about" },
      app.description ? h("p", {}, app.description) : null,
      h("p", { class: "muted small" }, app.installed
        ? `Installed. Waymark hears of everything ${app.mode === "socket" ? "through Socket Mode"
          : "over signed HTTP"}.` : `${ctx.appName} is not installed in this workspace.`),
      part("What one can type", (app.commands ?? []).map((one) => [
        `${one.command} ${one.usage_hint ?? ""}`.trim(), one.description])),
      part("Shortcuts", (app.shortcuts ?? []).map((one) => [one.name, one.type === "message"
        ? `${one.description ?? ""} (in the ⋯ menu of a message)` : one.description])),
      part("What it may do here", (app.scopes ?? []).map((one) => [one, scopeWords[one] ?? ""])),
      app.install_url ? h("p", {}, h("a", {
        class: "button", href: app.install_url, target: "_blank", rel: "noopener",
        testid: "install",
      }, app.installed ? "Install it again" : "Install it")) : null,
    ),
  }]);
}

// --- private ----------------------------------------------------------------------------------

function part(title, rows) {
  if (!rows.length) return null;
  return [
    h("h3", {}, title),
    h("dl", {}, rows.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words ?? "")])),
  ];
}
