/** What the bots asked of GitHub, by their own counts, and what that is of an installation's hour. */

import type { Bot } from "./bots.ts";

export interface Requests {
  readonly all: number;
  /** As the app itself, whose limit is another. */
  readonly app: number;
  readonly graphql: number;
  readonly writes: number;
  /** Of the installation that was asked for most, and how many there are of which anything was asked. */
  readonly most: number;
  readonly installations: number;
}

const LINE = /^rung_github_requests_total\{installation="([^"]+)",kind="([^"]+)",status="([^"]+)"\} (\d+)/gm;

/** Since the bots began. */
export async function requestsOf(bots: readonly Bot[]): Promise<Requests> {
  const byInstallation = new Map<string, number>();
  const byKind = new Map<string, number>();
  for (const text of await Promise.all(bots.map((bot) => bot.metrics()))) {
    for (const [, installation = "", kind = "", , count = "0"] of text.matchAll(LINE)) {
      byInstallation.set(installation, (byInstallation.get(installation) ?? 0) + Number(count));
      if (installation !== "app") byKind.set(kind, (byKind.get(kind) ?? 0) + Number(count));
    }
  }
  const app = byInstallation.get("app") ?? 0;
  byInstallation.delete("app");
  const counts = [...byInstallation.values()].filter((count) => count > 0);
  return {
    all: counts.reduce((sum, one) => sum + one, 0),
    app,
    graphql: byKind.get("graphql") ?? 0,
    writes: byKind.get("write") ?? 0,
    most: Math.max(0, ...counts),
    installations: counts.length,
  };
}

/** What was asked between. */
export function between(before: Requests, after: Requests): Requests {
  return {
    ...after,
    all: after.all - before.all,
    app: after.app - before.app,
    graphql: after.graphql - before.graphql,
    writes: after.writes - before.writes,
  };
}
