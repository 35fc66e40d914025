import { describe, expect, it } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { aPackage, anUpload, aWorkbook } from "./import.fixtures.ts";
import { readHeading } from "./import-columns.ts";
import { importTemplate } from "./import-template.ts";
import { readRow, waitingRow } from "./import-row.ts";
import type { SheetLine } from "../../platform/sheets/sheet.ts";
import { readCsv } from "../../platform/sheets/sheet-csv.ts";
import { readXlsx } from "../../platform/sheets/sheet-xlsx.ts";

const all = async (lines: AsyncIterable<SheetLine>) => {
  const found: SheetLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
};
const texts = (lines: SheetLine[]) => lines.map(({ cells }) => cells.map(({ text }) => text));
const TODAY = "2026-11-21";
const faultsOf = (lines: SheetLine[], at: number) => {
  const heading = readHeading(lines[0]!.cells)!;
  return readRow(waitingRow(lines[at]!, heading.fields)!, TODAY).faults.map(({ path, message }) => `${path}：${message}`);
};
const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe("sheet.unreadable");
  return String((error as AppError).details.reason);
};

describe("reading .csv", () => {
  const sheet = "姓名,身份证号,住址\n王秀英,11010519491231002X,\"文星路1号,201\"\n";
  const gbk = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0xba, 0xc5, 0x0a, 0xcd, 0xf5, 0xd0, 0xe3, 0xd3, 0xa2, 0x2c, 0x31]);
  it.each([
    ["UTF-8", anUpload("a.csv", sheet, 7)],
    ["UTF-8 with its mark", anUpload("a.csv", `\uFEFF${sheet}`, 7)],
    ["UTF-16", anUpload("a.csv", new Uint8Array(Buffer.from(`\uFEFF${sheet}`, "utf16le")), 100_000)],
    ["tabs", anUpload("a.csv", "姓名\t身份证号\t住址\n王秀英\t11010519491231002X\t文星路1号,201\n")],
  ])("in %s", async (_, upload) => {
    expect(texts(await all(readCsv(upload)))).toEqual([["姓名", "身份证号", "住址"], ["王秀英", "11010519491231002X", "文星路1号,201"]]);
  });
  it("in GB18030", async () => {
    expect(texts(await all(readCsv(anUpload("a.csv", new Uint8Array(gbk), 3))))).toEqual([["姓名", "身份证号"], ["王秀英", "1"]]);
  });
  it("keeps numbers forced to text, and names formulas and scientific notation with their mend", async () => {
    const lines = await all(readCsv(anUpload("a.csv", "姓名,身份证号,联系电话\n王秀英,=\"11010519491231002X\",'13812345678\n李四,1.10105E+17,=A1\n")));
    expect(lines[1]!.cells.map(({ text }) => text)).toEqual(["王秀英", "11010519491231002X", "13812345678"]);
    const faults = faultsOf(lines, 2);
    expect(faults[0]).toBe("行 3 列 身份证号：身份证号存成了数字，末几位已经丢失：请先把该列设为“文本”格式，再重新填写号码");
    expect(faults[1]).toContain("行 3 列 联系电话：单元格是公式");
  });
  it("tells an id number that a spreadsheet has rounded", async () => {
    const lines = await all(readCsv(anUpload("a.csv", "姓名,身份证号\n王秀英,110105194912310000\n")));
    expect(faultsOf(lines, 1)[0]).toContain("很可能已被表格软件改写");
  });
  it("passes on a failure of the file itself", async () => {
    let reads = 0;
    const failing = { stream: async function* () { reads += 1; yield new TextEncoder().encode("姓名,身份证号\n"); if (reads > 1) throw new Error("disk gone"); } };
    await expect(all(readCsv(failing))).rejects.toThrow("disk gone");
  });
  it("refuses one endless line and a file that is no sheet", async () => {
    expect(await reasonOf(all(readCsv(anUpload("a.csv", `姓名,"${"长".repeat(300_000)}`))))).toContain("过长");
    expect(await reasonOf(all(readCsv(anUpload("a.csv", new Uint8Array(64)))))).toContain("不是表格文件");
  });
});

describe("reading .xlsx", () => {
  it("reads texts, numbers, dates and rich texts as they stand", async () => {
    const bytes = await aWorkbook([["姓名", "身份证号", "出生日期", "能力等级"], [{ richText: [{ text: "王" }, { text: "秀英" }] }, "11010519491231002X", new Date(Date.UTC(1949, 11, 31)), 2], [], ["李<四>&", "x", "1949/12/31", "二级"]]);
    const lines = await all(readXlsx(bytes));
    expect(texts(lines.slice(0, 2))).toEqual([["姓名", "身份证号", "出生日期", "能力等级"], ["王秀英", "11010519491231002X", "1949-12-31", "2"]]);
    expect(lines.at(-1)).toMatchObject({ row: 4 });
    expect(texts([lines.at(-1)!])[0]![0]).toBe("李<四>&");
  });
  it("names every fault of storage with its mend", async () => {
    const bytes = await aWorkbook(
      [["姓名", "身份证号", "出生日期", "联系电话"], ["王秀英", 110105194912310020, 18263, { formula: "A1", result: 1 }], ["李四", "11010519491231002X"], ["", "11010519491231002X"]],
      (sheet) => sheet.mergeCells("A3:A4"),
    );
    const lines = await all(readXlsx(bytes));
    const faults = faultsOf(lines, 1);
    expect(faults.find((fault) => fault.includes("身份证号"))).toContain("存成了数字");
    expect(faults.find((fault) => fault.includes("出生日期"))).toContain("应为 1949-12-31");
    expect(faults.find((fault) => fault.includes("联系电话"))).toContain("公式");
    expect(faultsOf(lines, 2)[0]).toContain("合并单元格");
    expect(lines[1]!.merged).toBe(false);
  });
  it("reads what other programs write: prefixes, no references, inline texts", async () => {
    const workbook = '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="隐" sheetId="1" state="hidden" r:id="r1"/><x:sheet name="a" sheetId="2" r:id="r2"/></x:sheets></x:workbook>';
    const bytes = aPackage({
      "xl/workbook.xml": workbook,
      "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/><Relationship Id="r2" Target="/xl/worksheets/b.xml"/></Relationships>',
      "xl/worksheets/a.xml": "<worksheet/>",
      "xl/worksheets/b.xml": '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    });
    expect(texts(await all(readXlsx(bytes)))).toEqual([["姓名", "5"]]);
  });
  it("does not unpack a bomb, nor hang on broken marks", async () => {
    const book = { "xl/workbook.xml": "<workbook><sheets><sheet/></sheets></workbook>" };
    const bomb = aPackage({ ...book, "xl/worksheets/sheet1.xml": new Uint8Array(300 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await reasonOf(all(readXlsx(bomb)))).toContain("解压后超过");
    const started = performance.now();
    for (const mark of ["<row ", "<row><c ", "<row><c><v ", "<mergeCells><mergeCell "]) {
      await reasonOf(all(readXlsx(aPackage({ ...book, "xl/worksheets/sheet1.xml": `<worksheet>${mark.repeat(500_000)}` }))));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
  it.each([
    ["a truncated package", (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ["altered bytes", (bytes: Uint8Array) => bytes.map((byte, index) => (index > 200 && index < 2000 ? byte ^ 255 : byte))],
  ])("refuses %s", async (_, spoil) => {
    await reasonOf(all(readXlsx(spoil(await aWorkbook([["姓名", "身份证号"], ["王秀英", "1"]])))));
  });
  it("refuses more columns than any register has", async () => {
    expect(await reasonOf(all(readXlsx(await aWorkbook([Array.from({ length: 101 }, (_, index) => `列${index}`)]))))).toContain("列数超过 100");
  });
});

describe("columns", () => {
  it("knows its own template by heart", async () => {
    const { download } = await importTemplate();
    const lines = await all(readXlsx(download.body as Uint8Array));
    const heading = readHeading(lines[0]!.cells)!;
    expect(heading.fields.every((field) => field !== undefined)).toBe(true);
    expect(heading).toMatchObject({ ignored: [], repeated: [] });
  });
  it("recognises headings with stars, remarks and other words, and names those it does not know", () => {
    const heading = readHeading(["序号", "老人姓名 *", "身份证号码（18位）", "手机", "居住情况", "电话"].map((text) => ({ text, kind: "text" as const })))!;
    expect(heading.fields).toEqual([undefined, "name", "idNumber", "phone", "living", "phone"]);
    expect(heading).toMatchObject({ recognised: ["姓名", "身份证号", "联系电话", "居住状况", "联系电话"], ignored: ["序号"], repeated: ["联系电话"] });
  });
});
