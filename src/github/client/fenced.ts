/** A job's client: before each write it asks whether the job may still write, and it counts the job's requests. Reads pass unchecked. */

import { type Client, isMutation } from "./client.ts";
import { Forbidden } from "./errors.ts";

interface FencedClient {
  readonly client: Client;
  /** How many requests were begun so far. */
  readonly requests: () => number;
}

export interface Fence {
  /** Throws if somebody else may be doing the same work by now. */
  readonly assertOurs: () => void;
  /** Called for each REST request. */
  readonly sent?: (request: { readonly isWrite: boolean }) => void;
  /** Called with each write that GitHub forbids, at a REST path or by GraphQL (`null`); may throw what it means for the job. */
  readonly forbidden?: (error: Forbidden, path: string | null) => Promise<void>;
}

export function fencedClient(client: Client, { assertOurs, sent, forbidden }: Fence): FencedClient {
  let begun = 0;
  const write = async <Answer>(path: string | null, ask: () => Promise<Answer>): Promise<Answer> => {
    assertOurs();
    begun += 1;
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Forbidden) await forbidden?.(error, path);
      throw error;
    }
  };
  return {
    client: {
      installationId: client.installationId,
      rest: async (method, path, options) => {
        const isWrite = method !== "GET";
        sent?.({ isWrite });
        if (isWrite) return await write(path, () => client.rest(method, path, options));
        begun += 1;
        return await client.rest(method, path, options);
      },
      graph: async (query, variables) => {
        if (isMutation(query)) return await write(null, () => client.graph(query, variables));
        begun += 1;
        return await client.graph(query, variables);
      },
    },
    requests: () => begun,
  };
}
