import { sql } from "kysely";
import type { Facts } from "../../kernel/facts.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { ExternalKind } from "./external-subjects.ts";

export type ExternalRow = { id: string; kind: ExternalKind; code: string; name: string; region: RegionCode; regionName: string; facts: Facts; edition: number; updatedAt: Date };

const COLUMNS = sql.raw(`e.id, e.kind, e.code, e.name, e.region, coalesce(r.full_name, e.region) as "regionName", e.facts, e.edition, e.updated_at as "updatedAt"`);
const JOINED = sql`policies.external_subject e left join access.v_region r on r.code = e.region`;
const visible = (ctx: Ctx) => inScope(ctx.scope, { region: "e.region", organization: "e.organization_id" });

export type ExternalFilter = { kind: ExternalKind; region?: RegionCode | undefined; benefit?: string | undefined; q?: string | undefined; page: number; size: number };

export async function pageExternal(ctx: Ctx, filter: ExternalFilter): Promise<{ rows: ExternalRow[]; total: number }> {
  const parts = [sql`e.kind = ${filter.kind}`, visible(ctx)];
  if (filter.region !== undefined) {
    const { from, to } = regionRange(filter.region);
    parts.push(sql`e.region between ${from} and ${to}`);
  }
  if (filter.benefit !== undefined) parts.push(sql`exists (select from policies.standing s where s.subject_id = e.id and s.benefit = ${filter.benefit})`);
  if (filter.q) {
    const anywhere = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    parts.push(sql`(e.name ilike ${anywhere} or e.code ilike ${anywhere})`);
  }
  const where = sql.join(parts, sql` and `);
  const { rows } = await sql<ExternalRow>`select ${COLUMNS} from ${JOINED} where ${where} order by e.region, e.name, e.code limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.external_subject e where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

export async function findExternal(ctx: Ctx, id: string): Promise<ExternalRow | undefined> {
  const { rows } = await sql<ExternalRow>`select ${COLUMNS} from ${JOINED} where e.id = ${id} and ${visible(ctx)}`.execute(ctx.db);
  return rows[0];
}

/** Subjects by the codes of their table, kept from other writers until the end of the transaction. */
export async function takeExternalByCode(ctx: Ctx, kind: ExternalKind, codes: readonly string[]): Promise<Map<string, Pick<ExternalRow, "id" | "code" | "name" | "region" | "facts">>> {
  const { rows } = await sql<Pick<ExternalRow, "id" | "code" | "name" | "region" | "facts">>`select e.id, e.code, e.name, e.region, e.facts
    from policies.external_subject e where e.kind = ${kind} and e.code = any(${codes}::text[]) and ${visible(ctx)} for update`.execute(ctx.db);
  return new Map(rows.map((row) => [row.code, row]));
}

export type NewExternal = { id: string; code: string; name: string; region: RegionCode; facts: Facts };

/** Adds subjects; returns the codes that were added: the others are another region's. */
export async function insertExternal(ctx: Ctx, kind: ExternalKind, rows: readonly NewExternal[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const added = await sql<{ code: string }>`insert into policies.external_subject (id, kind, code, name, region, facts, updated_at)
    select r.id, ${kind}, r.code, r.name, r.region, r.facts, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, name text, region text, facts jsonb)
    on conflict (kind, code) do nothing returning code`.execute(ctx.db);
  return new Set(added.rows.map((row) => row.code));
}

export async function updateExternal(ctx: Ctx, rows: readonly NewExternal[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update policies.external_subject e set name = r.name, region = r.region, facts = r.facts, edition = e.edition + 1, updated_at = ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, name text, region text, facts jsonb) where e.id = r.id`.execute(ctx.db);
}
