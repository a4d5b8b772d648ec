/** Trouble to order: the next requests that match are answered as GitHub answers on a bad day. */

export interface Fault {
  /** Part of `METHOD /path?query` or of the operation's name (`query …`, `mutation …`); absent: every API request. */
  readonly match?: string | undefined;
  /** So many matching requests go well first: the second page of a list fails, say. */
  readonly skip?: number | undefined;
  /** How many requests; absent: until removed. */
  readonly times?: number | undefined;
  /** Share of matching requests that fails, 0 to 1; absent: all. */
  readonly share?: number | undefined;
  readonly kind: /** Answers this status (502, 401, …) with GitHub's kind of body. The request changes nothing. */
    | "status"
    /** Does what was asked, then answers this status: the writer cannot tell. */
    | "status-after"
    /** Closes the connection unanswered. */
    | "reset"
    /** Does what was asked, then closes the connection. */
    | "reset-after"
    /** Never answers. */
    | "timeout"
    /** Does what was asked, then never answers. */
    | "timeout-after"
    /** 403, or 429 where `status` says so, with Retry-After. */
    | "secondary-limit"
    /** 403 (GraphQL: 200 with RATE_LIMITED) with x-ratelimit-remaining 0 until `retryAfter` seconds from now. */
    | "primary-limit"
    /** GraphQL only: the field of this name is null, with an error. */
    | "partial"
    /** GraphQL only: the server is of a version that has no mutation of this name (`field`). */
    | "without-mutation"
    /** Answers as if the app had not been granted `permission`; people's own tokens are not struck. */
    | "without-permission"
    /** 403 as from an organisation that demands SAML single sign-on of the token. */
    | "sign-on"
    /** Answers properly, after `ms`. */
    | "slow";
  readonly status?: number | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  readonly field?: string | undefined;
  readonly ms?: number | undefined;
  /** An app's permission: `members`. */
  readonly permission?: string | undefined;
}

export class Faults {
  readonly #list: { fault: Fault; skip: number; left: number }[] = [];
  /** Replaceable, so that a test's shares are the same in every run. */
  random: () => number = Math.random;
  /** Requests that were struck so far. */
  struck = 0;

  add(fault: Fault): void {
    this.#list.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#list.length = 0;
  }

  /** The first fault that strikes this request; it is used up by that. */
  take(request: string, operation: string): Fault | null {
    for (const entry of this.#list) {
      const { match, share } = entry.fault;
      if (match !== undefined && !request.includes(match) && !operation.includes(match)) continue;
      if (share !== undefined && this.random() >= share) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      this.struck += 1;
      if (entry.left <= 0) this.#list.splice(this.#list.indexOf(entry), 1);
      return entry.fault;
    }
    return null;
  }
}
