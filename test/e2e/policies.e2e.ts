import { describe, expect, it } from "vitest";
import { expectNoViolations, read, useStage } from "./support.ts";

const stage = useStage();

type External = { id: string; name: string; benefits: { benefit: string; name: string; standing: string; bounds: { min: string; max: string } | null }[] };

describe("reading policies", () => {
  it("lists the documents, with what is about to end in red", async () => {
    const page = await stage.open("/policies/documents", { account: "zhengce1" });
    const row = page.getByRole("row", { name: /鄂州市人民政府关于推进养老服务发展的实施意见/ });
    await row.waitFor();
    expect(await row.locator(".sh-tag-alarm").count()).toBe(1);
    await expectNoViolations(page);
    await row.getByRole("link").click();
    await page.getByRole("heading", { name: "鄂州市人民政府关于推进养老服务发展的实施意见", level: 1 }).waitFor();
  });

  it("ties each rule to its sentence, from either side, by mouse and by keyboard", async () => {
    const page = await stage.open("/policies/documents/ezhou-2021", { account: "zhengce1" });
    await page.getByRole("button", { name: "在原文中标出：连锁品牌扶持奖励" }).click();
    expect(await page.locator(".po-quote-on").allTextContents()).toEqual([expect.stringContaining("市級一次性給予20萬元品牌扶持獎勵")]);
    await expectNoViolations(page);
    const quote = page.getByRole("button", { name: /市級采取以獎代補方式給予50%補貼/ });
    await quote.focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("button", { name: "在原文中标出：消防安全整改补贴" }).getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByRole("button", { name: "在原文中标出：连锁品牌扶持奖励" }).getAttribute("aria-pressed")).toBe("false");
    await page.getByRole("navigation", { name: "条文目录" }).getByRole("link", { name: /二\(四\)3/ }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("二(四)3");
  });

  it("tells apart clauses that a document numbers alike", async () => {
    const page = await stage.open("/policies/documents/panjin-2018", { account: "zhengce1" });
    const second = page.getByRole("navigation", { name: "条文目录" }).getByRole("link", { name: /^一 站上國家平臺/ });
    await second.click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("站上國家平臺");
    await expectNoViolations(page);
  });

  it("shows the list of a place on a day, own and inherited, and leads to the clause", async () => {
    const page = await stage.open("/policies/list", { account: "zhengce1" });
    await page.getByRole("heading", { name: /^物质帮助/ }).waitFor();
    await page.getByText("上级清单").first().waitFor();
    await expectNoViolations(page);
    await page.getByRole("link", { name: "查看条文：购买居家养老服务补贴" }).click();
    await page.locator(".po-rule-on", { hasText: "购买居家养老服务补贴" }).waitFor();
  });

  it("shows a version in force as words, form and file, and lets nobody change it", async () => {
    const page = await stage.open("/policies/versions?status=published", { account: "zhengce1" });
    await page.getByRole("row", { name: /鄂州市养老服务补贴/ }).first().getByRole("link").click();
    for (const name of [/^参数/, /^待遇/, /^重叠规则/, /^规则文件/]) {
      await page.getByRole("link", { name }).click();
      await expectNoViolations(page);
    }
    expect(await page.getByLabel("规则文件内容").getAttribute("readonly")).not.toBeNull();
  });
});

describe("subsidies of facilities", () => {
  it("are determined within the bounds of the clause, with a reason", async () => {
    const page = await stage.open("/policies/external", { account: "zhengce1" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectNoViolations(page);
    const { rows } = await read<{ rows: External[] }>(page, "/api/policies/external?kind=facility&size=200");
    const facility = rows.find((row) => row.benefits.some((one) => one.standing === "to_be_decided"))!;
    const open = facility.benefits.filter((one) => one.standing === "to_be_decided");
    await page.goto(`/policies/external/${facility.id}`);
    const card = page.getByRole("article").filter({ hasText: open[0]!.name }).first();
    await card.getByRole("button", { name: "在幅度内定额" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("确定金额（元）").fill("1");
    await dialog.getByText(/金额须在/).waitFor();
    await expectNoViolations(page);
    await dialog.getByLabel("确定金额（元）").fill(open[0]!.bounds!.min);
    await dialog.getByLabel("理由").fill("按实施细则第一档");
    await dialog.getByRole("button", { name: "在幅度内定额" }).click();
    await card.getByText(/理由：按实施细则第一档/).waitFor();
    await card.getByText("理由和计算过程").click();
    await expectNoViolations(page);
  });

  it("come from a table, checked first, with a receipt for every row", async () => {
    const page = await stage.open("/policies/external?kind=provider", { account: "zhengce1" });
    await page.getByRole("button", { name: "导入信息表" }).click();
    const dialog = page.getByRole("dialog");
    const table = "编号,名称,区划代码,在本市运营设施\r\nE2E-1,松鹤示范服务公司,420704000000,9\r\nE2E-2,区划不明的公司,429999000000,3\r\n";
    await dialog.getByLabel("信息表文件").setInputFiles({ name: "服务商.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
    expect(await dialog.getByRole("button", { name: "正式导入" }).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "预检" }).click();
    await dialog.getByText("预检结果：共 2 行，将新增 1，更新 0，不变 0，不能导入 1。尚未写入。").waitFor();
    await dialog.getByText(/429999000000/).waitFor();
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: "正式导入" }).click();
    await dialog.getByText(/导入完毕：共 2 行，新增 1/).waitFor();
    await dialog.getByRole("button", { name: "关闭" }).last().click();
    await page.goto("/policies/external?kind=provider&q=E2E-1");
    await page.getByRole("link", { name: "松鹤示范服务公司" }).waitFor();
  });
});
