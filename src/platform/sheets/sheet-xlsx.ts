import { dateOfDay, dayNumber } from "../../kernel/dates.ts";
import { MAX_COLUMNS, type SheetCell, type SheetLine } from "./sheet.ts";
import { openPackage, type Package, unreadable } from "./sheet-zip.ts";

/**
 * Reads the first visible sheet of an .xlsx (ECMA-376), row by row. An own reader rather than a library's, because it must
 * bound what hostile files unpack to, keep a number's digits as they stand, and tell formulas and merged cells.
 * Every search for an end mark that fails ends the reading, so that its time is linear in the file.
 */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<SheetLine> {
  const open = openPackage(bytes);
  const workbook = await open("xl/workbook.xml");
  if (workbook === undefined) throw unreadable("这不是 .xlsx 表格，请用模板填写");
  const styles = dateStyles((await open("xl/styles.xml")) ?? "");
  const texts = sharedTexts((await open("xl/sharedStrings.xml")) ?? "");
  const sheet = await openFirstSheet(open, workbook);
  const epoch = /<(?:\w+:)?workbookPr\b[^>]{0,500}\bdate1904="(?:1|true)"/.test(workbook) ? dayNumber("1904-01-01") : dayNumber("1899-12-30");
  yield* readLines(sheet, { styles, texts, epoch });
}

async function openFirstSheet(open: Package, workbook: string): Promise<string> {
  const sheets = [...elements(workbook, "sheet")].map(({ attributes }) => attributes);
  const chosen = sheets.find((attributes) => !/\bstate="(?:hidden|veryHidden)"/.test(attributes)) ?? sheets[0];
  const relation = chosen === undefined ? undefined : attribute(chosen, "r:id") ?? attribute(chosen, "id");
  const relations = (await open("xl/_rels/workbook.xml.rels")) ?? "";
  const target = [...elements(relations, "Relationship")].map(({ attributes }) => attributes).find((attributes) => attribute(attributes, "Id") === relation);
  const path = target === undefined ? "worksheets/sheet1.xml" : (attribute(target, "Target") ?? "");
  const sheet = await open(path.startsWith("/") ? path.slice(1) : `xl/${path}`);
  if (sheet === undefined) throw unreadable("文件中没有工作表");
  return sheet;
}

type Element = { attributes: string; content: string };

/** The elements of one name, in order, whatever their namespace prefix; not nested in one another. */
function* elements(xml: string, name: string, prefix: string = prefixOf(xml)): Generator<Element> {
  let at = 0;
  for (;;) {
    const start = xml.indexOf(`<${prefix}${name}`, at);
    if (start < 0) return;
    const after = start + prefix.length + name.length + 1;
    const next = xml.charCodeAt(after);
    at = after;
    // the name must end here: space, /, > or a line break
    if (next !== 32 && next !== 47 && next !== 62 && next !== 10 && next !== 13 && next !== 9) continue;
    const close = xml.indexOf(">", after);
    if (close < 0) throw unreadable("工作表内容不完整，请重新另存后上传");
    if (xml[close - 1] === "/") {
      yield { attributes: xml.slice(after, close - 1), content: "" };
      at = close + 1;
      continue;
    }
    const end = xml.indexOf(`</${prefix}${name}>`, close);
    if (end < 0) throw unreadable("工作表内容不完整，请重新另存后上传");
    yield { attributes: xml.slice(after, close), content: xml.slice(close + 1, end) };
    at = end + prefix.length + name.length + 3;
  }
}

/** The namespace prefix of the root element, with its colon: some programs write `<x:worksheet>`. */
function prefixOf(xml: string): string {
  return /<(\w{1,20}:)?(?:worksheet|workbook|sst|styleSheet|Relationships)[\s>]/.exec(xml.slice(0, 2000))?.[1] ?? "";
}

const ATTRIBUTES = new Map<string, RegExp>();

function attribute(attributes: string, name: string): string | undefined {
  let pattern = ATTRIBUTES.get(name);
  if (!pattern) ATTRIBUTES.set(name, (pattern = new RegExp(`(?:^|\\s)${name}="([^"]*)"`)));
  const value = pattern.exec(attributes)?.[1];
  return value === undefined ? undefined : plain(value);
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text with its entities put back; also the `_x000D_` escapes of line breaks. */
function plain(text: string): string {
  if (!text.includes("&") && !text.includes("_x")) return text;
  return text
    .replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    })
    .replace(/_x000[aAdD]_/g, "\n");
}

/** No cell that is accepted needs more of its XML than this; what a hostile file has beyond it is not looked at. */
const ITEM_LIMIT = 20_000;

/** The text of a string item: its runs joined, without the readings that stand above them. */
function itemText(whole: string): string {
  const item = whole.slice(0, ITEM_LIMIT);
  const runs = item.includes("rPh") ? item.replace(/<(\w+:)?rPh\b[\s\S]*?<\/(\w+:)?rPh>/g, "") : item;
  let text = "";
  for (const match of runs.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g)) text += match[1];
  return plain(text);
}

function sharedTexts(xml: string): string[] {
  return xml === "" ? [] : [...elements(xml, "si")].map(({ content }) => itemText(content));
}

const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** Which cell styles show a number as a date. */
function dateStyles(xml: string): boolean[] {
  if (xml === "") return [];
  const dates = new Set(BUILT_IN_DATES);
  for (const { attributes } of elements(xml, "numFmt")) {
    const code = (attribute(attributes, "formatCode") ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
    if (/[yd年]/i.test(code)) dates.add(Number(attribute(attributes, "numFmtId")));
  }
  const prefix = prefixOf(xml);
  const [formats] = elements(xml, "cellXfs", prefix);
  return [...elements(formats?.content ?? "", "xf", prefix)].map(({ attributes }) => dates.has(Number(attribute(attributes, "numFmtId") ?? 0)));
}

type Book = { styles: boolean[]; texts: string[]; epoch: number };

function* readLines(xml: string, book: Book): Generator<SheetLine> {
  const prefix = prefixOf(xml);
  const isMerged = mergedRows(xml, prefix);
  let row = 0;
  for (const { attributes, content } of elements(xml, "row")) {
    const stated = Number(attribute(attributes, "r") ?? Number.NaN);
    row = Number.isInteger(stated) && stated > row ? stated : row + 1;
    yield { row, cells: readCells(prefix, content, book), merged: isMerged(row) };
  }
}

function readCells(prefix: string, content: string, book: Book): SheetCell[] {
  const cells: SheetCell[] = [];
  let column = -1;
  const unprefixed = prefix === "" ? content : content.replaceAll(`<${prefix}`, "<").replaceAll(`</${prefix}`, "</");
  for (const { attributes, content: inner } of elements(unprefixed, "c", "")) {
    const reference = attribute(attributes, "r");
    column = reference === undefined ? column + 1 : columnOf(reference);
    const cell = readCell(attributes, inner.slice(0, ITEM_LIMIT), book);
    if (cell.text === "" && cell.kind === "text") continue;
    if (column >= MAX_COLUMNS) throw unreadable(`列数超过 ${MAX_COLUMNS}，请删去无关的列`);
    while (cells.length < column) cells.push({ text: "", kind: "text" });
    cells[column] = cell;
  }
  return cells;
}

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "A") column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function readCell(attributes: string, inner: string, book: Book): SheetCell {
  const type = attribute(attributes, "t") ?? "n";
  if (inner === "") return { text: "", kind: "text" };
  if (/<f[\s/>]/.test(inner)) return { text: "", kind: "formula" };
  if (type === "inlineStr") return { text: itemText(inner), kind: "text" };
  const value = plain(/<v(?:\s[^>]*)?>([^<]*)</.exec(inner)?.[1] ?? "");
  if (value === "") return { text: "", kind: "text" };
  if (type === "s") return { text: book.texts[Number(value)] ?? "", kind: "text" };
  if (type === "str") return { text: value, kind: "text" };
  if (type === "b") return { text: value === "1" ? "是" : "否", kind: "text" };
  if (type === "e") return { text: value, kind: "error" };
  if (type === "d") return { text: value.slice(0, 10), kind: "date" };
  const number = Number(value);
  const serial = Math.floor(number);
  if (book.styles[Number(attribute(attributes, "s") ?? 0)] && serial > 0 && serial < 100_000) return { text: dateOfDay(book.epoch + serial), kind: "date" };
  return { text: Number.isSafeInteger(number) ? String(number) : value, kind: "number" };
}

/** Whether a row is touched by merged cells. */
function mergedRows(xml: string, prefix: string): (row: number) => boolean {
  const ranges: [number, number][] = [];
  const at = xml.indexOf(`<${prefix}mergeCells`);
  if (at < 0) return () => false;
  for (const { attributes } of elements(xml.slice(at), "mergeCell", prefix)) {
    const rows = /^[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(attribute(attributes, "ref") ?? "");
    if (rows) ranges.push([Number(rows[1]), Number(rows[2])]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  let current = 0;
  return (row) => {
    while (current < joined.length && joined[current]![1] < row) current += 1;
    const range = joined[current];
    return range !== undefined && range[0] <= row;
  };
}
