import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import { regionRange, type Scope } from "../../platform/context.ts";
import type { Db } from "../../platform/db/connection.ts";
import { inScope } from "../../platform/db/scope.ts";

export type AuditRow = { chain: number; seq: number; at: Date; actor: string; action: string; subject: string | null; subjectId: string | null; region: string | null; content: string };
export type AuditFilter = {
  actor?: string;
  action?: string;
  subject?: string;
  subjectId?: string;
  region?: RegionCode;
  from?: string;
  to?: string;
  page: number;
  size: number;
};

/** Entries about the scope's regions; those that name none, by the users of the scope (whole nation: by anyone). */
export async function listAuditRows(db: Db, scope: Scope, filter: AuditFilter): Promise<{ rows: AuditRow[]; total: number }> {
  const users = sql`select u.account from access.app_user u where ${inScope(scope, { region: "u.region", organization: "u.organization_id" })}`;
  const isWhole = scope.regions.some((code) => regionRange(code).to === "9".repeat(12));
  const range = filter.region ? regionRange(filter.region) : undefined;
  const conditions = [
    sql`(${inScope(scope, { region: "e.region" })} or (e.region is null and (${isWhole} or e.actor in (${users}))))`,
    ...(filter.actor ? [sql`e.actor = ${filter.actor}`] : []),
    // `user.` finds every action on users
    ...(filter.action ? [filter.action.endsWith(".") ? sql`starts_with(e.action, ${filter.action})` : sql`e.action = ${filter.action}`] : []),
    ...(filter.subject ? [sql`e.subject = ${filter.subject}`] : []),
    ...(filter.subjectId ? [sql`e.subject_id = ${filter.subjectId}`] : []),
    ...(range ? [sql`e.region >= ${range.from} and e.region <= ${range.to}`] : []),
    ...(filter.from ? [sql`e.at >= ${new Date(filter.from)}`] : []),
    ...(filter.to ? [sql`e.at < ${new Date(filter.to)}`] : []),
  ];
  const where = sql.join(conditions, sql` and `);
  const rows = await sql<AuditRow>`select e.chain, e.seq, e.at, e.actor, e.action, e.subject, e.subject_id as "subjectId", e.region, e.content
    from platform.audit_entry e where ${where} order by e.at desc, e.chain, e.seq desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(db);
  const total = await sql<{ n: number }>`select count(*) as n from platform.audit_entry e where ${where}`.execute(db);
  return { rows: rows.rows, total: total.rows[0]!.n };
}
