import type { Upload } from "../../platform/module.ts";
import { openSheet } from "../../platform/sheets/open-sheet.ts";
import { unreadable } from "../../platform/sheets/sheet-zip.ts";

/** A sheet as text: its header, and its rows with their number in the file (the header is row 1). */
export type Sheet = { header: string[]; rows: { row: number; cells: string[] }[] };

/**
 * Reads an uploaded table whole, up to one row more than `most`. Rows without any content are left out.
 * @throws sheet.unreadable, request.too_large
 */
export async function readSheet(file: Upload, most: number): Promise<Sheet> {
  const sheet: Sheet = { header: [], rows: [] };
  for await (const { row, cells } of await openSheet(file)) {
    const formula = cells.findIndex((cell) => cell.kind === "formula" || cell.kind === "error");
    if (formula >= 0) throw unreadable(`第 ${row} 行第 ${formula + 1} 列是公式或错误值，请复制后“粘贴为数值”再上传`);
    const texts = cells.map((cell) => cell.text.trim());
    if (row === 1) sheet.header = texts;
    else if (texts.some((text) => text !== "")) sheet.rows.push({ row, cells: texts });
    if (sheet.rows.length > most) break;
  }
  return sheet;
}
