import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { requestsFor } from "../../../src/github/read/measure-request.ts";
import { areaRepositories, countedRepositories, measurePlan } from "../../../src/promotions/measure/plan.ts";
import { searchText } from "../../../src/promotions/measure/search.ts";
import type { Measure } from "../../../src/promotions/promotion-types.ts";
import { aMeasure, aScope } from "../../promotions/measure/a-measure.ts";
import { aRegistry } from "../../registry/a-registry.ts";

const github = buildSchema(schema.idl, { assumeValid: true });
const EVERY: readonly Measure["what"][] = [
  ...(["merged-pulls", "opened-pulls", "reviewed-pulls", "authored-or-reviewed-pulls", "opened-issues"] as const),
  ...(["resolved-issues", "commented", "first-contribution", "last-activity"] as const),
];
const jemshad = { login: "jemshad", id: null };
const wide = { registry: "areas: { a: { repos: [one, two, three] } }\nmaintainers: [ann]\n" };

describe("requests", () => {
  it("every measure's request is sound GraphQL of GitHub's schema, ten searches at most in each", () => {
    const filter = { kind: "docs" as const, labels: ['a "b"'], paths: ["docs/**"] };
    const wanted = EVERY.flatMap((what) => [aMeasure(what), aMeasure(what, filter)]);
    const plan = measurePlan(wanted, jemshad, aScope(wide));
    const pages = plan.searches.map((_, search) => ({ search, after: null }));
    const requests = requestsFor(plan, pages, "jemshad");
    expect(requests.flatMap(({ query }) => validate(github, parse(query.text)).map(({ message }) => message))).toEqual(
      [],
    );
    expect(requests.flatMap(({ pages: asked }) => Object.values(asked))).toEqual(pages);
    expect(Math.max(...requests.map(({ pages: asked }) => Object.keys(asked).length))).toBe(10);
  });

  it("one search serves every measure that it can, and asks for what any of them wants", () => {
    const wanted = [aMeasure("merged-pulls", {}, 1), aMeasure("merged-pulls", { kind: "docs" }, 30)];
    const plan = measurePlan(wanted, jemshad, aScope());
    expect(plan.searches).toMatchObject([{ details: ["files", "labels", "events"], first: 50 }]);
    expect(plan.measures.map(({ searches }) => searches)).toEqual([[0], [0]]);
  });
});

describe("searches", () => {
  const texts = (measure: Measure, scope = aScope()) =>
    measurePlan([measure], jemshad, scope).searches.map((search) => searchText(search, "jemshad"));

  it("labels are alternatives, those with spaces quoted; a base and a span are told to GitHub", () => {
    const filter = { labels: ["kind/bug", "good first issue"], base: "main", within: 86_400_000 };
    expect(texts(aMeasure("merged-pulls", filter))).toEqual([
      'repo:KusionStack/kusion is:pr is:merged label:kind/bug,"good first issue" base:main merged:>=2026-11-22T14:00:00Z author:jemshad',
    ]);
  });

  it("a first or last contribution of one sort is looked for among those alone", () => {
    const sorts = (of: NonNullable<Measure["filter"]["of"]>) => texts(aMeasure("first-contribution", { of }));
    expect(sorts(["reviewed-pulls"])).toEqual(["repo:KusionStack/kusion is:pr reviewed-by:jemshad -author:jemshad"]);
    expect(sorts(["opened-issues", "comments"])).toEqual([
      "repo:KusionStack/kusion is:issue author:jemshad",
      "repo:KusionStack/kusion commenter:jemshad -author:jemshad",
    ]);
    expect(texts(aMeasure("last-activity"))).toHaveLength(4);
  });

  it("each repository takes its own search; an area is searched in its own; a filter's repositories come first", () => {
    const scope = aScope({
      registry: "areas: { a: { repos: [one, two] }, b: { repos: [three] } }\nmaintainers: [ann]\n",
    });
    const places = (measure: Measure) => texts(measure, scope).map((text) => text.split(" ")[0]);
    expect(places(aMeasure("opened-pulls"))).toEqual(["one", "two", "three"].map((name) => `repo:KusionStack/${name}`));
    expect(places(aMeasure("opened-pulls", { areas: ["b"] }))).toEqual(["repo:KusionStack/three"]);
    expect(places(aMeasure("opened-pulls", { repos: ["four"] }))).toEqual(["repo:KusionStack/four"]);
  });

  it("without areas, or with one of every repository, all of the owner's repositories count", () => {
    const everywhere = aRegistry('areas: { docs: { paths: ["docs/**"] }, a: { repos: [one] } }\nmaintainers: [ann]\n');
    expect(countedRepositories(everywhere)).toEqual([]);
    expect(countedRepositories(aRegistry("maintainers: [ann]\n"))).toEqual([]);
    expect(areaRepositories(everywhere)).toEqual({ docs: [], a: ["one"] });
    expect(texts(aMeasure("opened-pulls"), aScope({ registry: "maintainers: [ann]\n" }))).toEqual([
      "org:KusionStack is:pr author:jemshad",
    ]);
  });
});
