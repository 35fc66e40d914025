import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Actor } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { openHttp } from "../../platform/http/server.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { anUpload, aWorkbook } from "./import.fixtures.ts";
import type { ImportOutcome } from "./import.contract.ts";
import { downloadReceipts, getImport, listImports, listReceipts, ROWS_PER_CHUNK, runImport, startImport } from "./import.service.ts";
import { forgetUploads, workImport } from "./import-work.service.ts";
import { actAs, anIdNumber, aSenior, aUser, ECHENG, EZHOU, HUARONG, seed } from "./people.fixtures.ts";
import { getSeniorPage, searchSeniors } from "./seniors.service.ts";
import { listSeniorsRoute } from "./people.contract.ts";

let house: TestHouse;
const city = aUser(EZHOU);
const echeng = aUser(ECHENG);
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const HEAD = ["姓名", "身份证号", "常住地", "联系电话", "住址", "居住状况", "能力等级", "残疾等级", "经济状况", "去世日期", "信息日期"];
const csv = (rows: readonly (readonly string[])[]) => [HEAD, ...rows].map((row) => row.join(",")).join("\n");
async function importAs(actor: Actor, content: string | Uint8Array, dryRun = false) {
  const { id } = await actAs(house, actor, "people.import", (ctx) => startImport(ctx, anUpload("名单.csv", content), { dryRun, source: "community" }));
  await drainJobs(house);
  return resultOf(actor, id);
}
async function resultOf(actor: Actor, id: string) {
  const summary = await actAs(house, actor, "people.import", (ctx) => getImport(ctx, id));
  const { rows } = await actAs(house, actor, "people.import", (ctx) => listReceipts(ctx, id, { page: 1, size: 200 }));
  return { summary, rows, outcomes: rows.map(({ outcome }): ImportOutcome => outcome) };
}
const count = async (table: string) => (await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select count(*) as n from ${sql.table(`people.${table}`)}`.execute(ctx.db))).rows[0]!.n;
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: unknown) => (error instanceof AppError ? error.code : String(error)));

describe("importing a sheet", () => {
  const known = aSenior({ name: "周桂芳", phone: "10212340000" });
  const elsewhere = aSenior({ region: HUARONG });
  const fresh = anIdNumber("1941-01-01", "male");
  const sheet = csv([
    ["王德福", fresh, ECHENG, "10211110000", "文星路1号", "独居", "2", "", "低保", "", "2026-10-01"],
    ["周桂芳", known.idNumber, "", "10212340000", "", "空巢", "", "", "", "", ""],
    ["李四", "110105194912310021", ECHENG, "12", "", "独自", "9", "", "", "", "2026-13-01"],
    ["某某", elsewhere.idNumber, "", "", "", "", "", "", "", "", ""],
    ["王德福", fresh, ECHENG, "", "", "", "", "", "", "", ""],
    ["赵六", anIdNumber(), HUARONG, "", "", "", "", "", "", "", ""],
    ["钱七", anIdNumber(), "", "", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", "", "", ""],
    ["孙八", anIdNumber(), "没有的社区", "", "", "", "", "", "", "", ""],
  ]);
  beforeAll(() => seed(house, [known, elsewhere]));

  it("shows in a dry run what would happen, and changes nothing", async () => {
    const before = [await count("senior"), await count("fact_record")];
    const { summary, outcomes, rows } = await importAs(echeng, sheet, true);
    expect(outcomes).toEqual(["created", "updated", "refused", "refused", "duplicate", "refused", "refused", "refused"]);
    expect(summary).toMatchObject({ status: "done", dryRun: true, total: 8, done: 8, counts: { created: 1, updated: 1, refused: 5, duplicate: 1 } });
    expect(rows[1]).toMatchObject({ row: 3, seniorId: known.id, facts: ["living"] });
    expect(rows[2]!.faults.map(({ path }) => path)).toEqual(["行 4 列 居住状况", "行 4 列 能力等级", "行 4 列 联系电话", "行 4 列 身份证号", "行 4 列 信息日期"]);
    expect(rows[3]!.faults[0]!.message).toContain("已在其他地区登记");
    expect(rows[3]!.seniorId).toBeNull();
    expect(rows[4]!.faults[0]!.message).toContain("第 2 行");
    expect(rows[5]!.faults[0]!.message).toContain("不在您的管辖范围");
    expect(rows[6]!.faults[0]!.message).toContain("须填常住地");
    expect(rows[7]!.row).toBe(10);
    expect([await count("senior"), await count("fact_record")]).toEqual(before);
  });

  it("runs a dry run for real without another upload, once", async () => {
    const tried = await importAs(echeng, sheet, true);
    const { id } = await actAs(house, echeng, "people.import", (ctx) => runImport(ctx, tried.summary.id));
    await drainJobs(house);
    const { summary, rows } = await resultOf(echeng, id);
    expect(summary).toMatchObject({ dryRun: false, status: "done", counts: { created: 1, updated: 1 } });
    // the import for real goes on with what the dry run recognised
    expect(summary.columns).toContain("身份证号");
    expect(summary.columns).toEqual(tried.summary.columns);
    const page = await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, rows[0]!.seniorId!));
    expect(page).toMatchObject({ name: "王德福", groups: ["alone", "disabled"], phone: "102****0000" });
    expect(page.facts.find(({ fact }) => fact === "economic")).toMatchObject({ value: "minimum_allowance", source: "community", since: "2026-10-01" });
    expect(page.history[0]!.recordedBy).toBe(echeng.account);
    expect(await codeOf(actAs(house, echeng, "people.import", (ctx) => runImport(ctx, tried.summary.id)))).toBe("import.not_dry_run");
  });

  it("changes nothing when the same file is imported again", async () => {
    const before = [await count("senior"), await count("fact_record"), await count("priority_group")];
    const { outcomes } = await importAs(echeng, sheet);
    expect(outcomes).toEqual(["unchanged", "unchanged", "refused", "refused", "duplicate", "refused", "refused", "refused"]);
    expect([await count("senior"), await count("fact_record"), await count("priority_group")]).toEqual(before);
  });

  it("reads the same from .xlsx, places by name, and a death", async () => {
    const id = anIdNumber("1939-09-09");
    const bytes = await aWorkbook([["鄂城区老年人名单"], ["姓名", "身份证号", "常住地", "去世日期"], ["郑十", id, "鄂城区", "2026年10月3日"]]);
    const { outcomes, rows } = await importAs(city, bytes);
    expect(outcomes).toEqual(["created"]);
    expect(rows[0]!.row).toBe(3);
    const found = await actAs(house, city, "people.read", (ctx) => searchSeniors(ctx, listSeniorsRoute.query.parse({ q: id })));
    expect(found.rows[0]).toMatchObject({ region: ECHENG, alive: false, diedOn: "2026-10-03" });
  });
});

describe("the work on an import", () => {
  const many = (size: number) => csv(Array.from({ length: size }, (_, index) => [`王${"甲乙丙丁"[index % 4]}`, anIdNumber("1950-01-01", index % 2 ? "male" : "female"), ECHENG, "", "", "独居", "", "", "", "", ""]));

  it("does each chunk wholly or not at all, and goes on where it was broken off", async () => {
    const before = await count("senior");
    const { id } = await actAs(house, echeng, "people.import", (ctx) => startImport(ctx, anUpload("多.csv", many(ROWS_PER_CHUNK * 2 + 3)), { dryRun: false, source: "import" }));
    expect(await runAsSystem(house, "test", (ctx) => workImport(ctx, id))).toEqual({ done: false });
    const broken = runAsSystem(house, "test", async (ctx) => {
      await workImport(ctx, id);
      throw new Error("killed");
    });
    await expect(broken).rejects.toThrow("killed");
    expect((await resultOf(echeng, id)).summary).toMatchObject({ status: "running", done: ROWS_PER_CHUNK, total: ROWS_PER_CHUNK * 2 + 3 });
    expect(await count("senior")).toBe(before + ROWS_PER_CHUNK);
    await drainJobs(house);
    expect((await resultOf(echeng, id)).summary).toMatchObject({ status: "done", done: ROWS_PER_CHUNK * 2 + 3, counts: { created: ROWS_PER_CHUNK * 2 + 3 } });
    expect(await count("senior")).toBe(before + ROWS_PER_CHUNK * 2 + 3);
    const { rows } = await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select count(*) as n from people.import_receipt where import_id = ${id}`.execute(ctx.db));
    expect(rows[0]!.n).toBe(ROWS_PER_CHUNK * 2 + 3);
  });

  it("pages receipts and gives them as a sheet without formulas", async () => {
    const { summary } = await importAs(echeng, csv([["=cmd()", "1", ECHENG, "", "", "", "", "", "", "", ""], ["@risk", anIdNumber(), ECHENG, "", "", "", "", "", "", "", ""]]));
    const page = await actAs(house, echeng, "people.import", (ctx) => listReceipts(ctx, summary.id, { page: 2, size: 1, outcome: "refused" }));
    expect(page).toMatchObject({ total: 2, rows: [{ row: 3, outcome: "refused" }] });
    const { download } = await actAs(house, echeng, "people.import", (ctx) => downloadReceipts(ctx, summary.id, undefined));
    const text = Buffer.from(download.body as Uint8Array).toString("utf8");
    expect(text.startsWith("\uFEFF行号,姓名,结果")).toBe(true);
    expect(text).toContain("3,'@risk,未接受");
    expect(text).toContain("单元格是公式");
  });

  it("belongs to the importer alone", async () => {
    const { summary } = await importAs(echeng, many(1));
    const other = aUser(ECHENG);
    expect(await codeOf(actAs(house, other, "people.import", (ctx) => getImport(ctx, summary.id)))).toBe("record.not_found");
    expect(await codeOf(actAs(house, other, "people.import", (ctx) => listReceipts(ctx, summary.id, { page: 1, size: 1 })))).toBe("record.not_found");
    expect(await codeOf(actAs(house, other, "people.import", (ctx) => runImport(ctx, summary.id)))).toBe("record.not_found");
    expect((await actAs(house, other, "people.import", (ctx) => listImports(ctx, { page: 1, size: 20 }))).total).toBe(0);
  });

  it("keeps the rows sealed, and forgets those of a dry run after a week", async () => {
    const number = anIdNumber();
    await importAs(echeng, csv([["吴十一", number, ECHENG, "", "", "", "", "", "", "", ""]]), true);
    const { rows } = await runAsSystem(house, "test", (ctx) => sql<{ rows: Uint8Array }>`select rows from people.import_chunk`.execute(ctx.db));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((row) => Buffer.from(row.rows).includes(number))).toBe(false);
    house.setClock(new Date("2026-11-29T02:00:00Z"));
    await runAsSystem(house, "test", forgetUploads);
    house.setClock(new Date("2026-11-21T02:00:00Z"));
    expect(await count("import_chunk")).toBe(0);
  });

  it.each([
    ["nothing", undefined, "没有收到文件"],
    ["an empty file", anUpload("a.csv", ""), "文件是空的"],
    ["an old .xls", anUpload("a.xls", new Uint8Array(Buffer.from("d0cf11e0a1b11ae100", "hex"))), "另存为 .xlsx"],
    ["a picture", anUpload("a.csv", new Uint8Array(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))), "不是表格文件"],
    ["a sheet without the heading", anUpload("a.csv", "名称,数量\n一,2\n"), "没有找到"],
    ["a heading twice", anUpload("a.csv", "姓名,身份证号,电话,手机\n一,2,3,4\n"), "“联系电话”重复"],
    ["a heading alone", anUpload("a.csv", "姓名,身份证号\n"), "没有数据行"],
  ])("refuses %s with what to do", async (_, upload, reason) => {
    const work = actAs(house, echeng, "people.import", (ctx) => startImport(ctx, upload, { dryRun: false, source: "import" }));
    await expect(work).rejects.toMatchObject({ code: "sheet.unreadable", details: { reason: expect.stringContaining(reason) as string } });
  });

  it("keeps an uploaded file until it has been read, over a real connection", async () => {
    const app = await openHttp(house, async (_house, token) => (token === `token-${echeng.id}` ? echeng : undefined));
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    const form = new FormData();
    form.append("dryRun", "true");
    form.append("file", new Blob([many(3)]), "名单.csv");
    const answer = await fetch(`${address}/api/people/imports`, { method: "POST", headers: { authorization: `Bearer token-${echeng.id}` }, body: form });
    expect(await answer.json()).toMatchObject({ dryRun: true, total: 3, fileName: "名单.csv" });
    await drainJobs(house);
    await app.close();
  });

  it("takes the file over HTTP, and answers with the template and the receipts as files", async () => {
    const app = await openHttp(house, async (_house, token) => (token === `token-${echeng.id}` ? echeng : undefined));
    const headers = { authorization: `Bearer token-${echeng.id}` };
    const boundary = "----songhe";
    const part = (name: string, value: string, file = "") => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
    const payload = `${part("dryRun", "true")}${part("source", "civil_affairs")}${part("file", many(3), '; filename="名单.csv"')}--${boundary}--\r\n`;
    const answer = await app.inject({ method: "POST", url: "/api/people/imports", headers: { ...headers, "content-type": `multipart/form-data; boundary=${boundary}` }, payload });
    expect(answer.json()).toMatchObject({ dryRun: true, source: "civil_affairs", status: "waiting", total: 3, fileName: "名单.csv" });
    await drainJobs(house);
    const { id } = answer.json<{ id: string }>();
    const receipts = await app.inject({ url: `/api/people/imports/${id}/receipts.csv`, headers });
    expect(receipts.headers["content-disposition"]).toContain(encodeURIComponent("试导入回执-名单.csv"));
    expect(receipts.body.split("\r\n")).toHaveLength(5);
    const template = await app.inject({ url: "/api/people/import-template", headers });
    expect(template.rawPayload.subarray(0, 2).toString()).toBe("PK");
    expect((await app.inject({ method: "POST", url: "/api/people/imports", headers, payload: { dryRun: "false" } })).json()).toMatchObject({ code: "sheet.unreadable" });
    await app.close();
  });

  it("works for the command line as for the whole nation", async () => {
    const { id } = await runAsSystem(house, "import", (ctx) => startImport(ctx, anUpload("b.csv", many(2)), { dryRun: false, source: "import" }));
    while (!(await runAsSystem(house, "import", (ctx) => workImport(ctx, id))).done);
    const { counts } = await runAsSystem(house, "import", (ctx) => getImport(ctx, id));
    expect(counts).toEqual({ created: 2 });
    await drainJobs(house);
  });
});
