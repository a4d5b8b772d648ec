/** The small pieces every view shares: avatars, labels, state pills, times. */
import { html, raw } from "hono/html";
import type { CheckShown, Persona, Place, Summary } from "./model.ts";

/** What `html` gives. */
export type Html = ReturnType<typeof html>;

export const nothing: Html = raw("");

export function threadPath(place: Place & { readonly kind: "pull" | "issue" }): string {
  return `/${place.owner}/${place.repo}/${place.kind === "pull" ? "pull" : "issues"}/${place.number}`;
}

/** Initials on a tone that stays the person's own; decoration only, since the name always stands beside it. */
export function avatar(login: string): Html {
  const bare = login.replace(/\[bot\]$/, "");
  const words = bare.split(/[-_\s]+/).filter((word) => word !== "");
  const humps = bare.match(/[A-Z]/g) ?? [];
  const letters = words.length > 1 ? words.map((word) => word.charAt(0)) : humps.length > 1 ? humps : [...bare];
  const bot = login.endsWith("[bot]") ? " bot" : "";
  return html`<span class="avatar tone-${tone(login)}${bot}" aria-hidden="true">${letters.slice(0, 2).join("").toUpperCase()}</span>`;
}

export function label(name: string): Html {
  return html`<span class="label tone-${tone(name)}">${name}</span>`;
}

const outcomes: Record<CheckShown["outcome"], { readonly mark: string; readonly word: string }> = {
  waiting: { mark: "●", word: "waiting" },
  success: { mark: "✓", word: "passed" },
  neutral: { mark: "–", word: "neutral" },
  failure: { mark: "✕", word: "failed" },
  action_required: { mark: "!", word: "action required" },
  cancelled: { mark: "–", word: "cancelled" },
};

/** A check's mark; the word is there for those who do not see the colour. */
export function checkMark(outcome: CheckShown["outcome"]): Html {
  const { mark, word } = outcomes[outcome];
  return html`<span class="mark ${outcome}" title="${word}"><span aria-hidden="true">${mark}</span><span class="unseen">${word}</span></span>`;
}

export function statePill(subject: Pick<Summary, "state" | "draft" | "kind">): Html {
  const word = subject.draft && subject.state === "open" ? "draft" : subject.state;
  return html`<span class="pill ${word}">${word.charAt(0).toUpperCase()}${word.slice(1)}</span>`;
}

/** A moment as UTC; the script shortens it to "2 minutes ago" for those who have one. */
export function moment(iso: string): Html {
  const shown = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  return html`<time datetime="${iso}" title="${shown}">${shown}</time>`;
}

export function person(login: string, world: { readonly personas: readonly Persona[]; readonly bot: string }): Html {
  if (login === world.bot) return html`<b class="who">${login}</b> <span class="tag bot">bot</span>`;
  const rung = world.personas.find((persona) => persona.login === login)?.rung ?? "";
  return html`<b class="who">${login}</b>${rung === "" ? nothing : html` <span class="tag">${rung.replace(/s$/, "")}</span>`}`;
}

function tone(text: string): number {
  let sum = 7;
  for (const character of text.toLowerCase()) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % 8;
}
