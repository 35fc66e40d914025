import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Ctx } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { drainJobs, enqueue } from "../../platform/jobs.ts";
import { verifyAudit } from "../../platform/audit.ts";
import { sql } from "kysely";
import { actAs, aSenior, aUser, anIdNumber, ECHENG, EZHOU, HUARONG, seed } from "./people.fixtures.ts";
import { findSeniorCards, getSenior, recordFacts } from "./index.ts";
import { addContact, changeContact, removeContact, revealField } from "./contacts.service.ts";
import { listSeniorsRoute, type SeniorEntry, seniorEntry } from "./people.contract.ts";
import { changeSenior, checkSeniorEntry, recordDeath, registerSenior } from "./register.service.ts";
import { countPriorityGroups, exportSeniors, getSeniorPage, searchSeniors } from "./seniors.service.ts";

let house: TestHouse;
const city = aUser(EZHOU);
const echeng = aUser(ECHENG);
const huarong = aUser(HUARONG);
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const entry = (overrides: Partial<SeniorEntry> = {}) => ({ ...seniorEntry.parse({ name: "李桂兰", idNumber: anIdNumber(), region: ECHENG, ...overrides }), duplicatesConfirmed: false });
const search = (query: Record<string, unknown>) => (ctx: Ctx) => searchSeniors(ctx, listSeniorsRoute.query.parse(query));
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: unknown) => (error instanceof AppError ? error.code : String(error)));
const auditActions = async (id: string) =>
  (await runAsSystem(house, "test", (ctx) => sql<{ action: string; content: string }>`select action, content from platform.audit_entry where subject_id = ${id} order by at`.execute(ctx.db))).rows;

describe("registering", () => {
  it("puts a senior on the register with what the id number says", async () => {
    const { id } = await actAs(house, echeng, "people.write", (ctx) =>
      registerSenior(ctx, entry({ name: "单 雪梅", idNumber: anIdNumber("1940-02-29", "male"), phone: "102-1234-5678", address: "凤凰街道文星社区1号楼201", facts: { living: "alone", ability_level: 2 } })),
    );
    const page = await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, id));
    expect(page).toMatchObject({ name: "单雪梅", pinyin: "shanxuemei", sex: "male", birthDate: "1940-02-29", age: 86, phone: "102****5678", address: "凤凰街道文星****", groups: ["alone", "disabled"], regionName: "湖北省鄂州市鄂城区", alive: true });
    expect(page.idNumber).toMatch(/^429\d{3}\*{8}\d{3}[\dX]$/);
    expect(page.facts.find(({ fact }) => fact === "living")).toMatchObject({ value: "alone", source: "community", since: "2026-11-21" });
    expect((await auditActions(id)).map(({ action }) => action)).toEqual(["senior.registered", "senior.viewed"]);
  });

  it("names every fault at once", async () => {
    const faulty = entry({ name: "李3", idNumber: "110105194912310021", region: ECHENG, householdRegion: "429999000000", facts: { living: "apart", alive: false } });
    const { faults } = await actAs(house, echeng, "people.write", (ctx) => checkSeniorEntry(ctx, faulty));
    expect(faults.map(({ path }) => path)).toEqual(["name", "idNumber", "facts.living", "facts.alive", "householdRegion"]);
    expect(await codeOf(actAs(house, echeng, "people.write", (ctx) => registerSenior(ctx, faulty)))).toBe("request.invalid");
  });

  it("is forbidden outside the jurisdiction", async () => {
    expect(await codeOf(actAs(house, huarong, "people.write", (ctx) => registerSenior(ctx, entry())))).toBe("access.out_of_scope");
  });

  it("refuses the same id number, with the record where it may be seen and without where not", async () => {
    const first = entry();
    const { id } = await actAs(house, echeng, "people.write", (ctx) => registerSenior(ctx, first));
    const again = actAs(house, echeng, "people.write", (ctx) => registerSenior(ctx, first));
    await expect(again).rejects.toMatchObject({ code: "senior.duplicate", details: { seniorId: id } });
    const elsewhere = { ...first, region: HUARONG };
    await expect(actAs(house, huarong, "people.write", (ctx) => registerSenior(ctx, elsewhere))).rejects.toMatchObject({ code: "senior.registered_elsewhere", details: {} });
    const { duplicates } = await actAs(house, huarong, "people.write", (ctx) => checkSeniorEntry(ctx, elsewhere));
    expect(duplicates).toEqual([{ because: "id_number", senior: null }]);
  });

  it("lets only one of two at once have an id number", async () => {
    const twin = entry({ name: "赵双喜" });
    const both = await Promise.all([1, 2].map(() => codeOf(actAs(house, echeng, "people.write", (ctx) => registerSenior(ctx, twin)))));
    expect(both.filter((outcome) => outcome === "done")).toHaveLength(1);
  });

  it("asks to confirm people of the same name and birth date, or the same phone", async () => {
    await seed(house, [aSenior({ name: "钱多多", birthDate: "1950-05-05" }), aSenior({ name: "孙无忌", phone: "10255556666" })]);
    const alike = entry({ name: "钱多多", idNumber: anIdNumber("1950-05-05"), phone: "10255556666" });
    const { duplicates } = await actAs(house, city, "people.write", (ctx) => checkSeniorEntry(ctx, alike));
    expect(duplicates.map(({ because, senior }) => [because, senior?.name])).toEqual([
      ["name_and_birth_date", "钱多多"],
      ["phone", "孙无忌"],
    ]);
    expect(await codeOf(actAs(house, city, "people.write", (ctx) => registerSenior(ctx, alike)))).toBe("senior.possible_duplicates");
    expect(await codeOf(actAs(house, city, "people.write", (ctx) => registerSenior(ctx, { ...alike, duplicatesConfirmed: true })))).toBe("done");
  });
});

describe("searching", () => {
  const target = aSenior({ name: "欧阳春兰", phone: "10277778888", birthDate: "1933-03-03" });
  const other = aSenior({ name: "欧阳修文", region: HUARONG });
  beforeAll(() => seed(house, [target, other]));

  it.each([["欧阳春兰"], ["欧阳春"], ["春兰"], ["OUYANGCHUN"], ["oycl"], ["102 7777 8888"], [target.idNumber], [target.idNumber.toLowerCase()]])("finds by %s", async (q) => {
    const { rows, total } = await actAs(house, echeng, "people.read", search({ q }));
    expect(rows.map(({ id }) => id)).toEqual([target.id]);
    expect(total).toBe(1);
  });

  it("finds nobody beyond the jurisdiction, by whatever way", async () => {
    for (const q of ["欧阳修文", "oyxw", other.idNumber]) expect((await actAs(house, echeng, "people.read", search({ q }))).total).toBe(0);
    expect((await actAs(house, city, "people.read", search({ q: "欧阳" }))).total).toBe(2);
    expect((await actAs(house, city, "people.read", search({ q: "欧阳", region: HUARONG }))).total).toBe(1);
  });

  it("pages, sorts and counts", async () => {
    const all = await actAs(house, city, "people.read", search({ size: 200, sort: "birth_date" }));
    const dates = all.rows.map(({ birthDate }) => birthDate);
    expect(dates).toEqual(dates.toSorted());
    const second = await actAs(house, city, "people.read", search({ size: 2, page: 2, sort: "birth_date" }));
    expect(second.rows.map(({ id }) => id)).toEqual(all.rows.slice(2, 4).map(({ id }) => id));
    expect(second.total).toBe(all.total);
  });

  it("takes at most four statements for a list, five for a page", async () => {
    const count = (work: (ctx: Ctx) => Promise<unknown>) =>
      actAs(house, city, "people.read", async (ctx) => {
        const before = ctx.connection.statements;
        await work(ctx);
        return ctx.connection.statements - before;
      });
    for (const query of [{}, { q: "欧阳", size: 1 }, { q: target.idNumber }, { group: "alone", size: 1 }]) expect(await count(search(query))).toBeLessThanOrEqual(4);
    expect(await count((ctx) => getSeniorPage(ctx, target.id))).toBeLessThanOrEqual(5);
    expect(await count((ctx) => countPriorityGroups(ctx, {}))).toBeLessThanOrEqual(3);
    expect(await count((ctx) => findSeniorCards(ctx, [target.id, other.id]))).toBe(1);
  });

  it("exports without formulas and with masked numbers", async () => {
    const { download } = await actAs(house, echeng, "people.export", (ctx) => exportSeniors(ctx, listSeniorsRoute.query.parse({ q: "oycl" })));
    const text = new TextDecoder().decode(download.body as Uint8Array);
    expect(text).toContain("欧阳春兰,女,1933-03-03,93,");
    expect(text).not.toContain(target.idNumber);
  });

  it("writes to the audit that somebody searched, not what for", async () => {
    await actAs(house, echeng, "people.read", search({ q: target.idNumber }));
    const { rows } = await runAsSystem(house, "test", (ctx) => sql<{ content: string }>`select content from platform.audit_entry where action = 'senior.searched'`.execute(ctx.db));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ content }) => content.includes(target.idNumber) || content.includes("欧阳"))).toBe(false);
    expect(rows.some(({ content }) => content.includes("search:id"))).toBe(true);
  });
});

describe("changing", () => {
  it("records facts with source and period, and says which changed today", async () => {
    const senior = aSenior({ periods: [{ fact: "living", value: "with_family", from: "2025-01-01", source: "community" }] });
    await seed(house, [senior]);
    const result = await actAs(house, echeng, "people.write", (ctx) =>
      recordFacts(ctx, senior.id, [{ fact: "living", value: "alone", validFrom: "2026-06-01" }, { fact: "economic", value: "low_income", validFrom: "2026-12-01" }], "community", { version: 1 }),
    );
    expect(result).toEqual({ version: 2, changed: ["living"] });
    const again = await actAs(house, echeng, "people.write", (ctx) => recordFacts(ctx, senior.id, [{ fact: "living", value: "alone", validFrom: "2026-06-01" }], "community"));
    expect(again).toEqual({ version: 2, changed: [] });
    expect((await actAs(house, echeng, "people.read", (ctx) => getSenior(ctx, senior.id))).facts.economic).toBeUndefined();
  });

  it("brings a fact that begins later into force on its day", async () => {
    const senior = aSenior({ periods: [{ fact: "economic", value: "ordinary", from: "2025-01-01", source: "community" }] });
    await seed(house, [senior]);
    await actAs(house, echeng, "people.write", (ctx) => recordFacts(ctx, senior.id, [{ fact: "economic", value: "low_income", validFrom: "2026-12-01", validTo: "2027-01-01" }], "social_assistance"));
    const onDay = async (instant: string) => {
      house.setClock(new Date(instant));
      await runAsSystem(house, "test", (ctx) => enqueue(ctx.db, ctx.now, "people.turn_day", {}));
      await drainJobs(house);
      return (await actAs(house, echeng, "people.read", (ctx) => getSenior(ctx, senior.id))).facts.economic;
    };
    try {
      expect(await onDay("2026-11-30T10:00:00+08:00")).toBe("ordinary");
      expect(await onDay("2026-12-01T00:10:00+08:00")).toBe("low_income");
      expect(await onDay("2027-01-01T00:10:00+08:00")).toBe("ordinary");
    } finally {
      house.setClock(new Date("2026-11-21T02:00:00Z"));
    }
  });

  it("refuses what is stale, faulty or out of scope", async () => {
    const senior = aSenior();
    await seed(house, [senior]);
    const record = (actor: typeof city, change: { fact: string; value: string | boolean | null; validFrom: string }, version?: number) =>
      codeOf(actAs(house, actor, "people.write", (ctx) => recordFacts(ctx, senior.id, [change], "community", version === undefined ? {} : { version })));
    expect(await record(echeng, { fact: "living", value: "alone", validFrom: "2026-01-01" }, 7)).toBe("record.stale");
    expect(await record(huarong, { fact: "living", value: "alone", validFrom: "2026-01-01" })).toBe("record.not_found");
    expect(await record(echeng, { fact: "birth_date", value: "1950-01-01", validFrom: "2026-01-01" })).toBe("request.invalid");
    expect(await record(echeng, { fact: "region", value: HUARONG, validFrom: "2026-01-01" })).toBe("access.out_of_scope");
    expect(await record(echeng, { fact: "region", value: "420704999000", validFrom: "2026-01-01" })).toBe("request.invalid");
    expect(await codeOf(actAs(house, echeng, "people.write", (ctx) => changeSenior(ctx, senior.id, { version: 9, name: "某人" })))).toBe("record.stale");
  });

  it("moves a senior with all that belongs to them", async () => {
    const senior = aSenior({ periods: [{ fact: "living", value: "alone", from: "2025-01-01", source: "community" }], contacts: [{ name: "王小明", relation: "son", phone: "10211112222", emergency: true }] });
    await seed(house, [senior]);
    await actAs(house, city, "people.write", (ctx) => recordFacts(ctx, senior.id, [{ fact: "region", value: HUARONG, validFrom: "2026-11-01" }], "community"));
    expect(await codeOf(actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, senior.id)))).toBe("record.not_found");
    const page = await actAs(house, huarong, "people.read", (ctx) => getSeniorPage(ctx, senior.id));
    expect(page.contacts).toHaveLength(1);
    expect(page.groups).toEqual(["alone"]);
    expect(page.history.some(({ facts }) => facts.region === ECHENG)).toBe(true);
  });

  it("corrects the id number with birth date and sex, and frees the old one", async () => {
    const senior = aSenior({ birthDate: "1944-03-01" });
    await seed(house, [senior]);
    const right = anIdNumber("1943-03-01", "male");
    await actAs(house, echeng, "people.write", (ctx) => changeSenior(ctx, senior.id, { version: 1, idNumber: right, name: "王秀英", phone: "10299990000" }));
    const page = await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, senior.id));
    expect(page).toMatchObject({ birthDate: "1943-03-01", sex: "male", version: 2, phone: "102****0000" });
    expect((await actAs(house, echeng, "people.read", search({ q: senior.idNumber }))).total).toBe(0);
    expect((await actAs(house, echeng, "people.read", search({ q: right }))).total).toBe(1);
    const taken = aSenior();
    await seed(house, [taken]);
    expect(await codeOf(actAs(house, echeng, "people.write", (ctx) => changeSenior(ctx, senior.id, { version: 2, idNumber: taken.idNumber })))).toBe("senior.duplicate");
  });

  it("keeps contacts, versioned with the senior", async () => {
    const senior = aSenior();
    await seed(house, [senior]);
    const write = <T>(work: (ctx: Ctx) => Promise<T>) => actAs(house, echeng, "people.write", work);
    const { contactId } = await write((ctx) => addContact(ctx, senior.id, { version: 1, name: "王小红", relation: "daughter", phone: "102 3333 4444", emergency: true }));
    expect(await codeOf(write((ctx) => addContact(ctx, senior.id, { version: 1, name: "王小红", relation: "daughter", emergency: false })))).toBe("record.stale");
    await write((ctx) => changeContact(ctx, senior.id, contactId, { version: 2, relation: "guardian" }));
    const page = await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, senior.id));
    expect(page.contacts).toEqual([{ id: contactId, name: "王小红", relation: "guardian", phone: "102****4444", emergency: true }]);
    const { value } = await actAs(house, echeng, "people.read_sensitive", (ctx) => revealField(ctx, senior.id, { field: "contact_phone", contactId, reason: "紧急联系家属" }));
    expect(value).toBe("10233334444");
    await write((ctx) => removeContact(ctx, senior.id, contactId, 3));
    expect(await codeOf(write((ctx) => removeContact(ctx, senior.id, contactId, 4)))).toBe("record.not_found");
  });

  it("registers a death from its day, once, and can take a mistaken one back", async () => {
    const senior = aSenior({ periods: [{ fact: "ability_level", value: 3, from: "2025-01-01", source: "assessment" }] });
    await seed(house, [senior]);
    const die = (version: number, diedOn: string) => codeOf(actAs(house, echeng, "people.write", (ctx) => recordDeath(ctx, senior.id, { version, diedOn, source: "funeral" })));
    expect(await die(1, "2026-11-22")).toBe("request.invalid");
    expect(await die(1, "2026-11-20")).toBe("done");
    expect(await die(2, "2026-11-19")).toBe("senior.dead");
    const dead = await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, senior.id));
    expect(dead).toMatchObject({ alive: false, diedOn: "2026-11-20", age: 82, groups: [] });
    expect(dead.groupPeriods).toMatchObject([{ kind: "disabled", validFrom: "2025-01-01", validTo: "2026-11-20" }]);
    house.setClock(new Date("2026-11-21T03:00:00Z"));
    await actAs(house, echeng, "people.write", (ctx) => recordFacts(ctx, senior.id, [{ fact: "alive", value: true, validFrom: "2026-11-20" }], "community", { note: "登记有误" }));
    expect(await actAs(house, echeng, "people.read", (ctx) => getSeniorPage(ctx, senior.id))).toMatchObject({ alive: true, diedOn: null, groups: ["disabled"] });
  });
});

describe("sensitive fields", () => {
  it("lie sealed, and open for a reason that the audit keeps", async () => {
    const senior = aSenior({ phone: "10244445555", address: "文星路1号" });
    await seed(house, [senior]);
    for (const [field, value] of [["id_number", senior.idNumber], ["phone", "10244445555"], ["address", "文星路1号"]] as const) {
      expect(await actAs(house, echeng, "people.read_sensitive", (ctx) => revealField(ctx, senior.id, { field, reason: "上门核实" }))).toEqual({ value });
    }
    expect(await codeOf(actAs(house, huarong, "people.read_sensitive", (ctx) => revealField(ctx, senior.id, { field: "phone", reason: "上门核实" })))).toBe("record.not_found");
    const entries = await auditActions(senior.id);
    expect(entries.filter(({ action }) => action === "senior.revealed")).toHaveLength(3);
    expect(entries.every(({ content }) => content.includes("上门核实") && !content.includes(senior.idNumber))).toBe(true);
    const { rows } = await runAsSystem(house, "test", (ctx) => sql<{ text: string }>`select s::text as text from people.senior s where id = ${senior.id}`.execute(ctx.db));
    for (const secret of [senior.idNumber, "10244445555", Buffer.from(senior.idNumber).toString("hex"), Buffer.from("文星路1号").toString("hex")]) expect(rows[0]!.text).not.toContain(secret);
    expect((await runAsSystem(house, "test", (ctx) => verifyAudit(ctx.db))).faults).toEqual([]);
  });
});
