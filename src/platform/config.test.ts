import { describe, expect, it } from "vitest";
import type { AppError } from "../kernel/errors.ts";
import { readConfig } from "./config.ts";

function faultsOf(env: Record<string, string>): string {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    expect((error as AppError).code).toBe("config.invalid");
    return (error as AppError).details.faults as string;
  }
}

describe("the settings", () => {
  it("have defaults; what is empty counts as not set", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: undefined })).toMatchObject({ port: 8080, host: "127.0.0.1", databaseUrl: undefined, sessionHours: 10, behindProxy: false });
  });
  it("can start the clock at another instant, from which it runs on", async () => {
    const { clock } = readConfig({ SONGHE_CLOCK: "2026-11-21T10:00:00+08:00" });
    const first = clock().getTime();
    expect(first - Date.parse("2026-11-21T02:00:00Z")).toBeLessThan(1000);
    await new Promise((next) => setTimeout(next, 20));
    expect(clock().getTime()).toBeGreaterThan(first);
    expect(faultsOf({ SONGHE_CLOCK: "yesterday" })).toContain("SONGHE_CLOCK");
  });
  it("are read from text", () => {
    expect(readConfig({ PORT: "0", DATABASE_URL: "postgres://a:b@c:5432/d", BEHIND_PROXY: "true", SESSION_IDLE_MINUTES: "30" })).toMatchObject({
      port: 0,
      databaseUrl: "postgres://a:b@c:5432/d",
      behindProxy: true,
      sessionIdleMinutes: 30,
    });
  });
  it.each([
    [{ PORT: "eighty" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ DATABASE_URL: "mysql://a/b" }, "应写作 postgres://"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [{ SESSION_HOURS: "0" }, "SESSION_HOURS"],
    [{ BEHIND_PROXY: "yes" }, "BEHIND_PROXY"],
  ])("are refused as %o", (env, where) => expect(faultsOf(env as Record<string, string>)).toContain(where));
  it("are never half-set for a server: no silent fall back on the embedded database", () => {
    expect(faultsOf({ PGHOST: "db", PGPASSWORD: "x" })).toContain("PGHOST、PGPASSWORD");
    expect(faultsOf({ PGHOST: "db", DATABASE_URL: "postgres://a@b/c" })).toBe("");
  });
  it("have all their faults named at once", () => {
    const faults = faultsOf({ PORT: "x", LOG_LEVEL: "loud", PGHOST: "db" });
    for (const name of ["PORT", "LOG_LEVEL", "PGHOST"]) expect(faults).toContain(name);
  });
});
