import { createHash } from "node:crypto";
import { pinyin } from "pinyin-pro";
import { AppError } from "../../kernel/errors.ts";
import { lineage, NATION, type RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import type { RegionItem } from "./access.contract.ts";
import { parseRegions, readRegions, type RegionRow } from "./regions/regions.ts";
import { findDigest, findRegionByCode, findRegionsByCodes, listChildren, type Region, saveDigest, saveRegions, searchRegions } from "./region.store.ts";

/** Goes up when names or initials are made in another way, so that the table is loaded anew. */
const FORM = 1;

/** Loads the bundled table when it is not the one that was loaded last; one short query otherwise. */
export async function loadBundledRegions(ctx: Ctx): Promise<void> {
  const rows = readRegions();
  const digest = createHash("sha256").update(`${FORM}\n${JSON.stringify(rows)}`).digest("hex");
  if ((await findDigest(ctx.db, "regions")) === digest) return;
  const outcome = await saveRegions(ctx.db, rows.map(toRegion(rows)));
  await saveDigest(ctx.db, "regions", digest);
  ctx.log.info("regions.loaded", outcome);
}

/**
 * Imports the region table of other provinces, in the form of the bundled one (regions/README.md): the nation and every
 * parent stand in it, too. Regions are added or brought up to date, never removed.
 * Throws `region.table_malformed` with the line.
 */
export async function importRegions(ctx: Ctx, text: string): Promise<{ rows: number; added: number; changed: number }> {
  const rows = parseRegions(text);
  const outcome = await saveRegions(ctx.db, rows.map(toRegion(rows)));
  ctx.audit({ action: "regions.imported", subject: "region", details: { rows: rows.length, ...outcome } });
  return { rows: rows.length, ...outcome };
}

function toRegion(rows: readonly RegionRow[]): (row: RegionRow) => Region {
  const names = new Map(rows.map((row) => [row.code, row.name]));
  return (row) => ({
    code: row.code,
    name: row.name,
    fullName: fullNameOf(row.code, names),
    level: row.level,
    parent: row.parent ?? null,
    statisticalCode: row.statisticalCode ?? null,
    local: row.statisticalCode !== undefined,
    initials: pinyin(row.name, { pattern: "first", toneType: "none", type: "array" }).join("").toLowerCase(),
  });
}

/** 湖北省鄂州市鄂城区: the names from the province down; that of the nation only for itself. */
function fullNameOf(code: RegionCode, names: ReadonlyMap<RegionCode, string>): string {
  const above = lineage(code).filter((each) => each !== NATION);
  return above.length === 0 ? (names.get(code) ?? "") : above.reverse().map((each) => names.get(each) ?? "").join("");
}

export function findRegion(ctx: Ctx, code: RegionCode): Promise<Region | undefined> {
  return findRegionByCode(ctx.db, code);
}

/** The region, or `region.unknown`: for writes that name one. */
export async function getKnownRegion(ctx: Ctx, code: RegionCode): Promise<Region> {
  const region = await findRegionByCode(ctx.db, code);
  if (!region) throw new AppError("region.unknown", { code });
  return region;
}

export async function regionNames(ctx: Ctx, codes: Iterable<RegionCode>): Promise<Map<RegionCode, string>> {
  const regions = await findRegionsByCodes(ctx.db, [...new Set(codes)]);
  return new Map(regions.map((region) => [region.code, region.fullName]));
}

/** For pick-lists: the children of `parent`, or what `q` finds within `within`. Names of places are public. */
export async function listRegions(ctx: Ctx, query: { parent?: RegionCode; within?: RegionCode; q?: string }): Promise<{ rows: RegionItem[] }> {
  if (query.q) return { rows: await searchRegions(ctx.db, query.q, regionRange(query.within ?? query.parent ?? NATION)) };
  return { rows: await listChildren(ctx.db, query.parent ?? query.within ?? NATION) };
}

export async function getRegion(ctx: Ctx, code: RegionCode): Promise<RegionItem & { lineage: { code: string; name: string; level: string }[] }> {
  const region = await findRegionByCode(ctx.db, code);
  if (!region) throw new AppError("record.not_found", { what: "行政区划" });
  const children = await listChildren(ctx.db, code);
  const above = new Map((await findRegionsByCodes(ctx.db, lineage(code))).map((each) => [each.code, each]));
  return {
    code,
    name: region.name,
    fullName: region.fullName,
    level: region.level,
    hasChildren: children.length > 0,
    lineage: lineage(code).flatMap((each) => {
      const found = above.get(each);
      return found ? [{ code: each, name: found.name, level: found.level }] : [];
    }),
  };
}
