import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { route } from "../../src/kernel/contract.ts";
import { ApiProblem, call, onSignedOut, upload, urlOf } from "./api.ts";

const read = route({
  method: "GET",
  path: "/api/people/seniors/:id",
  permission: "people.read",
  summary: "",
  params: z.object({ id: z.string() }),
  query: z.object({ on: z.string().optional(), group: z.array(z.string()).optional() }),
  response: z.object({ name: z.string() }),
});
const write = route({
  method: "POST",
  path: "/api/people/seniors",
  permission: "people.write",
  summary: "",
  body: z.object({ name: z.string() }),
  response: z.object({ id: z.string() }),
});

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": status < 300 ? "application/json" : "application/problem+json" } });

/** Answers in turn; an Error is a connection that broke. Returns what was sent. */
function answer(...answers: (Response | Error)[]) {
  const sent: { url: string; init: RequestInit; headers: Record<string, string> }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, init, headers: init.headers as Record<string, string> });
    const next = answers.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error("nothing left to answer");
    return next;
  });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("urlOf", () => {
  it("puts parameters and query in, and leaves out what is empty", () => {
    expect(urlOf(read, { params: { id: "a/b" }, query: { on: "2026-11-21", group: ["alone", "left"], q: "" } })).toBe(
      "/api/people/seniors/a%2Fb?on=2026-11-21&group=alone&group=left",
    );
  });
});

describe("call", () => {
  it("sends writes with the marks that the server asks for", async () => {
    const sent = answer(json({ id: "1" }));
    await expect(call(write, { body: { name: "王秀英" } })).resolves.toEqual({ id: "1" });
    expect(sent[0]?.headers).toMatchObject({ "x-songhe": "1", "content-type": "application/json" });
    expect(sent[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  });
  it("repeats a write whose answer was lost, under the same key", async () => {
    vi.useFakeTimers();
    const sent = answer(new TypeError("broken"), json({}, 503), json({ id: "1" }));
    const done = call(write, { body: { name: "王秀英" } });
    await vi.runAllTimersAsync();
    await expect(done).resolves.toEqual({ id: "1" });
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((one) => one.headers["idempotency-key"])).size).toBe(1);
  });
  it("does not repeat what was refused", async () => {
    const sent = answer(json({ code: "record.stale", detail: "已有更新的版本", title: "内容已被他人更新", details: { current: 3 } }, 409));
    const problem = await call(write, { body: { name: "王秀英" } }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 409, code: "record.stale", isStale: true, isPassing: false });
    expect(sent).toHaveLength(1);
  });
  it("does not take every conflict for a stale state", () => {
    expect(new ApiProblem({ status: 409, code: "record.duplicate", title: "已经存在", detail: "" }).isStale).toBe(false);
  });
  it("names faults by their field", async () => {
    answer(json({ code: "request.invalid", detail: "有 1 处", faults: [{ path: "body.idNumber", message: "校验位不对" }] }, 400));
    await expect(call(write, { body: { name: "" } })).rejects.toMatchObject({ faults: [{ path: "idNumber", message: "校验位不对" }] });
  });
  it("says so when nobody is signed in", async () => {
    answer(json({ code: "auth.required", detail: "请先登录" }, 401), json({ code: "auth.required", detail: "请先登录" }, 401));
    const listener = vi.fn<() => void>();
    const stop = onSignedOut(listener);
    await expect(call(read, { params: { id: "1" } })).rejects.toMatchObject({ status: 401 });
    stop();
    await expect(call(read, { params: { id: "1" } })).rejects.toMatchObject({ status: 401 });
    expect(listener).toHaveBeenCalledOnce();
  });
  it("has words for an answer that is no problem document", async () => {
    answer(new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }));
    await expect(call(read, { params: { id: "1" } })).rejects.toMatchObject({ code: "unreadable", isPassing: true });
  });
});

describe("upload", () => {
  it("leaves the content type to the browser, which knows the boundary", async () => {
    const sent = answer(json({ id: "1" }));
    const form = new FormData();
    form.set("file", new Blob(["x"]), "seniors.csv");
    await upload(write, { form });
    expect(sent[0]?.init.body).toBe(form);
    expect(sent[0]?.headers["content-type"]).toBeUndefined();
  });
});
