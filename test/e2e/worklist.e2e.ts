import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectNoViolations, PHONE, read, useStage } from "./support.ts";

type Rows = { total: number; rows: { seniorId: string; name: string; benefit: string; benefitName: string; clause: { at: string; quote: string }; state: string }[] };
type Summary = { seniors: number; byRegion: { region: string; regionName: string; unmet: number; worked: number }[] };
type Work = { rows: { action: string; outcome: string; note: string; followUpOn: string | null; benefit: string }[] };

const LIST = "/api/policies/worklist";
const stage = useStage();

const idOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1)!;
const save = (page: Page) => page.getByRole("button", { name: "保存", exact: true });
const next = (page: Page) => page.getByRole("button", { name: "保存并转下一位" });
const note = (page: Page) => page.getByLabel("备注");
const action = (page: Page, name: string) => page.getByRole("radiogroup", { name: "办理方式" }).getByText(name, { exact: true });
const actionsOf = async (page: Page, id: string) => (await read<Work>(page, `${LIST}/${id}/actions`)).rows;

/** Opens the next senior on whom nobody has worked yet. */
async function openNext(account = "jiedao1", size?: { width: number; height: number }): Promise<Page> {
  const page = await stage.open("/worklist?state=open", { account, ...(size ? { size } : {}) });
  await page.getByRole("button", { name: /^开始办理/ }).click();
  await page.getByRole("heading", { name: "记录这次办理" }).waitFor();
  return page;
}

async function remaining(page: Page): Promise<number> {
  const text = await page.getByText(/按当前条件还有 \d+ 人待办/).textContent();
  return Number(/\d+/.exec(text ?? "")?.[0]);
}

describe("the list of unmet entitlements", () => {
  it("shows who, what, by which sentence, and how far each community is, and keeps its conditions in the address", async () => {
    const page = await stage.open("/worklist?by=region", { account: "jiedao1" });
    const { rows, total } = await read<Rows>(page, LIST);
    await page.getByText(`共 ${total} 条`).waitFor();
    const first = page.locator(".sh-row").first();
    for (const text of [rows[0]!.name, rows[0]!.benefitName, rows[0]!.clause.quote]) await first.getByText(text).waitFor();
    const summary = await read<Summary>(page, `${LIST}/summary`);
    const most = summary.byRegion.toSorted((a, b) => b.unmet - a.unmet)[0]!;
    await page.getByRole("progressbar", { name: `${most.regionName}：已办理 ${most.worked} 项，共 ${most.unmet} 项` }).waitFor();
    await expectNoViolations(page);

    await page.getByRole("link", { name: `只看${most.regionName}` }).click();
    await page.getByText(`共 ${most.unmet} 条`).waitFor();
    expect(new URL(page.url()).searchParams.get("region")).toBe(most.region);
    await page.reload();
    await page.getByText(`共 ${most.unmet} 条`).waitFor();
    await page.getByRole("link", { name: "全部辖区" }).click();
    await page.getByText(`共 ${total} 条`).waitFor();
  });

  it("is reached from the day's page, which begins with whom to contact again", async () => {
    const page = await stage.open("/today", { account: "jiedao1" });
    const due = await read<Rows>(page, `${LIST}?state=due&sort=follow_up_on&size=200`);
    await page.getByRole("heading", { name: `今天应再联系：${due.total} 项` }).waitFor();
    await expectNoViolations(page);
    const first = due.rows[0]!;
    await page.getByRole("button", { name: `办理：${first.name}，${first.benefitName}` }).click();
    await page.getByRole("heading", { name: `应享未享：${first.name}` }).waitFor();
    expect(idOf(page)).toBe(first.seniorId);
    const people = new Set(due.rows.map((row) => row.seniorId)).size;
    expect(due.rows).toHaveLength(due.total);
    expect(await remaining(page)).toBe(people);
    await page.getByRole("button", { name: "回到名单" }).click();
    await page.getByText(`共 ${due.total} 条`).waitFor();
  });

  it("is reached from the sums of the day's page, and sums by benefit and by group", async () => {
    const page = await stage.open("/today", { account: "zhengce1" });
    await page.getByRole("button", { name: /^查看：/ }).first().click();
    await page.getByRole("heading", { name: "应享未享", level: 1 }).waitFor();
    for (const by of ["按服务项目/待遇", "按群体"]) {
      await page.getByText(by, { exact: true }).click();
      await page.getByRole("region", { name: by }).waitFor();
      await expectNoViolations(page);
    }
  });

  it("shows nothing of other jurisdictions, and lets those who may only look, look", async () => {
    const other = await stage.open("/worklist", { account: "jiedao2" });
    const foreign = (await read<Rows>(other, LIST)).rows[0]!.seniorId;
    const page = await stage.open(`/worklist/${foreign}`, { account: "jiedao1" });
    await page.getByRole("heading", { name: "没有找到" }).waitFor();
    await expectNoViolations(page);
    const leader = await stage.open(`/worklist/${foreign}`, { account: "juzhang1" });
    await leader.getByText("您的账号可以查看，不能办理。").waitFor();
    expect(await next(leader).count()).toBe(0);
    await expectNoViolations(leader);
  });
});

describe("working through the list", () => {
  it("goes from one senior to the next by keyboard, with reasons, the phone number and the record at hand", async () => {
    const page = await openNext();
    const id = idOf(page);
    const before = await remaining(page);
    const { rows } = await read<Rows>(page, `${LIST}?seniorId=${id}`);
    await page.getByText(rows[0]!.clause.quote).first().waitFor();
    await page.getByText("认定理由").first().click();
    await page.getByText(`依据：${rows[0]!.clause.at}`).first().waitFor();
    await page.getByText("逐步核对").first().click();
    await page.getByRole("button", { name: "全部展开" }).waitFor();
    await page.getByRole("button", { name: /^查看 .*电话$/ }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "查看" }).click();
    expect(await page.locator("a[href^='tel:']").first().getAttribute("href")).toMatch(/^tel:\d{11}$/);
    await expectNoViolations(page);

    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("1");
    await page.getByText("已告知家属").click();
    await note(page).fill("女儿接的电话，下周带户口簿来。");
    await expectNoViolations(page);
    await page.keyboard.press("Control+Enter");
    await page.getByText(/^已记录：/).waitFor();
    await page.waitForURL((url) => !url.pathname.endsWith(id));
    expect(new URL(page.url()).searchParams.get("state")).toBe("open");
    expect(await remaining(page)).toBe(before - 1);
    const recorded = await actionsOf(page, id);
    expect(recorded.map((row) => row.benefit).toSorted()).toEqual(rows.map((row) => row.benefit).toSorted());
    expect(recorded[0]).toMatchObject({ action: "call", outcome: "已告知家属", note: "女儿接的电话，下周带户口簿来。" });
    expect(recorded[0]!.followUpOn).not.toBeNull();

    await page.goBack();
    await page.getByText("电话：已告知家属").waitFor();
    await page.getByText("女儿接的电话，下周带户口簿来。").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.route("**/worklist/next?*", (route) => route.abort());
    await page.keyboard.press("n");
    await page.getByText("没有转到下一位").waitFor();
    await page.unroute("**/worklist/next?*");
    await page.getByRole("button", { name: "再试一次" }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(id));
  });

  it("asks for the reason of a refusal and loses nothing of what was typed", async () => {
    const page = await openNext();
    const id = idOf(page);
    await action(page, "信息有误").click();
    await next(page).click();
    await page.getByRole("button", { name: "备注：请写明哪项信息有误、实际情况如何" }).waitFor();
    await expectNoViolations(page);
    await action(page, "本人放弃").click();
    await page.getByText("有 1 处需要改正").waitFor();
    expect(await actionsOf(page, id)).toEqual([]);
    await page.getByText("已有其他保障").click();
    await save(page).click();
    await page.getByText("本人放弃：已有其他保障").waitFor();
    expect(idOf(page)).toBe(id);
    expect((await actionsOf(page, id))[0]).toMatchObject({ action: "refuse", followUpOn: null });
  });

  it("keeps what was typed while the network is gone, and after a reload", async () => {
    const page = await openNext();
    const id = idOf(page);
    await action(page, "上门").click();
    await note(page).fill("门口贴了水费单，邻居说在医院。");
    await page.route("**/actions", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await save(page).click();
    await page.getByText("连接不上服务器").waitFor();
    expect(await note(page).inputValue()).toBe("门口贴了水费单，邻居说在医院。");
    await page.unroute("**/actions");
    await page.reload();
    await page.getByText("已恢复您上次没有提交的内容").waitFor();
    expect(await note(page).inputValue()).toBe("门口贴了水费单，邻居说在医院。");
    await expectNoViolations(page);
    await save(page).click();
    await page.getByText(/^已记录：/).waitFor();
    expect((await actionsOf(page, id)).filter((row) => row.note === "门口贴了水费单，邻居说在医院。").length).toBeGreaterThan(0);
  });

  it("says when somebody else was faster, and saves once one has looked", async () => {
    const page = await openNext();
    const id = idOf(page);
    await action(page, "电话").click();
    await note(page).fill("已约好周三上门。");
    const { rows } = await read<Rows>(page, `${LIST}?seniorId=${id}`);
    const answer = await page.request.post(`${LIST}/${id}/actions`, { headers: { "x-songhe": "1" }, data: { benefits: [rows[0]!.benefit], action: "visit", outcome: "不在家" } });
    expect(answer.status()).toBe(200);
    await next(page).click();
    await page.getByText("内容已被他人更新").waitFor();
    expect(await note(page).inputValue()).toBe("已约好周三上门。");
    await page.getByRole("button", { name: "载入最新内容" }).click();
    await page.getByText("上门：不在家").waitFor();
    await next(page).click();
    await page.waitForURL((url) => !url.pathname.endsWith(id));
    expect((await actionsOf(page, id)).map((row) => row.action)).toContain("call");
  });

  it("works on a phone in the street", async () => {
    const list = await stage.open("/worklist", { account: "shequ2", size: PHONE });
    await list.locator(".sh-row").first().waitFor();
    await expectNoViolations(list);
    const page = await openNext("jiedao2", PHONE);
    const id = idOf(page);
    await expectNoViolations(page);
    await action(page, "代为申请").click();
    await page.getByText("材料齐全").click();
    await next(page).click();
    await page.waitForURL((url) => !url.pathname.endsWith(id));
    expect((await read<Rows>(page, `${LIST}?seniorId=${id}`)).rows.every((row) => row.state === "applying")).toBe(true);
  });
});
