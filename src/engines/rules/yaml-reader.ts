import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlAst, type Scalar } from "yaml";
import type { Place } from "./expression.ts";
import type { Fault } from "./pack.ts";

/** One value of a YAML file with its place. A scalar keeps its text as written, so that `0.10` stays `0.10`. */
export type YamlValue =
  | { kind: "map"; place: Place; entries: Map<string, YamlEntry> }
  | { kind: "list"; place: Place; items: YamlValue[] }
  | { kind: "scalar"; place: Place; value: string | number | boolean | null; text: string; placeAt: (offset: number) => Place };
export type YamlEntry = { place: Place; value: YamlValue };
export type YamlMap = Extract<YamlValue, { kind: "map" }>;
export type YamlScalar = Extract<YamlValue, { kind: "scalar" }>;

type Reading = { file: string; source: string; lines: LineCounter; faults: Fault[] };

function placeOf(reading: Reading, offset: number): Place {
  const { line, col } = reading.lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function refuse(reading: Reading, offset: number, code: string, message: string, mend: string): void {
  reading.faults.push({ file: reading.file, ...placeOf(reading, offset), code, message, mend });
}

/**
 * Where each character of a scalar's value stands in the source. Quotes, escapes, block headers and folded lines lie
 * between, so value and source are walked side by side, white space matching any white space.
 */
function scalarPlaces(reading: Reading, start: number, end: number, value: string): (offset: number) => Place {
  const source = reading.source.slice(start, end);
  let offsets: number[] | undefined;
  const align = (): number[] => {
    const found: number[] = [];
    let at = /^[|>][-+\d]*/.exec(source)?.[0].length ?? 0;
    for (const character of value) {
      const blank = /\s/.test(character);
      while (at < source.length && (blank ? !/\s/.test(source[at]!) : source[at] !== character)) at += 1;
      for (let unit = 0; unit < character.length; unit += 1) found.push(Math.min(at + unit, source.length));
      at += character.length;
    }
    found.push(at);
    return found;
  };
  return (offset) => {
    offsets ??= align();
    return placeOf(reading, start + (offsets[Math.min(offset, offsets.length - 1)] ?? 0));
  };
}

function readScalar(reading: Reading, node: Scalar): YamlScalar {
  const [start, end] = node.range ?? [0, 0];
  const raw: unknown = node.value;
  const value = typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" ? raw : null;
  const text = typeof value === "string" ? value : (node.source ?? "");
  return { kind: "scalar", place: placeOf(reading, start), value, text, placeAt: scalarPlaces(reading, start, end, text) };
}

function readMap(reading: Reading, node: YamlAst, items: readonly { key: unknown; value: unknown }[]): YamlMap {
  const entries = new Map<string, YamlEntry>();
  for (const item of items) {
    if (!isScalar(item.key)) {
      refuse(reading, node.range?.[0] ?? 0, "yaml.key", "键必须是简单的名称", "检查冒号和缩进");
      continue;
    }
    const key = readScalar(reading, item.key);
    const missing: YamlValue = { kind: "scalar", place: key.place, value: null, text: "", placeAt: () => key.place };
    const value = item.value === null ? missing : readValue(reading, item.value as YamlAst);
    if (value) entries.set(key.text, { place: key.place, value });
  }
  return { kind: "map", place: placeOf(reading, node.range?.[0] ?? 0), entries };
}

function readValue(reading: Reading, node: YamlAst): YamlValue | undefined {
  if (isAlias(node) || (!isAlias(node) && "anchor" in node && node.anchor !== undefined)) {
    refuse(reading, node.range?.[0] ?? 0, "yaml.anchor", "不支持锚点与引用（& 和 *）", "把内容直接写在这里");
    return undefined;
  }
  if (isMap(node)) return readMap(reading, node, node.items);
  if (isSeq(node)) {
    const items = node.items.map((item) => readValue(reading, item as YamlAst)).filter((item) => item !== undefined);
    return { kind: "list", place: placeOf(reading, node.range?.[0] ?? 0), items };
  }
  return readScalar(reading, node as Scalar);
}

const SYNTAX_WORDS: Record<string, [string, string]> = {
  DUPLICATE_KEY: ["同一层里键重复了", "删去或合并其中一个"],
  TAB_AS_INDENT: ["缩进用了制表符", "改用空格缩进"],
  BAD_INDENT: ["缩进不对", "同一层的键要左对齐"],
  MISSING_CHAR: ["缺少符号", "检查引号、括号与逗号是否配对"],
  MULTILINE_IMPLICIT_KEY: ["键跨了行", "检查上一行的冒号和引号"],
  BLOCK_AS_IMPLICIT_KEY: ["一行里出现了两个键", "值里有冒号或特殊符号时，用单引号括起来"],
  TAG_RESOLVE_FAILED: ["值以感叹号开头", "整个值用单引号括起来，例如 '!filed'"],
  UNEXPECTED_TOKEN: ["出现了多余的符号", "检查括号、引号；值以特殊符号开头时，用单引号括起来"],
};

/** Reads a YAML 1.2 file with the place of every key and value. Anchors and duplicate keys are refused. */
export function readYaml(file: string, source: string): { root?: YamlValue; faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, version: "1.2", uniqueKeys: true, prettyErrors: false });
  const reading: Reading = { file, source, lines, faults: [] };
  for (const problem of [...document.errors, ...document.warnings]) {
    const [message, mend] = SYNTAX_WORDS[problem.code] ?? ["YAML 格式不对", `检查缩进、冒号与引号（${problem.code}）`];
    refuse(reading, problem.pos[0], "yaml.syntax", message, mend);
  }
  if (reading.faults.length > 0) return { faults: reading.faults };
  if (document.contents === null) {
    return { faults: [{ file, line: 1, column: 1, code: "yaml.empty", message: "文件是空的", mend: "按政策包的格式填写" }] };
  }
  const root = readValue(reading, document.contents as YamlAst);
  return reading.faults.length > 0 ? { faults: reading.faults } : { root, faults: [] };
}
