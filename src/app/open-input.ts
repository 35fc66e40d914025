import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import type { Terminal } from "./command.ts";

/** The bytes of a file argument; `-` is standard input. Throws the system's error for a file that cannot be read. */
export async function openInput(path: string, terminal: Terminal): Promise<AsyncIterable<Uint8Array>> {
  if (path === "-") return terminal.input as AsyncIterable<Uint8Array>;
  await access(path);
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}

const PROBE = 64 * 1024;

/** Bytes as text: UTF-8, or GB18030 where they are no UTF-8 (what Chinese spreadsheet programs write). Without its mark. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let size = 0;
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    held.push(chunk);
    size += chunk.length;
    if (size < PROBE) continue;
    const start = Buffer.concat(held);
    decoder = decoderFor(start);
    held = [];
    yield decoder.decode(start, { stream: true });
  }
  if (!decoder) {
    const all = Buffer.concat(held);
    decoder = decoderFor(all);
    yield decoder.decode(all, { stream: true });
  }
  yield decoder.decode();
}

function decoderFor(start: Uint8Array): TextDecoder {
  try {
    // in stream mode a character cut off at the end is no fault
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return new TextDecoder("utf-8");
  } catch {
    return new TextDecoder("gb18030");
  }
}

/** Text by lines, without their ends (LF or CRLF). */
export async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  if (rest !== "") yield rest.endsWith("\r") ? rest.slice(0, -1) : rest;
}
