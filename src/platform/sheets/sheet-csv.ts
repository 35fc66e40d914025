import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";
import type { Upload } from "../module.ts";
import { MAX_COLUMNS, type SheetCell, type SheetLine } from "./sheet.ts";
import { unreadable } from "./sheet-zip.ts";

type Encoding = "utf-8" | "gb18030" | "utf-16le";

/** Reads a .csv in UTF-8 (with its mark or without), GB18030 or marked UTF-16, separated by comma, tab or semicolon. */
export async function* readCsv(upload: Pick<Upload, "stream">): AsyncGenerator<SheetLine> {
  const { encoding, separator } = await detect(upload);
  const parser = parse({ bom: true, delimiter: separator, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: 200_000, info: true });
  // a fault of either end is thrown below, where the records are read
  pipeline(Readable.from(decode(upload.stream(), encoding)), parser, () => {});
  try {
    let row = 0;
    for await (const { record } of parser as AsyncIterable<{ record: string[] }>) {
      row += 1;
      if (record.length > MAX_COLUMNS && record.slice(MAX_COLUMNS).some((text) => text !== "")) throw unreadable(`列数超过 ${MAX_COLUMNS}，请删去无关的列`);
      yield { row, cells: record.slice(0, MAX_COLUMNS).map(cellOf), merged: false };
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("CSV_")) throw unreadable("有一行过长或引号不成对，请检查后重新保存为 .csv", error);
    throw error;
  }
}

/** `="4201…"` and a leading apostrophe or tab are how people keep a number as text; anything else after = is a formula. */
function cellOf(text: string): SheetCell {
  const kept = /^="([^"]*)"$/.exec(text)?.[1] ?? text.replace(/^['\t]/, "");
  if (kept.startsWith("=")) return { text: "", kind: "formula" };
  return { text: kept, kind: /^\d(?:\.\d+)?[eE]\+?\d{1,2}$/.test(kept.trim()) ? "number" : "text" };
}

async function detect(upload: Pick<Upload, "stream">): Promise<{ encoding: Encoding; separator: string }> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let encoding: Encoding = "utf-8";
  let first: Uint8Array | undefined;
  try {
    for await (const chunk of upload.stream()) {
      if (first === undefined) {
        first = chunk;
        if (chunk[0] === 0xff && chunk[1] === 0xfe) {
          encoding = "utf-16le";
          break;
        }
      }
      decoder.decode(chunk, { stream: true });
    }
    if (encoding === "utf-8") decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    encoding = "gb18030";
  }
  const text = new TextDecoder(encoding).decode(first ?? new Uint8Array());
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  if (text.includes("\0")) throw unreadable("这不是表格文件，请上传 .xlsx 或 .csv");
  return { encoding, separator: line.includes(",") ? "," : line.includes("\t") ? "\t" : line.includes(";") ? ";" : "," };
}

async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
