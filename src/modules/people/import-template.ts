import type { Download } from "../../platform/module.ts";
import { IMPORT_COLUMNS } from "./import-columns.ts";

const ROWS = 1000;

/** The empty sheet to fill in: headings, a second sheet that explains them, text format where digits must survive, drop-downs. */
export async function importTemplate(): Promise<Download> {
  // loaded when first asked for: it would take a third of a second from every start
  const { default: exceljs } = await import("exceljs");
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet("老年人", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = IMPORT_COLUMNS.map((column) => ({ header: column.required ? `${column.heading}*` : column.heading, width: Math.max(12, column.heading.length * 2 + 4), style: { numFmt: "@" } }));
  sheet.getRow(1).font = { bold: true };
  for (const [index, column] of IMPORT_COLUMNS.entries()) {
    if (!column.words) continue;
    const letter = sheet.getColumn(index + 1).letter;
    for (let row = 2; row <= ROWS; row += 1) {
      sheet.getCell(`${letter}${row}`).dataValidation = { type: "list", allowBlank: true, formulae: [`"${column.words.join(",")}"`], showErrorMessage: true, errorTitle: column.heading, error: `请填：${column.words.join("、")}`.slice(0, 200) };
    }
  }
  const guide = workbook.addWorksheet("填写说明");
  guide.columns = [{ header: "栏目", width: 20 }, { header: "说明", width: 80 }];
  guide.getRow(1).font = { bold: true };
  for (const column of IMPORT_COLUMNS) guide.addRow([column.heading, [column.note, column.words && !column.note.startsWith("填：") ? `填：${column.words.join("、")}` : ""].filter(Boolean).join("；")]);
  const bytes = await workbook.xlsx.writeBuffer();
  return { download: { name: "老年人导入模板.xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body: new Uint8Array(bytes as ArrayBuffer) } };
}
