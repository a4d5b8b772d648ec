import { describe, expect, it } from "vitest";
import { evidenceText } from "../../src/promotions/criteria-table.ts";
import type { LeafResult } from "../../src/promotions/leaf-result.ts";
import type {
  CriterionResult,
  Evidence,
  Nomination,
  PromotionStatement,
} from "../../src/promotions/promotion-types.ts";
import { carriedPlace, sealCarried, unsealCarried } from "../../src/promotions/pull-marker.ts";
import { branchOf, type Passed, registryChange } from "../../src/promotions/registry-change.ts";
import { parsePromotion } from "../../src/promotions/rule.ts";

const AT = Date.parse("2026-11-23T14:04:00Z");
const key = new Uint8Array(32).fill(7);
const person = (login: string) => ({ login, id: null });
const url = (id: number) => `https://github.com/KusionStack/community/issues/56#issuecomment-${id}`;

function aNomination(more: Partial<Nomination> = {}): Nomination {
  const { rule } = parsePromotion({ sponsors: { from: "maintainers", min: 1 } });
  if (rule === null) throw new Error("the rule is faulty");
  return {
    ...{ id: "comment:123/1", candidate: person("hoangndst"), nominator: person("SparkYuan"), role: "approvers" },
    ...{ areas: ["kusion"], at: AT, rule, electorate: {}, registryOid: "0".repeat(40), ...more },
  };
}

function aLeaf(
  kind: string,
  more: Partial<Omit<LeafResult, "standing">> & { readonly standing?: Partial<CriterionResult> } = {},
): LeafResult {
  const standing = {
    state: "met",
    figure: "5 of 10",
    evidence: [],
    next: null,
    dueAt: null,
    uncounted: [],
  } as const;
  return {
    ...{ criterion: { combine: "leaf", kind, params: {}, number: 1 }, wording: "10 merged pull requests" },
    ...{
      waivedBy: [],
      attested: [],
      counts: true,
      spare: false,
      waiver: null,
      ...more,
      standing: { ...standing, ...more.standing },
    },
  };
}

function aPassed(more: Partial<Passed> = {}): Passed {
  return {
    nomination: aNomination(),
    evaluation: { leaves: [] },
    words: [],
    subject: { repository: { owner: "KusionStack", name: "community", id: 5 }, number: 56, url: url(0) },
    registry: {
      ...{ repository: { owner: "KusionStack", name: ".github", id: 6 }, path: "roles.yaml", defaultBranch: "main" },
      ladder: ["contributors", "approvers", "maintainers"],
    },
    ...{ affiliation: "Viettel Group", passedAt: AT, measuredAt: AT, scope: "the repositories of KusionStack" },
    ...{ webUrl: "https://github.com", botLogin: "rung[bot]", key, ...more },
  };
}

function word(more: Partial<PromotionStatement> & Pick<PromotionStatement, "kind">): PromotionStatement {
  const all = { key: "k", by: person("adohe"), at: AT, url: url(1), cancel: false, why: "because", criterion: 1 };
  return { ...all, ...more } as PromotionStatement;
}

describe("the registry's change", () => {
  it("adds the candidate to the role in the areas, with what is known", () => {
    expect(registryChange(aPassed())).toMatchObject({
      ...{ repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", base: "main" },
      edit: {
        ...{ kind: "add", role: "approvers", areas: ["kusion"] },
        person: { login: "hoangndst", id: null, since: "2026-11-23", affiliation: "Viettel Group" },
      },
      title: "Promote hoangndst to approver of kusion",
    });
  });

  it("the branch belongs to one nomination and has only letters that git takes", () => {
    const subject = { repository: { owner: "o", name: "a.b..lock", id: 1 }, number: 56, url: "" };
    expect(branchOf(aPassed())).toBe("rung/promote-hoangndst-approvers-community-56-c123-1");
    expect(branchOf({ nomination: aNomination({ id: "body/2", role: "über chefs" }), subject })).toBe(
      "rung/promote-hoangndst-ber-chefs-a-b-lock-56-body-2",
    );
    const other = aNomination({ id: "comment:124/1" });
    expect(branchOf(aPassed({ nomination: other }))).not.toBe(branchOf(aPassed()));
  });

  it("the commit names sponsors, waivers and withdrawn objections as trailers, without mentioning anybody", () => {
    const sponsors = aLeaf("sponsors", {
      standing: { evidence: [{ kind: "statement", by: "ffforest", url: url(2), note: "AntGroup" }] },
    });
    const waiver = word({ kind: "waive", by: person("SparkYuan"), url: url(3) });
    const waived = aLeaf("merged-pulls", { waivedBy: waiver.kind === "waive" ? [waiver] : [] });
    const words = [word({ kind: "object" }), word({ kind: "object", cancel: true, url: url(4) })];
    const { message } = registryChange(aPassed({ evaluation: { leaves: [waived, sponsors] }, words }));
    expect(message.split("\n\n").at(-1)?.split("\n")).toEqual([
      `Sponsored-by: ffforest <${url(2)}>`,
      `Waived-by: SparkYuan <${url(3)}>`,
      `Objection-withdrawn-by: adohe <${url(1)}>`,
      `Nominated-by: SparkYuan <${url(0)}>`,
    ]);
    expect(message).not.toContain("@");
  });

  it("the text shows each criterion, waivers with their reason, and objections that were withdrawn", () => {
    const waiver = word({ kind: "waive", by: person("SparkYuan"), why: "led the @Viettel provider | x", url: url(3) });
    const items = [{ repository: "KusionStack/kusion", number: 1189, private: false }];
    const waived = aLeaf("merged-pulls", {
      waivedBy: waiver.kind === "waive" ? [waiver] : [],
      standing: { evidence: [{ kind: "pulls", items }] },
    });
    const words = [word({ kind: "object", why: "too soon" }), word({ kind: "object", cancel: true, url: url(4) })];
    const { body } = registryChange(aPassed({ evaluation: { leaves: [waived] }, words }));
    expect(body).toContain(
      `| 10 merged pull requests | 5 of 10, waived by [SparkYuan](${url(3)}): “led the @&#8203;Viettel provider &#124; x” | kusion [#&#8203;1189](https://redirect.github.com/KusionStack/kusion/issues/1189) |`,
    );
    expect(body).toContain(`- adohe: “too soon” ([objection](${url(1)}), [withdrawn](${url(4)}))`);
    expect(body).toMatch(/Merging this makes hoangndst an approver of kusion\./);
    expect(body.match(/@(?!&#8203;)/)).toBeNull();
  });

  it("an objection made again after its withdrawal is not withdrawn", () => {
    const words = [
      word({ kind: "object", why: "one" }),
      word({ kind: "object", cancel: true }),
      word({ kind: "object" }),
    ];
    expect(registryChange(aPassed({ words })).body).toContain("“one”");
    expect(registryChange(aPassed({ words: words.slice(2) })).body).not.toContain("withdrawn");
  });

  it("R26: the marker names the nomination, is signed, and belongs to this branch of this registry", () => {
    const { body, branch } = registryChange(aPassed());
    const carried = { repositoryId: 5, repository: "KusionStack/community", number: 56, nomination: "comment:123/1" };
    expect(unsealCarried(body, carriedPlace(6, branch), [key])).toEqual(carried);
    expect(unsealCarried(body, carriedPlace(6, "rung/promote-other"), [key])).toBeNull();
    expect(unsealCarried(body, carriedPlace(7, branch), [key])).toBeNull();
    expect(unsealCarried(body, carriedPlace(6, branch), [new Uint8Array(32).fill(9)])).toBeNull();
    const forged = sealCarried({ ...carried, number: 57 }, carriedPlace(6, branch), new Uint8Array(32).fill(9));
    expect(unsealCarried(`${forged}\n${body}`, carriedPlace(6, branch), [new Uint8Array(32).fill(8), key])).toEqual(
      carried,
    );
  });
});

describe("evidence", () => {
  const web = "https://github.com";

  it("fault 24: pull requests are links without a trace, by repository, at most twenty; searches and words are links", () => {
    const items = Array.from({ length: 22 }, (_, at) => ({ repository: "o/r", number: at + 1, private: false }));
    const evidence: readonly Evidence[] = [
      { kind: "pulls", items },
      { kind: "search", query: "repo:o/r is:pr author:x" },
      { kind: "statement", by: "ann", url: "https://github.com/o/r/issues/1", note: "AntGroup" },
    ];
    const linked = evidenceText(evidence, web);
    expect(linked).toContain("[#&#8203;1](https://redirect.github.com/o/r/issues/1)");
    const text = evidenceText(evidence, web, "").replaceAll("&#8203;", "");
    expect(evidenceText(evidence, "https://ghe.example.com")).toContain("r #&#8203;1 #&#8203;2 ");
    expect(text).toMatch(/^r #1 #2 .* #20 and 2 more \(/);
    expect(text).toContain(
      "[search of r](https://github.com/search?q=repo%3Ao%2Fr%20is%3Apr%20author%3Ax&type=pullrequests)",
    );
    expect(text).toContain("[ann](https://github.com/o/r/issues/1) AntGroup");
    expect(evidenceText([], web)).toBe("");
  });

  it("a private repository is counted and not named", () => {
    const items = [
      { repository: "o/r", number: 1, private: false },
      { repository: "o/secret", number: 2, private: true },
    ];
    expect(evidenceText([{ kind: "pulls", items }], "")).toBe("r #&#8203;1; 1 in private repositories");
  });

  it("R25: an address cannot leave its link", () => {
    const evidence: Evidence = { kind: "statement", by: "a]b", url: "https://x/) | [y](z)\n", note: null };
    expect(evidenceText([evidence], web)).toBe("[a\\]b](https://x/%29%20%7C%20%5By%5D%28z%29)");
  });
});
