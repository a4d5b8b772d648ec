/** The small pieces every view shares: avatars, labels, state pills, times. */

import { html, raw } from "hono/html";
import type { CheckShort, State, SubjectShort } from "../control-model.ts";
import { type Outcome, outcomeOf, type Place } from "./model.ts";

/** What `html` gives. */
export type Html = ReturnType<typeof html>;

export const nothing: Html = raw("");

/** A deleted account, as GitHub names it. */
export const ghost = "ghost";

/** The page's address of an issue or pull request: GitHub's own path, so that links in comments lead here. */
export function threadPath(place: Place & { readonly kind: "pull" | "issue" }): string {
  return `/${place.owner}/${place.repo}/${place.kind === "pull" ? "pull" : "issues"}/${place.number}`;
}

/** Initials on a tone that stays the person's own; decoration only, since the name always stands beside it. */
export function avatar(login: string): Html {
  const bot = login.endsWith("[bot]") ? " bot" : "";
  return html`<span class="avatar tone-${tone(login)}${bot}" aria-hidden="true">${initials(login)}</span>`;
}

/** "SY" of SparkYuan, "OF" of octo-fan, "HO" of hoangndst. */
export function initials(login: string): string {
  const bare = login.replace(/\[bot\]$/, "");
  const words = bare.split(/[-_]+/).filter((word) => word !== "");
  if (words.length > 1)
    return words
      .slice(0, 2)
      .map((word) => word.charAt(0))
      .join("")
      .toUpperCase();
  const humps = bare.match(/[A-Z]/g) ?? [];
  return (humps.length > 1 ? humps.slice(0, 2).join("") : bare.slice(0, 2)).toUpperCase();
}

export function label(name: string): Html {
  return html`<span class="label tone-${tone(name)}">${name}</span>`;
}

const marks: Record<Outcome, { readonly mark: string; readonly word: string }> = {
  waiting: { mark: "●", word: "waiting" },
  success: { mark: "✓", word: "passed" },
  neutral: { mark: "–", word: "neutral" },
  failure: { mark: "✕", word: "not passed" },
};

/** A check's mark; the word is there for those who do not see the colour. */
export function checkMark(check: Pick<CheckShort, "status" | "conclusion">): Html {
  const outcome = outcomeOf(check);
  const { mark, word } = marks[outcome];
  return html`<span class="mark ${outcome}" title="${word}"><span aria-hidden="true">${mark}</span><span class="unseen">${word}</span></span>`;
}

export function statePill(subject: Pick<SubjectShort, "state"> & { readonly draft?: boolean }): Html {
  const word = subject.draft === true && subject.state === "open" ? "draft" : subject.state;
  return html`<span class="pill ${word}">${word.charAt(0).toUpperCase()}${word.slice(1)}</span>`;
}

/** A moment as UTC; the script shortens it to "2 minutes ago" for those who have one. */
export function moment(iso: string): Html {
  const shown = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  return html`<time datetime="${iso}" title="${shown}">${shown}</time>`;
}

/** A name with the person's rung beside it. */
export function person(login: string | null, state: Pick<State, "personas" | "botLogin">): Html {
  if (login === null) return html`<b class="who">${ghost}</b>`;
  if (login === state.botLogin) return html`<b class="who">${login}</b> <span class="tag bot">Rung</span>`;
  const role = state.personas.find((persona) => persona.login === login)?.role ?? null;
  return html`<b class="who">${login}</b>${role === null ? nothing : html` <span class="tag">${role.replace(/s$/, "")}</span>`}`;
}

/** One of eight tones, the same for the same text. */
function tone(text: string): number {
  let sum = 7;
  for (const character of text.toLowerCase()) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % 8;
}
