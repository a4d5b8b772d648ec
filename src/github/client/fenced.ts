/** A job's client: before each write it asks whether the job may still write, and it counts the job's requests. Reads pass unchecked. */
import { type Client, isMutation } from "./client.ts";

interface FencedClient {
  readonly client: Client;
  /** How many requests were begun so far. */
  readonly requests: () => number;
}

/** `assertOurs` throws if somebody else may be doing the same work by now. `sent`: called for each REST request. */
export function fencedClient(
  client: Client,
  assertOurs: () => void,
  sent: (request: { readonly isWrite: boolean }) => void = () => {},
): FencedClient {
  let begun = 0;
  return {
    client: {
      installationId: client.installationId,
      rest: async (method, path, options) => {
        const isWrite = method !== "GET";
        if (isWrite) assertOurs();
        begun += 1;
        sent({ isWrite });
        return await client.rest(method, path, options);
      },
      graph: async (query, variables) => {
        if (isMutation(query)) assertOurs();
        begun += 1;
        return await client.graph(query, variables);
      },
    },
    requests: () => begun,
  };
}
