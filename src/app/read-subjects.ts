import { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { readFact, readFacts } from "../engines/rules/index.ts";
import { AppError, type InputFault } from "../kernel/errors.ts";
import type { Facts, SubjectKind } from "../kernel/facts.ts";
import { decodeText, splitLines } from "./open-input.ts";

/** One subject of a file: `row` counts from 1, the header included. With faults it is not to be decided. */
export type FileSubject = { row: number; id: string; facts: Facts; faults: InputFault[] };

/**
 * Reads subjects from a file of facts as it arrives: CSV with a header of fact names and `id`, or one JSON object a line.
 * Without an id the row's number stands for it. Faults of a row are given with it, by row and column.
 *
 * Throws `facts.empty`, `facts.column_unknown` and `facts.column_twice` for the header, `facts.csv_malformed`.
 */
export async function* readSubjects(kind: SubjectKind, path: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileSubject> {
  const text = decodeText(bytes);
  const { begun, first } = await untilFirstCharacter(text);
  if (first === "") throw new AppError("facts.empty", { path });
  const whole = (async function* () {
    yield begun;
    yield* text;
  })();
  yield* first === "{" || first === "[" ? readJsonLines(kind, whole) : readCsv(kind, path, whole);
}

async function untilFirstCharacter(text: AsyncGenerator<string>): Promise<{ begun: string; first: string }> {
  let begun = "";
  for (;;) {
    const next = await text.next();
    if (next.done) return { begun, first: begun.trimStart().charAt(0) };
    begun += next.value;
    const first = begun.trimStart().charAt(0);
    if (first !== "") return { begun, first };
  }
}

async function* readJsonLines(kind: SubjectKind, text: AsyncIterable<string>): AsyncGenerator<FileSubject> {
  let row = 0;
  for await (const line of splitLines(text)) {
    row += 1;
    if (line.trim() === "") continue;
    const record = parseObject(line);
    if (!record) {
      yield { row, id: String(row), facts: {}, faults: [{ path: `第 ${row} 行`, message: "不是 JSON 对象。每行写一个对象，如 {\"id\":\"1\",\"sex\":\"male\"}" }] };
      continue;
    }
    const { id, ...facts } = record;
    yield subjectOf(kind, row, id, facts);
  }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function* readCsv(kind: SubjectKind, path: string, text: AsyncIterable<string>): AsyncGenerator<FileSubject> {
  const parser = Readable.from(text).pipe(parse({ relax_column_count: true }));
  let header: string[] | undefined;
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (cells.every((cell) => cell.trim() === "")) continue;
      if (!header) {
        header = checkHeader(kind, row, cells);
        continue;
      }
      yield rowOf(kind, row, header, cells);
    }
  } catch (error) {
    if ((error as CsvError).code?.startsWith("CSV_")) throw new AppError("facts.csv_malformed", { line: (error as { lines?: number }).lines ?? row + 1 }, { cause: error });
    throw error;
  }
  if (!header) throw new AppError("facts.empty", { path });
}

/** The names of the columns; an empty one at the end, as some programs leave, is passed over. */
function checkHeader(kind: SubjectKind, row: number, cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim());
  while (names.at(-1) === "") names.pop();
  names.forEach((name, index) => {
    const place = `第 ${row} 行第 ${index + 1} 列`;
    if (names.indexOf(name) !== index) throw new AppError("facts.column_twice", { place, column: name });
    const fault = name === "id" ? undefined : readFact(kind, name, undefined).fault;
    if (fault) throw new AppError("facts.column_unknown", { place, column: name, mend: `${fault.message}，${fault.mend}` });
  });
  return names;
}

function rowOf(kind: SubjectKind, row: number, header: readonly string[], cells: readonly string[]): FileSubject {
  const surplus = cells.slice(header.length).some((cell) => cell.trim() !== "");
  if (surplus || cells.length < header.length) {
    const message = `有 ${cells.length} 列，表头有 ${header.length} 列。请核对是否缺少分隔，或内容中的逗号没有加引号`;
    return { row, id: cells[header.indexOf("id")]?.trim() || String(row), facts: {}, faults: [{ path: `第 ${row} 行`, message }] };
  }
  const { id, ...facts } = Object.fromEntries(header.map((name, index) => [name, cells[index]]));
  return subjectOf(kind, row, id, facts);
}

function subjectOf(kind: SubjectKind, row: number, id: unknown, record: Readonly<Record<string, unknown>>): FileSubject {
  const { facts, faults } = readFacts(kind, record);
  const named = typeof id === "string" || typeof id === "number" ? String(id).trim() : "";
  return {
    row,
    id: named === "" ? String(row) : named,
    facts,
    faults: faults.map(({ fact, message, mend }) => ({ path: `第 ${row} 行 ${fact} 列`, message: mend ? `${message}。${mend}` : message })),
  };
}
