import { sql } from "kysely";
import type { CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { SubjectChange, Tally } from "./rehearsal.ts";

export type RehearsalRow = {
  id: string;
  version_id: string;
  title: string;
  number: number;
  edition: number;
  against_id: string | null;
  policy: string;
  region: RegionCode;
  as_of: CivilDate;
  status: "waiting" | "running" | "done";
  done: number;
  total: number;
  cursor: string | null;
  summary: Tally | null;
  created_by: string;
  created_at: Date;
};

const columns = sql`h.id, h.version_id, v.title, v.number, h.edition, h.against_id, h.policy, h.region, h.as_of, h.status, h.done, h.total, h.cursor, h.summary, h.created_by, h.created_at`;

export async function insertRehearsal(ctx: Ctx, row: { id: string; versionId: string; edition: number; againstId: string | null; policy: string; region: RegionCode; asOf: CivilDate }): Promise<void> {
  await sql`insert into policies.rehearsal (id, version_id, edition, against_id, policy, region, as_of, status, created_by, created_at)
    values (${row.id}, ${row.versionId}, ${row.edition}, ${row.againstId}, ${row.policy}, ${row.region}, ${row.asOf}, 'waiting', ${ctx.actor.account}, ${ctx.now})`.execute(ctx.db);
}

export async function findRehearsal(ctx: Ctx, id: string): Promise<RehearsalRow | undefined> {
  const { rows } = await sql<RehearsalRow>`select ${columns} from policies.rehearsal h join policies.version v on v.id = h.version_id
    where h.id = ${id} and ${inScope(ctx.scope, { region: "h.region" })}`.execute(ctx.db);
  return rows[0];
}

export async function pageRehearsals(ctx: Ctx, filter: { version?: string; page: number; size: number }): Promise<{ rows: RehearsalRow[]; total: number }> {
  const where = sql`${inScope(ctx.scope, { region: "h.region" })} ${filter.version ? sql`and h.version_id = ${filter.version}` : sql``}`;
  const { rows } = await sql<RehearsalRow>`select ${columns} from policies.rehearsal h join policies.version v on v.id = h.version_id
    where ${where} order by h.created_at desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.rehearsal h where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

export async function saveProgress(ctx: Ctx, id: string, progress: { status: "running" | "done"; done: number; total: number; cursor: string; tally: Tally }): Promise<void> {
  await sql`update policies.rehearsal set status = ${progress.status}, done = ${progress.done}, total = ${progress.total}, cursor = ${progress.cursor},
      summary = ${JSON.stringify(progress.tally)}::jsonb, finished_at = ${progress.status === "done" ? ctx.now : null} where id = ${id}`.execute(ctx.db);
}

export async function insertChanges(ctx: Ctx, rehearsalId: string, kind: SubjectKind, changes: readonly SubjectChange[]): Promise<void> {
  for (let start = 0; start < changes.length; start += 500) {
    const rows = changes.slice(start, start + 500).map(
      (change) => sql`(${rehearsalId}::uuid, ${change.subjectId}::uuid, ${change.benefit}, ${change.region}, ${kind}, ${change.change},
        ${change.before}::bigint, ${change.after}::bigint, ${change.beforeStanding}, ${change.afterStanding})`,
    );
    await sql`insert into policies.rehearsal_change (rehearsal_id, subject_id, benefit, region, subject_kind, change, before_amount, after_amount, before_standing, after_standing)
      values ${sql.join(rows)}`.execute(ctx.db);
  }
}

export type ChangeRow = {
  subject_id: string;
  subject_kind: SubjectKind;
  name: string;
  region: RegionCode;
  region_name: string;
  benefit: string;
  change: "wins" | "loses" | "more" | "less";
  before_amount: number | null;
  after_amount: number | null;
};
export type ChangeFilter = { change?: string; benefit?: string; region?: RegionCode; page: number; size: number };

export async function pageChanges(ctx: Ctx, rehearsalId: string, filter: ChangeFilter): Promise<{ rows: ChangeRow[]; total: number }> {
  const range = filter.region ? regionRange(filter.region) : undefined;
  const where = sql`c.rehearsal_id = ${rehearsalId} and ${inScope(ctx.scope, { region: "c.region" })}
    ${filter.change ? sql`and c.change = ${filter.change}` : sql``} ${filter.benefit ? sql`and c.benefit = ${filter.benefit}` : sql``}
    ${range ? sql`and c.region >= ${range.from} and c.region <= ${range.to}` : sql``}`;
  const { rows } = await sql<ChangeRow>`select c.subject_id, c.subject_kind, coalesce(s.name, e.name, '') as name, c.region, coalesce(r.full_name, c.region) as region_name,
      c.benefit, c.change, c.before_amount, c.after_amount
    from policies.rehearsal_change c
    left join people.v_senior_card s on s.id = c.subject_id and c.subject_kind = 'senior'
    left join policies.external_subject e on e.id = c.subject_id and c.subject_kind <> 'senior'
    left join access.v_region r on r.code = c.region
    where ${where} order by c.region, c.subject_id, c.benefit limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.rehearsal_change c where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}
