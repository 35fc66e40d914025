import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Db } from "../../platform/db/connection.ts";

export type SessionRow = { id: string; userId: string; createdAt: Date; seenAt: Date; ip: string; agent: string };
export type SessionUser = { sessionId: string; seenAt: Date; id: string; account: string; name: string; organizationId: string | null; mustChangePassword: boolean };
export type HeldGrant = { role: string; permissions: string[]; kind: "region" | "organization" | "own"; region: RegionCode; organizationId: string | null };

const COLUMNS = sql`id, user_id as "userId", created_at as "createdAt", seen_at as "seenAt", ip, agent`;

export async function insertSession(db: Db, session: SessionRow, tokenHash: Uint8Array): Promise<void> {
  await sql`insert into access.session (id, token_hash, user_id, created_at, seen_at, ip, agent)
    values (${session.id}, ${Buffer.from(tokenHash)}, ${session.userId}, ${session.createdAt}, ${session.seenAt}, ${session.ip}, ${session.agent})`.execute(db);
}

/** Who a token belongs to, if its session neither ended nor expired and the user is active. */
export async function findSessionUser(db: Db, tokenHash: Uint8Array, notBefore: { created: Date; seen: Date }): Promise<SessionUser | undefined> {
  const found = await sql<SessionUser>`select s.id as "sessionId", s.seen_at as "seenAt", u.id, u.account, u.name,
      u.organization_id as "organizationId", u.must_change_password as "mustChangePassword"
    from access.session s join access.app_user u on u.id = s.user_id
    where s.token_hash = ${Buffer.from(tokenHash)} and s.ended_at is null and s.created_at > ${notBefore.created} and s.seen_at > ${notBefore.seen}
      and u.status = 'active'`.execute(db);
  return found.rows[0];
}

export async function listHeldGrants(db: Db, userId: string): Promise<HeldGrant[]> {
  const rows = await sql<HeldGrant>`select g.role_id as role, r.permissions, g.kind, g.region, g.organization_id as "organizationId"
    from access.grant g join access.role r on r.id = g.role_id where g.user_id = ${userId} order by g.id`.execute(db);
  return rows.rows;
}

export async function noteSeen(db: Db, id: string, now: Date): Promise<void> {
  await sql`update access.session set seen_at = ${now} where id = ${id}`.execute(db);
}

export async function listOpenSessions(db: Db, userId: string, notBefore: { created: Date; seen: Date }): Promise<(SessionRow & { tokenHash: Uint8Array })[]> {
  const rows = await sql<SessionRow & { tokenHash: Uint8Array }>`select ${COLUMNS}, token_hash as "tokenHash" from access.session
    where user_id = ${userId} and ended_at is null and created_at > ${notBefore.created} and seen_at > ${notBefore.seen} order by seen_at desc, id`.execute(db);
  return rows.rows;
}

/** Ends one session of the user; false when there is no such open one. */
export async function endSession(db: Db, userId: string, by: { id: string } | { tokenHash: Uint8Array }, now: Date): Promise<boolean> {
  const which = "id" in by ? sql`id = ${by.id}` : sql`token_hash = ${Buffer.from(by.tokenHash)}`;
  const ended = await sql`update access.session set ended_at = ${now} where user_id = ${userId} and ended_at is null and ${which}`.execute(db);
  return (ended.numAffectedRows ?? 0n) > 0n;
}

/** Ends whatever session has this token, and says whose it was. */
export async function endSessionOfToken(db: Db, tokenHash: Uint8Array, now: Date): Promise<string | undefined> {
  const ended = await sql<{ userId: string }>`update access.session set ended_at = ${now}
    where token_hash = ${Buffer.from(tokenHash)} and ended_at is null returning user_id as "userId"`.execute(db);
  return ended.rows[0]?.userId;
}

export async function endSessionsOfUser(db: Db, userId: string, now: Date): Promise<void> {
  await sql`update access.session set ended_at = ${now} where user_id = ${userId} and ended_at is null`.execute(db);
}

export async function deleteSessions(db: Db, createdBefore: Date): Promise<void> {
  await sql`delete from access.session where created_at < ${createdBefore}`.execute(db);
}
