import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Ctx } from "../../platform/context.ts";
import { enqueue } from "../../platform/jobs.ts";
import type { Download, Upload } from "../../platform/module.ts";
import { csvFile } from "../../platform/sheets/csv.ts";
import { type Heading, headingOf, readHeading } from "./import-columns.ts";
import { type ImportOutcome, type ImportReceipt, type ImportSummary, OUTCOME_NAMES } from "./import.contract.ts";
import { type WaitingRow, waitingRow } from "./import-row.ts";
import { findOwnImport, insertChunk, insertImport, listOwnImports, listReceiptRows, moveChunks, setTotal, type StoredImport, type StoredReceipt } from "./import.store.ts";
import type { FactSource } from "./people.contract.ts";
import { MAX_ROWS, type SheetLine } from "../../platform/sheets/sheet.ts";
import { openSheet } from "../../platform/sheets/open-sheet.ts";
import { unreadable } from "../../platform/sheets/sheet-zip.ts";

/** Rows worked off, with their receipts, in one transaction: few enough that requests on the embedded engine hardly wait. */
export const ROWS_PER_CHUNK = 250;
/** The heading may stand below a title, but not further down than this. */
const HEADING_WITHIN = 10;

/**
 * Takes in an uploaded sheet: recognises its columns, keeps its rows sealed, and leaves the work to a job. A dry run does
 * the same work and saves nothing but the receipts.
 * @throws sheet.unreadable, request.too_large
 */
export async function startImport(ctx: Ctx, upload: Upload | undefined, options: { dryRun: boolean; source: FactSource }): Promise<ImportSummary> {
  if (!upload) throw unreadable("没有收到文件，请选择 .xlsx 或 .csv 文件");
  const lines = await openSheet(upload);
  try {
    return await takeIn(ctx, upload.name, lines, options);
  } finally {
    // a refused sheet is not read to its end: let go of the file
    await lines.return(undefined);
  }
}

async function takeIn(ctx: Ctx, fileName: string, lines: AsyncGenerator<SheetLine>, options: { dryRun: boolean; source: FactSource }): Promise<ImportSummary> {
  const heading = await findHeading(lines);
  const row: StoredImport = {
    id: newId(),
    owner: ctx.actor.id,
    owner_account: ctx.actor.account,
    regions: ctx.scope.regions,
    file_name: fileName.slice(-200),
    dry_run: options.dryRun,
    source: options.source,
    status: "waiting",
    total: 0,
    done: 0,
    counts: {},
    columns: heading.recognised,
    ignored_columns: heading.ignored,
    created_at: ctx.now,
    finished_at: null,
  };
  await insertImport(ctx, row);
  row.total = await keepRows(ctx, row.id, lines, heading);
  if (row.total === 0) throw unreadable("表头之下没有数据行");
  await setTotal(ctx, row.id, row.total);
  await enqueue(ctx.db, ctx.now, "people.import", { importId: row.id }, { key: row.id });
  ctx.audit({ action: options.dryRun ? "people.import_tried" : "people.imported", subject: "import", subjectId: row.id, details: { rows: row.total, source: options.source } });
  return summaryOf(row);
}

/** Reads up to and with the heading row. */
async function findHeading(lines: AsyncGenerator<SheetLine>): Promise<Heading> {
  for (let seen = 0; seen < HEADING_WITHIN; seen += 1) {
    const next = await lines.next();
    if (next.done) break;
    const heading = readHeading(next.value.cells);
    if (!heading) continue;
    if (heading.repeated.length > 0) throw unreadable(`表头中“${heading.repeated.join("、")}”重复，请只留一列`);
    return heading;
  }
  throw unreadable("前10行中没有找到同时含“姓名”和“身份证号”的表头，请按模板填写");
}

async function keepRows(ctx: Ctx, importId: string, lines: AsyncGenerator<SheetLine>, heading: Heading): Promise<number> {
  let total = 0;
  let chunk: WaitingRow[] = [];
  let seq = 0;
  const keep = async () => {
    seq += 1;
    await insertChunk(ctx, importId, seq, ctx.crypto.seal("people.import", JSON.stringify(chunk)));
    chunk = [];
  };
  for await (const line of lines) {
    const row = waitingRow(line, heading.fields);
    if (!row) continue;
    total += 1;
    if (total > MAX_ROWS) throw unreadable(`数据超过 ${MAX_ROWS} 行，请拆分后上传`);
    chunk.push(row);
    if (chunk.length === ROWS_PER_CHUNK) await keep();
  }
  if (chunk.length > 0) await keep();
  return total;
}

/** Does for real what a dry run has tried, from the rows that were kept. */
export async function runImport(ctx: Ctx, dryRunId: string): Promise<ImportSummary> {
  const tried = await getOwn(ctx, dryRunId);
  const row: StoredImport = { ...tried, id: newId(), dry_run: false, status: "waiting", done: 0, counts: {}, regions: ctx.scope.regions, created_at: ctx.now, finished_at: null };
  if (!tried.dry_run || tried.status !== "done") throw new AppError("import.not_dry_run");
  await insertImport(ctx, row);
  if ((await moveChunks(ctx, dryRunId, row.id)) === 0) throw new AppError("import.not_dry_run");
  await enqueue(ctx.db, ctx.now, "people.import", { importId: row.id }, { key: row.id });
  ctx.audit({ action: "people.imported", subject: "import", subjectId: row.id, details: { rows: row.total, source: row.source } });
  return summaryOf(row);
}

async function getOwn(ctx: Ctx, id: string): Promise<StoredImport> {
  const row = await findOwnImport(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "导入记录" });
  return row;
}

/** An import of the caller's own, with its progress. */
export async function getImport(ctx: Ctx, id: string): Promise<ImportSummary> {
  return summaryOf(await getOwn(ctx, id));
}

export async function listImports(ctx: Ctx, page: { page: number; size: number }): Promise<{ rows: ImportSummary[]; total: number }> {
  const { rows, total } = await listOwnImports(ctx, page.size, (page.page - 1) * page.size);
  return { rows: rows.map(summaryOf), total };
}

/** The receipts of an import of the caller's own, in the order of the sheet. */
export async function listReceipts(ctx: Ctx, id: string, query: { page: number; size: number; outcome?: ImportOutcome | undefined }): Promise<{ rows: ImportReceipt[]; total: number }> {
  const row = await getOwn(ctx, id);
  const rows = await listReceiptRows(ctx, id, { outcome: query.outcome }, query.size, (query.page - 1) * query.size);
  return { rows: rows.map(receiptView), total: query.outcome ? (row.counts[query.outcome] ?? 0) : row.done };
}

const DOWNLOAD_PAGE = 5000;

/** All receipts as a sheet, to mend the faults by. */
export async function downloadReceipts(ctx: Ctx, id: string, outcome: ImportOutcome | undefined): Promise<Download> {
  const row = await getOwn(ctx, id);
  const lines: string[][] = [];
  for (let afterRow = 0; ; ) {
    const page = await listReceiptRows(ctx, id, { outcome, afterRow }, DOWNLOAD_PAGE, 0);
    for (const receipt of page.map(receiptView)) {
      lines.push([String(receipt.row), receipt.name, OUTCOME_NAMES[receipt.outcome], receipt.facts.map(headingOf).join("、"), receipt.faults.map(({ path, message }) => `${path}：${message}`).join("；")]);
    }
    if (page.length < DOWNLOAD_PAGE) break;
    afterRow = page.at(-1)!.row;
  }
  ctx.audit({ action: "people.receipts_downloaded", subject: "import", subjectId: id, details: { rows: lines.length } });
  return csvFile(`${row.dry_run ? "试导入" : "导入"}回执-${row.file_name.replace(/\.\w+$/, "")}.csv`, ["行号", "姓名", "结果", "更改的栏目", "问题与改法"], lines);
}

function receiptView(row: StoredReceipt): ImportReceipt {
  return { row: row.row, outcome: row.outcome, name: row.name, seniorId: row.senior_id, facts: row.facts, faults: row.faults };
}

function summaryOf(row: StoredImport): ImportSummary {
  return {
    id: row.id,
    fileName: row.file_name,
    dryRun: row.dry_run,
    source: row.source,
    status: row.status,
    total: row.total,
    done: row.done,
    counts: row.counts,
    columns: row.columns,
    ignoredColumns: row.ignored_columns,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
