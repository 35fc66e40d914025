import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { idCardCheck } from "../../src/kernel/id-card.ts";
import { expectNoViolations, read, useStage } from "./support.ts";

const stage = useStage();
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** A well-formed id number that no real person has. */
function idNumber(sequence: number): string {
  const first17 = `42999719440301${String(sequence).padStart(3, "0")}`;
  return first17 + idCardCheck(first17);
}

/** Two sound rows, and one of each fault that sheets have. */
function sheet(community: string, mended = false): string {
  return [
    "姓名,身份证号码,所在社区,手机,居住情况,爱好",
    `吴桂枝,${idNumber(201)},${community},10200005678,独居,太极`,
    `郑秋生,${idNumber(203)},${community},,空巢,`,
    mended ? `冯大年,${idNumber(205)},${community},,,` : `冯大年,${idNumber(205).slice(0, 17)}?,${community},,,`,
    mended ? `陈来喜,${idNumber(207)},${community},,独居,` : `陈来喜,${idNumber(207)},没有这个社区,123,独自居住,`,
    `吴桂枝,${idNumber(201)},${community},,,`,
  ].join("\r\n");
}

async function communityOf(page: Page): Promise<string> {
  return (await read<{ rows: { code: string }[] }>(page, "/api/access/regions?parent=420704001000")).rows[0]!.code;
}

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page.getByLabel("表格文件（.xlsx 或 .csv）").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${content}`) });
}

const send = (page: Page) => page.getByRole("button", { name: "上传", exact: true }).click();

describe("importing a sheet with faults", () => {
  it("tries it, says of each faulty row what to do, imports, takes the mended sheet, and changes nothing the second time", async () => {
    const page = await stage.open("/people/import", { account: "jiedao1" });
    const community = await communityOf(page);
    await heading(page, "导入老年人").waitFor();
    await expectNoViolations(page);
    await send(page);
    await page.getByText("请选择表格文件").waitFor();
    await page.getByLabel("表格文件（.xlsx 或 .csv）").setInputFiles({ name: "名单.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("x") });
    await page.getByText("旧版 .xls 请另存为 .xlsx").waitFor();
    await expectNoViolations(page);

    await choose(page, "凤凰街道.csv", sheet(community));
    await send(page);
    await page.getByText("试导入完成，名册没有改变").waitFor();
    await page.getByText("识别的列：姓名、身份证号、常住地、联系电话、居住状况").waitFor();
    await page.getByText("未识别的列（不导入）：爱好").waitFor();
    for (const [name, count] of [["将新登记", 2], ["未接受", 2], ["文件内重复", 1]] as const) await page.getByRole("link", { name: `${name} ${count}` }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("link", { name: "未接受 2" }).click();
    await page.getByText("共 2 条").waitFor();
    const [badNumber, badRow] = [page.locator(".sh-row").nth(0), page.locator(".sh-row").nth(1)];
    await badNumber.getByText("身份证号：身份证号前17位应为数字，末位为数字或X").waitFor();
    for (const field of ["常住地：", "联系电话：", "居住状况："]) await badRow.getByText(field).waitFor();
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载未接受的行" }).click();
    const receipts = readFileSync(await (await waiting).path(), "utf8");
    expect(receipts).toContain("冯大年");
    expect(receipts).not.toContain("吴桂枝");
    expect((await read<{ total: number }>(page, `/api/people/seniors?q=${encodeURIComponent("郑秋生")}`)).total).toBe(0);

    // Left in the middle, and found again.
    await page.goto("/worklist");
    await page.goto("/people/import");
    await page.getByRole("link", { name: "凤凰街道.csv" }).click();
    await page.getByRole("button", { name: "正式导入" }).click();
    await page.getByText("导入完成", { exact: true }).waitFor();
    await page.getByRole("link", { name: "新登记 2" }).waitFor();
    await page.getByRole("link", { name: "郑秋生" }).click();
    await heading(page, "郑秋生").waitFor();
    await page.locator("#identity").getByText("空巢", { exact: true }).waitFor();

    for (const expected of ["新登记 2", "无变化 4"]) {
      await page.goto("/people/import");
      await choose(page, "凤凰街道（改）.csv", sheet(community, true));
      await page.getByRole("radio", { name: "直接导入并保存" }).check();
      await send(page);
      await page.getByRole("link", { name: expected }).waitFor();
    }
    await page.goto("/people/import");
    await choose(page, "凤凰街道（改）.csv", sheet(community, true));
    await send(page);
    await page.getByText("没有可以保存的行").waitFor();
    expect(await page.getByRole("button", { name: "正式导入" }).count()).toBe(0);
    await expectNoViolations(page);
  });

  it("refuses what is no sheet in words, and gives the template", async () => {
    const page = await stage.open("/people/import", { account: "jiedao1" });
    await choose(page, "空.csv", "甲,乙\r\n1,2");
    await send(page);
    await page.getByRole("alert").getByText("姓名").waitFor();
    await expectNoViolations(page);
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载模板（.xlsx）" }).click();
    expect((await waiting).suggestedFilename()).toBe("老年人导入模板.xlsx");
  });

  it("is nobody else's to see", async () => {
    const owner = await stage.open("/people/import", { account: "jiedao2" });
    await choose(owner, "二街.csv", sheet("420704002000"));
    await send(owner);
    await owner.getByText("试导入完成，名册没有改变").waitFor();
    const page = await stage.open(new URL(owner.url()).pathname, { account: "jiedao1" });
    await page.getByRole("heading", { name: "没有找到" }).waitFor();
    const worker = await stage.open("/people/import", { account: "shequ1" });
    await worker.getByRole("heading", { name: "没有权限" }).waitFor();
  });
});
