import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Db } from "../../platform/db/connection.ts";

/** A region as it stands: `initials` are the first letters of its name's pinyin. */
export type Region = { code: RegionCode; name: string; fullName: string; level: string; parent: RegionCode | null; statisticalCode: RegionCode | null; local: boolean; initials: string };
export type RegionChild = { code: RegionCode; name: string; fullName: string; level: string; hasChildren: boolean };

const COLUMNS = sql`r.code, r.name, r.full_name as "fullName", r.level, r.parent, r.statistical_code as "statisticalCode", r.local, r.initials`;
const CHILD = sql`r.code, r.name, r.full_name as "fullName", r.level,
  exists (select from access.region c where c.parent = r.code) as "hasChildren"`;
const CHUNK = 1000;

/** Adds or brings up to date, a thousand rows a statement; how many were new and how many differed. */
export async function saveRegions(db: Db, regions: readonly Region[]): Promise<{ added: number; changed: number }> {
  const before = new Map((await listAllRegions(db)).map((region) => [region.code, JSON.stringify(region)]));
  const added = regions.filter((region) => !before.has(region.code));
  const changed = regions.filter((region) => before.has(region.code) && before.get(region.code) !== JSON.stringify(region));
  const wanted = [...added, ...changed];
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = wanted.slice(at, at + CHUNK).map(
      (r) => sql`(${r.code}, ${r.name}, ${r.fullName}, ${r.level}, ${r.parent}::text, ${r.statisticalCode}::text, ${r.local}::bool, ${r.initials})`,
    );
    await sql`insert into access.region (code, name, full_name, level, parent, statistical_code, local, initials) values ${sql.join(rows)}
      on conflict (code) do update set name = excluded.name, full_name = excluded.full_name, level = excluded.level, parent = excluded.parent,
        statistical_code = excluded.statistical_code, local = excluded.local, initials = excluded.initials`.execute(db);
  }
  return { added: added.length, changed: changed.length };
}

async function listAllRegions(db: Db): Promise<Region[]> {
  return (await sql<Region>`select ${COLUMNS} from access.region r`.execute(db)).rows;
}

export async function findRegionByCode(db: Db, code: RegionCode): Promise<Region | undefined> {
  return (await sql<Region>`select ${COLUMNS} from access.region r where r.code = ${code}`.execute(db)).rows[0];
}

/** The regions of these codes, in no order; unknown codes are left out. */
export async function findRegionsByCodes(db: Db, codes: readonly RegionCode[]): Promise<Region[]> {
  if (codes.length === 0) return [];
  return (await sql<Region>`select ${COLUMNS} from access.region r where r.code in (${sql.join(codes)})`.execute(db)).rows;
}

export async function listChildren(db: Db, parent: RegionCode): Promise<RegionChild[]> {
  return (await sql<RegionChild>`select ${CHILD} from access.region r where r.parent = ${parent} order by r.code`.execute(db)).rows;
}

/** Regions whose name holds the text, or whose initials or code begin with it; the higher levels first, at most fifty. */
export async function searchRegions(db: Db, q: string, within: { from: RegionCode; to: RegionCode }): Promise<RegionChild[]> {
  const pattern = `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
  const beginning = `${q.toLowerCase().replace(/[^a-z0-9]/g, "")}%`;
  const letters = beginning.length > 1 ? sql`r.initials like ${beginning} or r.code like ${beginning}` : sql`false`;
  return (
    await sql<RegionChild>`select ${CHILD} from access.region r where r.code >= ${within.from} and r.code <= ${within.to}
      and (r.full_name like ${pattern} or ${letters}) order by length(rtrim(r.code, '0')), r.code limit 50`.execute(db)
  ).rows;
}

export async function findDigest(db: Db, name: string): Promise<string | undefined> {
  return (await sql<{ digest: string }>`select digest from access.reference where name = ${name}`.execute(db)).rows[0]?.digest;
}

export async function saveDigest(db: Db, name: string, digest: string): Promise<void> {
  await sql`insert into access.reference (name, digest) values (${name}, ${digest})
    on conflict (name) do update set digest = excluded.digest`.execute(db);
}
