import { sql } from "kysely";
import { AppError } from "../../kernel/errors.ts";
import { type Ctx, RecordedRefusal } from "../context.ts";
import type { Db } from "../db/connection.ts";

/** Answers hold what screens show of people, so they lie sealed. */
const PURPOSE = "request.answer";

/**
 * Does a write once for one request id of one user: a repetition gets the first answer. The note of the request and the
 * effect are one transaction, so a request that failed may be tried again under the same id, and of two at once the
 * second waits for the first. The same id with other content is refused (`request.key_reused`).
 */
export async function answerOnce(ctx: Ctx, request: { key: string; route: string; digest: string }, work: () => Promise<unknown>): Promise<unknown> {
  const key = request.key.slice(0, 100);
  const fresh = await sql`insert into platform.request (actor, key, route, digest, at)
    values (${ctx.actor.id}, ${key}, ${request.route}, ${request.digest}, ${ctx.now}) on conflict (actor, key) do nothing`.execute(ctx.db);
  if (!fresh.numAffectedRows) {
    const first = await sql<{ route: string; digest: string; answer: string }>`
      select route, digest, answer from platform.request where actor = ${ctx.actor.id} and key = ${key}`.execute(ctx.db);
    const row = first.rows[0];
    if (!row || row.route !== request.route || row.digest !== request.digest) throw new AppError("request.key_reused");
    return JSON.parse(ctx.crypto.unseal(PURPOSE, Buffer.from(row.answer, "base64"))) as unknown;
  }
  const answer = await work().catch(async (error: unknown) => {
    // a refusal of which something is kept is still no answer: the request may be tried again
    if (error instanceof RecordedRefusal) await sql`delete from platform.request where actor = ${ctx.actor.id} and key = ${key}`.execute(ctx.db);
    throw error;
  });
  const sealed = Buffer.from(ctx.crypto.seal(PURPOSE, JSON.stringify(answer ?? {}))).toString("base64");
  await sql`update platform.request set status = 200, answer = ${sealed} where actor = ${ctx.actor.id} and key = ${key}`.execute(ctx.db);
  return answer;
}

/** Forgets request ids noted before an instant; a repetition after that counts as a new request. */
export async function forgetRequests(db: Db, before: Date): Promise<void> {
  await sql`delete from platform.request where at < ${before}`.execute(db);
}
