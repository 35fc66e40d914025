import { sql } from "kysely";
import type { CivilDate } from "../../kernel/dates.ts";
import { lineage, type RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { regionRange } from "../../platform/context.ts";

export type DocumentRow = {
  id: string;
  region: RegionCode;
  region_name: string;
  title: string;
  issuer: string;
  number: string | null;
  effective: CivilDate;
  expires: CivilDate | null;
};

const columns = sql`d.id, d.region, coalesce(r.full_name, d.region) as region_name, d.title, d.issuer, d.number, d.effective, d.expires`;
const joined = sql`policies.document d left join access.v_region r on r.code = d.region`;

/** Documents of a region, those above it and those below it: what holds there and what it answers for. */
export async function pageDocuments(ctx: Ctx, filter: { region?: RegionCode; q?: string; page: number; size: number }): Promise<{ rows: DocumentRow[]; total: number }> {
  const range = filter.region ? regionRange(filter.region) : undefined;
  const where = sql`true
    ${range && filter.region ? sql`and (d.region in (${sql.join(lineage(filter.region))}) or (d.region >= ${range.from} and d.region <= ${range.to}))` : sql``}
    ${filter.q ? sql`and d.title ilike ${`%${filter.q.replace(/[\\%_]/g, "\\$&")}%`}` : sql``}`;
  const { rows } = await sql<DocumentRow>`select ${columns} from ${joined} where ${where} order by d.region, d.id
    limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.document d where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

export async function findDocument(ctx: Ctx, id: string): Promise<(DocumentRow & { body: string }) | undefined> {
  const { rows } = await sql<DocumentRow & { body: string }>`select ${columns}, d.body from ${joined} where d.id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** Documents that end on or before a day, of the regions given and those above. */
export async function listEnding(ctx: Ctx, regions: readonly RegionCode[], by: CivilDate): Promise<DocumentRow[]> {
  const codes = [...new Set(regions.flatMap(lineage))];
  if (codes.length === 0) return [];
  const { rows } = await sql<DocumentRow>`select ${columns} from ${joined} where d.expires <= ${by} and d.region in (${sql.join(codes)}) order by d.expires`.execute(ctx.db);
  return rows;
}
