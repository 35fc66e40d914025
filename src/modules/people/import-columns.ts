import { FACTS } from "../../kernel/facts.ts";
import type { SheetCell } from "../../platform/sheets/sheet.ts";

/** A column that an import reads. `field` is a fact's name or one of the register's own fields. */
export type ImportColumn = { field: string; heading: string; aliases: readonly string[]; required?: true; note: string; /** what may stand there, for the template's drop-down */ words?: readonly string[] };

const own = (field: string, heading: string, note: string, aliases: readonly string[] = [], required?: true): ImportColumn => ({ field, heading, aliases, note, ...(required && { required }) });

function factColumn(field: string, aliases: readonly string[] = []): ImportColumn {
  const fact = FACTS.senior[field]!;
  const words = fact.type === "enum" ? Object.values(fact.values) : fact.type === "boolean" ? ["是", "否"] : fact.type === "integer" ? levels(fact.min, fact.max) : undefined;
  return { field, heading: fact.label.replace(/（.*）/, ""), aliases: [fact.label, ...aliases], note: fact.note ?? (words ? `填：${words.join("、")}` : ""), ...(words && { words }) };
}

const levels = (min: number, max: number) => Array.from({ length: max - min + 1 }, (_, index) => String(min + index));

export const IMPORT_COLUMNS: readonly ImportColumn[] = [
  own("name", "姓名", "必填", ["老人姓名", "老年人姓名", "名字"], true),
  own("idNumber", "身份证号", "必填，18位，单元格设为文本格式", ["身份证号码", "公民身份号码", "身份证", "证件号码", "证件号"], true),
  own("region", "常住地", "新登记的必填：12位区划代码，或社区（村）的名称", ["常住地代码", "居住地", "所在社区", "社区", "区划代码", "村（社区）", "社区（村）"]),
  { ...factColumn("sex"), note: "可不填，以身份证号为准" },
  { ...factColumn("birth_date", ["出生年月日", "生日"]), field: "birthDate", note: "可不填，以身份证号为准；写作 1944-03-01" },
  own("ethnicity", "民族", "", []),
  own("phone", "联系电话", "手机号，或带区号的固定电话", ["电话", "手机", "手机号", "手机号码", "电话号码", "本人电话"]),
  own("address", "住址", "", ["地址", "家庭住址", "居住地址", "详细地址", "现住址"]),
  own("householdRegion", "户籍地", "12位区划代码或地名", ["户籍地代码", "户籍所在地", "户口所在地"]),
  factColumn("living", ["居住情况", "居住类型"]),
  factColumn("economic", ["经济情况", "困难类型", "经济困难类型"]),
  factColumn("registered_poor", ["建档立卡户", "是否建档立卡", "脱贫户"]),
  factColumn("ability_level", ["能力评估等级", "老年人能力等级"]),
  factColumn("dementia_level"),
  factColumn("ltci_level", ["长护险等级", "失能等级"]),
  factColumn("disability_category", ["残疾类型"]),
  factColumn("disability_grade", ["残疾级别"]),
  factColumn("family_planning_special", ["计生特殊家庭"]),
  factColumn("honoured", ["优抚对象", "优抚类别"]),
  factColumn("support", ["赡养情况"]),
  factColumn("centralised", ["是否集中供养"]),
  factColumn("pension", ["养老保险类型", "参保类型"]),
  factColumn("wandering"),
  factColumn("carer_trained"),
  own("diedOn", "去世日期", "写作 2026-11-21", ["死亡日期", "死亡时间", "去世时间"]),
  own("asOf", "信息日期", "所填各项从哪一天起成立；不填为导入当天", ["信息采集日期", "采集日期", "数据日期"]),
];

/** A heading without what people put around it: spaces, stars, and remarks in brackets. */
function tidyHeading(text: string): string {
  return text.normalize("NFKC").replace(/[\s*:]/g, "");
}

const BY_HEADING = new Map(IMPORT_COLUMNS.flatMap((column) => [column.heading, ...column.aliases].map((heading) => [tidyHeading(heading), column] as const)));

function columnOf(cell: SheetCell): ImportColumn | undefined {
  const heading = tidyHeading(cell.text);
  return BY_HEADING.get(heading) ?? BY_HEADING.get(heading.replace(/\(.*?\)/g, ""));
}

/** What the heading row says: the field of each column, the headings known, those not known, and fields that stand twice. */
export type Heading = { fields: (string | undefined)[]; recognised: string[]; ignored: string[]; repeated: string[] };

/** Recognises the heading row: the one that has both the name and the id number. Undefined when this is not it. */
export function readHeading(cells: readonly SheetCell[]): Heading | undefined {
  const columns = cells.map(columnOf);
  if (!columns.some((column) => column?.field === "name") || !columns.some((column) => column?.field === "idNumber")) return undefined;
  const fields = columns.map((column) => column?.field);
  return {
    fields,
    recognised: columns.flatMap((column) => (column === undefined ? [] : [column.heading])),
    ignored: cells.filter((cell, index) => columns[index] === undefined && cell.text.trim() !== "").map((cell) => cell.text.trim().slice(0, 50)),
    repeated: [...new Set(columns.filter((column, index) => column && fields.indexOf(column.field) !== index).map((column) => column!.heading))],
  };
}

/** The Chinese heading of a field or fact. */
export function headingOf(field: string): string {
  return IMPORT_COLUMNS.find((column) => column.field === field)?.heading ?? FACTS.senior[field]?.label ?? field;
}
