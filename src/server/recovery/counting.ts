/** A client that counts its requests. */

import type { Client } from "../../github/client/client.ts";

export function counting(client: Client): { readonly client: Client; requests(): number } {
  let requests = 0;
  const counted: Client = {
    installationId: client.installationId,
    rest: (...asked) => {
      requests += 1;
      return client.rest(...asked);
    },
    graph: (...asked) => {
      requests += 1;
      return client.graph(...asked);
    },
  };
  return { client: counted, requests: () => requests };
}
