/** Who may use a command: its default, or the role that the registry's `commands:` gives for it. */

import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import { rungsOf } from "../registry/rungs.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import type { Account } from "../shared/names.ts";
import { roleWithArticle, samePerson, singularRole } from "../shared/people.ts";

type MayUse = { readonly ok: true } | { readonly ok: false; readonly text: string };

/**
 * Who may use a command unless the registry's `commands:` names a role: everybody; the author or any role holder; any role holder; or
 * holders of the role that the registry's `approval.from` or `reviews.from` names (never the author, whose statement the gate does not
 * accept). For actions, which mean nothing to the gate: the author or holders of `reviews.from`; holders of `approval.from`, whether
 * author or not; and holders of the ladder's top role.
 */
export type Permission =
  | "anyone"
  | "author-or-any-role"
  | "any-role"
  | "approval"
  | "reviews"
  | "author-or-reviews"
  | "approvers"
  | "top-role";

/** What decides who may use a command. */
export interface Restricted {
  readonly name: string;
  readonly may: Permission;
}

/** Who asks, and where. The gate asks too, for holds. */
interface Asking {
  readonly facts: Pick<PullFacts | IssueFacts, "author">;
  readonly registry: Registry;
  readonly index: Pick<RegistryIndex, "rolesOf" | "atLeast">;
  readonly speaker: Account;
}

/** Whether the speaker may use the command here; a refusal's text says what is needed. */
export function mayUse(command: Restricted, asking: Asking): MayUse {
  const floor = commandFloor(asking.registry, command.name);
  if (floor !== null) {
    if (reaches(asking, floor)) return { ok: true };
    return refusal(command.name, asking, `this registry asks for the role ${singularRole(floor)} or above`);
  }
  const isAuthor = samePerson(asking.facts.author, asking.speaker);
  switch (command.may) {
    case "anyone":
      return { ok: true };
    case "author-or-any-role":
      if (isAuthor || asking.index.rolesOf(asking.speaker).length > 0) return { ok: true };
      return refusal(command.name, asking, "that is for the author and for anyone with a role in this registry");
    case "any-role":
      if (asking.index.rolesOf(asking.speaker).length > 0) return { ok: true };
      return refusal(command.name, asking, "that is for anyone with a role in this registry");
    case "author-or-reviews":
      if (isAuthor || reaches(asking, asking.registry.reviews.from)) return { ok: true };
      return refusal(
        command.name,
        asking,
        `that is for the author, and for ${roleWithArticle(asking.registry.reviews.from)} or above`,
      );
    case "top-role": {
      const top = rungsOf(asking.registry.roles).at(-1) ?? "";
      if (reaches(asking, top)) return { ok: true };
      return refusal(command.name, asking, `that takes ${roleWithArticle(top)}`);
    }
    case "approvers":
      return byFloors(command.name, asking, approvalFloors(asking));
    case "approval":
      if (isAuthor && !asking.registry.approval.authorCounts) return refusal(command.name, asking, AUTHOR);
      return byFloors(command.name, asking, approvalFloors(asking));
    case "reviews":
      if (isAuthor) return refusal(command.name, asking, AUTHOR);
      return byFloors(command.name, asking, [asking.registry.reviews.from]);
  }
}

/** Holds the role or one above it, in whatever area. */
export function reaches({ index, speaker }: Pick<Asking, "index" | "speaker">, floor: string): boolean {
  return index.rolesOf(speaker).some((holding) => index.atLeast(holding.role, floor));
}

/** The role that `commands:` names for a command; `null`: none. It is keyed by what people write, so `constructor` must find nothing. */
export function commandFloor({ commands }: Pick<Registry, "commands">, command: string): string | null {
  return Object.hasOwn(commands, command) ? (commands[command] ?? null) : null;
}

/** The roles of which any is enough for a command for approvers: the one that the registry names for it, otherwise those that approve. */
export function floorsOf(name: string, asking: Asking): readonly string[] {
  const floor = commandFloor(asking.registry, name);
  return floor === null ? approvalFloors(asking) : [floor];
}

/** An area may ask for a lower role than the registry does; then its people may use the command as well. */
function approvalFloors({ registry }: Asking): readonly string[] {
  const ofAreas = registry.areas.flatMap((area) => (area.approval.from === undefined ? [] : [area.approval.from]));
  return [...new Set([registry.approval.from, ...ofAreas])];
}

function byFloors(name: string, asking: Asking, floors: readonly string[]): MayUse {
  if (floors.some((floor) => reaches(asking, floor))) return { ok: true };
  return refusal(name, asking, `that takes ${roleWithArticle(floors[0] ?? "")} or above`);
}

const AUTHOR = "the author's own word does not count";

function refusal(name: string, { speaker }: Asking, because: string): MayUse {
  return { ok: false, text: `I cannot take \`/${name}\` from ${escapeMarkdown(speaker.login)}: ${because}.` };
}
