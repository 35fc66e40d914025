import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import { regionRange, type Scope } from "../../platform/context.ts";
import type { Db } from "../../platform/db/connection.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { OrganizationItem } from "./access.contract.ts";

export type Organization = { id: string; name: string; kind: OrganizationItem["kind"]; region: RegionCode; parent: string | null };
export type OrganizationFilter = { q?: string; kind?: string; region?: RegionCode; page: number; size: number };

export async function insertOrganization(db: Db, organization: Organization, now: Date): Promise<boolean> {
  const { id, name, kind, region, parent } = organization;
  const added = await sql`insert into access.organization (id, name, kind, region, parent, created_at)
    values (${id}, ${name}, ${kind}, ${region}, ${parent}, ${now}) on conflict (region, name) do nothing`.execute(db);
  return added.numAffectedRows === 1n;
}

export async function findOrganizationById(db: Db, id: string): Promise<Organization | undefined> {
  return (await sql<Organization>`select id, name, kind, region, parent from access.organization where id = ${id}`.execute(db)).rows[0];
}

/** Every organization of these ids, wherever it is: names are no secret. */
export async function findOrganizationsByIds(db: Db, ids: readonly string[]): Promise<Organization[]> {
  if (ids.length === 0) return [];
  return (await sql<Organization>`select id, name, kind, region, parent from access.organization where id in (${sql.join(ids)})`.execute(db)).rows;
}

export async function listOrganizationRows(db: Db, scope: Scope, filter: OrganizationFilter): Promise<{ rows: OrganizationItem[]; total: number }> {
  const { from, to } = regionRange(filter.region ?? "000000000000");
  const pattern = `%${(filter.q ?? "").replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
  const where = sql`${inScope(scope, { region: "o.region", organization: "o.id" })} and o.region >= ${from} and o.region <= ${to}
    and o.name like ${pattern} and (${filter.kind ?? null}::text is null or o.kind = ${filter.kind ?? null})`;
  const rows = await sql<OrganizationItem>`select o.id, o.name, o.kind, o.region, r.full_name as "regionName", o.parent
    from access.organization o join access.region r on r.code = o.region where ${where}
    order by o.region, o.name, o.id limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(db);
  const total = await sql<{ n: number }>`select count(*) as n from access.organization o where ${where}`.execute(db);
  return { rows: rows.rows, total: total.rows[0]!.n };
}
