import { expect, it } from "vitest";
import { requestChange } from "../../../src/server/webhook/request-changes.ts";
import { allExamples, repository } from "./an-event.ts";

const ann = { login: "ann", id: 5, type: "User" };

function told(event: string, action: string, more: object = {}, requested: readonly object[] = []) {
  const payload = { action, repository, pull_request: { number: 12, requested_reviewers: requested }, ...more };
  return requestChange(event, payload);
}

const at = { repositoryId: 31, number: 12 };
const nobody = { added: [], closed: [], dropped: [] };

it("tells who was asked, who was taken off, and who answered", () => {
  const asked = { login: "ann", id: 5 };
  const reviewer = { requested_reviewer: ann };
  expect(told("pull_request", "review_requested", reviewer)).toEqual({ ...at, ...nobody, added: [asked] });
  expect(told("pull_request", "review_request_removed", reviewer)).toEqual({ ...at, ...nobody, dropped: [asked] });
  const review = { review: { user: ann } };
  expect(told("pull_request_review", "submitted", review)).toEqual({ ...at, ...nobody, closed: [asked] });
});

it("a closed pull request waits for nobody, a reopened one for whoever is still asked", () => {
  expect(told("pull_request", "closed")).toEqual({ ...at, ...nobody, closed: null });
  expect(told("pull_request", "reopened", {}, [ann])).toEqual({ ...at, ...nobody, added: [{ login: "ann", id: 5 }] });
});

it("a team that was asked is nobody, other events and other shapes tell nothing", () => {
  expect(told("pull_request", "review_requested", { requested_team: { slug: "x" } })).toEqual({ ...at, ...nobody });
  expect(told("pull_request", "labeled")).toBeNull();
  expect(told("pull_request_review", "edited")).toBeNull();
  expect(requestChange("issue_comment", { action: "created" })).toBeNull();
  expect(requestChange("pull_request", { action: "closed", repository: "x" })).toBeNull();
});

it("takes whatever GitHub sends without complaint", () => {
  for (const { event, payload } of allExamples) expect(() => requestChange(event, payload)).not.toThrow();
});
