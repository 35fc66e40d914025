import type { z } from "zod";
import { conditionForm, conform, describeExpression, type Fault, loadPack, type Pack, PAYERS, runCases, writeExpression } from "../../engines/rules/index.ts";
import type { Expr, TableRow } from "../../engines/rules/index.ts";
import { addDays, type CivilDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { formatYuan } from "../../kernel/money.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionInScope, requireRegion, scopeOf } from "../../platform/context.ts";
import { userNames } from "../access/index.ts";
import { dropFiling, findFiling, openFiling } from "./filings.store.ts";
import { loadVersion, sourceOf, upperPacks } from "./pack-library.ts";
import type { benefitForm, parameterForm, shortfall, versionDetail, VersionEdit } from "./policies.contract.ts";
import { allowedSteps, changesBetween, STATUS_NAMES } from "./version.ts";
import { applyEdits } from "./version-edit.ts";
import {
  endVersion,
  findVersionRow,
  insertSignOff,
  insertVersion,
  listPublishedOf,
  listRegionCodes,
  listSignOffs,
  lockPack,
  moveVersion,
  reopenBefore,
  nextNumber,
  pageVersions,
  renewDocument,
  updateDraft,
  type VersionFilter,
  type VersionRow,
} from "./versions.store.ts";
import { ruleInWords } from "./words.ts";

type VersionDetail = z.input<typeof versionDetail>;

type NameOf = (account: string) => string;

/** The names of those who had a hand in versions. */
function namesIn(ctx: Ctx, rows: readonly VersionRow[], others: readonly string[] = []): Promise<NameOf> {
  return userNames(ctx, [...rows.flatMap((row) => [row.created_by, ...(row.published_by === null ? [] : [row.published_by])]), ...others]);
}

function versionRowView(row: VersionRow, nameOf: NameOf) {
  return {
    id: row.id,
    pack: row.pack,
    number: row.number,
    title: row.title,
    region: row.region,
    regionName: row.region_name,
    status: row.status,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    documentId: row.document_id,
    note: row.note,
    edition: row.edition,
    createdBy: nameOf(row.created_by),
    createdAt: row.created_at.toISOString(),
    publishedBy: row.published_by === null ? null : nameOf(row.published_by),
    publishedAt: row.published_at?.toISOString() ?? null,
  };
}

export async function listVersions(ctx: Ctx, filter: VersionFilter) {
  const { rows, total } = await pageVersions(ctx, filter);
  const nameOf = await namesIn(ctx, rows);
  return { rows: rows.map((row) => versionRowView(row, nameOf)), total };
}

async function getRow(ctx: Ctx, id: string): Promise<VersionRow> {
  const row = await findVersionRow(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "版本" });
  return row;
}

async function checkRow(ctx: Ctx, row: VersionRow): Promise<{ pack?: Pack; faults: Fault[] }> {
  const codes = await listRegionCodes(ctx);
  const { pack, faults } = loadPack(sourceOf(row), { uppers: await upperPacks(ctx, row.region, row.effective_from), knownRegion: (code) => codes.has(code) });
  return pack ? { pack, faults: documentFaults(row, pack) } : { faults };
}

/** A list holds where its drafter's authority reached, and rests on the document that it was drafted from: the file cannot say otherwise. */
function documentFaults(row: VersionRow, { document }: Pack): Fault[] {
  const fault = (code: string, message: string, mend: string): Fault => ({ file: `${row.pack}/policy.yaml`, line: document.place?.line ?? 1, column: document.place?.column ?? 1, code, message, mend });
  return [
    ...(document.region === row.region ? [] : [fault("document.region", `文件的适用地区 ${document.region} 不是本清单的地区 ${row.region}`, `把 region 改回 "${row.region}"`)]),
    ...(document.id === row.document_id ? [] : [fault("document.id", `文件编号 ${document.id} 不是本清单所依据的 ${row.document_id}`, `把 id 改回 ${row.document_id}`)]),
  ];
}

/** The departments that must agree: those that the version names, and those that the version before it named, so that none is left out without its word. */
async function signatories(ctx: Ctx, row: VersionRow, pack: Pack): Promise<string[]> {
  const former = await formerPack(ctx, row);
  return [...new Set([...(former?.signOffs ?? []), ...pack.signOffs])];
}

/** Whether the viewer had a hand in the version; someone else publishes it. */
function hadAHand(ctx: Ctx, row: VersionRow): boolean {
  return [row.created_by, row.submitted_by, ...row.edited_by].includes(ctx.actor.account);
}

/** Refuses a version whose rules have faults: `version.faulty`. */
export async function requireSound(ctx: Ctx, row: VersionRow): Promise<void> {
  requireFaultless((await checkRow(ctx, row)).faults);
}

/** A version with its form, its faults, its sign-offs, and what the viewer may do. */
export async function getVersion(ctx: Ctx, id: string): Promise<VersionDetail> {
  return detailOf(ctx, await getRow(ctx, id));
}

async function detailOf(ctx: Ctx, row: VersionRow): Promise<VersionDetail> {
  const { pack, faults } = await checkRow(ctx, row);
  const filing = await findFiling(ctx, row.id);
  const said = (await listSignOffs(ctx, row.id)).filter((signOff) => signOff.edition === row.edition || row.status === "published");
  const nameOf = await namesIn(ctx, [row], said.map((signOff) => signOff.by_account));
  const base = pack && (await basePack(ctx, row));
  const report = pack && row.cases ? runCases(sourceOf(row), pack) : null;
  return {
    ...versionRowView(row, nameOf),
    parameters: pack ? Object.values(pack.parameters).map(parameterView) : [],
    benefits: pack ? pack.benefits.map((benefit) => benefitView(benefit, pack)) : [],
    overlaps: pack ? pack.overlaps.map((overlap) => ({ rule: overlap.rule, words: overlapInWords(overlap, pack) })) : [],
    faults,
    signOffs: (pack ? await signatories(ctx, row, pack) : []).map((department) => {
      const last = said.filter((signOff) => signOff.department === department).at(-1);
      return { department, agreed: last?.agreed ?? null, note: last?.note ?? null, by: last ? nameOf(last.by_account) : null, at: last?.at.toISOString() ?? null };
    }),
    filing: !filing ? null : { id: filing.id, filedWith: filing.filed_with, dueOn: filing.due_on, filedOn: filing.filed_on, receipt: filing.receipt, receivedOn: filing.received_on },
    cases: report && { passed: report.passed, failed: report.failed.map((failure) => `第 ${failure.place.line} 行 ${pack?.benefits.find(({ id }) => id === failure.benefit)?.name ?? failure.benefit}：${failure.differences.join("，")}`), uncovered: report.uncovered.length },
    allowed: allowedSteps(
      { status: row.status, faults: faults.length, filing: !filing ? "none" : filing.received_on ? "received" : filing.filed_on ? "filed" : "due", isAhead: row.effective_from > ctx.today },
      // a receipt is given by the level above, everything else is done by the version's own
      (permission, step) => holdsIn(ctx, permission, step === "receive" && filing ? filing.filed_with : row.region),
      hadAHand(ctx, row),
    ),
    payers: Object.entries(PAYERS).map(([payer, name]) => ({ payer, name })),
    receivable: pack ? await receivableIn(ctx, row, pack) : [],
    changes: base && pack ? changesBetween(base, pack) : [],
  };
}

function holdsIn(ctx: Ctx, permission: string, region: RegionCode): boolean {
  const scope = scopeOf(ctx.actor, permission);
  return scope !== undefined && regionInScope(scope, region);
}

/** What a condition of the pack may ask for as received: its own benefits, those of the lists above, other systems'. */
async function receivableIn(ctx: Ctx, row: VersionRow, pack: Pack): Promise<{ benefit: string; name: string }[]> {
  const uppers = await upperPacks(ctx, row.region, row.effective_from);
  const all = [...pack.benefits, ...pack.external, ...uppers.flatMap((upper) => upper.benefits)];
  return [...new Map(all.map(({ id, name }) => [id, { benefit: id, name }])).values()];
}

/** The pack that a version is measured against: the published one it was drafted from, else the one published before it. */
async function basePack(ctx: Ctx, row: VersionRow): Promise<Pack | undefined> {
  const published = await listPublishedOf(ctx, row.pack);
  const base = published.find((other) => other.id === row.based_on) ?? before(row, published);
  return base && (await loadVersion(ctx, base.id)).pack;
}

/** The pack published last before a version. */
async function formerPack(ctx: Ctx, row: VersionRow): Promise<Pack | undefined> {
  const former = before(row, await listPublishedOf(ctx, row.pack));
  return former && (await loadVersion(ctx, former.id)).pack;
}

const before = (row: VersionRow, published: readonly VersionRow[]) => published.find((other) => other.id !== row.id && other.number < row.number);

function parameterView(parameter: Pack["parameters"][string]): z.input<typeof parameterForm> {
  const figure = (value: number) => (parameter.kind === "money" ? formatYuan(value) : String(value / 10 ** parameter.scale));
  return {
    name: parameter.name,
    label: parameter.label,
    unit: parameter.unit,
    values: parameter.values.map((value) => ({ from: value.from, to: value.to ?? null, value: figure(value.value), clauseAt: value.clause.at, quote: value.clause.quote })),
  };
}

function benefitView(benefit: Pack["benefits"][number], pack: Pack): z.input<typeof benefitForm> {
  const form = (expr: Expr) => {
    const made = conditionForm(expr);
    return "rows" in made ? made : { ...made, words: describeExpression(expr, benefit.subject, pack) };
  };
  const rows = (table: TableRow[] | undefined) => table?.map((row) => ({ when: row.when ? form(row.when) : null, value: writeExpression(row.value) })) ?? null;
  const text = (expr: Expr | undefined) => (expr ? writeExpression(expr) : null);
  const { amount } = benefit;
  const amountForm: z.input<typeof benefitForm>["amountForm"] =
    amount.form === "parts"
      ? { form: "parts", parts: amount.parts.map((part) => ({ label: part.label ?? "", times: text(part.times) ?? "", value: text(part.value), table: rows(part.table) })), cap: text(amount.cap) }
      : amount.form === "bounds"
        ? { form: "bounds", min: writeExpression(amount.min), max: writeExpression(amount.max), standard: rows(amount.standard) }
        : amount;
  return {
    ...ruleInWords(benefit, pack),
    when: form(benefit.when),
    amountForm,
    shareForm: benefit.shares.map(({ payer, part }) => ({ payer, percent: part / 100 })),
    standard: benefit.standard?.text ?? null,
  };
}

function overlapInWords(overlap: Pack["overlaps"][number], pack: Pack): string {
  const name = (id: string) => pack.benefits.find((benefit) => benefit.id === id)?.name ?? pack.external.find((benefit) => benefit.id === id)?.name ?? id;
  const names = overlap.over.map(name).join("、");
  const note = overlap.note ? `（${overlap.note}）` : "";
  switch (overlap.rule) {
    case "take_higher":
      return `${names}：不同时享受，取高${note}`;
    case "exclusive":
      return `${names}：不同时享受，保留${name(overlap.keep)}${note}`;
    case "cap":
      return `${names}：合计最高 ${formatYuan(overlap.limit)} 元${note}`;
    case "stack":
      return `${names}：可同时享受${note}`;
  }
}

/** A new draft with the rules of a version, under the next number. */
export async function draftVersion(ctx: Ctx, input: { basedOn: string; effectiveFrom: CivilDate; note: string }): Promise<{ id: string }> {
  const base = await getRow(ctx, input.basedOn);
  requireRegion(ctx, base.region);
  const id = newId();
  await lockPack(ctx, base.pack);
  await insertVersion(ctx, {
    id,
    pack: base.pack,
    number: await nextNumber(ctx, base.pack),
    region: base.region,
    title: base.title,
    status: "draft",
    effectiveFrom: input.effectiveFrom,
    documentId: base.document_id,
    policy: base.policy,
    textFile: base.text_file,
    cases: base.cases,
    basedOn: base.id,
    note: input.note,
    publishedBy: null,
  });
  ctx.audit({ action: "version.drafted", subject: "version", subjectId: id, region: base.region, details: { pack: base.pack, basedOn: base.id } });
  return { id };
}

/** Changes a draft. Faults do not stop the saving, they stop the submitting; nothing an officer typed is lost. */
export async function editVersion(ctx: Ctx, id: string, edition: number, edits: readonly VersionEdit[]): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status !== "draft") throw new AppError("version.not_draft", { status: STATUS_NAMES[row.status] });
  let { policy, note, effective_from: effectiveFrom } = row;
  for (const edit of edits) {
    if (edit.what === "note") note = edit.note;
    else if (edit.what === "effective_from") effectiveFrom = edit.date;
    else if (edit.what === "file") policy = edit.policy;
    else policy = applyEdits(policy, [edit], effectiveFrom);
  }
  const title = /^title:\s*(.+)$/m.exec(policy)?.[1]?.replace(/^["']|["']$/g, "").trim() ?? row.title;
  if (!(await updateDraft(ctx, id, edition, { policy, title, effectiveFrom, note }))) throw new AppError("record.stale", { what: "草稿" });
  ctx.audit({ action: "version.edited", subject: "version", subjectId: id, region: row.region, details: { edits: edits.map((edit) => edit.what) } });
  return getVersion(ctx, id);
}

/** Sends a faultless draft for signing. */
export async function submitVersion(ctx: Ctx, id: string, edition: number): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status !== "draft") throw new AppError("version.not_draft", { status: STATUS_NAMES[row.status] });
  await requireSound(ctx, row);
  await move(ctx, row, edition, ["draft"], "submitted");
  return getVersion(ctx, id);
}

function requireFaultless(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const first = faults[0]!;
  throw new AppError("version.faulty", { count: faults.length, first: `第 ${first.line} 行：${first.message}`, faults: faults.map((fault) => ({ path: `${fault.file}:${fault.line}`, message: `${fault.message}；${fault.mend}` })) });
}

async function move(ctx: Ctx, row: VersionRow, edition: number, from: readonly string[], to: "submitted" | "published" | "withdrawn"): Promise<void> {
  if (!(await moveVersion(ctx, row.id, edition, from, to))) throw new AppError("record.stale", { what: "版本" });
  ctx.audit({ action: `version.${to}`, subject: "version", subjectId: row.id, region: row.region, details: { pack: row.pack, number: row.number } });
}

/** Takes a draft or a submitted version out of the way. Published ones stay for ever. */
export async function withdrawVersion(ctx: Ctx, id: string, edition: number): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status === "published" || row.status === "withdrawn") throw new AppError("version.not_draft", { status: STATUS_NAMES[row.status] });
  await move(ctx, row, edition, ["draft", "submitted"], "withdrawn");
  return getVersion(ctx, id);
}

/** Takes back a published version whose day has not come; the one before it goes on. Those in force stay for ever. */
export async function recallVersion(ctx: Ctx, id: string, edition: number): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status !== "published") throw new AppError("version.not_draft", { status: STATUS_NAMES[row.status] });
  if (row.effective_from <= ctx.today) throw new AppError("version.in_force", { date: row.effective_from });
  await lockPack(ctx, row.pack);
  await move(ctx, row, edition, ["published"], "withdrawn");
  await reopenBefore(ctx, row.pack, addDays(row.effective_from, -1));
  await dropFiling(ctx, id);
  const before = (await listPublishedOf(ctx, row.pack))[0];
  const { pack } = before ? await checkRow(ctx, before) : { pack: undefined };
  if (pack) await renewDocument(ctx, pack.document);
  return getVersion(ctx, id);
}

/**
 * A department's word on a submitted version; the user's organization must be one of the departments.
 * A later word of the same department replaces the earlier.
 */
export async function signVersion(ctx: Ctx, id: string, input: { edition: number; agreed: boolean; note: string }, organization: string): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status !== "submitted") throw new AppError("version.not_submitted", { status: STATUS_NAMES[row.status] });
  if (row.edition !== input.edition) throw new AppError("record.stale", { what: "版本" });
  const { pack } = await checkRow(ctx, row);
  const departments = pack ? await signatories(ctx, row, pack) : [];
  const department = departments.find((name) => organization.endsWith(name) || sameOffice(organization, name));
  if (!department) throw new AppError("version.not_signatory", { organization, departments: departments.join("、") });
  await insertSignOff(ctx, { id: newId(), versionId: id, edition: row.edition, department, agreed: input.agreed, note: input.note });
  ctx.audit({ action: "version.signed", subject: "version", subjectId: id, region: row.region, details: { department, agreed: input.agreed } });
  return getVersion(ctx, id);
}

/** 鄂州市民政局 signs as 市民政局; 卫生健康委员会 as 卫健委. */
function sameOffice(organization: string, department: string): boolean {
  const short = (name: string) => name.replace(/^.*?(?=市|省|区|县)/, "").replace("卫生健康委员会", "卫健委").replace("卫生健康委", "卫健委").replace("发展和改革委员会", "发改委");
  return short(organization) === short(department);
}

/** How a version falls short of the lists above it; empty when no item is lower in scope or standard. */
export async function checkConformity(ctx: Ctx, id: string): Promise<{ upper: { pack: string; title: string }[]; shortfalls: z.input<typeof shortfall>[] }> {
  const row = await getRow(ctx, id);
  const { pack, faults } = await checkRow(ctx, row);
  if (!pack) requireFaultless(faults);
  const uppers = await upperPacks(ctx, row.region, row.effective_from);
  const shortfalls = uppers.flatMap((upper) => conform([pack!], upper));
  return {
    upper: uppers.map((upper) => ({ pack: upper.name, title: upper.title })),
    shortfalls: shortfalls.map(({ benefit, name, aspect, message, example, proven }) => ({ benefit, name, aspect, message, example: example ?? null, proven })),
  };
}

/**
 * Puts a submitted version into force from its date, by someone other than its drafter; the version before it ends the
 * day before. Refused while a department has not agreed, or where it falls below an upper list.
 */
export async function publishVersion(ctx: Ctx, id: string, edition: number): Promise<VersionDetail> {
  const row = await getRow(ctx, id);
  requireRegion(ctx, row.region);
  if (row.status !== "submitted") throw new AppError("version.not_submitted", { status: STATUS_NAMES[row.status] });
  if (hadAHand(ctx, row)) throw new AppError("version.same_person", { drafter: (await namesIn(ctx, [row]))(row.created_by) });
  const { pack, faults } = await checkRow(ctx, row);
  requireFaultless(faults);
  await requireSignOffs(ctx, row, pack!);
  const { shortfalls } = await checkConformity(ctx, id);
  if (shortfalls.length > 0) throw new AppError("version.falls_short", { count: shortfalls.length, first: shortfalls[0]!.message });
  if (row.effective_from < ctx.today) throw new AppError("version.date_past", { date: row.effective_from });
  const { expires } = pack!.document;
  if (expires !== undefined && row.effective_from > expires) throw new AppError("version.after_document", { expires, date: row.effective_from });
  await lockPack(ctx, row.pack);
  const last = (await listPublishedOf(ctx, row.pack))[0];
  if (last && last.effective_from >= row.effective_from) throw new AppError("version.date_taken", { date: last.effective_from });
  if (last) await endVersion(ctx, last.id, addDays(row.effective_from, -1));
  await move(ctx, row, edition, ["submitted"], "published");
  await renewDocument(ctx, pack!.document);
  await openFiling(ctx, row);
  ctx.emit("version.published", { versionId: id, pack: row.pack, region: row.region, effectiveFrom: row.effective_from });
  return getVersion(ctx, id);
}

async function requireSignOffs(ctx: Ctx, row: VersionRow, pack: Pack): Promise<void> {
  const said = (await listSignOffs(ctx, row.id)).filter((signOff) => signOff.edition === row.edition);
  const missing = (await signatories(ctx, row, pack)).filter((department) => said.filter((signOff) => signOff.department === department).at(-1)?.agreed !== true);
  if (missing.length > 0) throw new AppError("version.unsigned", { departments: missing.join("、") });
}

