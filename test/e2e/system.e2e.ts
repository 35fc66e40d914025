import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectNoViolations, PASSWORD, useStage } from "./support.ts";

const stage = useStage();
const dialog = (page: Page) => page.getByRole("dialog");
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const FIRST_PASSWORD = "Chushi-2026-kl";

describe("users, roles and jurisdictions in three hands", () => {
  it("makes a user without roles, grants one, lets the user in, and shuts the account", async () => {
    const system = await stage.open("/system/users", { account: "xitong1" });
    await system.locator(".sh-row").first().waitFor();
    await expectNoViolations(system);
    await system.getByRole("button", { name: "新建用户" }).click();
    await heading(system, "新建用户").waitFor();
    await system.getByRole("button", { name: "提交" }).click();
    await system.getByText("有 4 处需要改正").waitFor();
    await expectNoViolations(system);
    await system.getByLabel("账号").fill("fenghuang.new");
    await system.getByLabel("姓名").fill("郭新来");
    await system.getByLabel("单位").fill("凤凰街道办事处");
    await system.getByText("凤凰街道办事处").last().click();
    await system.getByLabel("初始口令").fill("short");
    await system.getByRole("button", { name: "提交" }).click();
    await system.getByText("口令不合要求：至少10个字符").waitFor();
    await system.getByLabel("初始口令").fill(FIRST_PASSWORD);
    await system.getByRole("button", { name: "提交" }).click();
    await heading(system, "郭新来").waitFor();
    await system.getByText("没有任何角色，登录后不能办理业务。").waitFor();
    expect(await system.getByRole("button", { name: "授予角色" }).count()).toBe(0);
    await expectNoViolations(system);

    const security = await stage.open(new URL(system.url()).pathname, { account: "anquan1" });
    expect(await security.getByRole("button", { name: "停用" }).count()).toBe(0);
    await security.getByRole("button", { name: "授予角色" }).click();
    await dialog(security).getByLabel("角色").click();
    await security.getByTitle("街道工作人员", { exact: true }).click();
    await dialog(security).getByRole("button", { name: "授予角色" }).click();
    await dialog(security).getByText("有 1 处需要改正").waitFor();
    await dialog(security).getByLabel("地区", { exact: true }).fill("凤凰街道");
    await security.getByTitle(/凤凰街道$/).first().click();
    await expectNoViolations(security);
    await dialog(security).getByRole("button", { name: "授予角色" }).click();
    await security.getByRole("rowheader", { name: "街道工作人员" }).waitFor();
    await security.getByRole("button", { name: "授予角色" }).click();
    await dialog(security).getByLabel("角色").click();
    await security.getByTitle("审计员", { exact: true }).click();
    await dialog(security).getByLabel("地区", { exact: true }).fill("凤凰街道");
    await security.getByTitle(/凤凰街道$/).first().click();
    await dialog(security).getByRole("button", { name: "授予角色" }).click();
    await dialog(security).getByText("职责须分离").waitFor();

    const user = await stage.open("/");
    await user.getByLabel("账号").fill("fenghuang.new");
    await user.getByLabel("口令", { exact: true }).fill(FIRST_PASSWORD);
    await user.getByRole("button", { name: "登录" }).click();
    await user.getByLabel("现用口令").waitFor();

    await system.getByRole("button", { name: "停用" }).click();
    await dialog(system).getByLabel("原因").fill("借调期满离岗");
    await expectNoViolations(system);
    await dialog(system).getByRole("button", { name: "停用" }).click();
    await system.getByText("已停用").first().waitFor();
    await system.getByRole("button", { name: "恢复" }).waitFor();
    await system.getByRole("button", { name: "重置口令" }).click();
    await dialog(system).getByLabel("新口令").waitFor();
    await expectNoViolations(system);
  });

  it("shows every role with what it allows, and adds one that keeps the sides apart", async () => {
    const page = await stage.open("/system/roles", { account: "anquan1" });
    await page.getByRole("rowheader", { name: "街道工作人员" }).waitFor();
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "街道工作人员" }) });
    await row.locator("summary").click();
    await row.getByText("登记和更改老年人信息").waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "新建角色" }).click();
    await dialog(page).getByLabel("角色名称").fill("名册查看员");
    await dialog(page).getByLabel("适用地区").fill("鄂州市");
    await page.getByTitle(/鄂州市$/).first().click();
    await dialog(page).getByLabel("查看老年人档案（敏感信息遮盖）").check();
    await dialog(page).getByLabel("查看和校验审计记录").check();
    await expectNoViolations(page);
    await dialog(page).getByRole("button", { name: "提交" }).click();
    await dialog(page).getByText("职责须分离").waitFor();
    await dialog(page).getByLabel("查看和校验审计记录").uncheck();
    await dialog(page).getByRole("button", { name: "提交" }).click();
    await page.getByRole("rowheader", { name: "名册查看员" }).waitFor();
    await page.getByRole("button", { name: "修改角色名册查看员" }).click();
    await dialog(page).getByLabel("导出老年人名单").check();
    await dialog(page).getByRole("button", { name: "提交" }).click();
    await page.getByText("已修改").waitFor();
  });

  it("adds an organization and leads to its users", async () => {
    const page = await stage.open("/system/organizations", { account: "xitong1" });
    await page.locator(".sh-row").first().waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "新建单位" }).click();
    await dialog(page).getByLabel("单位名称").fill("鄂州市松鹤养老服务有限公司");
    await dialog(page).getByLabel("类型").click();
    await page.getByTitle("服务商", { exact: true }).last().click();
    await dialog(page).getByLabel("所在地区").fill("鄂城区");
    await page.getByTitle(/鄂城区$/).first().click();
    await expectNoViolations(page);
    await dialog(page).getByRole("button", { name: "提交" }).click();
    await page.getByText("已新建单位 鄂州市松鹤养老服务有限公司").waitFor();
    await page.getByRole("searchbox").fill("松鹤养老");
    await page.getByText("共 1 条").waitFor();
    await page.getByRole("link", { name: "查看鄂州市松鹤养老服务有限公司的用户" }).click();
    await heading(page, "用户").waitFor();
    await page.getByText("没有符合条件的记录").waitFor();
  });
});

describe("the audit", () => {
  it("is searched by action, and proves itself whole", async () => {
    const page = await stage.open("/system/audit", { account: "shenji1" });
    await page.locator(".sh-row").first().waitFor();
    await expectNoViolations(page);
    await page.getByLabel("操作").first().click();
    await page.getByTitle("登录", { exact: true }).click();
    await page.getByText("用户 shenji1").first().waitFor();
    await page.getByRole("button", { name: /登录 的详情/ }).first().click();
    await dialog(page).getByText("user.signed_in").waitFor();
    await expectNoViolations(page);
    await dialog(page).getByRole("button", { name: "关闭" }).last().click();
    await page.getByLabel("到（含当天）").fill("2020-01-01");
    await page.keyboard.press("Enter");
    await page.getByText("没有符合条件的记录").waitFor();
    await page.getByRole("button", { name: "校验审计链" }).click();
    await dialog(page).getByText(/审计链完整：共 [\d,]+ 条/).waitFor();
    await expectNoViolations(page);
  });
});

describe("one's own sessions", () => {
  it("are listed, and another one is ended from here", async () => {
    const page = await stage.open("/system/sessions", { account: "caizheng1" });
    const other = await stage.open("/system/sessions", { account: "caizheng1" });
    await other.getByText("本次登录").waitFor();
    await page.reload();
    await expectNoViolations(page);
    await page.getByRole("button", { name: /^结束在/ }).first().click();
    await page.getByText("已结束").waitFor();
    expect((await other.request.get("/api/access/me")).status()).toBe(401);
    expect((await page.request.post("/api/access/sign-in", { headers: { "x-songhe": "1" }, data: { account: "caizheng1", password: PASSWORD } })).ok()).toBe(true);
  });
});
