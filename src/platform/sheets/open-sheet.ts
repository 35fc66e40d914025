import { AppError } from "../../kernel/errors.ts";
import type { Upload } from "../module.ts";
import { MAX_CSV, MAX_XLSX, type SheetLine } from "./sheet.ts";
import { readCsv } from "./sheet-csv.ts";
import { readXlsx } from "./sheet-xlsx.ts";
import { unreadable } from "./sheet-zip.ts";

/**
 * The rows of an uploaded .xlsx (its first sheet) or .csv, told apart by their first bytes, one after another.
 * @throws sheet.unreadable, request.too_large
 */
export async function openSheet(upload: Upload): Promise<AsyncGenerator<SheetLine>> {
  let first: Uint8Array = new Uint8Array();
  for await (const chunk of upload.stream()) {
    first = chunk;
    break;
  }
  if (first.length === 0) throw unreadable("文件是空的");
  const magic = Buffer.from(first.subarray(0, 8)).toString("hex");
  if (magic.startsWith("504b0304")) {
    if (upload.size() > MAX_XLSX) throw new AppError("request.too_large", { limit: `${MAX_XLSX / 1024 / 1024} MB（.xlsx）` });
    return readXlsx(await upload.bytes());
  }
  if (magic === "d0cf11e0a1b11ae1") throw unreadable("这是旧版 .xls 或有密码的表格，请去掉密码并另存为 .xlsx 后上传");
  if (/\.xlsx$/i.test(upload.name)) throw unreadable("文件名是 .xlsx，内容却不是，可能已损坏，请重新保存后上传");
  if (upload.size() > MAX_CSV) throw new AppError("request.too_large", { limit: `${MAX_CSV / 1024 / 1024} MB（.csv）` });
  return readCsv(upload);
}
