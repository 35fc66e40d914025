import type { Ctx } from "../../platform/context.ts";
import { forgetRequests } from "../../platform/http/idempotency.ts";
import { deleteCounters } from "./sign-in-counter.store.ts";
import { deleteSessions } from "./session.store.ts";

const DAY = 86_400_000;

/** Nightly: what no longer decides anything is removed. Sessions stay for 180 days to answer who was signed in when. */
export async function sweepAccess(ctx: Ctx): Promise<void> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * DAY);
  await deleteSessions(ctx.db, before(180));
  await deleteCounters(ctx.db, before(1));
  await forgetRequests(ctx.db, before(7));
}
