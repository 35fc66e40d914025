import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { AppError } from "../../kernel/errors.ts";
import { MAX_UNPACKED } from "./sheet.ts";

const inflate = promisify(inflateRaw);
const MAX_ENTRIES = 5000;
const DAMAGED = "文件已损坏或不是 .xlsx，请用表格软件重新另存后上传";

export const unreadable = (reason: string, cause?: unknown) => new AppError("sheet.unreadable", { reason }, { cause });

/** Opens a part of the package by its path; undefined when there is none. */
export type Package = (path: string) => Promise<string | undefined>;

type Entry = { method: number; encrypted: boolean; offset: number; packed: number };

/**
 * Opens a zip archive in memory. Parts are unpacked one at a time, and all together to no more than `MAX_UNPACKED`
 * bytes, whatever the archive says of itself. Throws `sheet.unreadable`.
 */
export function openPackage(bytes: Uint8Array): Package {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(buffer);
  let left = MAX_UNPACKED;
  return async (path) => {
    const entry = entries.get(path.replace(/^\//, ""));
    if (!entry) return undefined;
    if (entry.encrypted) throw unreadable("文件有密码，请去掉密码后再上传");
    const start = entry.offset + 30 + readUInt16(buffer, entry.offset + 26) + readUInt16(buffer, entry.offset + 28);
    const packed = buffer.subarray(start, start + entry.packed);
    if (packed.length !== entry.packed || (entry.method !== 0 && entry.method !== 8)) throw unreadable(DAMAGED);
    let content: Buffer;
    try {
      content = entry.method === 0 ? packed : await inflate(packed, { maxOutputLength: Math.max(1, left) });
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? unreadable(`文件解压后超过 ${MAX_UNPACKED / 1024 / 1024} MB，请拆分后上传`, cause) : unreadable(DAMAGED, cause);
    }
    left -= content.length;
    if (left < 0) throw unreadable(`文件解压后超过 ${MAX_UNPACKED / 1024 / 1024} MB，请拆分后上传`);
    return content.toString("utf8");
  };
}

function readUInt16(buffer: Buffer, at: number): number {
  if (at < 0 || at + 2 > buffer.length) throw unreadable(DAMAGED);
  return buffer.readUInt16LE(at);
}

function readUInt32(buffer: Buffer, at: number): number {
  if (at < 0 || at + 4 > buffer.length) throw unreadable(DAMAGED);
  return buffer.readUInt32LE(at);
}

/** The central directory, found from the end of the file (APPNOTE 4.3.16). */
function readDirectory(buffer: Buffer): Map<string, Entry> {
  const end = buffer.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw unreadable(DAMAGED);
  const count = readUInt16(buffer, end + 10);
  if (count > MAX_ENTRIES) throw unreadable(DAMAGED);
  let at = readUInt32(buffer, end + 16);
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index += 1) {
    if (readUInt32(buffer, at) !== 0x02014b50) throw unreadable(DAMAGED);
    const nameLength = readUInt16(buffer, at + 28);
    const name = buffer.toString("utf8", at + 46, at + 46 + nameLength);
    entries.set(name, {
      encrypted: (readUInt16(buffer, at + 8) & 1) === 1,
      method: readUInt16(buffer, at + 10),
      packed: readUInt32(buffer, at + 20),
      offset: readUInt32(buffer, at + 42),
    });
    at += 46 + nameLength + readUInt16(buffer, at + 30) + readUInt16(buffer, at + 32);
  }
  return entries;
}
