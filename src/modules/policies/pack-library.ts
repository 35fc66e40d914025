import { loadPack, type Pack, type PackSource } from "../../engines/rules/index.ts";
import { AppError } from "../../kernel/errors.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import { newId } from "../../kernel/ids.ts";
import { isWithin, lineage, regionPrefix } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { bundledPackNames, readPackFolder } from "./pack-folder.ts";
import { findVersionRow, insertDocument, insertVersion, listPublished, listPublishedIn, listRegionCodes, packsWithVersions, type VersionRow } from "./versions.store.ts";

/** A version of a service list, read and checked. */
export type LoadedVersion = { id: string; number: number; pack: Pack; effectiveFrom: CivilDate; effectiveTo: CivilDate | null };

/** Published versions never change, so they are read once. Keyed by id. */
const loaded = new Map<string, LoadedVersion>();

/** What the engine reads: the version's rules with the text of its document. */
export function sourceOf(row: VersionRow): PackSource {
  return { name: row.pack, policy: row.policy, ...(row.cases ? { cases: row.cases } : {}), texts: { [row.text_file]: row.body } };
}

/** The packs of the lists above a region, published and in force on a date, the nation first. */
export async function upperPacks(ctx: Ctx, region: string, date: CivilDate): Promise<Pack[]> {
  const above = (await versionsInForce(ctx, date)).filter((version) => {
    const upper = version.pack.document.region;
    return upper !== region && isWithin(region, upper);
  });
  return above.map((version) => version.pack);
}

/** All published versions in force on a date, each region's after those of the regions above it. */
export async function versionsInForce(ctx: Ctx, date: CivilDate): Promise<LoadedVersion[]> {
  const rows = (await listPublished(ctx, date)).sort((a, b) => regionPrefix(a.region).length - regionPrefix(b.region).length || (a.pack < b.pack ? -1 : 1));
  const versions: LoadedVersion[] = [];
  for (const row of rows) versions.push(await load(ctx, row));
  return versions;
}

/** One version, whatever its status. Throws `record.not_found`, or `policy.pack_unreadable` when its rules have faults. */
export async function loadVersion(ctx: Ctx, id: string): Promise<LoadedVersion> {
  const known = loaded.get(id);
  if (known) return known;
  const row = await findVersionRow(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "版本" });
  return load(ctx, row);
}

/** The rules of a version as they were at some time, such as when a rehearsal of a draft began. Throws as `loadVersion`. */
export async function loadPolicy(ctx: Ctx, id: string, policy: string): Promise<Pack> {
  const row = await findVersionRow(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "版本" });
  return (row.policy === policy ? await load(ctx, row) : await read(ctx, { ...row, policy })).pack;
}

async function load(ctx: Ctx, row: VersionRow): Promise<LoadedVersion> {
  const known = loaded.get(row.id);
  if (known) return { ...known, effectiveTo: row.effective_to };
  const version = await read(ctx, row);
  if (row.status === "published") loaded.set(row.id, version);
  return version;
}

/**
 * Reads a version among all that was ever published above it: what its rules name there was there when it was
 * published, and an upper list that later drops it must not make them unreadable.
 */
async function read(ctx: Ctx, row: VersionRow): Promise<LoadedVersion> {
  const uppers: Pack[] = [];
  const above = lineage(row.region).slice(1).reverse();
  for (const upper of await listPublishedIn(ctx, above)) uppers.push((await load(ctx, upper)).pack);
  const { pack, faults } = loadPack(sourceOf(row), { uppers });
  if (!pack) throw new AppError("policy.pack_unreadable", { pack: row.pack, count: faults.length, first: `${faults[0]?.file}:${faults[0]?.line} ${faults[0]?.message}` });
  return { id: row.id, number: row.number, pack, effectiveFrom: row.effective_from, effectiveTo: row.effective_to };
}

/**
 * Publishes each bundled pack that the database has no version of, as its version 1, in force since its document is.
 * Later versions are the bureau's own; what ships never overwrites them.
 */
export async function installBundledPacks(ctx: Ctx): Promise<void> {
  const present = new Set(await packsWithVersions(ctx));
  const missing = (await bundledPackNames()).filter((name) => !present.has(name));
  const sources: { source: PackSource; pack: Pack }[] = [];
  const codes = await listRegionCodes(ctx);
  const uppers = missing.length > 0 ? (await versionsInForce(ctx, ctx.today)).map((version) => version.pack) : [];
  for (const name of missing) {
    const source = await readPackFolder(name);
    const { pack, faults } = loadPack(source, { uppers: [...uppers, ...sources.map((s) => s.pack)], knownRegion: (code) => codes.has(code) });
    if (!pack) throw new AppError("policy.pack_unreadable", { pack: name, count: faults.length, first: `${faults[0]?.file}:${faults[0]?.line} ${faults[0]?.message}` });
    sources.push({ source, pack });
  }
  for (const { source, pack } of sources) {
    const { document } = pack;
    await insertDocument(ctx, { ...document, body: source.texts[document.text] ?? "" });
    const id = newId();
    await insertVersion(ctx, {
      id,
      pack: pack.name,
      number: 1,
      region: document.region,
      title: pack.title,
      status: "published",
      effectiveFrom: document.effective,
      documentId: document.id,
      policy: source.policy,
      textFile: document.text,
      cases: source.cases ?? "",
      basedOn: null,
      note: "随程序提供",
      publishedBy: ctx.actor.account,
    });
    ctx.emit("version.published", { versionId: id, pack: pack.name, region: document.region, effectiveFrom: document.effective });
  }
}
