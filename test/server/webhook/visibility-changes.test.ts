import { describe, expect, it } from "vitest";
import { visibilityChange } from "../../../src/server/webhook/visibility-changes.ts";

const repository = { id: 31, full_name: "KusionStack/kusion" };

describe("what an event tells of who may look", () => {
  it("made private: hidden", () => {
    expect(visibilityChange("repository", { action: "privatized", repository })).toEqual({
      kind: "hide",
      repositoryId: 31,
    });
  });

  it.each(["deleted", "transferred"])("%s: forgotten", (action) => {
    expect(visibilityChange("repository", { action, repository })).toEqual({ kind: "forget", repositoryIds: [31] });
  });

  it("made public: nothing, since an event may come late; GitHub is asked", () => {
    expect(visibilityChange("repository", { action: "publicized", repository })).toBeNull();
  });

  it("taken away from the installation: forgotten; given to it: nothing", () => {
    const more = { repositories_added: [], repositories_removed: [repository, { id: 32 }] };
    expect(visibilityChange("installation_repositories", { action: "removed", ...more })).toEqual({
      kind: "forget",
      repositoryIds: [31, 32],
    });
    expect(visibilityChange("installation_repositories", { action: "added", ...more })).toBeNull();
  });

  it.each(["deleted", "suspend"])("installation %s: all of its repositories forgotten", (action) => {
    expect(visibilityChange("installation", { action, installation: { id: 7 } })).toEqual({
      kind: "forget-installation",
      installationId: 7,
    });
  });

  it("everything else, and what has another shape: nothing", () => {
    expect(visibilityChange("installation", { action: "created", installation: { id: 7 } })).toBeNull();
    expect(visibilityChange("push", { repository })).toBeNull();
    for (const payload of [null, {}, { action: "privatized" }, "x"])
      expect(visibilityChange("repository", payload)).toBeNull();
  });

  it("an installation's account has a name that may have been another one's, by GitHub's own word", () => {
    const installation = { id: 7, account: { id: 70, login: "acme" } };
    const claim = { kind: "claim-owner", owner: "acme", accountId: 70, installationId: 7 };
    expect(visibilityChange("installation", { action: "created", installation })).toEqual(claim);
    expect(visibilityChange("installation", { action: "unsuspend", installation })).toBeNull();
  });
});
