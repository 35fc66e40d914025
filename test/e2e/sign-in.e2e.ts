import { describe, expect, it } from "vitest";
import { expectNoViolations, PASSWORD, PHONE, useStage } from "./support.ts";

const stage = useStage();

describe("signing in", () => {
  it("refuses a wrong password, keeps the account, and goes on to the address asked for", async () => {
    const page = await stage.open("/worklist?state=open");
    await page.getByRole("button", { name: "登录" }).waitFor();
    await expectNoViolations(page);
    await page.getByLabel("账号").fill("jiedao1");
    await page.getByLabel("口令", { exact: true }).fill("not-the-password-1");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("账号").inputValue()).toBe("jiedao1");
    await expectNoViolations(page);
    await page.getByLabel("口令", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: "应享未享", level: 1 }).waitFor();
    expect(page.url()).toBe(`${stage.address()}/worklist?state=open`);
  });

  it("leads a worker to the unmet entitlements first", async () => {
    const page = await stage.open("/", { account: "jiedao1" });
    await page.getByRole("heading", { name: "应享未享", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/worklist");
    expect(await page.getByRole("navigation", { name: "功能菜单" }).getByRole("link").first().textContent()).toBe("应享未享");
  });

  it("shows nobody what is not theirs: neither in the menu nor by its address", async () => {
    const page = await stage.open("/", { account: "anquan1" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByRole("link", { name: "应享未享" }).count()).toBe(0);
    await page.goto("/worklist");
    await page.getByRole("heading", { name: "没有权限" }).waitFor();
    await expectNoViolations(page);
  });

  it("ends with signing out, on a phone, too", async () => {
    const page = await stage.open("/today", { account: "jiedao1", size: PHONE });
    await page.getByRole("heading", { name: "今日待办", level: 1 }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: /用户菜单/ }).click();
    await page.getByText("退出登录").click();
    await page.getByRole("button", { name: "登录" }).waitFor();
    await page.goto("/worklist");
    await page.getByRole("button", { name: "登录" }).waitFor();
    expect((await page.request.get("/api/access/me")).status()).toBe(401);
  });
});
