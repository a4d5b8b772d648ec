/** A client that asks before each write whether its job may still write. Reads go through. */
import { type Client, isMutation } from "./client.ts";

/** `assertOurs` throws where somebody else may be at the same work by now. */
export function fencedClient(client: Client, assertOurs: () => void): Client {
  return {
    installationId: client.installationId,
    rest: async (method, path, options) => {
      if (method !== "GET") assertOurs();
      return await client.rest(method, path, options);
    },
    graph: async (query, variables) => {
      if (isMutation(query)) assertOurs();
      return await client.graph(query, variables);
    },
  };
}
