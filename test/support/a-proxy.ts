/** A forward proxy: tunnels by CONNECT, and forwards plain http; every name leads to one server, as no test may ask the real network. */

import { createServer, request } from "node:http";
import { connect } from "node:net";

export interface TestProxy {
  readonly url: string;
  /** `CONNECT ghe.test:443`, `GET http://ghe.test/x`: what it was asked. */
  readonly asked: string[];
  /** The credentials it was given. */
  readonly given: (string | undefined)[];
  close(): Promise<void>;
}

/** `port`: on loopback, where everything ends. `answer`: what it says instead of passing anything on. */
export async function aProxy(port: number, answer: number | null = null): Promise<TestProxy> {
  const asked: string[] = [];
  const given: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    given.push(incoming.headers["proxy-authorization"]);
    if (answer !== null) return void outgoing.writeHead(answer).end();
    const { pathname, search } = new URL(incoming.url ?? "");
    const { method, headers } = incoming;
    const onward = request({ host: "127.0.0.1", port, method, headers, path: `${pathname}${search}` }, (back) => {
      outgoing.writeHead(back.statusCode ?? 0, back.headers);
      back.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on("connect", (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    given.push(incoming.headers["proxy-authorization"]);
    if (answer !== null) return void socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`);
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on("error", () => onward.destroy());
    socket.on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...{ url: `http://127.0.0.1:${own}`, asked, given },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
