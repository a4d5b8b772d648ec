/** Issues, and what pull requests share with them, in GraphQL. */

import { association } from "../render/association.ts";
import { repoHtml } from "../render/repositories.ts";
import { iso } from "../world/clock.ts";
import type { Subject } from "../world/model.ts";
import { userView } from "./accounts.ts";
import { labelView } from "./labels.ts";
import { commentsOf, writtenView } from "./talk.ts";
import { timelineOf } from "./timeline.ts";
import { connection, type Looking, type PageArguments, type View } from "./view.ts";

/** Everything that both kinds of subject have. */
export function subjectView(looking: Looking, subject: Subject): View {
  const page = subject.kind === "pull" ? "pull" : "issues";
  const id = subject.kind === "pull" ? subject.pullId : subject.id;
  return {
    ...writtenView(looking, subject),
    databaseId: id,
    fullDatabaseId: `${id}`,
    number: subject.number,
    title: subject.title,
    url: `${repoHtml(looking.world, subject.repo)}/${page}/${subject.number}`,
    closed: subject.state === "closed",
    closedAt: subject.closedAt === null ? null : iso(subject.closedAt),
    locked: subject.locked,
    authorAssociation: () => association(looking.world, subject.repo, subject.author),
    repository: () => looking.views.repository(looking, subject.repo),
    assignees: (asked: PageArguments) =>
      connection("assignees", subject.assignees, asked, (who) => userView(looking, who)),
    labels: (asked: PageArguments) => connection("labels", subject.labels, asked, (label) => labelView(looking, label)),
    comments: commentsOf(looking, subject),
    timelineItems: timelineOf(looking, subject),
  };
}

export function issueView(looking: Looking, subject: Subject): View {
  return {
    __typename: "Issue",
    ...subjectView(looking, subject),
    state: subject.state.toUpperCase(),
    stateReason: subject.stateReason?.toUpperCase() ?? null,
  };
}
