import { z } from "zod";
import { id, pageOf, pageQuery, route } from "../../kernel/contract.ts";
import { factSource, inputFault } from "./people.contract.ts";

export const OUTCOME_NAMES = { created: "新登记", updated: "已更新", unchanged: "无变化", refused: "未接受", duplicate: "文件内重复" } as const;
export type ImportOutcome = keyof typeof OUTCOME_NAMES;
export const importOutcome = z.enum(Object.keys(OUTCOME_NAMES) as [ImportOutcome, ...ImportOutcome[]]);
export const IMPORT_STATUS_NAMES = { waiting: "等待处理", running: "处理中", done: "已完成" } as const;
const importStatus = z.enum(Object.keys(IMPORT_STATUS_NAMES) as [keyof typeof IMPORT_STATUS_NAMES, ...(keyof typeof IMPORT_STATUS_NAMES)[]]);

export const importSummary = z.object({
  id,
  fileName: z.string(),
  /** nothing was saved: what would happen */
  dryRun: z.boolean(),
  source: factSource,
  status: importStatus,
  /** data rows of the sheet, and how many have their receipt */
  total: z.number().int(),
  done: z.number().int(),
  counts: z.partialRecord(importOutcome, z.number().int()),
  /** headings that were recognised, by their own names */
  columns: z.array(z.string()),
  /** headings that were not recognised, whose columns are not read */
  ignoredColumns: z.array(z.string()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

export const importReceipt = z.object({
  /** the row's number in the sheet, the heading being row 1 */
  row: z.number().int(),
  outcome: importOutcome,
  name: z.string(),
  seniorId: id.nullable(),
  /** the fields that were (or would be) changed */
  facts: z.array(z.string()),
  /** where, what is wrong, and what to do */
  faults: z.array(inputFault),
});

const importId = z.object({ id });

export const importTemplateRoute = route({
  method: "GET",
  path: "/api/people/import-template",
  permission: "people.import",
  summary: "下载导入模板（.xlsx）",
  response: z.undefined(),
  raw: true,
});
export const startImportRoute = route({
  method: "POST",
  path: "/api/people/imports",
  permission: "people.import",
  summary: "上传 .xlsx 或 .csv；dryRun=true 为试导入，只看结果不保存",
  body: z.object({ dryRun: z.enum(["true", "false"]).default("false"), source: factSource.default("import") }),
  response: importSummary,
  raw: true,
});
export const runImportRoute = route({
  method: "POST",
  path: "/api/people/imports/:id/run",
  permission: "people.import",
  summary: "把试导入过的文件正式导入，无须再次上传",
  params: importId,
  response: importSummary,
});
export const listImportsRoute = route({
  method: "GET",
  path: "/api/people/imports",
  permission: "people.import",
  summary: "本人的导入记录",
  query: z.object({ page: pageQuery.page, size: pageQuery.size }),
  response: pageOf(importSummary),
});
export const getImportRoute = route({
  method: "GET",
  path: "/api/people/imports/:id",
  permission: "people.import",
  summary: "一次导入的进度与结果",
  params: importId,
  response: importSummary,
});
export const listReceiptsRoute = route({
  method: "GET",
  path: "/api/people/imports/:id/receipts",
  permission: "people.import",
  summary: "逐行回执",
  params: importId,
  query: z.object({ page: pageQuery.page, size: pageQuery.size, outcome: importOutcome.optional() }),
  response: pageOf(importReceipt),
});
export const downloadReceiptsRoute = route({
  method: "GET",
  path: "/api/people/imports/:id/receipts.csv",
  permission: "people.import",
  summary: "下载逐行回执",
  params: importId,
  query: z.object({ outcome: importOutcome.optional() }),
  response: z.undefined(),
  raw: true,
});

export type ImportSummary = z.infer<typeof importSummary>;
export type ImportReceipt = z.infer<typeof importReceipt>;
