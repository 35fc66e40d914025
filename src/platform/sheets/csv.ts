import type { Download } from "../module.ts";

/**
 * A sheet as .csv for spreadsheet programs: UTF-8 with its mark, and no cell that they would take for a formula (those
 * that begin with = + - @, a tab or a line break get an apostrophe before them).
 */
export function csvFile(name: string, header: readonly string[], lines: readonly (readonly string[])[]): Download {
  const text = [header, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n");
  return { download: { name, type: "text/csv; charset=utf-8", body: Buffer.from(`\uFEFF${text}\r\n`) } };
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
