import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { idCardCheck } from "../../src/kernel/id-card.ts";
import { expectNoViolations, read, useStage } from "./support.ts";

type Row = { id: string; name: string; birthDate: string; sex: "male" | "female"; version: number; region: string };
type Rows = { total: number; rows: Row[] };
type Decisions = { rows: { name: string; standing: string; receiving: boolean; missing: { label: string }[]; clause: { at: string; quote: string } }[] };

const SENIORS = "/api/people/seniors";
const stage = useStage();

/** Somebody with a bit of everything on the page. */
async function aSenior(page: Page, query = "group=empty_nest&alive=yes"): Promise<Row> {
  return (await read<Rows>(page, `${SENIORS}?${query}&size=20`)).rows[0]!;
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const dialog = (page: Page) => page.getByRole("dialog");

describe("finding a senior and reading why", () => {
  it("finds by name with the keyboard, and by pinyin, whole id number and group", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    const senior = await aSenior(page);
    await page.locator(".sh-row").first().waitFor();
    await expectNoViolations(page);
    await page.keyboard.press("/");
    await page.keyboard.type(senior.name);
    const { total } = await read<Rows>(page, `${SENIORS}?q=${encodeURIComponent(senior.name)}`);
    await page.getByText(`共 ${total} 条`).waitFor();
    await page.locator(".sh-row").first().focus();
    await page.keyboard.press("Enter");
    await heading(page, senior.name).waitFor();

    await page.goto(`/people/seniors/${senior.id}`);
    await page.getByRole("button", { name: "查看 身份证号" }).click();
    await dialog(page).getByRole("button", { name: "查看" }).click();
    await dialog(page).getByText("请写明原因，至少 4 个字").waitFor();
    await expectNoViolations(page);
    await dialog(page).getByLabel("原因").fill("核对低保申请材料");
    await dialog(page).getByRole("button", { name: "查看" }).click();
    await dialog(page).waitFor({ state: "hidden" });
    const number = (await page.getByText(/^\d{6} \d{8} \d{3}[\dX] /).textContent())!.replace(/[^\dX]/g, "").slice(0, 18);
    await page.goto("/people/seniors");
    await page.getByRole("searchbox").fill(number);
    await page.getByText("共 1 条").waitFor();
    await page.getByRole("link", { name: senior.name }).waitFor();
    const { pinyin } = await read<{ pinyin: string }>(page, `${SENIORS}/${senior.id}`);
    await page.getByRole("searchbox").fill(pinyin.replace(/[^a-z]/gi, ""));
    await page.getByRole("link", { name: senior.name }).first().waitFor();

    const audit = await stage.open("/system/audit?action=senior.revealed", { account: "shenji1" });
    await audit.getByText("核对低保申请材料").waitFor();
    await expectNoViolations(audit);
  });

  it("shows benefits with the document's own sentence, why, why not, and as of another day", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    const senior = await aSenior(page);
    await page.goto(`/people/seniors/${senior.id}`);
    await heading(page, senior.name).waitFor();
    const { rows } = await read<Decisions>(page, `/api/policies/subjects/senior/${senior.id}/decisions?all=true`);
    const due = rows.find((row) => row.standing === "granted")!;
    const benefit = page.getByRole("article").filter({ has: page.getByRole("heading", { name: due.name, exact: true }) });
    await benefit.getByText(due.clause.quote).first().waitFor();
    await benefit.getByText("为什么").click();
    await benefit.getByRole("button", { name: "全部展开" }).click();
    await benefit.getByText(`依据 ${due.clause.at}`).first().waitFor();
    await expectNoViolations(page);

    const not = rows.find((row) => row.standing === "not_eligible" && !row.receiving)!;
    expect(await page.getByRole("heading", { name: not.name, exact: true }).count()).toBe(0);
    await page.getByRole("checkbox", { name: /也显示不符合条件的/ }).check();
    const refused = page.getByRole("article").filter({ has: page.getByRole("heading", { name: not.name, exact: true }) });
    await refused.getByText("为什么").click();
    await refused.locator(".sh-why-result-no").first().waitFor();
    await expectNoViolations(page);

    // The city's document ends on 2026-12-12: what rests on it alone is no longer in force the day after.
    const later = await read<Decisions>(page, `/api/policies/subjects/senior/${senior.id}/decisions?all=true&asOf=2026-12-13`);
    expect(later.rows.some((row) => row.standing === "not_in_force")).toBe(true);
    await page.getByLabel("认定日期").fill("2026-12-13");
    await page.keyboard.press("Enter");
    await page.getByText("按所选日期试算，不改变名册。").waitFor();
    await page.getByText("政策不在有效期内").first().waitFor();
  });

  it("recomputes a decision from the versions and facts of then", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    await page.goto(`/people/seniors/${(await aSenior(page)).id}`);
    await page.getByRole("radiogroup", { name: "显示" }).getByText("认定结果").click();
    await page.getByRole("button", { name: /^重新计算核对/ }).first().click();
    await dialog(page).getByText("与当时的认定一致").waitFor();
    await expectNoViolations(page);
  });

  it("hides what lies outside the jurisdiction", async () => {
    const other = await stage.open("/people/seniors", { account: "jiedao2" });
    const foreign = await aSenior(other);
    const page = await stage.open(`/people/seniors/${foreign.id}`, { account: "jiedao1" });
    await page.getByRole("heading", { name: "没有找到" }).waitFor();
    await expectNoViolations(page);
  });
});

describe("changing what is known", () => {
  it("records a change with its source, keeps the history, and notices when somebody else was faster", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    const senior = await aSenior(page, "group=empty_nest&alive=yes&sort=-birth_date");
    await page.goto(`/people/seniors/${senior.id}`);
    await page.getByRole("button", { name: "更改居住状况" }).click();
    await dialog(page).getByLabel("新的内容").click();
    await page.getByTitle("独居", { exact: true }).click();
    await dialog(page).getByLabel("备注").fill("上门核实，配偶上月去世");
    await expectNoViolations(page);
    const { version } = await read<Row>(page, `${SENIORS}/${senior.id}`);
    const faster = await page.request.patch(`${SENIORS}/${senior.id}`, { headers: { "x-songhe": "1" }, data: { version, ethnicity: "土家族" } });
    expect(faster.status()).toBe(200);
    await dialog(page).getByRole("button", { name: "保存" }).click();
    await dialog(page).getByText("内容已被他人更新").waitFor();
    await dialog(page).getByRole("button", { name: "载入最新内容" }).click();
    await page.getByText("土家族").first().waitFor();
    expect(await dialog(page).getByLabel("备注").inputValue()).toBe("上门核实，配偶上月去世");
    await dialog(page).getByRole("button", { name: "保存" }).click();
    await page.getByText("已记录，今日起有变化的信息项：居住状况").waitFor();
    await page.locator("#identity").getByText("独居", { exact: true }).waitFor();
    await page.getByRole("button", { name: "居住状况的历史" }).click();
    await dialog(page).getByText("上门核实，配偶上月去世").waitFor();
    await expectNoViolations(page);
  });

  it("adds a contact and records a death", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    const senior = await aSenior(page, "alive=yes&sort=birth_date");
    await page.goto(`/people/seniors/${senior.id}`);
    await page.getByRole("button", { name: "增加联系人" }).click();
    await dialog(page).getByRole("button", { name: "保存" }).click();
    await dialog(page).getByText("有 2 处需要改正").waitFor();
    await expectNoViolations(page);
    await dialog(page).getByLabel("姓名").fill("赵小妹");
    await dialog(page).getByLabel("与老年人关系").click();
    await page.getByTitle("女儿", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "保存" }).click();
    await page.getByRole("rowheader", { name: "赵小妹" }).waitFor();
    await page.getByRole("button", { name: "登记去世" }).click();
    await dialog(page).getByLabel("去世日期").fill("2026-11-20");
    await page.keyboard.press("Enter");
    await dialog(page).getByRole("button", { name: "登记去世" }).click();
    await page.getByText("2026年11月20日去世").waitFor();
    expect(await page.getByRole("button", { name: "登记去世" }).count()).toBe(0);
    await expectNoViolations(page);
  });
});

describe("registering a senior", () => {
  it("fills in what the card number says, tells all faults at once, and shows who may be the same before saving", async () => {
    const page = await stage.open("/people/seniors", { account: "jiedao1" });
    const twin = await aSenior(page, "alive=yes&sort=-name");
    const { rows: communities } = await read<{ rows: { code: string; name: string }[] }>(page, "/api/access/regions?parent=420704001000");
    const first17 = `429998${twin.birthDate.replaceAll("-", "")}${twin.sex === "male" ? "991" : "992"}`;
    await page.getByRole("button", { name: "登记老年人" }).click();
    await heading(page, "登记老年人").waitFor();
    await page.getByLabel("身份证号").fill(`${first17}${idCardCheck(first17) === "0" ? "1" : "0"}`);
    await page.getByLabel("联系电话").fill("123");
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByText("有 3 处需要改正").waitFor();
    await page.getByText("身份证号校验位不符，请逐位核对").first().waitFor();
    await expectNoViolations(page);

    await page.getByLabel("身份证号").fill(first17 + idCardCheck(first17));
    expect(await page.getByLabel("出生日期").inputValue()).toBe(twin.birthDate);
    expect(await page.getByRole("radio", { name: twin.sex === "male" ? "男" : "女" }).isChecked()).toBe(true);
    await page.getByLabel("姓名").fill(twin.name);
    await page.getByLabel("常住地").click();
    await page.getByLabel("常住地").fill(communities[0]!.name);
    await page.getByTitle(new RegExp(`${communities[0]!.name}$`)).first().click();
    await page.getByRole("button", { name: "登记", exact: true }).click();
    // The server looks at what the browser cannot judge.
    await page.getByText("电话应为11位手机号").first().waitFor();
    await page.getByLabel("联系电话").fill("10200001234");
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await dialog(page).getByText("同名同生日").waitFor();
    await expectNoViolations(page);
    await dialog(page).getByRole("button", { name: "返回修改" }).click();
    await page.getByText("尚未登记。填写的内容仍在").waitFor();
    await page.reload();
    await page.getByText("已恢复您上次没有提交的内容").waitFor();
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await dialog(page).getByRole("button", { name: "不是同一人，继续登记" }).click();
    await heading(page, twin.name).waitFor();
    expect(new URL(page.url()).pathname).not.toContain(twin.id);

    await page.goto("/people/seniors/new");
    await page.getByLabel("姓名").fill("另一人");
    await page.getByLabel("身份证号").fill(first17 + idCardCheck(first17));
    await page.getByLabel("常住地").click();
    await page.getByLabel("常住地").fill(communities[0]!.name);
    await page.getByTitle(new RegExp(`${communities[0]!.name}$`)).first().click();
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await dialog(page).getByText("该身份证号已经登记").waitFor();
    expect(await dialog(page).getByRole("button", { name: "不是同一人，继续登记" }).count()).toBe(0);
  });
});

describe("the six priority groups", () => {
  it("count by region, and every number opens its list", async () => {
    const page = await stage.open("/people/groups", { account: "echeng1" });
    type Groups = { groups: { kind: string; label: string; total: number }[]; regions: { region: string; regionName: string; counts: Record<string, number> }[] };
    const { groups, regions } = await read<Groups>(page, "/api/people/groups?region=420704000000");
    await page.getByRole("region", { name: "六类" }).waitFor();
    await expectNoViolations(page);
    const alone = groups.find((group) => group.kind === "alone")!;
    await page.getByRole("region", { name: "六类" }).getByRole("link", { name: /独居/ }).click();
    await page.getByText(`共 ${alone.total} 条`).waitFor();
    await page.goBack();
    const most = regions.toSorted((a, b) => (b.counts.empty_nest ?? 0) - (a.counts.empty_nest ?? 0))[0]!;
    await page.goto(`/people/groups?region=${most.region}`);
    await page.getByRole("navigation", { name: "上级" }).getByRole("link", { name: "鄂城区" }).waitFor();
    await expectNoViolations(page);
  });
});
