/** Comments, reviews, inline comments and reactions in GraphQL. */

import { association } from "../render/association.ts";
import { commentUrl, reviewCommentUrl, reviewUrl } from "../render/talk.ts";
import { iso } from "../world/clock.ts";
import type { Actor, Comment, Reaction, ReactionContent, Review, ReviewComment, Subject } from "../world/model.ts";
import { actorView, userView } from "./accounts.ts";
import { commitView } from "./commits.ts";
import { connection, type Looking, type PageArguments, type View } from "./view.ts";

/** GraphQL's names of the reactions, in the order GitHub lists them. */
export const REACTION_NAMES: Readonly<Record<string, ReactionContent>> = {
  THUMBS_UP: "+1",
  THUMBS_DOWN: "-1",
  LAUGH: "laugh",
  HOORAY: "hooray",
  CONFUSED: "confused",
  HEART: "heart",
  ROCKET: "rocket",
  EYES: "eyes",
};

interface Written {
  readonly nodeId: string;
  readonly author: Actor;
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly edited: { readonly at: number; readonly by: Actor } | null;
  readonly reactions: readonly Reaction[];
}

/** The fields of GitHub's interfaces Comment and Reactable. */
export function writtenView(looking: Looking, written: Written): View {
  return {
    id: written.nodeId,
    author: () => actorView(looking, written.author),
    body: written.body,
    createdAt: iso(written.createdAt),
    updatedAt: iso(written.updatedAt),
    lastEditedAt: written.edited === null ? null : iso(written.edited.at),
    editor: () => (written.edited === null ? null : actorView(looking, written.edited.by)),
    includesCreatedEdit: written.edited !== null,
    reactionGroups: () =>
      Object.entries(REACTION_NAMES).map(([name, content]) => groupView(looking, name, content, written.reactions)),
    viewerCanReact: true,
    viewerDidAuthor: written.author === looking.viewer,
  };
}

function groupView(looking: Looking, name: string, content: ReactionContent, reactions: readonly Reaction[]): View {
  const these = reactions.filter((one) => one.content === content);
  return {
    content: name,
    viewerHasReacted: these.some((one) => one.user === looking.viewer),
    reactors: (asked: PageArguments) =>
      connection("reactors", these, asked, (one) => actorView(looking, one.user) ?? userView(looking, one.user)),
  };
}

export function reactionView(looking: Looking, reaction: Reaction): View {
  const name = Object.entries(REACTION_NAMES).find(([, content]) => content === reaction.content)?.[0];
  return {
    __typename: "Reaction",
    id: reaction.nodeId,
    databaseId: reaction.id,
    content: name,
    createdAt: iso(reaction.at),
    user: () => userView(looking, reaction.user),
  };
}

export function commentView(looking: Looking, comment: Comment): View {
  const { subject } = comment;
  return {
    __typename: "IssueComment",
    ...writtenView(looking, comment),
    databaseId: comment.id,
    fullDatabaseId: `${comment.id}`,
    authorAssociation: association(looking.world, subject.repo, comment.author),
    isMinimized: false,
    url: commentUrl(looking.world, comment),
    issue: () => looking.views.issue(looking, subject),
    pullRequest: () => (subject.kind === "pull" ? looking.views.pull(looking, subject) : null),
  };
}

export function commentsOf(looking: Looking, subject: Subject) {
  return (asked: PageArguments & { orderBy?: { direction: "ASC" | "DESC" } | null }) => {
    const { orderBy } = asked;
    const sorted = orderBy ? [...subject.comments].sort((a, b) => a.updatedAt - b.updatedAt) : subject.comments;
    const ordered = orderBy?.direction === "DESC" ? sorted.toReversed() : sorted;
    return connection("comments", ordered, asked, (comment) => commentView(looking, comment));
  };
}

export function reviewView(looking: Looking, review: Review): View {
  const pull = review.subject;
  return {
    __typename: "PullRequestReview",
    ...writtenView(looking, review),
    databaseId: review.id,
    fullDatabaseId: `${review.id}`,
    authorAssociation: association(looking.world, pull.repo, review.author),
    authorCanPushToRepository: () =>
      ["write", "maintain", "admin"].includes(looking.world.permission(pull.repo, review.author)),
    state: review.state,
    submittedAt: iso(review.createdAt),
    commit: () => commitView(looking, pull.repo, looking.world.git.known(review.commit)),
    url: reviewUrl(looking.world, review),
    comments: (asked: PageArguments) => {
      const own = pull.reviewComments.filter((comment) => comment.review === review);
      return connection("comments", own, asked, (comment) => reviewCommentView(looking, comment));
    },
  };
}

export function reviewCommentView(looking: Looking, comment: ReviewComment): View {
  const pull = comment.subject;
  const commit = (sha: string) => () => commitView(looking, pull.repo, looking.world.git.known(sha));
  return {
    __typename: "PullRequestReviewComment",
    ...writtenView(looking, comment),
    databaseId: comment.id,
    fullDatabaseId: `${comment.id}`,
    publishedAt: iso(comment.publishedAt),
    path: comment.path,
    line: comment.line,
    outdated: comment.commit !== pull.headSha,
    commit: commit(pull.headSha),
    originalCommit: commit(comment.commit),
    url: reviewCommentUrl(looking.world, comment),
    replyTo: () => (comment.replyTo === null ? null : reviewCommentView(looking, comment.replyTo)),
    pullRequestReview: () => reviewView(looking, comment.review),
  };
}

/** One thread per first comment, as GitHub groups answers. */
export function threadsOf(looking: Looking, comments: readonly ReviewComment[]) {
  return (asked: PageArguments) => {
    const firsts = comments.filter((comment) => comment.replyTo === null);
    return connection("reviewThreads", firsts, asked, (first) => ({
      __typename: "PullRequestReviewThread",
      id: `PRRT_${first.id}`,
      path: first.path,
      line: first.line,
      isResolved: false,
      isOutdated: first.commit !== first.subject.headSha,
      comments: (inner: PageArguments) => {
        const thread = comments.filter((comment) => comment === first || comment.replyTo === first);
        return connection("comments", thread, inner, (comment) => reviewCommentView(looking, comment));
      },
    }));
  };
}
