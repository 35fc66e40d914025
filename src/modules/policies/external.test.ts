import exceljs from "exceljs";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import type { Actor } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import type { Upload } from "../../platform/module.ts";
import { as, HUARONG, officer, openPolicyHouse, YINZHOU } from "./decisions.fixture.ts";
import { determine, getSubjectDecisions } from "./decisions.service.ts";
import { getExternalSubject, listExternalSubjects } from "./external.service.ts";
import { importExternalSubjects } from "./external-import.ts";
import type { ExternalKind } from "./external-subjects.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openPolicyHouse();
});
afterAll(() => house.close());

function upload(content: string | Uint8Array, name = "设施.csv"): Upload {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, size: () => bytes.length, bytes: async () => bytes, stream: async function* () { yield bytes; } };
}
async function importFile(file: Upload | undefined, options: { kind?: ExternalKind; dryRun?: boolean; actor?: Actor } = {}) {
  const { kind = "facility", dryRun = false, actor = officer() } = options;
  const receipt = await as(house, actor, "policies.import_subjects", (ctx) =>
    importExternalSubjects(ctx, { params: {}, query: {}, body: { kind, dryRun: dryRun ? "true" : "false" }, ...(file ? { files: file } : {}) }),
  );
  await drainJobs(house);
  return receipt;
}
const list = (kind: ExternalKind = "facility", query: { region?: string; benefit?: string; q?: string } = {}, actor = officer()) =>
  as(house, actor, "policies.decide", (ctx) => listExternalSubjects(ctx, { params: {}, query: { kind, page: 1, size: 50, ...query }, body: undefined }));

const HEADER = "编号,名称,区划代码,设施类型,政府投资,已备案（登记）,场所来源,登记床位,rating,residents_severe,residents_other,消防整改认定费用,消防整改验收达标日期";
const NEW_BUILD = "F001,鄂城康养中心,420704000000,养老机构,否,是,新建,520,3,10,20,,";

describe("importing facilities", () => {
  it("dry run says what would happen and writes nothing", async () => {
    expect(await importFile(upload(`${HEADER}\n${NEW_BUILD}`), { dryRun: true })).toMatchObject({ total: 1, created: 1, refused: 0 });
    expect((await list()).total).toBe(0);
  });

  it("decides their subsidies to the 分, city and district 6 : 4 (R-031, R-032)", async () => {
    expect(await importFile(upload(`\uFEFF${HEADER}\r\n${NEW_BUILD}\r\n`))).toMatchObject({ created: 1, rows: [{ row: 2, code: "F001", result: "created", faults: [] }] });
    const page = await list();
    expect(page.rows[0]).toMatchObject({ code: "F001", name: "鄂城康养中心", region: "420704000000" });
    const benefit = (id: string) => page.rows[0]!.benefits.find((row) => row.benefit === id);
    expect(benefit("construction-subsidy")).toMatchObject({ standing: "granted", amount: "2000000.00", period: "once", shares: [{ payer: "city", amount: "1200000.00" }, { payer: "district", amount: "800000.00" }] });
    expect(benefit("operating-subsidy")).toMatchObject({ amount: "75000.00", shares: [{ amount: "45000.00" }, { amount: "30000.00" }] });
  });

  it("changes nothing the second time, and decides again what a row changes", async () => {
    expect(await importFile(upload(`${HEADER}\n${NEW_BUILD}`))).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    // the column of beds alone: the others stay as they were
    expect(await importFile(upload("编号,名称,区划代码,登记床位\nF001,鄂城康养中心,420704000000,100"))).toMatchObject({ updated: 1 });
    const [row] = (await list()).rows;
    expect(row!.benefits.find((each) => each.benefit === "construction-subsidy")).toMatchObject({ amount: "400000.00" });
    const before = await runAsSystem(house, "test", async (ctx) => (await sql<{ n: number }>`select count(*) as n from policies.decision`.execute(ctx.db)).rows[0]!.n);
    await importFile(upload("编号,名称,区划代码,登记床位\nF001,鄂城康养中心,420704000000,100"));
    expect(await runAsSystem(house, "test", async (ctx) => (await sql<{ n: number }>`select count(*) as n from policies.decision`.execute(ctx.db)).rows[0]!.n)).toBe(before);
    // an empty cell says that it is not known
    await importFile(upload("编号,名称,区划代码,登记床位\nF001,鄂城康养中心,420704000000,"));
    expect((await list()).rows[0]!.benefits.find((each) => each.benefit === "construction-subsidy")).toMatchObject({ standing: "unknown" });
    await importFile(upload(`${HEADER}\n${NEW_BUILD}`));
  });

  it("gives every faulty row its receipt and takes the others", async () => {
    const receipt = await importFile(
      upload([HEADER, "F002,甲,420704000000,居家养老服务中心,否,是,新建,0,0,,,,", ",乙,420704000000,养老机构,,,,,,,,,", "F003,丙,4207,养老机构,,,,,,,,,", "F004,丁,420799001001,养老院,,,,-1,,,,,", "F002,戊,420704000000,养老机构,,,,,,,,,", "F005,己,330212000000,养老机构,,,,,,,,,", ""].join("\n")),
    );
    expect(receipt).toMatchObject({ total: 6, created: 1, refused: 5 });
    expect(receipt.rows.map((row) => row.faults.length)).toEqual([0, 1, 1, 3, 1, 1]);
    expect(receipt.rows[3]!.faults.join()).toContain("设施类型");
    expect(receipt.rows[4]!.faults[0]).toBe("编号与第2行重复");
    expect(receipt.rows[5]!.faults[0]).toContain("不在您的管辖范围内");
    expect((await list("facility", { benefit: "centre-construction-subsidy" })).rows.map((row) => row.code)).toEqual(["F002"]);
  });

  it("refuses a code that another region holds, without saying whose", async () => {
    const receipt = await importFile(upload("编号,名称,区划代码\nF001,别处,330212000000"), { actor: officer(YINZHOU) });
    expect(receipt).toMatchObject({ created: 0, refused: 1 });
    expect(receipt.rows[0]!.faults[0]).toContain("已登记在其他地区");
    expect((await list("facility", {}, officer(YINZHOU))).total).toBe(0);
  });

  it("reads GB18030 and .xlsx, and says what is wrong with a file", async () => {
    // 编号,名称,区划代码 as GB18030
    const gb = Uint8Array.from(Buffer.from("b1e0bac52cc3fbb3c62cc7f8bbaeb4fac2eb0a463030362cbcd72c343230373034303030303030", "hex"));
    expect(await importFile(upload(gb))).toMatchObject({ created: 1, rows: [{ code: "F006", name: "甲" }] });
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet("设施");
    sheet.addRow(["编号", "名称", "区划代码", "设施类型", "政府投资", "消防整改认定费用", "消防整改验收达标日期"]);
    sheet.addRow(["F007", "乙", "420703000000", "养老机构", false, 100000.5, new Date("2021-11-30T00:00:00Z")]);
    expect(await importFile(upload(new Uint8Array(await workbook.xlsx.writeBuffer()), "设施.xlsx"))).toMatchObject({ created: 1, refused: 0 });
    const fire = (await list("facility", { q: "F007" })).rows[0]!.benefits.find((row) => row.benefit === "fire-upgrade-subsidy");
    expect(fire).toMatchObject({ amount: "50000.25", shares: [{ payer: "city", amount: "50000.25" }] });
    await expect(importFile(undefined)).rejects.toMatchObject({ code: "subjects.file_missing" });
    await expect(importFile(upload("编号,名称\nF1,甲"))).rejects.toMatchObject({ code: "subjects.column_missing", details: { columns: "区划代码" } });
    await expect(importFile(upload("编号,名称,区划代码,床位数\n"))).rejects.toMatchObject({ code: "subjects.column_unknown", details: { columns: "床位数" } });
    await expect(importFile(upload(Uint8Array.from([0x50, 0x4b, 1, 2, 3]), "坏.xlsx"))).rejects.toMatchObject({ code: "sheet.unreadable" });
  });
});

describe("subsidies of imported subjects", () => {
  it("are shown within the jurisdiction", async () => {
    expect((await list("facility", {}, officer(HUARONG))).rows.map((row) => row.code)).toEqual(["F007"]);
    expect((await list("facility", { region: HUARONG })).total).toBe(1);
    const { id } = (await list("facility", { q: "康养" })).rows[0]!;
    const one = await as(house, officer(), "policies.decide", (ctx) => getExternalSubject(ctx, { params: { id }, query: {}, body: undefined }));
    expect(one.facts).toContainEqual({ fact: "beds", label: "登记床位", value: "520张", unit: "张" });
    expect(one.facts).toContainEqual({ fact: "operator", label: "运营方", value: null, unit: null });
    await expect(as(house, officer(HUARONG), "policies.decide", (ctx) => getExternalSubject(ctx, { params: { id }, query: {}, body: undefined }))).rejects.toMatchObject({ code: "record.not_found" });
  });

  it("R-035 take an officer's figure only within 40 to 80 万元", async () => {
    const { id } = (await list("facility", { q: "F002" })).rows[0]!;
    const params = { kind: "facility" as const, id };
    const { rows } = await as(house, officer(), "policies.worklist", (ctx) => getSubjectDecisions(ctx, { params, query: {}, body: undefined }));
    const open = rows.find((row) => row.benefit === "centre-construction-subsidy")!;
    expect(open).toMatchObject({ standing: "to_be_decided", bounds: { min: "400000.00", max: "800000.00" } });
    const figure = (amount: string) =>
      as(house, officer(), "policies.determine", (ctx) => determine(ctx, { params, query: {}, body: { benefit: open.benefit, amount, reason: "按建筑面积核定", decisionId: open.decisionId! } }));
    await expect(figure("399999.99")).rejects.toMatchObject({ code: "decision.outside_bounds" });
    await expect(figure("800000.01")).rejects.toMatchObject({ code: "decision.outside_bounds" });
    expect((await figure("500000.00")).decision).toMatchObject({ standing: "granted", amount: "500000.00" });
    // and it holds when everyone is decided anew
    await importFile(upload("编号,名称,区划代码,登记床位\nF002,甲,420704000000,1"));
    expect((await list("facility", { q: "F002" })).rows[0]!.benefits.find((row) => row.benefit === open.benefit)).toMatchObject({ standing: "granted", amount: "500000.00" });
  });

  it("of a provider are by the lists of its region", async () => {
    const receipt = await importFile(upload("编号,名称,所属地区,注册（备案）地,在本市运营设施,其中达标设施\nP1,连锁,420700000000,420704000000,8,8\nP2,未达标,420700000000,420704000000,8,7"), { kind: "provider" });
    expect(receipt).toMatchObject({ created: 2 });
    const { rows } = await list("provider");
    expect(rows.find((row) => row.code === "P1")!.benefits).toMatchObject([{ benefit: "chain-award", amount: "200000.00", shares: [{ payer: "city", amount: "200000.00" }] }]);
    expect(rows.find((row) => row.code === "P2")!.benefits).toEqual([]);
  });
});
