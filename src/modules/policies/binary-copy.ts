/**
 * The binary format of PostgreSQL's `copy` (https://www.postgresql.org/docs/15/sql-copy.html): a signature, then rows of
 * length-prefixed fields, big-endian. Several times faster than rows as text for the bulk reads and writes of a run.
 */

/** Types that this module reads and writes. `date` is a day number since 1970, `timestamptz` a Date, `jsonb` any value. */
export type FieldType = "uuid" | "text" | "int8" | "int4" | "float8" | "bool" | "date" | "timestamptz" | "jsonb";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const HEADER = SIGNATURE.length + 8;
/** 2000-01-01, from which PostgreSQL counts */
const EPOCH_DAY = 10_957;
const EPOCH_MS = EPOCH_DAY * 86_400_000;

/**
 * Calls `take` for each row with the place and length of each of its fields in `bytes`; a length of −1 is null. The two
 * arrays are used again for the next row.
 */
export function eachRow(bytes: Buffer, fields: number, take: (at: Int32Array, length: Int32Array) => void): void {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error("not a binary copy");
  const at = new Int32Array(fields);
  const length = new Int32Array(fields);
  let place = HEADER + bytes.readInt32BE(HEADER - 4);
  while (bytes.readInt16BE(place) !== -1) {
    place += 2;
    for (let field = 0; field < fields; field += 1) {
      const size = bytes.readInt32BE(place);
      place += 4;
      at[field] = place;
      length[field] = size;
      if (size > 0) place += size;
    }
    take(at, length);
  }
}

/** One field as its value; null is undefined. */
export function readField(bytes: Buffer, type: FieldType, at: number, length: number): unknown {
  if (length < 0) return undefined;
  switch (type) {
    case "uuid":
      return readUuid(bytes, at);
    case "text":
      return bytes.toString("utf8", at, at + length);
    case "int4":
      return bytes.readInt32BE(at);
    case "int8":
      return Number(bytes.readBigInt64BE(at));
    case "float8":
      return bytes.readDoubleBE(at);
    case "bool":
      return bytes[at] === 1;
    case "date":
      return bytes.readInt32BE(at) + EPOCH_DAY;
    case "timestamptz":
      return new Date(Number(bytes.readBigInt64BE(at) / 1000n) + EPOCH_MS);
    case "jsonb":
      // a version byte stands before the text
      return JSON.parse(bytes.toString("utf8", at + 1, at + length));
  }
}

export function readUuid(bytes: Buffer, at: number): string {
  const hex = bytes.toString("hex", at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Rows in the binary format; null and undefined are null. */
export function encodeRows(types: readonly FieldType[], rows: Iterable<readonly unknown[]>): Buffer {
  let out = Buffer.allocUnsafe(1 << 16);
  let end = SIGNATURE.copy(out);
  end = out.writeInt32BE(0, end);
  end = out.writeInt32BE(0, end);
  const room = (size: number) => {
    if (end + size <= out.length) return;
    const grown = Buffer.allocUnsafe(Math.max(out.length * 2, end + size));
    out.copy(grown, 0, 0, end);
    out = grown;
  };
  for (const row of rows) {
    room(2);
    end = out.writeInt16BE(types.length, end);
    for (let field = 0; field < types.length; field += 1) {
      const value = row[field];
      const type = types[field]!;
      if (value === null || value === undefined) {
        room(4);
        end = out.writeInt32BE(-1, end);
        continue;
      }
      const text = type === "text" ? (value as string) : type === "jsonb" ? JSON.stringify(value) : "";
      const size = type === "text" || type === "jsonb" ? Buffer.byteLength(text) : 16;
      room(size + 5);
      end = writeField(out, end, type, value, text, size);
    }
  }
  room(2);
  end = out.writeInt16BE(-1, end);
  return out.subarray(0, end);
}

function writeField(out: Buffer, at: number, type: FieldType, value: unknown, text: string, size: number): number {
  switch (type) {
    case "uuid":
      out.writeInt32BE(16, at);
      out.write((value as string).replaceAll("-", ""), at + 4, 16, "hex");
      return at + 20;
    case "text":
      out.writeInt32BE(size, at);
      out.write(text, at + 4, size, "utf8");
      return at + 4 + size;
    case "jsonb":
      out.writeInt32BE(size + 1, at);
      out[at + 4] = 1;
      out.write(text, at + 5, size, "utf8");
      return at + 5 + size;
    case "int4":
      out.writeInt32BE(4, at);
      return out.writeInt32BE(value as number, at + 4);
    case "int8":
      out.writeInt32BE(8, at);
      return out.writeBigInt64BE(BigInt(value as number), at + 4);
    case "float8":
      out.writeInt32BE(8, at);
      return out.writeDoubleBE(value as number, at + 4);
    case "bool":
      out.writeInt32BE(1, at);
      out[at + 4] = value ? 1 : 0;
      return at + 5;
    case "date":
      out.writeInt32BE(4, at);
      return out.writeInt32BE((value as number) - EPOCH_DAY, at + 4);
    case "timestamptz":
      out.writeInt32BE(8, at);
      return out.writeBigInt64BE(BigInt((value as Date).getTime() - EPOCH_MS) * 1000n, at + 4);
  }
}
