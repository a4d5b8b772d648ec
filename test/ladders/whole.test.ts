/** Complete real ladders: with their areas, with people beside the ladder, and without wrong warnings. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ladderWords } from "../../src/promotions/ladder-words.ts";
import { leaves, parsePromotion, wordingOf } from "../../src/promotions/rule.ts";
import { inactivityRules, watchedRoles } from "../../src/registry/inactivity/rules.ts";
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

  it("cloudfoundry: work of several sorts, sponsors besides the nominator, fewer in a small group, leads of the area", () => {
    expect(words("cloudfoundry", "approvers", ["garden"])).toEqual([
      "3 months as a reviewer of garden",
      "20 contributions in garden in o (opened pull requests, reviews, opened issues or comments)",
      "substantial (vouched for by technical-leads)",
      "nominated by technical-leads in garden",
      "2 sponsors from approvers in garden, the nominator not among them; 1 where there are fewer than 4 of them",
      "no objection from technical-leads in garden for 7 days",
    ]);
  });

  it("cilium, keda: a majority without a no, and companies that count for so much at most", () => {
    expect(words("cilium", "committers")).toContain(
      "a majority of committers vote yes, at most 1/2 of the votes of one employer, without a veto, open for 2 business days at least",
    );
    expect(words("keda", "maintainers")).toContain(
      "a supermajority (2/3) of maintainers vote yes, at most 1 vote of one employer, within 2 weeks",
    );
  });

  it("helm: nominations first, then a vote; so many seats, and no company with more than half", () => {
    expect(words("helm", "org-maintainers")).toEqual([
      "nominated by contributors",
      "holds the role project-maintainer",
      "the candidate accepts",
      "2/3 of the votes cast by project-maintainers vote yes, quorum 2/3, open for 3 business days at least, beginning 21 days after the nomination",
      "at most 9 org-maintainers, at most 1/2 of org-maintainers of one employer, at least 3 org-maintainers when somebody leaves",
    ]);
  });

  it("kubestellar: so much in twelve weeks, and so much of it in the first six", () => {
    expect(words("kubestellar", "paid-interns")).toEqual([
      "6 opened issues labelled help wanted in o within 84 days",
      "20 merged pull requests in o within 84 days",
      "8 merged pull requests in o within 84 days, before the last 42 days",
      "attended the weekly meetings or sent summaries (vouched for by paid-interns)",
      "recommends the intern (vouched for by mentors)",
    ]);
  });

  it("containerd: a vote of everywhere's committers, and one of those of a project", () => {
    const vote = (...areas: string[]) => words("containerd", "committers", areas)[3];
    expect([vote(), vote("nerdctl")]).toEqual([
      "2/3 of committers vote yes everywhere, open for 7 days at least",
      "2/3 of committers vote yes in nerdctl, open for 7 days at least",
    ]);
  });

  it("as a list that is published they say which role is of an area, whichever it will be", () => {
    const published = (name: string) => ladderWords(anIndex(text(name)), "o");
    expect(published("cloudfoundry")("approvers")).toEqual({
      intro: "All of these:",
      of: [
        "3 months as a reviewer of the area",
        "20 contributions in the area in o (opened pull requests, reviews, opened issues or comments)",
        "substantial (vouched for by technical-leads)",
        "nominated by technical-leads in the area",
        "2 sponsors from approvers in the area, the nominator not among them; 1 where there are fewer than 4 of them",
        "no objection from technical-leads in the area for 7 days",
      ],
    });
    expect(JSON.stringify(published("opentelemetry")("approvers"))).toContain(
      "10 authored or reviewed pull requests in the repositories of the area in o",
    );
    expect(JSON.stringify(published("helm")("org-maintainers"))).not.toContain("the area");
  });

  it("argo, node: what counts as being there", () => {
    const seen = (name: string) =>
      watchedRoles(anIndex(text(name)).registry.roles).map(({ role, rule }) => [role, rule.after, rule.of]);
    expect(seen("argo")).toEqual([
      ["members", "12mo", undefined],
      ["approvers", "12mo", ["reviewed-pulls"]],
    ]);
    expect(seen("nodejs")).toEqual([["collaborators", "12mo", ["merged-pulls", "reviewed-pulls"]]]);
    const back = (name: string) => inactivityRules(anIndex(text(name)).registry).return;
    expect([back("argo"), back("nodejs")]).toEqual([null, { within: null, from: "tsc", min: 1 }]);
    expect(words("argo", "reviewers", ["cd"])[1]).toBe("active in the last 1 month: an opened issue or comment in o");
  });
});
