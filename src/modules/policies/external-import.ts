import type { z } from "zod";
import { readFact } from "../../engines/rules/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { FACTS, type Facts } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import { isRegionCode, type RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionInScope } from "../../platform/context.ts";
import { enqueue } from "../../platform/jobs.ts";
import type { Input } from "../../platform/module.ts";
import { regionNames } from "../access/index.ts";
import type { importExternal as importRoute } from "./decisions.contract.ts";
import { insertExternal, type NewExternal, takeExternalByCode, updateExternal } from "./external.store.ts";
import type { ExternalKind } from "./external-subjects.ts";
import { readSheet, type Sheet } from "./sheet.ts";

type RouteInput<R extends { params: z.ZodType; query: z.ZodType; body: z.ZodType }> = Input<R["params"], R["query"], R["body"]>;
type Receipt = z.input<typeof importRoute.response>;
type ReceiptRow = Receipt["rows"][number];

const MAX_ROWS = 5000;
/** Subjects decided in one job after an import. */
const CHUNK = 500;

/** Headers of what is not a fact. */
const OWN_HEADERS: Record<string, "code" | "name" | "region"> = {
  code: "code",
  编号: "code",
  统一社会信用代码: "code",
  name: "name",
  名称: "name",
  姓名: "name",
  region: "region",
  区划代码: "region",
  所在地: "region",
  所属地区: "region",
};
const OWN_NAMES = { code: "编号", name: "名称", region: "区划代码" };

/** One row read: what it says, and what is wrong with it. `facts` null is said to be unknown. */
type Entry = { row: number; code: string; name: string; region: RegionCode; facts: Record<string, Facts[string] | null>; faults: string[] };
type Known = Awaited<ReturnType<typeof takeExternalByCode>>;

/**
 * Imports a table of facilities, providers or caregivers: a row a subject, known by its code. Every row gets a receipt;
 * a row with a fault is left out and the others are taken. Columns that the table leaves out stay as they were; an
 * empty cell says that the fact is not known. The same file again changes nothing. A dry run writes nothing.
 */
export async function importExternalSubjects(ctx: Ctx, { body, files }: RouteInput<typeof importRoute>): Promise<Receipt> {
  if (!files) throw new AppError("subjects.file_missing");
  const sheet = await readSheet(files, MAX_ROWS);
  if (sheet.rows.length > MAX_ROWS) throw new AppError("subjects.too_many_rows", { limit: MAX_ROWS, count: sheet.rows.length });
  const entries = readEntries(body.kind, sheet);
  await checkEntries(ctx, entries);
  const known = await takeExternalByCode(ctx, body.kind, entries.map((entry) => entry.code));
  const plan = entries.map((entry) => planOf(entry, known));
  if (body.dryRun === "false") await carryOut(ctx, body.kind, plan);
  return receiptOf(plan.map((planned) => planned.receipt));
}

/** What each column holds. @throws subjects.column_missing, subjects.column_unknown */
function readHeader(kind: ExternalKind, header: readonly string[]): string[] {
  const byLabel = new Map(Object.entries(FACTS[kind]).flatMap(([name, fact]) => [[name, name], [fact.label, name]] as [string, string][]));
  const columns = header.map((text) => (Object.hasOwn(OWN_HEADERS, text) ? `@${OWN_HEADERS[text]!}` : (byLabel.get(text) ?? (text === "" ? "" : "?"))));
  const missing = (["code", "name", "region"] as const).filter((own) => !columns.includes(`@${own}`));
  if (missing.length > 0) throw new AppError("subjects.column_missing", { columns: missing.map((own) => OWN_NAMES[own]).join("、") });
  const unknown = header.filter((_, place) => columns[place] === "?");
  if (unknown.length > 0) throw new AppError("subjects.column_unknown", { columns: unknown.join("、") });
  return columns;
}

function readEntries(kind: ExternalKind, sheet: Sheet): Entry[] {
  const columns = readHeader(kind, sheet.header);
  const seen = new Map<string, number>();
  return sheet.rows.map(({ row, cells }) => {
    const entry: Entry = { row, code: "", name: "", region: "", facts: {}, faults: [] };
    columns.forEach((column, place) => readCell(kind, entry, column, cells[place] ?? ""));
    for (const own of ["code", "name"] as const) if (entry[own] === "") entry.faults.push(`${OWN_NAMES[own]}未填`);
    if (!isRegionCode(entry.region)) entry.faults.push(`区划代码“${entry.region}”应为12位数字`);
    const earlier = seen.get(entry.code);
    if (earlier !== undefined && entry.code !== "") entry.faults.push(`编号与第${earlier}行重复`);
    else seen.set(entry.code, row);
    return entry;
  });
}

function readCell(kind: ExternalKind, entry: Entry, column: string, text: string): void {
  if (column === "") return;
  if (column.startsWith("@")) {
    entry[column.slice(1) as "code" | "name" | "region"] = text;
    return;
  }
  const { value, fault } = readFact(kind, column, text);
  if (fault) entry.faults.push(`${fault.message}，${fault.mend}`);
  else entry.facts[column] = value ?? null;
}

/** Regions must be known and within the caller's jurisdiction, row by row. */
async function checkEntries(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  const names = await regionNames(ctx, [...new Set(entries.map((entry) => entry.region).filter(isRegionCode))]);
  for (const entry of entries) {
    if (!isRegionCode(entry.region)) continue;
    if (!names.has(entry.region)) entry.faults.push(`区划表中没有代码 ${entry.region}`);
    else if (!regionInScope(ctx.scope, entry.region)) entry.faults.push(`${names.get(entry.region)}不在您的管辖范围内`);
  }
}

type Planned = { receipt: ReceiptRow; subject?: NewExternal };

function planOf(entry: Entry, known: Known): Planned {
  const { row, code, name, region } = entry;
  const receipt: ReceiptRow = { row, code, name, result: "refused", faults: entry.faults };
  if (entry.faults.length > 0) return { receipt };
  const old = known.get(code);
  const facts: Facts = { ...old?.facts };
  for (const [fact, value] of Object.entries(entry.facts)) {
    if (value === null) delete facts[fact];
    else facts[fact] = value;
  }
  const same = old !== undefined && old.name === name && old.region === region && sameFacts(old.facts, facts);
  receipt.result = same ? "unchanged" : old ? "updated" : "created";
  return { receipt, subject: { id: old?.id ?? newId(), code, name, region, facts } };
}

function sameFacts(a: Facts, b: Facts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}

async function carryOut(ctx: Ctx, kind: ExternalKind, plan: readonly Planned[]): Promise<void> {
  const subjectsOf = (result: ReceiptRow["result"]) => plan.flatMap(({ receipt, subject }) => (receipt.result === result && subject ? [subject] : []));
  const added = await insertExternal(ctx, kind, subjectsOf("created"));
  for (const { receipt } of plan) {
    if (receipt.result !== "created" || added.has(receipt.code)) continue;
    receipt.result = "refused";
    receipt.faults.push("该编号已登记在其他地区，请核对编号，或联系上级办理变更");
  }
  await updateExternal(ctx, subjectsOf("updated"));
  const ids = [...subjectsOf("created"), ...subjectsOf("updated")].map((subject) => subject.id);
  for (let start = 0; start < ids.length; start += CHUNK) await enqueue(ctx.db, ctx.now, "policies.decide-imported", { kind, ids: ids.slice(start, start + CHUNK) });
  ctx.audit({ action: "subjects.imported", subject: kind, details: { changed: ids.length } });
}

function receiptOf(rows: ReceiptRow[]): Receipt {
  const count = (result: ReceiptRow["result"]) => rows.filter((row) => row.result === result).length;
  return { total: rows.length, created: count("created"), updated: count("updated"), unchanged: count("unchanged"), refused: count("refused"), rows };
}
