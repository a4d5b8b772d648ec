/** The pattern by which the database is filled: a few pull requests live their lives before a real bot, which writes its usual rows. */

import type { BroadWorld } from "./world.ts";

/** Of the one that nobody says anything of: every open one begins like it. */
export const QUIET = "feat: a quiet one";

/** Webhooks of all of it go to whoever is listening. */
export function sampleLives({ world, sample }: BroadWorld): void {
  const { repo, organization } = sample;
  const place = `${organization.login}/${repo.name}`;
  const { maintainers, approvers, contributors } = organization.people;
  const [maintainer = "", approver = "", other = "", author = ""] = [
    maintainers[0],
    approvers[0],
    approvers[1],
    contributors[0],
  ];
  let opened = 0;
  const open = (title: string) => {
    opened += 1;
    const files = {
      [`src/sample-${opened}.go`]: `package main\n\nconst N = ${opened}\n`,
      "docs/index.md": `# ${opened}\n`,
    };
    return world.as(author).openPull({ repo: place, title, branch: `sample-${opened}`, files });
  };
  open(QUIET);
  const merged = open("feat: what is merged");
  world.as(approver).review(merged, "APPROVE", "Well done.");
  world.as(approver).merge(merged);
  const closed = open("feat: what is closed");
  world.as(other).requestChanges(closed, "Please say why.");
  world.as(author).close(closed);
  const talked = open("fix: what is talked about");
  world.as(approver).comment(talked, "/hold until the release is out");
  world.as(other).comment(talked, "/label kind/bug\n/assign");
  world.as("somebody-else").comment(talked, "/approve");
  world.as(author).touch(talked);
  world.as(maintainer).comment(talked, "/hold cancel");
  world.as(approver).comment(talked, "/approve");
  world.as(approver).merge(talked);
  const issue = world.as(author).openIssue({ repo: place, title: "It does not work", body: "At all." });
  world.as(maintainer).comment(issue, "/label kind/bug");
}
