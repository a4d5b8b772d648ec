/** Real ladders said whole: with their areas, with people who stand beside the ladder, and nothing of them warned about wrongly. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { leaves, parsePromotion, wordingOf } from "../../src/promotions/rule.ts";
import { rungsOf } from "../../src/registry/rungs.ts";
import { anIndex, faultsOf, logins } from "../registry/a-registry.ts";

const folder = new URL("./whole/", import.meta.url);
const text = (name: string) => readFileSync(new URL(`${name}.yaml`, folder), "utf8");
const names = readdirSync(folder).map((file) => file.replace(".yaml", ""));

/** What becoming that asks for, in the words of the page and of `/role`. */
function words(name: string, role: string, areas: readonly string[] = []): readonly string[] {
  const promotion = anIndex(text(name)).registry.roles.find((one) => one.name === role)?.promotion;
  const { rule } = parsePromotion(promotion);
  return rule === null ? [] : leaves(rule.criterion).map((leaf) => wordingOf(leaf, { owner: "o", role, areas }));
}

describe.each(names)("the ladder of %s", (name) => {
  it("has no fault, and no warning that would be wrong", () => {
    expect(faultsOf(text(name))).toEqual([]);
  });
});

describe("what they say", () => {
  it("opentelemetry: work in the area's repositories, votes that stay open, committees that approve nothing", () => {
    expect(words("opentelemetry", "approvers", ["java"])).toEqual([
      "1 month since the first review in the repositories of java in o",
      "10 authored or reviewed pull requests in the repositories of java in o",
      "substantial (vouched for by approvers)",
      "the candidate accepts",
      "all of maintainers vote yes in java",
      "a majority of maintainers vote yes in java, without a veto, open for 5 days at least",
    ]);
    const index = anIndex(text("opentelemetry"));
    expect(rungsOf(index.registry.roles)).toEqual(["members", "triagers", "approvers", "maintainers"]);
    expect(logins(index.holdersOf("approvers"))).not.toContain("tao");
    expect(logins(index.holdersOf("technical-committee"))).toEqual(["meg", "tao", "tia"]);
  });

  it("external-secrets: reviews that say something, one area that asks for more, a group that may be small", () => {
    expect(words("external-secrets", "reviewers", ["ci"])).toEqual([
      "3 months as a member",
      "20 reviewed pull requests with 10 characters of text at least in ci in o within 3 months",
      "substantial (vouched for by reviewers)",
      "2 sponsors from reviewers in ci; 1 where there are fewer than 2 of them",
      "lazy consensus of maintainers within 7 days",
      "may see the secrets of the workflows (vouched for by maintainers) (for ci only)",
    ]);
  });

  it("kubevirt: those above a role who are not meant, backports once, less than half of one employer", () => {
    expect(words("kubevirt", "approvers", ["network"])).toContain(
      "30 authored or reviewed pull requests in network in o, cherry-picks once with what they pick",
    );
    expect(words("kubevirt", "maintainers")).toContain("less than 1/2 of maintainers of one employer");
  });
});
