import { type CivilDate, dateOfDay, dayNumber, parseDate } from "../../kernel/dates.ts";
import type { InputFault } from "../../kernel/errors.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { readFactText, SENIOR_FACTS } from "./fact-values.ts";
import { headingOf } from "./import-columns.ts";
import { type CheckedIdentity, checkIdentity } from "./senior-entry.ts";
import { MAX_CELL, type SheetCell, type SheetLine } from "../../platform/sheets/sheet.ts";

/** A data row as it waits to be worked off: its cells by field, empty ones left out. */
export type WaitingRow = { row: number; merged: boolean; cells: Record<string, SheetCell> };

/** A row understood, as far as it can be without the register. */
export type ReadRow = {
  row: number;
  name: string;
  /** absent when anything in the row is faulty */
  identity?: CheckedIdentity;
  texts: { region?: string; householdRegion?: string; address?: string; ethnicity?: string };
  facts: Record<string, FactValue>;
  /** the day from which the facts hold, where the row says so */
  asOf?: CivilDate;
  diedOn?: CivilDate;
  faults: InputFault[];
};

/** The cells of a line under their fields. Undefined for a line with nothing in it. */
export function waitingRow(line: SheetLine, fields: readonly (string | undefined)[]): WaitingRow | undefined {
  const cells: WaitingRow["cells"] = {};
  for (const [index, cell] of line.cells.entries()) {
    const field = fields[index];
    const text = cell.text.trim().slice(0, MAX_CELL + 1);
    if (field === undefined || field in cells || (text === "" && cell.kind === "text")) continue;
    cells[field] = { text, kind: cell.kind };
  }
  return Object.keys(cells).length === 0 ? undefined : { row: line.row, merged: line.merged, cells };
}

const place = (row: number, field: string) => `行 ${row} 列 ${headingOf(field)}`;
const SAID_NOTHING = new Set(["不详", "未知", "-", "/", "—", "——"]);

/** Reads a row: every fault at once, each with its place and what to do. */
export function readRow(waiting: WaitingRow, today: CivilDate): ReadRow {
  const { row } = waiting;
  const faults: InputFault[] = [];
  if (waiting.merged) faults.push({ path: `行 ${row}`, message: "本行有合并单元格，请取消合并，把内容填进每一行后再导入" });
  const texts: Record<string, string> = {};
  for (const [field, cell] of Object.entries(waiting.cells)) {
    const fault = cellFault(field, cell);
    if (fault) faults.push({ path: place(row, field), message: fault });
    else if (!SAID_NOTHING.has(cell.text)) texts[field] = cell.text;
  }
  const faulty = new Set(faults.map(({ path }) => path));
  const dateIn = (field: "birthDate" | "diedOn" | "asOf"): CivilDate | undefined => {
    const text = texts[field];
    if (text === undefined) return undefined;
    const date = parseDate(text.replace(/[ T]0{1,2}:00(:00)?$/, ""));
    if (!date) faults.push({ path: place(row, field), message: `日期“${text}”不对，请写作 1944-03-01` });
    else if (date > today) faults.push({ path: place(row, field), message: `日期 ${date} 在今天之后，请核对` });
    return date;
  };
  const birthDate = dateIn("birthDate");
  const facts = readFacts(texts, (field, message) => faults.push({ path: place(row, field), message }));
  const sex = facts.sex as "male" | "female" | undefined;
  delete facts.sex;
  const checked = checkIdentity({ name: texts.name ?? "", idNumber: texts.idNumber ?? "", ...(birthDate && { birthDate }), ...(sex && { sex }), ...(texts.phone && { phone: texts.phone }) }, today);
  for (const { path, message } of checked.faults) {
    if (faulty.has(place(row, path))) continue;
    const isRounded = path === "idNumber" && /^\d{15}000$/.test(texts.idNumber ?? "");
    faults.push({ path: place(row, path), message: isRounded ? `${message}；末三位为000，很可能已被表格软件改写，请先把该列设为“文本”格式再重新填写` : message });
  }
  const [asOf, diedOn] = [dateIn("asOf"), dateIn("diedOn")];
  if (diedOn && checked.identity && diedOn < checked.identity.birthDate) faults.push({ path: place(row, "diedOn"), message: "去世日期早于出生日期，请核对" });
  const { region, householdRegion, address, ethnicity } = texts;
  return {
    row,
    name: (texts.name ?? "").slice(0, 50),
    ...(checked.identity && { identity: checked.identity }),
    texts: { ...(region && { region }), ...(householdRegion && { householdRegion }), ...(address && { address: address.slice(0, 200) }), ...(ethnicity && { ethnicity: ethnicity.slice(0, 20) }) },
    facts,
    ...(asOf && { asOf }),
    ...(diedOn && { diedOn }),
    faults,
  };
}

function readFacts(texts: Record<string, string>, fault: (field: string, message: string) => void): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const [field, text] of Object.entries(texts)) {
    if (!Object.hasOwn(SENIOR_FACTS, field) || field === "region") continue;
    const read = readFactText(field, text);
    if ("fault" in read) fault(field, `“${text.slice(0, 30)}”不对：${read.fault}`);
    else facts[field] = read.value;
  }
  return facts;
}

/** What is wrong with a cell as the sheet stores it, before its meaning is looked at. */
function cellFault(field: string, { text, kind }: SheetCell): string | undefined {
  if (kind === "formula") return "单元格是公式，请复制后用“选择性粘贴—数值”换成内容本身";
  if (kind === "error") return `单元格显示错误值 ${text.slice(0, 20)}，请改为内容本身`;
  if (text.length > MAX_CELL) return `内容超过 ${MAX_CELL} 个字，请缩短`;
  if (kind === "number" && field === "idNumber") {
    return "身份证号存成了数字，末几位已经丢失：请先把该列设为“文本”格式，再重新填写号码";
  }
  if (kind === "number" && /[eE]/.test(text)) return `数字成了科学记数 ${text.slice(0, 30)}：请把该列设为“文本”格式后重新填写`;
  if (kind === "number" && ["birthDate", "diedOn", "asOf"].includes(field) && /^\d{1,5}$/.test(text)) {
    return `日期成了序列号 ${text}，应为 ${dateOfDay(dayNumber("1899-12-30") + Number(text))}：请把该列设为日期格式或写作 1944-03-01`;
  }
  return undefined;
}
