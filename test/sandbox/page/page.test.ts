import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { sandboxPage } from "../../../src/sandbox/page/page.ts";
import { aComment, aPort, aPullDetail, type PortParts } from "./a-port.ts";

const path = "/KusionStack/kusion/pull/3";
const origin = "http://localhost";

function aPage(parts: PortParts = {}) {
  const { port, acts, spans } = aPort(parts);
  const app = sandboxPage({ port, commands });
  const get = async (at: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(at, { headers });
    return { answer, text: await answer.text() };
  };
  const post = (at: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.request(`${origin}${at}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin, "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  return { get, post, acts, spans };
}

describe("the sandbox page", () => {
  it("says loudly that it is not GitHub", async () => {
    const { text } = await aPage().get("/");
    expect(text).toContain("Sandbox: not GitHub.");
  });

  it("leads on from the tour: to a promotion, with the list that follows it, and to who has access", async () => {
    const { text } = await aPage().get("/");
    expect(text).toContain("/promote @octo-fan contributors kusion");
    expect(text).toContain("CONTRIBUTORS.md is changed in the same commit");
    expect(text).toContain('href="/teams"');
  });

  it("shows a pull request at GitHub's own path, with checks, files, and the merge box", async () => {
    const { text } = await aPage().get(path);
    expect(text).toContain("fix: keep the state file when apply fails");
    expect(text).toContain("<td>1 of hoangndst, SparkYuan</td>");
    expect(text).toContain("pkg/engine/apply.go");
    expect(text).toContain("Merging is blocked");
    expect(text).toContain("rung has not passed");
  });

  it("offers the commands of the index, on issues only those that work there", async () => {
    const { get } = aPage();
    expect((await get(path)).text).toContain('data-insert="/approve"');
    const { text } = await get("/KusionStack/kusion/issues/2");
    expect(text).toContain('data-insert="/help"');
    expect(text).not.toContain('data-insert="/approve"');
  });

  it("shows the tour beside its own pull request only, whatever numbers other repositories have", async () => {
    const tour = aPullDetail();
    expect((await aPage({ pull: tour }).get(path)).text).toContain("Try this");
    const { port } = aPort({ pull: tour });
    const elsewhere = { ...port, pull: async () => aPullDetail({ repo: "karpor" }) };
    const answer = await sandboxPage({ port: elsewhere, commands }).request("/KusionStack/karpor/pull/3");
    expect(await answer.text()).not.toContain("Try this");
  });

  it("answers 404 for what is not there", async () => {
    expect((await aPage().get("/KusionStack/kusion/pull/99")).answer.status).toBe(404);
  });

  it("shows a file of a default branch where GitHub does, since Rung's page links the registry", async () => {
    for (const ref of ["HEAD", "main"]) {
      const { answer, text } = await aPage().get(`/KusionStack/kusion/blob/${ref}/README.md`);
      expect([answer.status, text.includes("<code># Kusion\n</code>")]).toEqual([200, true]);
    }
  });

  it.each([
    "/SparkYuan",
    "/search?q=repo%3AKusionStack%2Fkusion&type=pullrequests",
    "/KusionStack/kusion/blob/HEAD/no.md",
    "/KusionStack/kusion/blob/other/README.md",
  ])("says of other addresses of GitHub that they are none of the sandbox's, with a way back: %s", async (address) => {
    const { answer, text } = await aPage().get(address);
    expect(answer.status).toBe(404);
    expect(text).toContain("The sandbox does not show this");
    expect(text).toContain('<a href="/">See what there is now</a>');
  });

  it("fetches nothing from elsewhere and runs no inline script or style", async () => {
    const { answer, text } = await aPage().get(path);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(text).not.toMatch(/<script(?![^>]*\ssrc="\/_page\/)/);
    expect(text).not.toMatch(/\s(?:style|onclick|onload)="|<style/);
    expect(text).not.toMatch(/(?:src|href)="https?:/);
  });

  it("moves the clock by what it offers, by nothing else, and only at its own forms' word", async () => {
    const { get, post, spans } = aPage();
    expect((await get("/")).text).toContain("Monday 23 November 2026, 14:09 UTC");
    const moved = await post("/_page/clock", { span: "2w", back: path });
    expect([moved.status, moved.headers.get("location")]).toEqual([303, path]);
    await post("/_page/clock", { span: "100y", back: path });
    await post("/_page/clock", { span: "3mo" }, { origin: "https://elsewhere.example" });
    expect(spans).toEqual(["2w"]);
  });

  it("R25: shows what people typed as text, never as HTML", async () => {
    const pull = aPullDetail({
      title: "<script>alert(1)</script>",
      timeline: [
        aComment({ body: "<img src=x onerror=alert(1)>\n\n<script>x</script> ![a](https://evil.example/x.png)" }),
      ],
    });
    const { text } = await aPage({ pull }).get(path);
    expect(text).not.toContain("<img");
    expect(text).not.toContain("<script>");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("leaves hidden comments out, as GitHub does", async () => {
    const { text } = await aPage({
      pull: aPullDetail({
        timeline: [aComment({ app: true, author: "rung[bot]", body: "<!-- rung:status -->\nHeld." })],
      }),
    }).get(path);
    expect(text).toContain("Held.");
    expect(text).not.toContain("rung:status");
  });

  it("turns a posted form into the act, and leads back to the pull request without the script", async () => {
    const { post, acts } = aPage();
    const answer = await post(`${path}/act`, { as: "hoangndst", do: "approve", body: "" });
    expect(acts).toEqual([
      {
        as: "hoangndst",
        owner: "KusionStack",
        repo: "kusion",
        number: 3,
        action: "review",
        event: "APPROVE",
        body: "",
      },
    ]);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, path]);
  });

  it("shows a refusal once, on the page one comes back to", async () => {
    const { post, get } = aPage({ refuse: "The required check has not passed." });
    const answer = await post(`${path}/act`, { as: "octo-fan", do: "merge" });
    const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const { text, answer: shown } = await get(path, { cookie });
    expect(text).toContain("The required check has not passed.");
    expect(shown.headers.get("set-cookie")).toContain("notice=;");
  });

  it("tells the script of a refusal as JSON", async () => {
    const answer = await aPage({ refuse: "No." }).post(
      `${path}/act`,
      { as: "x", do: "merge" },
      { accept: "application/json" },
    );
    expect([answer.status, await answer.json()]).toEqual([422, { path, message: "No." }]);
  });

  it("acts on nothing when a field is empty or the act is unknown", async () => {
    const { post, acts } = aPage();
    await post(`${path}/act`, { as: "octo-fan", do: "comment", body: "  " });
    await post(`${path}/act`, { as: "octo-fan", do: "delete-repository" });
    await post(`${path}/act`, { do: "merge" });
    expect(acts).toEqual([]);
  });

  it("refuses forms of other sites", async () => {
    const { post, acts } = aPage();
    const answer = await post(`${path}/act`, { as: "octo-fan", do: "merge" }, { origin: "https://evil.example" });
    expect([answer.status, acts]).toEqual([403, []]);
  });

  it("plays whom the visitor chose, and offers edits only of that person's comments", async () => {
    const { post, get } = aPage({ pull: aPullDetail({ timeline: [aComment({ author: "octo-fan" })] }) });
    expect((await get(path)).text).toContain("Edit or delete");
    const answer = await post("/_page/persona", { as: "hoangndst", back: path });
    expect(answer.headers.get("location")).toBe(path);
    const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const { text } = await get(path, { cookie });
    expect(text).toContain("Speak as hoangndst");
    expect(text).not.toContain("Edit or delete");
  });

  it("never leads to another host", async () => {
    for (const back of ["//evil.example", "https://evil.example", "/\\evil.example", ""]) {
      const answer = await aPage().post("/_page/theme", { theme: "dark", back });
      expect(answer.headers.get("location")).toBe("/");
    }
  });

  it("opens a pull request that adds a line to each chosen file", async () => {
    const { post, acts } = aPage();
    const answer = await post("/new", {
      as: "octo-fan",
      repository: "KusionStack/kusion",
      title: "docs: say hello",
      body: "",
      base: "main",
      paths: "README.md",
      more: "pkg/new.go",
    });
    expect(answer.headers.get("location")).toBe("/KusionStack/kusion/pull/4");
    expect(acts).toEqual([
      {
        as: "octo-fan",
        owner: "KusionStack",
        repo: "kusion",
        action: "open-pull",
        title: "docs: say hello",
        body: "",
        base: "main",
        draft: false,
        files: { "README.md": "# Kusion\n\ndocs: say hello\n", "pkg/new.go": "// docs: say hello\n" },
      },
    ]);
  });
});
