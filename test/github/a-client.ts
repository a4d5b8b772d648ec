/** A client that answers from functions and keeps what it was asked. */

import type { Client, RestAnswer } from "../../src/github/client/client.ts";
import { Gone } from "../../src/github/client/errors.ts";

export interface Asked {
  readonly what: string;
  readonly body: unknown;
}

export interface FakeClient extends Client {
  readonly asked: Asked[];
}

type Answers = {
  /** By "METHOD /path"; undefined is 404. */
  readonly rest?: (what: string, body: unknown) => unknown;
  /** The `Link` header of the same. */
  readonly link?: (what: string) => string | null;
  /** By query name; returns `data`. */
  readonly graph?: (name: string, variables: Readonly<Record<string, unknown>>) => unknown;
  readonly at?: number;
};

export function aClient(answers: Answers = {}): FakeClient {
  const asked: Asked[] = [];
  return {
    installationId: 1,
    asked,
    async rest(method, path, options = {}): Promise<RestAnswer> {
      const what = `${method} ${path}`;
      asked.push({ what, body: options.body });
      const data = answers.rest?.(what, options.body);
      if (data === undefined) throw new Gone(`${what}: 404`);
      return { status: 200, data, etag: null, at: null, link: answers.link?.(what) ?? null };
    },
    async graph(query, variables) {
      asked.push({ what: `graphql ${query.name}`, body: variables });
      return { data: answers.graph?.(query.name, variables), absent: new Set(), at: answers.at ?? 0 };
    },
  };
}
