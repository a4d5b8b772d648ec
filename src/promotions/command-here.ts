/** A command as it must be said to be about this promotion, where several are open on one subject (R81). Pure. */
import { code } from "../shared/markdown.ts";
import { singular } from "../shared/singular.ts";
import type { Nomination, PromotionFacts } from "./promotion-types.ts";

/** As inline code. `rest`: what follows. */
export function commandHere({ address = "" }: Pick<PromotionFacts, "address">, command: string, rest = ""): string {
  return code(`${withNames(command, address)}${address}${rest === "" ? "" : ` ${rest}`}`);
}

/** With names behind it, only the one word is a clear withdrawal of an objection. */
export function withNames(command: string, behind: string): string {
  return command === "/object cancel" && behind !== "" ? "/unobject" : command;
}

/** The command that nominates somebody for this, wherever it is said. */
export function promoteText({ candidate, role, areas }: Pick<Nomination, "candidate" | "role" | "areas">): string {
  return `/promote @${candidate.login} ${singular(role)} ${areas.length === 0 ? "everywhere" : areas.join(" ")}`;
}
