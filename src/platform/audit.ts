import { sql } from "kysely";
import type { RegionCode } from "../kernel/regions.ts";
import { sm3 } from "./crypto.ts";
import type { Db } from "./db/connection.ts";

/** What someone did or saw. `details` holds identifiers and codes only, never the sensitive value itself. */
export type AuditEntry = {
  /** `senior.viewed`, `policy.published`, `user.signed_in` … */
  action: string;
  /** kind and id of what it was done to */
  subject?: string;
  subjectId?: string;
  region?: RegionCode;
  /** why, where the screen asks for it */
  reason?: string;
  details?: Record<string, string | number | boolean | null | string[]>;
};

/** An entry as it stands in its chain. */
export type AuditRow = {
  chain: number;
  seq: number;
  at: Date;
  actor: string;
  action: string;
  subject: string | null;
  subjectId: string | null;
  region: string | null;
  content: string;
  hash: Uint8Array;
};

export type AuditFault = { chain: number; seq: number; fault: "altered" | "missing" | "out_of_order" | "head" };

/** Several chains, so that concurrent requests do not queue for one head. */
export const CHAINS = 8;
const FIRST = new Uint8Array(32);

function chainOf(requestId: string): number {
  let sum = 0;
  for (let i = 0; i < requestId.length; i += 1) sum = (sum * 31 + requestId.charCodeAt(i)) >>> 0;
  return sum % CHAINS;
}

/** The text that is hashed: fixed order, and the whole of the entry. */
function contentOf(at: Date, actor: string, requestId: string, entry: AuditEntry): string {
  const details = Object.fromEntries(Object.entries(entry.details ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify([
    at.toISOString(),
    actor,
    requestId,
    entry.action,
    entry.subject ?? null,
    entry.subjectId ?? null,
    entry.region ?? null,
    entry.reason ?? null,
    details,
  ]);
}

function hashOf(previous: Uint8Array, chain: number, seq: number, content: string): Uint8Array {
  return sm3(`${Buffer.from(previous).toString("hex")}\n${chain}\n${seq}\n${content}`);
}

/** Appends entries to the chain; the last thing before a commit, so that the head is held as shortly as can be. */
export async function appendAudit(db: Db, now: Date, actor: string, requestId: string, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const chain = chainOf(requestId);
  const head = await sql<{ seq: number; hash: Uint8Array }>`
    select seq, hash from platform.audit_head where chain = ${chain} for update`.execute(db);
  let { seq, hash } = head.rows[0]!;
  const rows = entries.map((entry) => {
    const content = contentOf(now, actor, requestId, entry);
    seq += 1;
    hash = hashOf(hash, chain, seq, content);
    return sql`(${chain}::int, ${seq}::bigint, ${now}::timestamptz, ${actor}, ${entry.action}, ${entry.subject ?? null}::text,
      ${entry.subjectId ?? null}::text, ${entry.region ?? null}::text, ${content}, ${Buffer.from(hash)}::bytea)`;
  });
  await sql`insert into platform.audit_entry (chain, seq, at, actor, action, subject, subject_id, region, content, hash)
    values ${sql.join(rows)}`.execute(db);
  await sql`update platform.audit_head set seq = ${seq}, hash = ${Buffer.from(hash)} where chain = ${chain}`.execute(db);
}

/**
 * Walks every chain from its first entry and names what does not fit: an entry that was altered, one that is missing, a
 * head that does not agree. Reads 5,000 rows at a time. Empty when all holds.
 */
export async function verifyAudit(db: Db): Promise<{ entries: number; faults: AuditFault[]; heads: { chain: number; seq: number; hash: string }[] }> {
  const faults: AuditFault[] = [];
  const heads: { chain: number; seq: number; hash: string }[] = [];
  let entries = 0;
  for (let chain = 0; chain < CHAINS; chain += 1) {
    let previous = FIRST;
    let seq = 0;
    for (;;) {
      const page = await sql<{ seq: number; content: string; hash: Uint8Array; at: Date; actor: string; action: string; subject: string | null; subject_id: string | null; region: string | null }>`
        select seq, content, hash, at, actor, action, subject, subject_id, region from platform.audit_entry
        where chain = ${chain} and seq > ${seq} order by seq limit 5000`.execute(db);
      for (const row of page.rows) {
        if (row.seq !== seq + 1) faults.push({ chain, seq: seq + 1, fault: "missing" });
        const hash = hashOf(previous, chain, row.seq, row.content);
        if (!same(hash, row.hash) || !columnsAgree(row)) faults.push({ chain, seq: row.seq, fault: "altered" });
        seq = row.seq;
        previous = new Uint8Array(row.hash);
        entries += 1;
      }
      if (page.rows.length < 5000) break;
    }
    const head = await sql<{ seq: number; hash: Uint8Array }>`select seq, hash from platform.audit_head where chain = ${chain}`.execute(db);
    const stands = head.rows[0];
    if (!stands || stands.seq !== seq || !same(stands.hash, previous)) faults.push({ chain, seq, fault: "head" });
    heads.push({ chain, seq, hash: Buffer.from(previous).toString("hex") });
  }
  return { entries, faults, heads };
}

/** The columns by which entries are searched must say what the hashed content says. */
function columnsAgree(row: { content: string; at: Date; actor: string; action: string; subject: string | null; subject_id: string | null; region: string | null }): boolean {
  try {
    const [at, actor, , action, subject, subjectId, region] = JSON.parse(row.content) as (string | null)[];
    return at === row.at.toISOString() && actor === row.actor && action === row.action && subject === row.subject && subjectId === row.subject_id && region === row.region;
  } catch {
    return false;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
