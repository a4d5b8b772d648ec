/** The approval cases of policy-bot and Prow, translated, before our gate. */

import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rowsOf } from "../../src/gate/rows.ts";
import type { Uncounted, Verdict } from "../../src/gate/verdict-types.ts";
import { aPull } from "../support/a-pull.ts";
import { type Case, casesOf, type Expected, indexOf, verdictOf } from "./a-case.ts";

const FILES = ["policybot-approval", "policybot-andor", "policybot-disapproval", "prow-approve"];

/** What our policy has no word for (docs/rules.md). */
const LACKING: Readonly<Record<string, string>> = {
  "config:ignore-commits-by": "no setting overlooks the commits of named people",
  "config:required-statuses": "the gate asks for people, not for other checks",
  "area-exceptions": "areas have no exceptions",
};
const NO_VERDICT: Readonly<Record<string, string>> = {
  some_contributor_meant: "asks whether a named group contributed, which no rule of ours does",
  history_from_head: "asks for an order of commits, which no rule of ours rests on",
  event_matters: "asks which events matter, which the intake decides",
};

function whyNot(one: Case): string | null {
  if (one.applies === "n/a") return "not to be judged";
  const lacking = (one.needs ?? []).map((need) => LACKING[need]).find((why) => why !== undefined);
  return lacking ?? NO_VERDICT[one.query?.kind ?? ""] ?? null;
}

/** Where the verdict is the same and our rules give another reason. */
const OTHER_REASON: Readonly<Record<string, string>> = {
  "prow.approve.handle.09": "words after /approve name areas (R8a), so `/approve no-issue` gave nothing to withdraw",
};

const skipped: string[] = [];
let ran = 0;

afterAll(() => {
  process.stdout.write(`cases: ${ran} ran; ${skipped.length} left out:\n${skipped.join("\n")}\n`);
});

describe.each(FILES)("%s", (file) => {
  for (const one of casesOf(`${file}.json`)) {
    const why = whyNot(one);
    if (why !== null) {
      skipped.push(`- ${one.id}: ${why}`);
      continue;
    }
    it(`${one.id}: ${one.about}`, () => {
      ran += 1;
      if (one.query !== undefined) {
        expect(answer(one)).toBe(one.expect.holds);
        return;
      }
      const { reason_kind, ...rest } = one.expect;
      compare(verdictOf(one), OTHER_REASON[one.id] === undefined ? one.expect : rest);
      for (const { when, expect: other } of one.alt_expect ?? []) compare(verdictOf(one, when), other);
    });
  }
});

const questionShape = z.looseObject({
  kind: z.enum(["touches", "avoids", "stays_within"]),
  area: z.looseObject({ path: z.array(z.string()) }),
  files: z.array(z.looseObject({ path: z.string() })),
});

function answer({ query }: Case): boolean {
  const { kind, area, files } = questionShape.parse(query);
  const index = indexOf({ registry: { areas: [{ path: area.path }] } });
  const rows = rowsOf(aPull({ files: files.map(({ path }) => path) }), index);
  const inside = rows.filter((row) => row.kind === "area");
  if (kind === "stays_within") return inside.length === rows.length;
  return kind === "touches" ? inside.length > 0 : inside.length === 0;
}

const REASONS: Readonly<Record<string, readonly Uncounted["reason"]["kind"][]>> = {
  not_an_approver: ["no-role", "other-area", "role-too-low"],
  author_cannot_approve: ["author"],
  stale_head: ["lapsed"],
  withdrawn: ["withdrawn"],
};

function compare(verdict: Verdict, expected: Expected): void {
  const approvedBy = logins(verdict.areas.flatMap((area) => area.approved));
  const blockedBy = logins(verdict.areas.flatMap((area) => area.blockedBy));
  const missing = verdict.areas.filter((area) => area.missing > 0);
  if (expected.approved !== undefined) expect(verdict.state.kind === "approved").toBe(expected.approved);
  if (expected.approvedBy !== undefined) expect(approvedBy).toEqual(folded(expected.approvedBy));
  for (const login of expected.approvedByIncludes ?? []) expect(approvedBy).toContain(login);
  for (const login of expected.approvedByExcludes ?? []) expect(approvedBy).not.toContain(login);
  if (expected.missingAreas !== undefined)
    expect(missing.map(({ area }) => area).toSorted(alphabet)).toEqual(expected.missingAreas);
  if (expected.unownedFiles !== undefined) {
    expect(missing.find(({ area }) => area === "kusion")?.files).toEqual(expected.unownedFiles);
  }
  if (expected.blocked !== undefined) expect(verdict.state.kind === "changes-requested").toBe(expected.blocked);
  if (expected.blockedBy !== undefined) expect(blockedBy).toEqual(folded(expected.blockedBy));
  compareReasons(verdict, expected);
  compareSuggestions(verdict, expected);
}

function compareReasons({ uncounted }: Verdict, expected: Expected): void {
  for (const [login, reason] of Object.entries(expected.not_counted ?? {})) {
    const kinds = uncounted.filter((entry) => entry.login === login).map((entry) => entry.reason.kind);
    expect(REASONS[reason], `${login}: ${kinds.join()}`).toContain(kinds[0]);
  }
  const kinds = REASONS[expected.reason_kind ?? ""];
  if (kinds !== undefined && uncounted.length > 0) {
    expect(uncounted.some((entry) => kinds.includes(entry.reason.kind))).toBe(true);
  }
}

function compareSuggestions({ quickest, areas }: Verdict, expected: Expected): void {
  const suggested = logins(quickest);
  for (const anyOf of expected.suggest_any_of ?? [])
    expect(anyOf.some((login) => suggested.includes(login))).toBe(true);
  const candidates = logins(areas.flatMap((area) => area.candidates));
  for (const login of expected.suggest_none ?? []) expect(candidates).not.toContain(login);
}

function logins(list: readonly { readonly login: string }[]): readonly string[] {
  return folded(list.map(({ login }) => login));
}

function folded(list: readonly string[]): readonly string[] {
  return [...new Set(list.map((login) => login.toLowerCase()))].toSorted(alphabet);
}

function alphabet(one: string, other: string): number {
  return one < other ? -1 : 1;
}
