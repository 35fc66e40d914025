import { sql } from "kysely";
import { addDays, type CivilDate } from "../../kernel/dates.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION, parentRegion } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { VersionRow } from "./versions.store.ts";

/** Days after publishing within which a list is filed with the level above (依据：贵州省实施方案 二(一)1、2；期限由地方规定，默认 30 日). */
export const FILING_DAYS = 30;

export type FilingRow = {
  id: string;
  version_id: string;
  region: string;
  filed_with: string;
  due_on: CivilDate;
  filed_on: CivilDate | null;
  filed_by: string | null;
  receipt: string | null;
  received_on: CivilDate | null;
};

export async function findFiling(ctx: Ctx, versionId: string): Promise<FilingRow | undefined> {
  const { rows } = await sql<FilingRow>`select * from policies.filing where version_id = ${versionId}`.execute(ctx.db);
  return rows[0];
}

/** The duty to file that publishing brings; the nation has nobody above it. */
export async function openFiling(ctx: Ctx, version: VersionRow): Promise<void> {
  const above = parentRegion(version.region);
  if (version.region === NATION || above === undefined) return;
  await sql`insert into policies.filing (id, version_id, region, filed_with, due_on)
    values (${newId()}, ${version.id}, ${version.region}, ${above}, ${addDays(ctx.today, FILING_DAYS)})
    on conflict (version_id) do nothing`.execute(ctx.db);
}

/** Takes back the duty of a version that was recalled. */
export async function dropFiling(ctx: Ctx, versionId: string): Promise<void> {
  await sql`delete from policies.filing where version_id = ${versionId} and received_on is null`.execute(ctx.db);
}

/** Notes that a list was filed; false when it was already, or nothing is due. */
export async function markFiled(ctx: Ctx, versionId: string, filedOn: CivilDate): Promise<boolean> {
  const result = await sql`update policies.filing set filed_on = ${filedOn}, filed_by = ${ctx.actor.account}
    where version_id = ${versionId} and filed_on is null and ${inScope(ctx.scope, { region: "region" })}`.execute(ctx.db);
  return result.numAffectedRows === 1n;
}

/** Notes the receipt of the level above, by someone of that level. */
export async function markReceived(ctx: Ctx, id: string, receipt: string, receivedOn: CivilDate): Promise<FilingRow | undefined> {
  const { rows } = await sql<FilingRow>`update policies.filing set receipt = ${receipt}, received_on = ${receivedOn}
    where id = ${id} and filed_on is not null and received_on is null and ${inScope(ctx.scope, { region: "filed_with" })} returning *`.execute(ctx.db);
  return rows[0];
}

export type FilingListRow = FilingRow & { title: string; region_name: string };

export async function pageFilings(ctx: Ctx, filter: { state?: string; page: number; size: number }): Promise<{ rows: FilingListRow[]; total: number }> {
  const states: Record<string, ReturnType<typeof sql>> = {
    due: sql`f.filed_on is null and f.due_on >= ${ctx.today}`,
    overdue: sql`f.filed_on is null and f.due_on < ${ctx.today}`,
    filed: sql`f.filed_on is not null and f.received_on is null`,
    received: sql`f.received_on is not null`,
  };
  const where = sql`(${inScope(ctx.scope, { region: "f.region" })} or ${inScope(ctx.scope, { region: "f.filed_with" })}) and ${states[filter.state ?? ""] ?? sql`true`}`;
  const { rows } = await sql<FilingListRow>`select f.*, v.title, coalesce(r.full_name, f.region) as region_name
    from policies.filing f join policies.version v on v.id = f.version_id left join access.v_region r on r.code = f.region
    where ${where} order by f.due_on desc, f.id limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.filing f where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}
