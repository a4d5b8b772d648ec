import { expect, it, vi } from "vitest";
import { aPromotionStage, registryPulls, status } from "./promotion-stage.ts";

const REGISTRY = `version: 1
roles:
  contributors: {}
  approvers:
    promotion:
      sponsors: { from: maintainers, min: 1 }
      objections: { from: maintainers, window: 2s }
  maintainers: {}
maintainers: [SparkYuan, adohe]
`;

it("a window ends by itself, at its time, without any event; and soon after the start when the bot was down then", async () => {
  const stage = await aPromotionStage({ registry: REGISTRY, past: false, live: true });
  try {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @jemshad approver everywhere\n/sponsor");
    expect(status(issue)).toContain("the window ends");
    await vi.waitFor(() => expect(status(issue)).toContain("The registry's change is"), {
      timeout: 60_000,
      interval: 50,
    });
    expect(registryPulls(stage)).toHaveLength(1);

    await stage.say("SparkYuan", issue, "/promote @octo-fan approver everywhere\n/sponsor @octo-fan");
    await stage.stop();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await stage.start();
    await vi.waitFor(() => expect(registryPulls(stage)).toHaveLength(2), { timeout: 60_000, interval: 50 });
  } finally {
    await stage.close();
  }
}, 180_000);
