import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { openHttp } from "../../platform/http/server.ts";
import { addSeniors, officer, openPolicyHouse, WELL } from "./decisions.fixture.ts";

let house: TestHouse;
let app: FastifyInstance;
let seniorId: string;
let facilityId: string;
const headers = { authorization: `Bearer ${"o".repeat(30)}` };

beforeAll(async () => {
  house = await openPolicyHouse();
  app = await openHttp(house, async () => officer());
  [seniorId = ""] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01", living: "alone" }]);
  await upload("编号,名称,区划代码,设施类型,场所来源\nF001,甲,420704000000,居家养老服务中心,新建", "false");
  await drainJobs(house);
  facilityId = (await get("/api/policies/external?kind=facility")).rows[0].id;
});
afterAll(async () => {
  await app.close();
  await house.close();
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;
async function get(url: string, status = 200): Promise<Answer> {
  const response = await app.inject({ url, headers });
  expect([url, response.statusCode]).toEqual([url, status]);
  return response.json();
}
async function upload(text: string, dryRun: string): Promise<Answer> {
  const body = ["--x", 'content-disposition: form-data; name="kind"', "", "facility", "--x", 'content-disposition: form-data; name="dryRun"', "", dryRun, "--x", 'content-disposition: form-data; name="file"; filename="f.csv"', "content-type: text/csv", "", text, "--x--", ""].join("\r\n");
  const response = await app.inject({ method: "POST", url: "/api/policies/external/import", headers: { ...headers, "content-type": "multipart/form-data; boundary=x" }, payload: body });
  expect(response.statusCode).toBe(200);
  return response.json();
}

describe("over HTTP", () => {
  it("every answer is what its contract says", async () => {
    const senior = `/api/policies/subjects/senior/${seniorId}`;
    expect((await get(`${senior}/decisions`)).rows.length).toBeGreaterThan(2);
    expect((await get(`${senior}/decisions?all=true&asOf=2020-01-01`)).asOf).toBe("2020-01-01");
    const history = await get(`${senior}/history`);
    expect((await get(`${senior}/history/${history.rows[0].id}`)).same).toBe(true);
    expect((await get("/api/policies/worklist?group=alone&kind=money&sort=-since")).total).toBeGreaterThan(0);
    expect((await get("/api/policies/worklist/summary")).seniors).toBe(1);
    expect((await get("/api/policies/worklist/next")).seniorId).toBe(seniorId);
    expect((await get(`/api/policies/worklist/${seniorId}/actions`)).rows).toEqual([]);
    expect((await get("/api/policies/runs")).total).toBeGreaterThan(0);
    expect((await get(`/api/policies/external/${facilityId}`)).benefits.length).toBeGreaterThan(0);
    expect((await get(`/api/policies/subjects/facility/${facilityId}/decisions`)).rows.length).toBeGreaterThan(0);
  });

  it("a decision costs a fixed number of statements", async () => {
    const connection = await house.engine.acquire();
    house.engine.release(connection);
    const before = connection.statements;
    await get(`/api/policies/subjects/senior/${seniorId}/decisions?all=true`);
    // begin, four reads, the audit entry's three, commit; a pool may have given another connection
    expect(connection.statements - before).toBeLessThanOrEqual(10);
  });

  it("the same upload under dry run and again changes nothing", async () => {
    expect(await upload("编号,名称,区划代码,设施类型,场所来源\nF001,甲,420704000000,居家养老服务中心,新建", "true")).toMatchObject({ unchanged: 1 });
  });

  it("a figure outside the bounds is refused with what is allowed, in Chinese", async () => {
    const { rows } = await get(`/api/policies/subjects/senior/${seniorId}/decisions`);
    const { decisionId } = rows.find((row: Answer) => row.benefit === "care-service-subsidy");
    const post = (amount: string) => app.inject({ method: "POST", url: `/api/policies/subjects/senior/${seniorId}/determinations`, headers, payload: { benefit: "care-service-subsidy", amount, reason: "按失能程度分档", decisionId } });
    const refused = await post("600.00");
    expect([refused.statusCode, refused.json().detail]).toEqual([422, "购买居家养老服务补贴的金额须在 100.00 元至 500.00 元之间（二(四)3），600.00 元不在此范围内。"]);
    expect((await post("500.00")).json().decision).toMatchObject({ standing: "granted", amount: "500.00" });
    expect((await post("400.00")).statusCode).toBe(409);
  });

  it("what is not there, or not the caller's, is not found", async () => {
    const nobody = "01900000-0000-7000-8000-000000000000";
    await get(`/api/policies/subjects/senior/${nobody}/decisions`, 404);
    await get(`/api/policies/subjects/senior/${nobody}/history`, 404);
    await get(`/api/policies/subjects/senior/${seniorId}/history/${nobody}`, 404);
    await get(`/api/policies/external/${nobody}`, 404);
    await get("/api/policies/external?kind=senior", 400);
  });
});
