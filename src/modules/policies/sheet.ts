import { parse } from "csv-parse/sync";
import type exceljs from "exceljs";
import { AppError } from "../../kernel/errors.ts";
import type { Upload } from "../../platform/module.ts";

/** A sheet as text: its header, and its rows with their number in the file (the header is row 1). */
export type Sheet = { header: string[]; rows: { row: number; cells: string[] }[] };

/**
 * Reads an uploaded .csv (UTF-8, or GB18030 as spreadsheet programs in China write it) or the first sheet of an .xlsx.
 * Rows without any content are left out.
 * @throws subjects.file_unreadable
 */
export async function readSheet(file: Upload): Promise<Sheet> {
  const bytes = await file.bytes();
  try {
    // .xlsx is a zip
    const table = bytes[0] === 0x50 && bytes[1] === 0x4b ? await readWorkbook(bytes) : readCsv(bytes);
    const [header, ...rows] = table.map((cells, place) => ({ row: place + 1, cells: cells.map((cell) => cell.trim()) }));
    return { header: header?.cells ?? [], rows: rows.filter(({ cells }) => cells.some((cell) => cell !== "")) };
  } catch (cause) {
    throw new AppError("subjects.file_unreadable", { name: file.name, reason: cause instanceof Error ? cause.message : "内容不是表格" }, { cause });
  }
}

function readCsv(bytes: Uint8Array): string[][] {
  return parse(decode(bytes), { bom: true, relax_column_count: true, skip_empty_lines: false });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  }
}

async function readWorkbook(bytes: Uint8Array): Promise<string[][]> {
  // a fifth of a second to load: not at every start
  const { default: library } = await import("exceljs");
  const workbook = new library.Workbook();
  await workbook.xlsx.load(bytes.slice().buffer as ArrayBuffer);
  const sheet = workbook.worksheets[0];
  const table: string[][] = [];
  if (!sheet) return table;
  for (let row = 1; row <= sheet.rowCount; row += 1) {
    const cells: string[] = [];
    for (let column = 1; column <= sheet.columnCount; column += 1) cells.push(cellText(sheet.getRow(row).getCell(column), library.ValueType.Formula));
    table.push(cells);
  }
  return table;
}

/** Dates of a workbook as `YYYY-MM-DD`; formulas by their result. */
function cellText(cell: exceljs.Cell, formula: exceljs.ValueType): string {
  const value = cell.type === formula ? cell.result : cell.value;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null || value === undefined ? "" : cell.text;
}
