import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Scope } from "../../platform/context.ts";
import type { Db } from "../../platform/db/connection.ts";
import { inScope } from "../../platform/db/scope.ts";

export type UserRow = {
  id: string;
  account: string;
  name: string;
  organizationId: string | null;
  organizationName: string | null;
  region: RegionCode;
  regionName: string;
  status: "active" | "disabled";
  mustChangePassword: boolean;
  roles: string[];
  lastSignInAt: Date | null;
  version: number;
};
export type Credential = { id: string; account: string; region: RegionCode; status: string; passwordHash: string };
export type NewUserRow = { id: string; account: string; name: string; organizationId: string | null; region: RegionCode; passwordHash: string; mustChangePassword: boolean };
export type UserFilter = { q?: string; status?: string; organization?: string; page: number; size: number };

const SCOPE = { region: "u.region", organization: "u.organization_id", owner: "u.id" };
const COLUMNS = sql`u.id, u.account, u.name, u.organization_id as "organizationId", o.name as "organizationName", u.region, r.full_name as "regionName",
  u.status, u.must_change_password as "mustChangePassword", u.last_sign_in_at as "lastSignInAt", u.version,
  array(select distinct ro.name from access.grant g join access.role ro on ro.id = g.role_id where g.user_id = u.id order by ro.name) as roles`;
const TABLES = sql`access.app_user u join access.region r on r.code = u.region left join access.organization o on o.id = u.organization_id`;

export async function findUser(db: Db, scope: Scope, id: string): Promise<UserRow | undefined> {
  return (await sql<UserRow>`select ${COLUMNS} from ${TABLES} where u.id = ${id} and ${inScope(scope, SCOPE)}`.execute(db)).rows[0];
}

export async function listUserRows(db: Db, scope: Scope, filter: UserFilter): Promise<{ rows: UserRow[]; total: number }> {
  const pattern = `%${(filter.q ?? "").replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
  const where = sql`${inScope(scope, SCOPE)} and (lower(u.account) like ${pattern} or u.name like ${pattern})
    and (${filter.status ?? null}::text is null or u.status = ${filter.status ?? null})
    and (${filter.organization ?? null}::uuid is null or u.organization_id = ${filter.organization ?? null}::uuid)`;
  const rows = await sql<UserRow>`select ${COLUMNS} from ${TABLES} where ${where}
    order by u.region, lower(u.account) limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(db);
  const total = await sql<{ n: number }>`select count(*) as n from access.app_user u where ${where}`.execute(db);
  return { rows: rows.rows, total: total.rows[0]!.n };
}

/** Names of accounts, wherever their users belong. */
export async function listUserNames(db: Db, accounts: readonly string[]): Promise<{ account: string; name: string }[]> {
  if (accounts.length === 0) return [];
  return (await sql<{ account: string; name: string }>`select account, name from access.v_user_name where account in (${sql.join(accounts)})`.execute(db)).rows;
}

/** False when the account is taken. */
export async function insertUser(db: Db, user: NewUserRow, now: Date): Promise<boolean> {
  const added = await sql`insert into access.app_user
      (id, account, name, organization_id, region, status, password_hash, must_change_password, version, created_at)
    values (${user.id}, ${user.account}, ${user.name}, ${user.organizationId}, ${user.region}, 'active', ${user.passwordHash}, ${user.mustChangePassword}, 1, ${now})
    on conflict (lower(account)) do nothing`.execute(db);
  return added.numAffectedRows === 1n;
}

/** False when the user has another version by now. */
export async function setStatus(db: Db, id: string, version: number, status: "active" | "disabled"): Promise<boolean> {
  const done = await sql`update access.app_user set status = ${status}, version = version + 1 where id = ${id} and version = ${version}`.execute(db);
  return done.numAffectedRows === 1n;
}

/** False when the user has another version by now; a version of null takes any. */
export async function setPassword(db: Db, id: string, version: number | null, hash: string, mustChange: boolean): Promise<boolean> {
  const done = await sql`update access.app_user set password_hash = ${hash}, must_change_password = ${mustChange}, version = version + 1
    where id = ${id} and (${version}::int is null or version = ${version})`.execute(db);
  return done.numAffectedRows === 1n;
}

export async function noteSignIn(db: Db, id: string, now: Date): Promise<void> {
  await sql`update access.app_user set last_sign_in_at = ${now} where id = ${id}`.execute(db);
}

export async function findCredential(db: Db, by: { account: string } | { id: string }): Promise<Credential | undefined> {
  const where = "id" in by ? sql`id = ${by.id}` : sql`lower(account) = ${by.account.toLowerCase()}`;
  return (await sql<Credential>`select id, account, region, status, password_hash as "passwordHash" from access.app_user where ${where}`.execute(db)).rows[0];
}

export async function listPasswordHistory(db: Db, userId: string, count: number): Promise<string[]> {
  const rows = await sql<{ hash: string }>`select hash from access.password_history where user_id = ${userId} order by at desc limit ${count}`.execute(db);
  return rows.rows.map((row) => row.hash);
}

/** Keeps the latest `keep` hashes of the user. */
export async function addPasswordHistory(db: Db, userId: string, hash: string, now: Date, keep: number): Promise<void> {
  await sql`insert into access.password_history (user_id, at, hash) values (${userId}, ${now}, ${hash})
    on conflict (user_id, at) do update set hash = excluded.hash`.execute(db);
  await sql`delete from access.password_history where user_id = ${userId} and at not in
    (select at from access.password_history where user_id = ${userId} order by at desc limit ${keep})`.execute(db);
}
