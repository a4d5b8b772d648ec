import { expect, it } from "vitest";
import { type GitHubHealth, gitHubHealth } from "../../../src/github/client/github-health.ts";

/** A health of GitHub whose clock and whose GitHub the test plays. */
function aReach(status: () => number) {
  let now = 0;
  let asked = 0;
  const holder: { githubHealth: GitHubHealth | null } = { githubHealth: null };
  const ask = async () => {
    asked += 1;
    holder.githubHealth?.seen({ status: status() });
    if (status() === 0) throw new Error("no answer");
  };
  const githubHealth = gitHubHealth({ ask, now: () => now });
  holder.githubHealth = githubHealth;
  return { githubHealth, pass: (seconds: number) => (now += seconds * 1_000), asked: () => asked };
}

it("GitHub is asked only where no request has told for a minute, and once for all who ask at a time", async () => {
  const { githubHealth, pass, asked } = aReach(() => 200);
  expect(await Promise.all([githubHealth.notReadyReason(), githubHealth.notReadyReason()])).toEqual([null, null]);
  expect(asked()).toBe(1);
  pass(59);
  await githubHealth.notReadyReason();
  expect(asked()).toBe(1);
  githubHealth.seen({ status: 200 });
  pass(59);
  await githubHealth.notReadyReason();
  expect(asked()).toBe(1);
  pass(2);
  await githubHealth.notReadyReason();
  expect(asked()).toBe(2);
});

it("failures for 15 s without a good answer count as out of reach, in words; one failure does not", async () => {
  const { githubHealth, pass } = aReach(() => 0);
  githubHealth.seen({ status: 0 });
  expect(await githubHealth.notReadyReason()).toBeNull();
  pass(14);
  expect(await githubHealth.notReadyReason()).toBeNull();
  pass(6);
  expect(await githubHealth.notReadyReason()).toBe(
    "GitHub has not answered for 20 s: check the network, and GitHub's status page",
  );
});

it("any answer ends it, a refusal too; a server's failure does not", async () => {
  let status = 502;
  const { githubHealth, pass } = aReach(() => status);
  githubHealth.seen({ status: 0 });
  pass(20);
  expect(await githubHealth.notReadyReason()).toMatch(/has not answered for 20 s/);
  status = 403;
  pass(5);
  expect(await githubHealth.notReadyReason()).toBeNull();
});
