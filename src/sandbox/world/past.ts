/**
 * The world as it was a moment ago: GitHub's readings may come from a replica that lags behind its webhooks. Anything is remembered only
 * while a lag is asked for.
 */

import type { Actor, Issue, Pull, QueueEntry, Repo, Subject, Team } from "./model.ts";
import type { World } from "./world.ts";

interface Moment<T> {
  /** Monotonic, in ms. */
  readonly at: number;
  readonly what: T;
}

/** More moments of one subject than anybody makes within a lag. */
const KEEP = 500;

export class Past {
  /** How many milliseconds readings lag; called for each request, so that a test may let it vary. */
  lag: () => number = () => 0;
  readonly #world: World;
  readonly #subjects = new Map<Subject, Moment<Subject>[]>();
  readonly #refs = new Map<Repo, Moment<ReadonlyMap<string, string>>[]>();
  readonly #queues = new Map<Repo, Moment<ReadonlyMap<string, readonly QueueEntry[]>>[]>();
  /** By folded full name. */
  #names: Moment<ReadonlyMap<string, Repo>>[] = [];
  readonly #teams = new Map<Team, Moment<readonly Actor[]>[]>();
  #stop: (() => void) | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  /** From now on readings lag by so many milliseconds; 0 ends that. A function is asked for each reading. */
  set(lag: number | (() => number)): void {
    this.lag = typeof lag === "number" ? () => lag : lag;
    this.#stop?.();
    this.#stop = null;
    this.#subjects.clear();
    this.#refs.clear();
    this.#queues.clear();
    this.#teams.clear();
    this.#names = [];
    if (lag === 0) return;
    this.#noteNames(Number.NEGATIVE_INFINITY);
    for (const repo of this.#world.repos.values()) {
      this.#noteRefs(repo, Number.NEGATIVE_INFINITY);
      this.#noteQueues(repo, Number.NEGATIVE_INFINITY);
      for (const subject of repo.subjects.values()) this.#note(subject, Number.NEGATIVE_INFINITY);
    }
    this.#noteTeams(Number.NEGATIVE_INFINITY);
    this.#stop = this.#world.onChange((subject) => {
      const now = performance.now();
      this.#noteNames(now);
      if (subject !== null) this.#note(subject, now);
      for (const repo of this.#world.repos.values()) {
        this.#noteRefs(repo, now);
        this.#noteQueues(repo, now);
      }
      this.#noteTeams(now);
    });
  }

  /** The subject as a reading of now shows it; `null`: it is too new to be shown. */
  subject(live: Subject, lag: number): Subject | null {
    if (this.#stop === null) return live;
    return at(this.#subjects.get(live), lag);
  }

  /** The repository that a reading of now finds under a folded full name. */
  named(name: string, lag: number): Repo | undefined {
    const live = this.#world.repos.get(name);
    if (this.#stop === null) return live;
    return at(this.#names, lag)?.get(name) ?? live;
  }

  /** The repository with its branches and merge queues as a reading of now shows them. */
  repo(live: Repo, lag: number): Repo {
    if (this.#stop === null) return live;
    const refs = at(this.#refs.get(live), lag);
    const queues = at(this.#queues.get(live), lag);
    return {
      ...live,
      ...(refs !== null && { refs: new Map(refs) }),
      ...(queues !== null && { queues: new Map([...queues].map(([branch, entries]) => [branch, [...entries]])) }),
    };
  }

  /** Who is in the team, and in those below it, as a reading of now shows it. */
  members(team: Team, lag: number): readonly Actor[] {
    const live = this.#world.organizations.everyoneIn(team);
    return this.#stop === null ? live : (at(this.#teams.get(team), lag) ?? live);
  }

  #noteNames(now: number): void {
    const { repos } = this.#world;
    const last = this.#names.at(-1)?.what;
    if (last?.size === repos.size && [...repos].every(([name, repo]) => last.get(name) === repo)) return;
    this.#names = [...this.#names, { at: now, what: new Map(repos) }].slice(-KEEP);
  }

  #noteTeams(now: number): void {
    for (const team of this.#world.organizations.teams)
      added(this.#teams, team, { at: now, what: this.#world.organizations.everyoneIn(team) });
  }

  #note(subject: Subject, now: number): void {
    added(this.#subjects, subject, { at: now, what: subject.kind === "pull" ? pullCopy(subject) : issueCopy(subject) });
  }

  #noteRefs(repo: Repo, now: number): void {
    const last = this.#refs.get(repo)?.at(-1)?.what;
    const same =
      last !== undefined &&
      last.size === repo.refs.size &&
      [...repo.refs].every(([name, sha]) => last.get(name) === sha);
    if (!same) added(this.#refs, repo, { at: now, what: new Map(repo.refs) });
  }

  #noteQueues(repo: Repo, now: number): void {
    const copies = [...repo.queues].map(
      ([branch, entries]) => [branch, entries.map((entry) => ({ ...entry }))] as const,
    );
    if (copies.length > 0) added(this.#queues, repo, { at: now, what: new Map(copies) });
  }
}

function added<K, T>(moments: Map<K, Moment<T>[]>, key: K, moment: Moment<T>): void {
  const known = moments.get(key) ?? [];
  known.push(moment);
  moments.set(key, known.slice(-KEEP));
}

function at<T>(moments: readonly Moment<T>[] | undefined, lag: number): T | null {
  const then = performance.now() - lag;
  return moments?.findLast((moment) => moment.at <= then)?.what ?? null;
}

function issueCopy(issue: Issue): Issue {
  return { ...issue, ...shared(issue) };
}

function pullCopy(pull: Pull): Pull {
  const reviews = new Map(pull.reviews.map((review) => [review, { ...review }]));
  return {
    ...pull,
    ...shared(pull),
    reviews: [...reviews.values()],
    reviewComments: pull.reviewComments.map((one) => ({ ...one, review: reviews.get(one.review) ?? one.review })),
    requestedReviewers: [...pull.requestedReviewers],
    requestedTeams: [...pull.requestedTeams],
  };
}

function shared({ labels, assignees, comments, events }: Subject) {
  return {
    labels: [...labels],
    assignees: [...assignees],
    comments: comments.map((comment) => ({ ...comment })),
    events: [...events],
  };
}
