import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import type { Module } from "../../platform/module.ts";
import { accessModule } from "../access/module.ts";
import { recordFacts } from "./index.ts";
import { peopleModule } from "./module.ts";
import { actAs, anIdNumber, aSenior, aUser, ECHENG, seed } from "./people.fixtures.ts";
import { seniorEntry } from "./people.contract.ts";
import { changeSenior, recordDeath, registerSenior } from "./register.service.ts";

const heard: [string, Record<string, unknown>][] = [];
const EVENTS = ["senior.registered", "seniors.registered", "senior.changed", "senior.died"];
/** A module that hears all that people tells. */
const listener: Module = {
  name: "listener",
  dependsOn: ["people"],
  permissions: {},
  errors: {},
  routes: [],
  jobs: Object.fromEntries(EVENTS.map((event) => [`hear.${event}`, async (_ctx, payload) => void heard.push([event, payload])])),
  listeners: EVENTS.map((event) => ({ event, job: `hear.${event}` })),
};
let house: TestHouse;
const user = aUser(ECHENG);
beforeAll(async () => {
  house = await openTestHouse([accessModule, peopleModule, listener]);
});
afterAll(() => house.close());

async function toldBy(work: () => Promise<unknown>) {
  heard.length = 0;
  await work();
  await drainJobs(house);
  return heard.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

it("tells of each registration, change of today's facts, and death, once and only when it was saved", async () => {
  const body = { ...seniorEntry.parse({ name: "李桂兰", idNumber: anIdNumber(), region: ECHENG }), duplicatesConfirmed: false };
  let id = "";
  expect(await toldBy(async () => ({ id } = await actAs(house, user, "people.write", (ctx) => registerSenior(ctx, body))))).toEqual([["senior.registered", { seniorId: id }]]);
  expect(await toldBy(() => actAs(house, user, "people.write", (ctx) => registerSenior(ctx, body)).catch(() => {}))).toEqual([]);
  const record = (value: string, validFrom: string) => actAs(house, user, "people.write", (ctx) => recordFacts(ctx, id, [{ fact: "living", value, validFrom }], "community"));
  expect(await toldBy(() => record("alone", "2026-11-01"))).toEqual([["senior.changed", { seniorId: id, facts: ["living"] }]]);
  expect(await toldBy(() => record("with_family", "2026-12-01"))).toEqual([]);
  expect(await toldBy(() => actAs(house, user, "people.write", (ctx) => changeSenior(ctx, id, { version: 3, phone: "10200001111" })))).toEqual([]);
  expect(await toldBy(() => actAs(house, user, "people.write", (ctx) => recordDeath(ctx, id, { version: 4, diedOn: "2026-11-20", source: "funeral" })))).toEqual([
    ["senior.changed", { seniorId: id, facts: ["alive"] }],
    ["senior.died", { seniorId: id }],
  ]);
});

it("tells of many registered together as one", async () => {
  const many = [aSenior(), aSenior(), aSenior()];
  expect(await toldBy(() => seed(house, many))).toEqual([["seniors.registered", { kind: "senior", ids: many.map(({ id }) => id) }]]);
});
