import { expect, it, onTestFinished } from "vitest";
import { openGitHub } from "../../src/github/client/client.ts";
import { startBesideBot } from "../../src/sandbox/beside-bot.ts";

it("npm start's sandbox has its lists from the beginning, with links that lead to itself", async () => {
  const beside = await startBesideBot();
  onTestFinished(() => beside.close());
  const { apiUrl, webUrl } = beside.addresses;
  const text = async (repo: string, path: string) => {
    const headers = { accept: "application/vnd.github.raw+json" };
    return await (await fetch(`${apiUrl}/repos/KusionStack/${repo}/contents/${path}`, { headers })).text();
  };
  expect(await text(".github", "MAINTAINERS.md")).toContain(`[SparkYuan](${webUrl}/SparkYuan)`);
  expect(await text(".github", "APPROVERS.md")).toContain("hoangndst");
  expect(await text(".github", ".github/CODEOWNERS")).toContain("/roles.yaml @SparkYuan");
  expect(await text("kusion", ".github/CODEOWNERS")).toContain("* @SparkYuan");
});

it("its app may add people to teams where Rung runs with ACCESS=grant, and only there", async () => {
  const members = async (grants: boolean) => {
    const beside = await startBesideBot({ grants });
    onTestFinished(() => beside.close());
    const github = openGitHub({ ...beside.addresses, ...beside.credentials });
    onTestFinished(() => github.close());
    return (await github.app.rest("GET", "/app")).data;
  };
  expect(await members(true)).toMatchObject({ permissions: { members: "write" } });
  expect(await members(false)).toMatchObject({ permissions: { members: "read" } });
});
