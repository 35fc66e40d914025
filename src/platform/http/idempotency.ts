import { sql } from "kysely";
import { AppError } from "../../kernel/errors.ts";
import type { Ctx } from "../context.ts";

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
    return JSON.parse(row.answer) as unknown;
  }
  const answer = await work();
  await sql`update platform.request set status = 200, answer = ${JSON.stringify(answer ?? {})}
    where actor = ${ctx.actor.id} and key = ${key}`.execute(ctx.db);
  return answer;
}
