import type { FactValue } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION, type RegionCode } from "../../kernel/regions.ts";
import { type Actor, type Ctx, regionInScope, SYSTEM } from "../../platform/context.ts";
import type { FactRecord } from "./fact-history.ts";
import { listRecords, loadRecords } from "./fact.store.ts";
import { bringUpToDate, recordsOf } from "./facts.service.ts";
import { headingOf } from "./import-columns.ts";
import type { ImportOutcome } from "./import.contract.ts";
import { type ReadRow, readRow, type WaitingRow } from "./import-row.ts";
import { ROWS_PER_CHUNK } from "./import.service.ts";
import { deleteChunk, dropKeptRows, findEarlierRows, findPlaces, insertReceipts, lockImport, nextChunk, saveProgress, type StoredImport, type StoredReceipt } from "./import.store.ts";
import { namePinyin } from "./name-pinyin.ts";
import type { FactChange } from "./people.contract.ts";
import type { SeniorRegistration } from "./registration.ts";
import { registerSeniors } from "./register.service.ts";
import { lookupHash, sealOptional, unseal } from "./sealed.ts";
import { findSenior, findSeniorIdsByHash, loadSeniors, reversed, type SeniorColumns, type StoredSenior } from "./senior.store.ts";

/** What is known before the rows of a chunk are judged one after the other. */
type Chunk = {
  ctx: Ctx;
  job: StoredImport;
  places: Map<string, RegionCode[]>;
  /** id number's hash in hex → earlier row of the same sheet */
  seen: Map<string, number>;
  known: Map<string, string>;
  seniors: Map<string, StoredSenior>;
  records: Map<string, FactRecord[]>;
  registrations: SeniorRegistration[];
};

/**
 * Works off the next chunk of an import: the effects of its rows, their receipts and the progress are one transaction,
 * so that a killed server has done each chunk wholly or not at all. The importer's jurisdiction at the time of the upload
 * holds. Done when nothing is left.
 */
export async function workImport(ctx: Ctx, importId: string): Promise<{ done: boolean }> {
  const job = await lockImport(ctx, importId);
  if (!job || job.status === "done") return { done: true };
  const next = await nextChunk(ctx, importId, Math.ceil(job.done / ROWS_PER_CHUNK));
  if (next) {
    const waiting = JSON.parse(ctx.crypto.unseal("people.import", next.rows)) as WaitingRow[];
    const receipts = await workRows(asImporter(ctx, job), job, waiting);
    await insertReceipts(ctx, importId, receipts);
    for (const { outcome } of receipts) job.counts[outcome] = (job.counts[outcome] ?? 0) + 1;
    job.done += waiting.length;
    if (!job.dry_run) await deleteChunk(ctx, importId, next.seq);
  }
  const done = !next || job.done >= job.total;
  await saveProgress(ctx, { ...job, status: done ? "done" : "running", finished_at: done ? ctx.now : null });
  return { done };
}

/** The job: a chunk at a time, so that requests come in between. */
export async function importJob(ctx: Ctx, payload: Record<string, unknown>): Promise<void | { again: Record<string, unknown> }> {
  const { done } = await workImport(ctx, String(payload.importId));
  return done ? undefined : { again: payload };
}

const KEPT_DAYS = 7;

/** Forgets the sheets of dry runs that nobody ran for a week. */
export async function forgetUploads(ctx: Ctx): Promise<void> {
  await dropKeptRows(ctx, new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000));
}

/** The context with the importer's name and jurisdiction, for what the rows say is theirs. */
function asImporter(ctx: Ctx, job: StoredImport): Ctx {
  const actor: Actor = { ...SYSTEM, id: job.owner, account: job.owner_account };
  return { ...ctx, actor, scope: { regions: job.regions, organizations: [], own: null, rows: job.regions } };
}

async function workRows(ctx: Ctx, job: StoredImport, waiting: readonly WaitingRow[]): Promise<StoredReceipt[]> {
  const rows = waiting.map((row) => readRow(row, ctx.today));
  const hashes = rows.flatMap(({ identity }) => (identity ? [lookupHash(ctx, "idNumber", identity.idNumber)] : []));
  const known = await findSeniorIdsByHash(ctx, hashes);
  const ids = [...known.values()];
  const chunk: Chunk = {
    ctx,
    job,
    places: await readPlaces(ctx, rows),
    seen: await findEarlierRows(ctx, job.id, hashes),
    known,
    seniors: await loadSeniors(ctx, ids),
    records: await loadRecords(ctx, ids),
    registrations: [],
  };
  const receipts: StoredReceipt[] = [];
  for (const row of rows) receipts.push(await workRow(chunk, row));
  if (!job.dry_run && chunk.registrations.length > 0) {
    await registerSeniors(ctx, chunk.registrations, { source: job.source, recordedBy: job.owner_account });
    for (const { id, region } of chunk.registrations) ctx.audit({ action: "senior.registered", subject: "senior", subjectId: id, region, details: { import: job.id, by: job.owner_account } });
  }
  return receipts;
}

async function readPlaces(ctx: Ctx, rows: readonly ReadRow[]): Promise<Chunk["places"]> {
  const texts = new Set(rows.flatMap(({ texts: { region, householdRegion } }) => [region, householdRegion].filter((text) => text !== undefined)));
  const places = new Map<string, RegionCode[]>();
  // where someone is registered may lie beyond the importer's jurisdiction, so places are read in the whole nation
  for (const { text, code } of await findPlaces(ctx, [...texts], [NATION])) places.set(text, [...(places.get(text) ?? []), code]);
  const within = (code: RegionCode) => regionInScope(ctx.scope, code);
  for (const [text, codes] of places) if (codes.length > 1 && codes.some(within)) places.set(text, codes.filter(within));
  return places;
}

async function workRow(chunk: Chunk, row: ReadRow): Promise<StoredReceipt> {
  const { ctx } = chunk;
  const faults = [...row.faults];
  const region = placeOf(chunk, row, "region", faults);
  const householdRegion = placeOf(chunk, row, "householdRegion", faults);
  const person = row.identity ? lookupHash(ctx, "idNumber", row.identity.idNumber) : null;
  const receipt = (outcome: ImportOutcome, seniorId: string | null = null, facts: string[] = []): StoredReceipt => ({ row: row.row, outcome, name: row.name, person, senior_id: seniorId, facts, faults });
  if (!row.identity || person === null) return receipt("refused");
  const key = Buffer.from(person).toString("hex");
  const earlier = chunk.seen.get(key);
  if (earlier !== undefined) {
    faults.push({ path: `行 ${row.row}`, message: `与第 ${earlier} 行是同一身份证号，只处理第 ${earlier} 行，请核对后删去一行` });
    return receipt("duplicate");
  }
  chunk.seen.set(key, row.row);
  const id = chunk.known.get(key);
  const senior = id === undefined ? undefined : chunk.seniors.get(id);
  if (senior && !regionInScope(ctx.scope, senior.region)) {
    faults.push({ path: `行 ${row.row} 列 身份证号`, message: "该老年人已在其他地区登记，请联系上级民政部门办理迁入" });
    return receipt("refused");
  }
  if (!senior && !region && row.texts.region === undefined) faults.push({ path: `行 ${row.row} 列 常住地`, message: "新登记的老年人须填常住地（12位区划代码或社区名称）" });
  if (faults.length > 0) return receipt("refused", senior?.id ?? null);
  if (senior) {
    const changed = await updateFromRow(chunk, senior, row, { region, householdRegion });
    return receipt(changed.length > 0 ? "updated" : "unchanged", senior.id, changed);
  }
  const registration = registrationOf(chunk, row, region!, householdRegion);
  chunk.registrations.push(registration);
  return receipt("created", chunk.job.dry_run ? null : registration.id, Object.keys(row.facts));
}

function placeOf(chunk: Chunk, row: ReadRow, field: "region" | "householdRegion", faults: ReadRow["faults"]): RegionCode | undefined {
  const text = row.texts[field];
  if (text === undefined) return undefined;
  const path = `行 ${row.row} 列 ${headingOf(field)}`;
  const codes = chunk.places.get(text) ?? [];
  if (codes.length === 1) {
    if (field === "region" && !regionInScope(chunk.ctx.scope, codes[0]!)) faults.push({ path, message: `“${text}”不在您的管辖范围内` });
    return codes[0];
  }
  faults.push({ path, message: codes.length === 0 ? `没有找到“${text}”，请填12位区划代码，或社区（村）的全名` : `有 ${codes.length} 个地方叫“${text}”，请写上所属的街道（乡镇），或填12位区划代码` });
  return undefined;
}

function registrationOf(chunk: Chunk, row: ReadRow, region: RegionCode, householdRegion: RegionCode | undefined): SeniorRegistration {
  const { ctx, job } = chunk;
  const from = row.asOf ?? ctx.today;
  return {
    id: newId(),
    ...row.identity!,
    phone: row.identity!.phone ?? undefined,
    address: row.texts.address,
    ethnicity: row.texts.ethnicity,
    region,
    registeredOn: ctx.today,
    diedOn: row.diedOn,
    periods: [
      ...Object.entries(row.facts).map(([fact, value]) => ({ fact, value, from, source: job.source })),
      { fact: "region", value: region, from, source: job.source },
      ...(householdRegion ? [{ fact: "household_region", value: householdRegion, from, source: job.source }] : []),
    ],
    contacts: [],
  };
}

/** What a row would change of a senior, and, unless it is a dry run, the change. Nothing new, nothing written. */
async function updateFromRow(chunk: Chunk, stored: StoredSenior, row: ReadRow, regions: { region?: RegionCode; householdRegion?: RegionCode }): Promise<string[]> {
  const { ctx, job } = chunk;
  const { columns, fields } = columnsFromRow(ctx, stored, row);
  const changes = changesOfRow(row, regions, row.asOf ?? ctx.today);
  const fresh = recordsOf(ctx, chunk.records.get(stored.id) ?? [], changes, job.source, null, job.owner_account);
  const changed = [...fields, ...fresh.flatMap((record) => Object.keys(record.facts))];
  if (changed.length === 0 || job.dry_run) return changed;
  // read again under lock: somebody may have written since the chunk was loaded
  const senior = (await findSenior(ctx, stored.id, { lock: true })) ?? stored;
  const records = await listRecords(ctx, senior.id);
  const now = recordsOf(ctx, records, changes, job.source, null, job.owner_account);
  await bringUpToDate(ctx, senior, [...records, ...now], now, columns);
  ctx.audit({ action: "senior.changed", subject: "senior", subjectId: senior.id, region: senior.region, details: { import: job.id, by: job.owner_account, fields: changed } });
  return changed;
}

function changesOfRow(row: ReadRow, regions: { region?: RegionCode; householdRegion?: RegionCode }, validFrom: string): FactChange[] {
  const said: Record<string, FactValue | undefined> = { ...row.facts, region: regions.region, household_region: regions.householdRegion };
  const changes: FactChange[] = Object.entries(said).flatMap(([fact, value]) => (value === undefined ? [] : [{ fact, value, validFrom }]));
  if (row.diedOn) changes.push({ fact: "alive", value: false, validFrom: row.diedOn });
  return changes;
}

function columnsFromRow(ctx: Ctx, senior: StoredSenior, row: ReadRow): { columns: SeniorColumns; fields: string[] } {
  const { name, phone } = row.identity!;
  const { address, ethnicity } = row.texts;
  const columns: SeniorColumns = {};
  const fields: string[] = [];
  if (name !== senior.name) {
    const { pinyin, initials } = namePinyin(name);
    Object.assign(columns, { name, name_reversed: reversed(name), pinyin, initials });
    fields.push("name");
  }
  if (phone !== null && (senior.phone === null || unseal(ctx, "phone", senior.phone) !== phone)) {
    Object.assign(columns, { phone: sealOptional(ctx, "phone", phone), phone_hash: lookupHash(ctx, "phone", phone) });
    fields.push("phone");
  }
  if (address !== undefined && (senior.address === null || unseal(ctx, "address", senior.address) !== address)) {
    columns.address = sealOptional(ctx, "address", address);
    fields.push("address");
  }
  if (ethnicity !== undefined && senior.ethnicity !== ethnicity) {
    columns.ethnicity = ethnicity;
    fields.push("ethnicity");
  }
  return { columns, fields };
}
