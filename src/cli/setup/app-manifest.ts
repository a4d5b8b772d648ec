/** What app.yml says the app needs, each with its reason, and the manifest that GitHub makes an app from: one source for both. */

import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { z } from "zod";

export type Access = "read" | "write" | "admin";

interface Need {
  readonly name: string;
  /** From the comment beside it: what stops working without it. */
  readonly why: string;
}

export interface AppNeeds {
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly permissions: readonly (Need & { readonly access: Access })[];
  readonly events: readonly Need[];
}

const view = z.object({
  name: z.string(),
  url: z.string(),
  description: z.string(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(["read", "write", "admin"])),
  default_events: z.array(z.string()),
});

/** Throws where the text is not app.yml's shape: it is part of Rung, not an input. */
export function appNeeds(text: string): AppNeeds {
  const document = parseDocument(text);
  const read = view.parse(document.toJS());
  // Apart: permissions and events share names.
  const permissionWhys = new Map(comments(document.get("default_permissions")));
  const eventWhys = new Map(comments(document.get("default_events")));
  return {
    name: read.name,
    url: read.url,
    description: read.description,
    isPublic: read.public,
    permissions: Object.entries(read.default_permissions).map(([name, access]) => ({
      name,
      access,
      why: permissionWhys.get(name) ?? "",
    })),
    events: read.default_events.map((name) => ({ name, why: eventWhys.get(name) ?? "" })),
  };
}

/** The comment beside each key of a map or entry of a list. */
function comments(node: unknown): readonly (readonly [string, string])[] {
  const told = (name: unknown, comment: unknown) =>
    isScalar(name) && typeof comment === "string" ? [[`${name.value}`, comment.trim()] as const] : [];
  if (isMap(node)) return node.items.flatMap(({ key, value }) => told(key, isScalar(value) ? value.comment : null));
  if (isSeq(node)) return node.items.flatMap((item) => told(item, isScalar(item) ? item.comment : null));
  return [];
}

export function ownAppNeeds(): AppNeeds {
  return appNeeds(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8"));
}

/** What an app needs that may also give access (docs/access.md). Apart from app.yml, so that nobody else is asked for it. */
export function grantNeeds(needs: AppNeeds): AppNeeds {
  const permissions = needs.permissions.map((need) =>
    need.name === "members" ? ({ ...need, access: "write", why: `${need.why}; ${GRANTING}` } as const) : need,
  );
  return { ...needs, permissions };
}

const GRANTING = "adding people to teams that were handed over (ACCESS=grant)";

/** By the switch of where Rung runs. */
export function needsWith(access: "watch" | "grant"): AppNeeds {
  return access === "grant" ? grantNeeds(ownAppNeeds()) : ownAppNeeds();
}

interface ManifestChoices {
  /** GitHub wants it unique among all apps; at most 34 characters. */
  readonly name: string;
  readonly webhookUrl: string;
  /** Where GitHub sends the browser back to. */
  readonly redirectUrl: string;
}

/** As GitHub's page for new apps takes it. */
export function manifestFor(needs: AppNeeds, { name, webhookUrl, redirectUrl }: ManifestChoices) {
  return {
    name,
    url: needs.url,
    description: needs.description,
    public: needs.isPublic,
    hook_attributes: { url: webhookUrl, active: true },
    redirect_url: redirectUrl,
    default_permissions: Object.fromEntries(needs.permissions.map((need) => [need.name, need.access])),
    default_events: needs.events.map((need) => need.name),
  };
}
