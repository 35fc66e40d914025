import { describe, expect, it } from "vitest";
import { AppError } from "../kernel/errors.ts";
import { errorFields, openLog } from "./log.ts";

function logged(work: (log: ReturnType<typeof openLog>) => void, level: Parameters<typeof openLog>[0] = "debug"): Record<string, unknown>[] {
  const lines: string[] = [];
  work(openLog(level, (line) => lines.push(line)));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("logs", () => {
  it("drop fields that could be about a person, whoever adds them", () => {
    const [line] = logged((log) =>
      log.with({ name: "张三", requestId: "r1" }).info("senior.read", { idNumber: "42", id_number: "42", phone: "138", homeAddress: "x", birthDate: "x", sessionToken: "x", password: "x", requestBody: "x", query: "张", id: "7" }),
    );
    expect(line).toEqual({ at: expect.any(String) as string, level: "info", event: "senior.read", requestId: "r1", id: "7" });
  });
  it("say nothing below their level", () => {
    const lines = logged((log) => {
      log.debug("a");
      log.info("b");
      log.warn("c");
      log.error("d");
    }, "warn");
    expect(lines.map((line) => line.event)).toEqual(["c", "d"]);
    expect(logged((log) => log.error("x"), "silent")).toEqual([]);
  });
  it("do not repeat what a database or our own errors quote", () => {
    const database = Object.assign(new Error('duplicate key: (phone)=(13800001111)'), { code: "23505" });
    const ours = new AppError("senior.duplicate", { name: "张三" });
    for (const error of [database, ours]) expect(JSON.stringify(errorFields(error))).not.toMatch(/13800001111|张三/);
    expect(errorFields(database)).toMatchObject({ code: "23505" });
    expect(errorFields(ours)).toMatchObject({ error: "AppError", code: "senior.duplicate" });
    expect(errorFields(new Error("boom"))).toMatchObject({ text: "boom" });
  });
});
