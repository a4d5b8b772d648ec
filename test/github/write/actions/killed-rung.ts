/** A whole bot for the kill test: says where it takes webhooks, and dies when it is told to. Run by killed.test.ts. */
import { openServer } from "../../../../src/database/postgres-server.ts";
import { createLog } from "../../../../src/shared/log.ts";
import { aRung } from "../../../support/a-rung.ts";

const [host = "", appId = "", webhookSecret = "", databaseUrl = ""] = process.argv.slice(2);
const log = createLog("silent");
const privateKey = process.env.TEST_KEY ?? "";
const github = { host, appId: Number(appId), privateKey, webhookSecret, setWebhookUrl: () => {} };
const rung = await aRung(github, { openDatabase: () => openServer(databaseUrl, log), log });
await rung.firstLook;
process.stdout.write(`${rung.webhookUrl}\n`);
