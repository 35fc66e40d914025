import { createHash } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";

/**
 * The form of a backup, the same from every engine, before it is compressed with gzip: a line of JSON that says what it
 * is, then for each table a line of JSON, its rows as PostgreSQL's `copy` writes text, and a line `\.`; at the end a
 * line of JSON with the digest of each table. UTF-8, values in UTC.
 */
export type BackupHead = {
  format: "songhe-backup";
  version: 1;
  at: string;
  program: string;
  /** module/name → checksum of every migration applied */
  migrations: Record<string, string>;
  /** by which a key is known without being told */
  key: string;
};
export type TableHead = { table: string; columns: string[] };
export type BackupTail = { tables: Record<string, { rows: number; sha256: string }>; sequences: Record<string, number> };

const END = Buffer.from("\\.\n");
const END_AFTER_ROW = Buffer.from("\n\\.\n");

export function jsonLine(value: BackupHead | TableHead | BackupTail): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** Passes rows on and takes their number and digest as they go by. */
export async function* measured(rows: AsyncIterable<Uint8Array>, done: (found: { rows: number; sha256: string }) => void): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let count = 0;
  for await (const chunk of rows) {
    hash.update(chunk);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
    yield chunk;
  }
  done({ rows: count, sha256: hash.digest("hex") });
}

export { END as END_OF_ROWS };

/** Reads the uncompressed archive from its beginning: lines of JSON and, between them, rows. */
export type ArchiveReader = { line(): Promise<Record<string, unknown>>; rows(): AsyncGenerator<Uint8Array> };

/** Throws `backup.malformed` where the archive ends early or does not read as one. */
export function openArchive(path: string, bytes: AsyncIterable<Uint8Array>): ArchiveReader {
  const source = bytes[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const broken = (reason: string, cause?: unknown) => new AppError("backup.malformed", { path, reason }, { cause });
  const more = async () => {
    const next = await source.next().catch((error: unknown) => {
      throw broken("不是完整的 gzip 文件", error);
    });
    if (next.done) throw broken("文件在中途结束");
    buffer = buffer.length === 0 ? Buffer.from(next.value) : Buffer.concat([buffer, next.value]);
  };
  return {
    async line() {
      let end = buffer.indexOf(10);
      while (end < 0) {
        await more();
        end = buffer.indexOf(10);
      }
      const text = buffer.toString("utf8", 0, end);
      buffer = buffer.subarray(end + 1);
      try {
        return JSON.parse(text) as Record<string, unknown>;
      } catch (error) {
        throw broken("内容不是松鹤的备份", error);
      }
    },
    async *rows() {
      while (buffer.length < END.length) await more();
      if (buffer.subarray(0, END.length).equals(END)) {
        buffer = buffer.subarray(END.length);
        return;
      }
      for (;;) {
        const end = buffer.indexOf(END_AFTER_ROW);
        if (end >= 0) {
          const last = buffer.subarray(0, end + 1);
          buffer = buffer.subarray(end + END_AFTER_ROW.length);
          yield last;
          return;
        }
        // the mark may begin in what is left
        const sure = buffer.length - END_AFTER_ROW.length;
        if (sure > 0) {
          const part = buffer.subarray(0, sure);
          buffer = buffer.subarray(sure);
          yield part;
        }
        await more();
      }
    },
  };
}
