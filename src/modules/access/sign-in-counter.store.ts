import { sql } from "kysely";
import type { Db } from "../../platform/db/connection.ts";

export type Counter = { count: number; since: Date; lockedUntil: Date | null };

/** The counter of a key, made when it is not there, and held until the transaction ends: tries at one account queue. */
export async function holdCounter(db: Db, key: Uint8Array, now: Date): Promise<Counter> {
  const held = await sql<Counter>`insert into access.sign_in_counter (key, count, since) values (${Buffer.from(key)}, 0, ${now})
    on conflict (key) do update set count = access.sign_in_counter.count returning count, since, locked_until as "lockedUntil"`.execute(db);
  return held.rows[0]!;
}

export async function saveCounter(db: Db, key: Uint8Array, counter: Counter): Promise<void> {
  await sql`update access.sign_in_counter set count = ${counter.count}, since = ${counter.since}, locked_until = ${counter.lockedUntil}
    where key = ${Buffer.from(key)}`.execute(db);
}

export async function deleteCounter(db: Db, key: Uint8Array): Promise<void> {
  await sql`delete from access.sign_in_counter where key = ${Buffer.from(key)}`.execute(db);
}

/** Of these keys, those that are locked now, in hex. */
export async function lockedKeys(db: Db, keys: readonly Uint8Array[], now: Date): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await sql<{ key: Uint8Array }>`select key from access.sign_in_counter
    where locked_until > ${now} and key in (${sql.join(keys.map((key) => Buffer.from(key)))})`.execute(db);
  return new Set(rows.rows.map((row) => Buffer.from(row.key).toString("hex")));
}

export async function deleteCounters(db: Db, before: Date): Promise<void> {
  await sql`delete from access.sign_in_counter where since < ${before} and (locked_until is null or locked_until < ${before})`.execute(db);
}
