import { type Actor, type Ctx, scopeOf } from "../../platform/context.ts";
import { type House, runIn } from "../../platform/house.ts";
import { openHouseOn } from "./decide-child.fixture.ts";
import { publishVersion } from "./versions.service.ts";

/** Someone who may do everything with the nation's lists. */
export function officerOf(account: string): Actor {
  const permissions = ["policies.read", "policies.draft", "policies.sign_off", "policies.publish", "policies.file"];
  return { id: "01920000-0000-7000-8000-000000000001", account, name: account, organizationId: null, grants: [{ role: "officer", permissions: new Set(permissions), jurisdiction: { kind: "region", code: "000000000000" } }] };
}

export function asOfficer<T>(house: House, account: string, permission: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const actor = officerOf(account);
  return runIn(house, { actor, scope: scopeOf(actor, permission)!, requestId: `${account}-${permission}`, readOnly: false, asApplication: true }, work);
}

// In a process of its own, to be killed: `publish-child.fixture.ts VERSION EDITION DIR [URL]` publishes and waits before the commit.
if (import.meta.main) {
  const [, , id, edition, dir, url] = process.argv;
  const house = await openHouseOn(dir!, url);
  await asOfficer(house, "publisher", "policies.publish", async (ctx) => {
    await publishVersion(ctx, id!, Number(edition));
    process.stdout.write("written\n");
    await new Promise((next) => setTimeout(next, 60_000));
  });
}
