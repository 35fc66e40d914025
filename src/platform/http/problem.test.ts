import { describe, expect, it } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { PLATFORM_ERRORS } from "../errors.ts";
import { problemOf, toAppError } from "./problem.ts";

const database = (code: string, constraint?: string) => Object.assign(new Error("(phone)=(13800001111)"), { code, constraint });

describe("errors of the database", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["23505", "record.duplicate", { constraint: "senior_key" }],
    ["23503", "record.in_use", { constraint: "senior_key" }],
    ["42501", "access.out_of_scope", { constraint: "senior_key" }],
    ["40001", "db.busy", { seconds: 60, constraint: "senior_key" }],
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
