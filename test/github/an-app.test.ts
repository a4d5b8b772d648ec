/** What is played for one file of tests ends before the files that the same process runs next. */

import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { freePort } from "../support/a-postgres.ts";
import { play, stop } from "./an-app.ts";

afterEach(stop);

/** Where nobody listens it is refused; while GitHub is played every port seems to answer. */
async function outcome(): Promise<string> {
  const port = await freePort();
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve("connected");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

it("GitHub is played between play and stop, and neither by loading it nor afterwards", async () => {
  expect(await outcome()).toBe("ECONNREFUSED");
  play();
  expect(await outcome()).toBe("connected");
  stop();
  expect(await outcome()).toBe("ECONNREFUSED");
});
