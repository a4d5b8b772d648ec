/** Turns a posted form of the page of teams into an act; anything else is `null`, and the visitor is told which field is missing. */

import { z } from "zod";
import type { AccessAct } from "../control-model.ts";

const name = z.string().trim().min(1).max(200);
const permission = z.enum(["none", "read", "triage", "write", "maintain", "admin"]);

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal(["add-to-team", "remove-from-team"]), team: name, login: name }),
  z.object({ do: z.literal("edit-team"), team: name, description: z.string().trim().max(500) }),
  z.object({ do: z.literal("delete-team"), team: name }),
  z.object({ do: z.literal("give-team"), team: name, repo: name, permission }),
  z.object({ do: z.literal("create-team"), name, description: z.string().trim().max(500).default("") }),
  z.object({ do: z.literal(["accept-invitation", "decline-invitation", "leave-organization"]) }),
  z.object({ do: z.literal(["cancel-invitation", "expire-invitation", "remove-from-organization"]), login: name }),
  z.object({ do: z.literal("make-owner"), login: name }),
  z.object({ do: z.literal("make-member"), login: name }),
  z.object({ do: z.literal("give-collaborator"), repo: name, login: name, permission }),
]);

export function accessActFrom(
  fields: Readonly<Record<string, unknown>>,
  by: { readonly as: string; readonly organization: string },
): AccessAct | null {
  const parsed = form.safeParse(fields);
  if (!parsed.success) return null;
  const said = parsed.data;
  switch (said.do) {
    case "make-owner":
      return { ...by, action: "set-organization-role", login: said.login, role: "admin" };
    case "make-member":
      return { ...by, action: "set-organization-role", login: said.login, role: "member" };
    case "add-to-team":
    case "remove-from-team":
      return { ...by, action: said.do, team: said.team, login: said.login };
    case "edit-team":
      return { ...by, action: said.do, team: said.team, description: said.description };
    case "delete-team":
      return { ...by, action: said.do, team: said.team };
    case "give-team":
      return { ...by, action: said.do, team: said.team, repo: said.repo, permission: said.permission };
    case "create-team":
      return { ...by, action: said.do, name: said.name, description: said.description };
    case "cancel-invitation":
    case "expire-invitation":
    case "remove-from-organization":
      return { ...by, action: said.do, login: said.login };
    case "give-collaborator":
      return { ...by, action: said.do, repo: said.repo, login: said.login, permission: said.permission };
    default:
      return { ...by, action: said.do };
  }
}
