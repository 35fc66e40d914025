import { describe, expect, it } from "vitest";
import { contactsOf, followUpOf, latestWork, WORK_ACTIONS, type WorkEntry } from "./work-actions.ts";

const entry = (part: Partial<WorkEntry>): WorkEntry => ({
  id: "1",
  benefit: "old-age-allowance",
  benefitName: "高龄津贴",
  action: "call",
  outcome: "已告知本人",
  note: "",
  followUpOn: null,
  by: "蔡静莹",
  at: "2026-11-21T02:00:00.000Z",
  ...part,
});

describe("what is done about an unmet entitlement", () => {
  it("asks again in some days, unless the matter is settled", () => {
    expect(followUpOf("call", "2026-12-28")).toBe("2027-01-04");
    expect(followUpOf("unreachable", "2026-11-21")).toBe("2026-11-24");
    expect([followUpOf("apply", "2026-11-21"), followUpOf("refuse", "2026-11-21"), followUpOf(undefined, "2026-11-21")]).toEqual([undefined, undefined, undefined]);
  });
  it("has each action once, each with outcomes of its own", () => {
    expect(new Set(WORK_ACTIONS.map(({ action }) => action)).size).toBe(6);
    expect(WORK_ACTIONS.filter(({ outcomes }) => new Set(outcomes).size !== outcomes.length || outcomes.length < 2)).toEqual([]);
  });
});

describe("the record of work", () => {
  it("shows what was said at once about several benefits as one contact", () => {
    const contacts = contactsOf([
      entry({ id: "3", at: "2026-11-21T03:00:00.000Z", action: "refuse" }),
      entry({ id: "2", benefit: "outreach-visits", benefitName: "探访服务" }),
      entry({ id: "1" }),
    ]);
    expect(contacts.map(({ id, benefits }) => [id, benefits])).toEqual([
      ["3", ["高龄津贴"]],
      ["2", ["探访服务", "高龄津贴"]],
    ]);
  });
  it("was seen up to its latest instant", () => {
    expect(latestWork([{ workedAt: null }, { workedAt: "2026-11-21T02:00:00.000Z" }, { workedAt: "2026-11-20T02:00:00.000Z" }])).toBe("2026-11-21T02:00:00.000Z");
    expect(latestWork([{ workedAt: null }])).toBeNull();
  });
});
