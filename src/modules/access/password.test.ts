import { describe, expect, it } from "vitest";
import { hashPassword, passwordFault, passwordFits } from "./password.ts";

describe("password rules", () => {
  it.each([
    ["Guihua-26", "至少10个字符，现在是9个"],
    ["guihuaguihua", "至少三类"],
    ["guihua123456", "至少三类"],
    ["Zhang.San-2026", "不能包含账号"],
    ["Password-2026", "过于常见"],
    ["P@ssw0rd2026", "过于常见"],
    ["Admin@12345678", "过于常见"],
  ])("refuses %s", (password, fault) => expect(passwordFault(password, "zhang.san")).toContain(fault));
  it.each(["Guihua-202", "guihua-2026", "GUIHUA-2026", "桂花开满了院子里aB", "Songhe-2026"])("takes %s", (password) => {
    expect(passwordFault(password, "lisi")).toBeUndefined();
  });
});

describe("password hashes", () => {
  it("are Argon2id with 19 MiB and a salt of their own", async () => {
    const [one, two] = [await hashPassword("Guihua-2026"), await hashPassword("Guihua-2026")];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwordFits(one, "Guihua-2026")).toBe(true);
    expect(await passwordFits(one, "guihua-2026")).toBe(false);
  });
  it("never fit where there is no account", async () => {
    expect(await passwordFits(undefined, "Guihua-2026")).toBe(false);
  });
});
