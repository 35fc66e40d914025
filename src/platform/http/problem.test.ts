import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { PLATFORM_ERRORS } from "../errors.ts";
import { inputText } from "./input-texts.ts";
import { faultsOf, problemOf, toAppError } from "./problem.ts";

const database = (code: string, constraint?: string) => Object.assign(new Error("(phone)=(13800001111)"), { code, constraint });

describe("errors of the database", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["23505", "record.duplicate", { constraint: "senior_key" }],
    ["23503", "record.in_use", { constraint: "senior_key" }],
    ["42501", "access.out_of_scope", { constraint: "senior_key" }],
    ["40001", "db.busy", { seconds: 60, constraint: "senior_key" }],
    ["22003", "request.malformed", { reason: "数值超出可保存的范围" }],
    ["22021", "request.malformed", { reason: "含有不能保存的字符", constraint: "senior_key" }],
  ])("of state %s are %s", (state, code, details) => expect(toAppError(database(state, "senior_key"))).toMatchObject({ code, details }));
  it("that nobody foresaw are ours, and quote nothing", () => {
    const problem = problemOf(toAppError(database("42P01")), PLATFORM_ERRORS, "r1");
    expect(problem).toEqual({ type: "urn:songhe:error:internal", title: "系统出错", status: 500, code: "internal", requestId: "r1", detail: expect.stringContaining("编号 r1") as string });
  });
});

describe("a problem", () => {
  it("has its details filled in and given apart", () => {
    const problem = problemOf(new AppError("record.stale", { what: "用户", state: { version: 2 } }), PLATFORM_ERRORS, "r1");
    expect(problem).toMatchObject({ status: 409, detail: "该用户已有更新的版本，请刷新后再修改。", details: { what: "用户", state: { version: 2 } } });
  });
  it("of a code without a text says nothing of itself", () => {
    expect(problemOf(new AppError("no.such_code", { secret: 1 }), PLATFORM_ERRORS, "r1")).toMatchObject({ status: 500, code: "internal", type: "urn:songhe:error:internal" });
    expect(JSON.stringify(problemOf(new AppError("no.such_code", { secret: 1 }), PLATFORM_ERRORS, "r1"))).not.toContain("secret");
  });
  it("of a fault inside keeps its details inside", () => {
    expect(problemOf(new AppError("db.busy", { seconds: 60, host: "db1" }), PLATFORM_ERRORS, "r1")).not.toHaveProperty("details");
  });
});

describe("faults of an input", () => {
  const words = z.object({ name: z.string().min(2).max(3), code: z.string().regex(/^[a-z]+$/), own: z.string().regex(/^\d+$/, "应为数字"), count: z.number().int().min(1).max(5), kind: z.enum(["a", "b"]), list: z.array(z.string()).min(1), either: z.union([z.literal(1), z.literal(2)]) });
  const faults = (value: unknown) => Object.fromEntries(faultsOf("body", words.safeParse(value, { error: inputText }).error!.issues).map(({ path, message }) => [path, message]));
  it("are said in words of the people who read them", () => {
    expect(faults({ name: "一", code: "9", own: "x", count: 0, kind: "c", list: [], either: 3 })).toEqual({
      "body.name": "至少2个字",
      "body.code": "格式不对",
      "body.own": "应为数字",
      "body.count": "应不小于1",
      "body.kind": "应为下列之一：a、b",
      "body.list": "至少1项",
      "body.either": "不是允许的值",
    });
    expect(faults({ name: 1, code: null, own: "1", count: 9, kind: "a", list: {}, either: 1 })).toEqual({ "body.name": "应为文字", "body.code": "必须填写", "body.count": "应不大于5", "body.list": "应为列表" });
  });
});
