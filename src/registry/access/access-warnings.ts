/** Warnings about `access` that is valid but cannot be intended. */

import type { Complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";
import { printable } from "../yaml-faults.ts";
import { PERMISSIONS } from "./access-key.ts";

export function accessWarnings({ fixed, roles }: Pick<Draft, "fixed" | "roles">): readonly Complaint[] {
  const { access } = fixed;
  if (access === undefined) return [];
  const written = access.repositories ?? {};
  const ladder = roles.map(({ name }) => name).filter((name) => Object.hasOwn(written, name));
  const level = (role: string) => {
    const given = written[role];
    return given === undefined ? -1 : PERMISSIONS.indexOf(given);
  };
  const lesser = ladder.flatMap((role, index): readonly Complaint[] => {
    const below = ladder.slice(0, index).find((lower) => level(lower) > level(role));
    if (below === undefined) return [];
    const message = `${printable(role)} stands above ${printable(below)} and is given less; write at least ${written[below]}`;
    return [{ path: ["access", "repositories", role], on: "value", message }];
  });
  const isIdle = access.mode === "grant" && access.teams === undefined;
  const message =
    "`mode: grant` adds people to the teams that `teams` lists, and it lists none; add them, or write watch";
  return [...lesser, ...(isIdle ? [{ path: ["access", "mode"], on: "value" as const, message }] : [])];
}
