import { sql } from "kysely";
import type { PolicyDocument } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import type { Ctx } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";

/** A version with the text of its document, as stored. */
export type VersionRow = {
  id: string;
  pack: string;
  number: number;
  region: string;
  region_name: string;
  title: string;
  status: "draft" | "submitted" | "published" | "withdrawn";
  effective_from: CivilDate;
  effective_to: CivilDate | null;
  document_id: string;
  policy: string;
  text_file: string;
  cases: string;
  body: string;
  based_on: string | null;
  note: string;
  edition: number;
  created_by: string;
  created_at: Date;
  edited_by: string[];
  submitted_by: string | null;
  published_by: string | null;
  published_at: Date | null;
};

const columns = sql`v.id, v.pack, v.number, v.region, coalesce(r.full_name, v.region) as region_name, v.title, v.status, v.effective_from, v.effective_to,
  v.document_id, v.policy, v.text_file, v.cases, d.body, v.based_on, v.note, v.edition, v.created_by, v.created_at, v.edited_by, v.submitted_by, v.published_by, v.published_at`;
const joined = sql`policies.version v join policies.document d on d.id = v.document_id left join access.v_region r on r.code = v.region`;

/** Published lists are public to every officer; drafts stay in their jurisdiction. */
const visible = (ctx: Ctx) => sql`(v.status = 'published' or ${inScope(ctx.scope, { region: "v.region" })})`;

export async function findVersionRow(ctx: Ctx, id: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`select ${columns} from ${joined} where v.id = ${id} and ${visible(ctx)}`.execute(ctx.db);
  return rows[0];
}

export async function listPublished(ctx: Ctx, date: CivilDate): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${columns} from ${joined}
    where v.status = 'published' and v.effective_from <= ${date} and (v.effective_to is null or v.effective_to >= ${date})`.execute(ctx.db);
  return rows;
}

/** Every version ever published for these regions, those of the first region first. */
export async function listPublishedIn(ctx: Ctx, regions: readonly string[]): Promise<VersionRow[]> {
  if (regions.length === 0) return [];
  const { rows } = await sql<VersionRow>`select ${columns} from ${joined} where v.status = 'published' and v.region = any(${regions}::text[])
    order by array_position(${regions}::text[], v.region), v.pack, v.number`.execute(ctx.db);
  return rows;
}

/** Published versions of a pack, the latest first. */
export async function listPublishedOf(ctx: Ctx, pack: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${columns} from ${joined} where v.status = 'published' and v.pack = ${pack} order by v.effective_from desc`.execute(ctx.db);
  return rows;
}

export async function packsWithVersions(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ pack: string }>`select distinct pack from policies.version`.execute(ctx.db);
  return rows.map((row) => row.pack);
}

export type VersionFilter = { pack?: string; status?: string; region?: string; q?: string; page: number; size: number };

/** One's own lists first. */
export async function pageVersions(ctx: Ctx, filter: VersionFilter): Promise<{ rows: VersionRow[]; total: number }> {
  const where = sql`${visible(ctx)}
    ${filter.pack ? sql`and v.pack = ${filter.pack}` : sql``}
    ${filter.status ? sql`and v.status = ${filter.status}` : sql``}
    ${filter.region ? sql`and v.region = ${filter.region}` : sql``}
    ${filter.q ? sql`and v.title ilike ${`%${filter.q.replace(/[\\%_]/g, "\\$&")}%`}` : sql``}`;
  const { rows } = await sql<VersionRow>`select ${columns} from ${joined} where ${where}
    order by case when ${inScope(ctx.scope, { region: "v.region" })} then 0 else 1 end, v.pack, v.number desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.version v where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

export async function insertDocument(ctx: Ctx, document: PolicyDocument & { body: string }): Promise<void> {
  await sql`insert into policies.document (id, region, title, issuer, number, issued, effective, expires, body, created_at, created_by)
    values (${document.id}, ${document.region}, ${document.title}, ${document.issuer}, ${document.number ?? null}, ${document.issued ?? null},
      ${document.effective}, ${document.expires ?? null}, ${document.body}, ${ctx.now}, ${ctx.actor.account})
    on conflict (id) do nothing`.execute(ctx.db);
}

/** Puts what a published version says of its document (a new end of validity above all) where the document is shown. The text stays. */
export async function renewDocument(ctx: Ctx, document: PolicyDocument): Promise<void> {
  await sql`update policies.document set title = ${document.title}, issuer = ${document.issuer}, number = ${document.number ?? null}, issued = ${document.issued ?? null},
      effective = ${document.effective}, expires = ${document.expires ?? null} where id = ${document.id}`.execute(ctx.db);
}

/** Every region that rules may speak of. */
export async function listRegionCodes(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`select code from access.v_region`.execute(ctx.db);
  return new Set(rows.map((row) => row.code));
}

export type NewVersion = {
  id: string;
  pack: string;
  number: number;
  region: string;
  title: string;
  status: "draft" | "published";
  effectiveFrom: CivilDate;
  documentId: string;
  policy: string;
  textFile: string;
  cases: string;
  basedOn: string | null;
  note: string;
  publishedBy: string | null;
};

export async function insertVersion(ctx: Ctx, version: NewVersion): Promise<void> {
  await sql`insert into policies.version (id, pack, number, region, title, status, effective_from, document_id, policy, text_file, cases, based_on, note,
      created_by, created_at, published_by, published_at)
    values (${version.id}, ${version.pack}, ${version.number}, ${version.region}, ${version.title}, ${version.status}, ${version.effectiveFrom},
      ${version.documentId}, ${version.policy}, ${version.textFile}, ${version.cases}, ${version.basedOn}, ${version.note}, ${ctx.actor.account}, ${ctx.now},
      ${version.publishedBy}, ${version.publishedBy ? ctx.now : null})`.execute(ctx.db);
}

/** Lets one after the other draft and publish versions of a pack, until the end of the transaction. */
export async function lockPack(ctx: Ctx, pack: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${VERSIONS_OF_PACK}::int, hashtext(${pack}))`.execute(ctx.db);
}

/** Number of the advisory locks of `lockPack`. */
const VERSIONS_OF_PACK = 727_012;

export async function nextNumber(ctx: Ctx, pack: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(max(number), 0) + 1 as n from policies.version where pack = ${pack}`.execute(ctx.db);
  return rows[0]!.n;
}

/** Writes a draft's new content under its next edition; false when someone else was quicker. */
export async function updateDraft(ctx: Ctx, id: string, edition: number, change: { policy: string; title: string; effectiveFrom: CivilDate; note: string }): Promise<boolean> {
  const result = await sql`update policies.version set policy = ${change.policy}, title = ${change.title}, effective_from = ${change.effectiveFrom},
      note = ${change.note}, edition = edition + 1,
      edited_by = case when ${ctx.actor.account} = any(edited_by) then edited_by else edited_by || ${ctx.actor.account}::text end
    where id = ${id} and edition = ${edition} and status = 'draft'`.execute(ctx.db);
  return result.numAffectedRows === 1n;
}

/** Moves a version to another status; false when its edition or status is no longer what was seen. */
export async function moveVersion(ctx: Ctx, id: string, edition: number, from: readonly string[], to: "draft" | "submitted" | "published" | "withdrawn"): Promise<boolean> {
  const result = await sql`update policies.version set status = ${to}, edition = edition + 1,
      submitted_by = ${to === "submitted" ? sql`${ctx.actor.account}` : sql`submitted_by`},
      submitted_at = ${to === "submitted" ? sql`${ctx.now}` : sql`submitted_at`},
      published_by = ${to === "published" ? sql`${ctx.actor.account}` : sql`published_by`},
      published_at = ${to === "published" ? sql`${ctx.now}` : sql`published_at`}
    where id = ${id} and edition = ${edition} and status in (${sql.join(from)})`.execute(ctx.db);
  return result.numAffectedRows === 1n;
}

/** Ends the version in force the day before its successor begins. */
export async function endVersion(ctx: Ctx, id: string, lastDay: CivilDate): Promise<void> {
  await sql`update policies.version set effective_to = ${lastDay} where id = ${id}`.execute(ctx.db);
}

/** Gives the version before it back its open end. */
export async function reopenBefore(ctx: Ctx, pack: string, lastDay: CivilDate): Promise<void> {
  await sql`update policies.version set effective_to = null where pack = ${pack} and status = 'published' and effective_to = ${lastDay}`.execute(ctx.db);
}

export type SignOffRow = { department: string; agreed: boolean; note: string; by_account: string; at: Date; edition: number };

export async function listSignOffs(ctx: Ctx, versionId: string): Promise<SignOffRow[]> {
  const { rows } = await sql<SignOffRow>`select department, agreed, note, by_account, at, edition from policies.sign_off where version_id = ${versionId} order by at`.execute(ctx.db);
  return rows;
}

export async function insertSignOff(ctx: Ctx, row: { id: string; versionId: string; edition: number; department: string; agreed: boolean; note: string }): Promise<void> {
  await sql`insert into policies.sign_off (id, version_id, edition, department, agreed, note, by_account, at)
    values (${row.id}, ${row.versionId}, ${row.edition}, ${row.department}, ${row.agreed}, ${row.note}, ${ctx.actor.account}, ${ctx.now})`.execute(ctx.db);
}
