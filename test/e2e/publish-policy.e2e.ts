import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addDays, dateOfInstant, displayDate } from "../../src/kernel/dates.ts";
import { expectNoViolations, NOW, read, useStage } from "./support.ts";

const stage = useStage();
const PACK = "cn-42-ezhou";
const TODAY = dateOfInstant(new Date(NOW));
const FROM = addDays(TODAY, 5);
/** Of the departments that must agree. */
const SIGNATORIES = ["juzhang1", "caizheng1", "weijian1"];

type VersionRow = { id: string; pack: string; number: number; status: string; effectiveTo: string | null; edition: number };
/** Told from test to test: the journey is one piece of work of several people. */
let inForce: VersionRow;
let draft = "";

async function openVersion(account: string, tab = "overview"): Promise<Page> {
  const page = await stage.open(`/policies/versions/${draft}?tab=${tab}`, { account });
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

describe("edit, rehearse and publish a policy", () => {
  it("begins a draft from the version in force", async () => {
    const page = await stage.open("/policies/versions", { account: "zhengce1" });
    const { rows } = await read<{ rows: VersionRow[] }>(page, "/api/policies/versions?status=published&size=100");
    inForce = rows.find((row) => row.pack === PACK && row.effectiveTo === null)!;
    await expectNoViolations(page);
    await page.getByRole("row", { name: new RegExp(`鄂州市养老服务补贴.*第 ${inForce.number} 版`) }).getByRole("link").click();
    await page.getByRole("button", { name: "以本版为底稿新建草稿" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "新建草稿" }).isDisabled()).toBe(true);
    await dialog.getByLabel("拟施行日期").fill(FROM);
    await dialog.getByLabel("拟施行日期").press("Enter");
    await dialog.getByLabel("说明（为什么调整）").fill("提高其他老年人运营补贴标准");
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: "新建草稿" }).click();
    await page.getByText("修改参数或待遇后提交会签").waitFor();
    draft = new URL(page.url()).pathname.split("/").at(-1)!;
    expect(draft).not.toBe(inForce.id);
  });

  it("changes a figure from a date, and a condition by picking facts and values", async () => {
    const page = await openVersion("zhengce1", "parameters");
    await page.getByLabel("其他老年人运营补贴标准：新值", { exact: true }).fill("二千");
    expect(await page.getByRole("button", { name: "保存修改" }).isDisabled()).toBe(true);
    await page.getByLabel("其他老年人运营补贴标准：新值", { exact: true }).fill("2,000");
    await expectNoViolations(page);
    await page.getByRole("link", { name: /^待遇/ }).click();
    await page.getByRole("link", { name: /失能老年人家庭成员照护培训/ }).click();
    const row = page.getByRole("group", { name: "条件 2" });
    await row.getByRole("button", { name: "加“或者”" }).click();
    await row.getByRole("combobox", { name: "条件 2 第 2 项：信息项" }).click();
    await page.getByTitle("失智等级", { exact: true }).click();
    await page.getByText("还有没填完的地方：失能老年人家庭成员照护培训").waitFor();
    await row.getByLabel("条件 2 第 2 项：值").fill("1");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "保存修改" }).click();
    await page.getByText("已保存为第 2 稿").waitFor();
    await page.getByText("能力等级 ≥ 失能起始等级（2级），或失智等级 ≥ 1级").first().waitFor();
    await page.getByRole("link", { name: "概况与变化" }).click();
    await page.getByRole("rowheader", { name: "参数：其他老年人运营补贴标准" }).waitFor();
    await expectNoViolations(page);
  });

  it("keeps what one has entered when another was quicker", async () => {
    const page = await openVersion("zhengce1", "parameters");
    const field = page.getByLabel("建设补贴最高床位数：新值", { exact: true });
    await field.fill("600");
    const { edition } = await read<{ edition: number }>(page, `/api/policies/versions/${draft}`);
    const other = await openVersion("zhengce1");
    const answer = await other.request.put(`/api/policies/versions/${draft}`, {
      headers: { "x-songhe": "1", "idempotency-key": crypto.randomUUID() },
      data: { edition, edits: [{ what: "note", note: "提高标准，另一人补充" }] },
    });
    expect(answer.status()).toBe(200);
    await page.getByRole("button", { name: "保存修改" }).click();
    await page.getByText("内容已被他人更新").waitFor();
    await expectNoViolations(page);
    expect(await field.inputValue()).toBe("600");
    await page.getByRole("button", { name: "载入最新内容，保留我的修改" }).click();
    await page.getByText("提高标准，另一人补充").waitFor();
    expect(await field.inputValue()).toBe("600");
    await page.getByRole("button", { name: "撤销修改：建设补贴最高床位数" }).click();
    await page.getByRole("button", { name: "保存修改" }).waitFor({ state: "detached" });
  });

  it("shows faults with line and mend, and goes back to the form with one stroke", async () => {
    const page = await openVersion("zhengce1", "file");
    const file = page.getByLabel("规则文件内容");
    const text = await file.inputValue();
    await file.fill(text.replace("when: age >= 65", "when: agee >= 65"));
    await page.getByRole("button", { name: "保存修改" }).click();
    await page.getByRole("link", { name: "概况与变化" }).click();
    await page.getByRole("heading", { name: "规则校验：1 处问题" }).waitFor();
    await page.getByText(/agee/).first().waitFor();
    expect(await page.getByRole("button", { name: "提交会签" }).count()).toBe(0);
    await expectNoViolations(page);
    await page.getByRole("link", { name: /到规则文件第 \d+ 行/ }).click();
    await page.getByRole("heading", { name: "规则文件" }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("link", { name: "概况与变化" }).click();
    await page.getByRole("button", { name: "退回修改前，回到表单继续改" }).click();
    await page.getByRole("button", { name: "提交会签" }).waitFor();
    // What was typed is still there, to be mended or dropped.
    await page.getByText("有 1 处修改未保存", { exact: true }).waitFor();
    await page.getByRole("button", { name: "放弃修改" }).click();
    await page.getByRole("button", { name: "保存修改" }).waitFor({ state: "detached" });
  });

  it("rehearses it: who gets more, what it costs whom, and the list behind a figure", async () => {
    const page = await openVersion("zhengce1");
    await page.getByRole("button", { name: "试算", exact: true }).click();
    await page.getByRole("button", { name: "开始试算" }).click();
    await page.getByRole("heading", { name: "谁得谁失" }).waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("试算：鄂州市养老服务补贴");
    await expectNoViolations(page);
    const more = page.getByRole("link", { name: "查看名单：金额增加", exact: true });
    const count = Number((await more.textContent())!.replace(/\D/g, ""));
    expect(count).toBeGreaterThan(0);
    await more.click();
    await page.getByText(`共 ${count} 条`).waitFor();
    const list = page.getByRole("region", { name: "涉及的对象" });
    expect(await list.getByRole("row").nth(1).textContent()).toContain("养老机构运营补贴");
    await expectNoViolations(page);
  });

  it("goes round the departments, and cannot be published before all agree", async () => {
    const officer = await openVersion("zhengce1");
    await officer.getByRole("button", { name: "提交会签" }).click();
    await officer.getByRole("dialog").getByText("市民政局、市财政局、市卫健委").waitFor();
    await officer.getByRole("dialog").getByRole("button", { name: "提交会签" }).click();
    await officer.getByText("等待会签：市民政局、市财政局、市卫健委。").waitFor();
    expect(await officer.getByRole("button", { name: "发布", exact: true }).count()).toBe(0);
    const early = await openVersion("zhengce2");
    expect(await early.getByRole("button", { name: "发布", exact: true }).isDisabled()).toBe(true);
    for (const account of SIGNATORIES) {
      const page = await openVersion(account);
      await page.getByRole("button", { name: "会签", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("不同意").check();
      expect(await dialog.getByRole("button", { name: "会签" }).isDisabled()).toBe(true);
      await dialog.getByLabel("同意", { exact: true }).check();
      if (account === SIGNATORIES[0]) await expectNoViolations(page);
      await dialog.getByRole("button", { name: "会签" }).click();
      await dialog.waitFor({ state: "detached" });
    }
    await officer.reload();
    await officer.getByText("会签已齐，可由起草人以外的发布人发布。").waitFor();
  });

  it("is published by a second person, who is told what will happen on which date", async () => {
    const page = await openVersion("zhengce2");
    await page.getByRole("button", { name: "发布", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(`${displayDate(FROM)}零时起`).waitFor();
    await dialog.getByText(`现行第 ${inForce.number} 版施行到${displayDate(addDays(FROM, -1))}为止`).waitFor();
    await dialog.getByText(/最近一次试算/).waitFor();
    await expectNoViolations(page);
    expect(await dialog.getByRole("button", { name: "确认发布" }).isDisabled()).toBe(true);
    await dialog.getByLabel("我已核对上述内容").check();
    await dialog.getByRole("button", { name: "确认发布" }).click();
    await page.getByText(/须于.*前向上一级报备/).waitFor();
    await expectNoViolations(page);
    const { rows } = await read<{ rows: VersionRow[] }>(page, "/api/policies/versions?status=published&size=100");
    expect(rows.find((row) => row.id === inForce.id)?.effectiveTo).toBe(addDays(FROM, -1));
  });

  it("is filed with the level above", async () => {
    const page = await stage.open("/policies/filings?state=due", { account: "zhengce2" });
    await page.getByRole("button", { name: /登记报备：鄂州市养老服务补贴/ }).click();
    await expectNoViolations(page);
    await page.getByRole("dialog").getByRole("button", { name: "登记报备" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.goto("/policies/filings?state=filed");
    await page.getByRole("cell", { name: displayDate(TODAY) }).first().waitFor();
    await expectNoViolations(page);
  });
});
