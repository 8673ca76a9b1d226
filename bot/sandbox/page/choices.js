// What a select menu offers, by its kind: lists of the app, people, conversations, and choices the
// app is asked for while somebody types. Every choice is {value, text, note, group, option}.

import { plainText } from "./mrkdwn.js";

const wait = 250;

// Which kind of values a select carries, and how it calls them.
export function kindOf(element) {
  const many = element.type.startsWith("multi_");
  const [, source] = /^(?:multi_)?(\w+)_select$/.exec(element.type) ?? [];
  const stem = { users: "user", conversations: "conversation", channels: "channel" }[source];
  const property = `selected_${stem ?? "option"}${many ? "s" : ""}`;
  return { many, source, property, isId: Boolean(stem) };
}

// Choices for `typed`, at once: {groups: [{label, choices}], note}. For external menus see below.
export function choicesFor(element, env, typed) {
  const { source } = kindOf(element);
  if (source === "users") return matching([{ label: "", choices: people(env) }], typed);
  if (source === "conversations" || source === "channels") {
    return matching([{ label: "", choices: talks(element, env, source) }], typed);
  }
  return matching(groupsOf(element), typed);
}

// The name of a value that is only an id.
export function choiceOf(element, env, id) {
  const all = choicesFor(element, env, "").groups.flatMap((group) => group.choices);
  const person = env.ctx.people.get(id);
  return all.find((choice) => choice.value === id)
    ?? { value: id, text: person?.real_name ?? id, note: "" };
}

export const asChoice = (option, group = "") => ({
  value: option.value,
  text: plainText(option.text),
  note: plainText(option.description),
  group,
  option,
});

// Asks the app for choices as Slack does: after a pause in typing, and only from
// `min_query_length` characters on (3 unless set). `show({groups, note, busy})` gets each state;
// an answer that is no longer wanted is dropped.
export function makeAsker({ element, block, env, show }) {
  const least = element.min_query_length ?? 3;
  let asked = 0;
  let timer = null;

  async function fetchNow(typed) {
    asked += 1;
    const mine = asked;
    const body = {
      where: env.where,
      ts: env.ts,
      channel: env.channel,
      view_id: env.viewId,
      block_id: block.block_id,
      action_id: element.action_id,
      typed,
    };
    const answer = await (env.options?.(body)
      ?? Promise.resolve({ error: "Nothing here can look up choices." }));
    if (mine !== asked) return;
    if (answer.error || answer.ok === false) {
      show({ groups: [], note: answer.error ?? "The app gave no choices.", busy: false });
      return;
    }
    const groups = groupsOf(answer);
    const none = groups.every((group) => group.choices.length === 0);
    show({ groups, note: none ? "No matches." : "", busy: false });
  }

  return {
    ask(typed, atOnce = false) {
      clearTimeout(timer);
      asked += 1;
      const length = [...typed].length;
      if (length < least) {
        const more = least - length;
        const words = `Type ${more}${length ? " more" : ""} character${more === 1 ? "" : "s"}`;
        show({ groups: [], note: `${words} to search.`, busy: false });
        return;
      }
      show({ groups: [], note: "Looking…", busy: true });
      if (atOnce) fetchNow(typed);
      else timer = setTimeout(() => fetchNow(typed), wait);
    },
    stop() {
      clearTimeout(timer);
      asked += 1;
    },
  };
}

// --- private ----------------------------------------------------------------------------------

function groupsOf({ options, option_groups: groups }) {
  if (!groups?.length) return [{ label: "", choices: (options ?? []).map((one) => asChoice(one)) }];
  return groups.map((group) => {
    const label = plainText(group.label);
    return { label, choices: (group.options ?? []).map((one) => asChoice(one, label)) };
  });
}

function people(env) {
  return [...env.ctx.people.values()].filter((person) => !person.deleted).map((person) => ({
    value: person.id,
    text: person.real_name || person.name || person.id,
    note: [
      person.real_name && person.name ? `@${person.name}` : "",
      person.id === env.ctx.viewer?.id ? "you" : "",
      person.is_bot ? "app" : "",
    ].filter(Boolean).join(", "),
  }));
}

// `ctx.channels`, the viewer's conversations as in GET people/{id}: {id, kind: "app" | "channel" |
// "person", name, is_private?}.
function talks(element, env, source) {
  const filter = element.filter ?? {};
  const known = [...(env.ctx.channels?.values?.() ?? [])].filter((one) => one.id);
  return known.filter((one) => {
    const kind = one.kind !== "channel" ? "im" : one.is_private ? "private" : "public";
    if (source === "channels") return kind === "public";
    if (filter.include && !filter.include.includes(kind)) return false;
    return !(filter.exclude_bot_users && one.kind === "app");
  }).map((one) => ({
    value: one.id,
    text: one.kind === "channel" ? `#${one.name}` : one.name,
    note: one.kind === "app" ? "app" : one.is_private ? "private" : "",
  }));
}

function matching(groups, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const kept = groups.map(({ label, choices }) => ({
    label,
    choices: choices.filter((choice) => {
      const text = plain(`${choice.text} ${choice.note ?? ""} ${label}`);
      return words.every((word) => text.includes(word));
    }),
  })).filter((group) => group.choices.length);
  return { groups: kept, note: kept.length ? "" : "No matches.", busy: false };
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
