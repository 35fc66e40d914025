import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { addDays } from "../../kernel/dates.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Actor } from "../../platform/context.ts";
import { scopeOf } from "../../platform/context.ts";
import { newId } from "../../kernel/ids.ts";
import { runAsSystem, runIn } from "../../platform/house.ts";
import type { Ctx } from "../../platform/context.ts";
import { createOrganization } from "../access/index.ts";
import { getDocument, getServiceList, listDocuments, listNotices } from "./documents.service.ts";
import { fileVersion, listFilings, receiveFiling } from "./filings.service.ts";
import { loadVersion, versionsInForce } from "./pack-library.ts";
import { rehearseVersion } from "./rehearsals.service.ts";
import { checkConformity, draftVersion, editVersion, getVersion, listVersions, publishVersion, recallVersion, signVersion, submitVersion, withdrawVersion } from "./versions.service.ts";
import { findVersionRow } from "./versions.store.ts";

const EZHOU = "420700000000";
const ALL = ["policies.read", "policies.draft", "policies.sign_off", "policies.publish", "policies.rehearse", "policies.file"];
const DEPARTMENTS = ["鄂州市民政局", "鄂州市财政局", "鄂州市卫生健康委员会"];

let house: TestHouse;
let serial = 0;
const organizations = new Map<string, string>();

function officer(account: string, region: RegionCode = EZHOU, permissions: string[] = ALL): Actor {
  return { id: newId(), account, name: account, organizationId: null, grants: [{ role: "r", permissions: new Set(permissions), jurisdiction: { kind: "region", code: region } }] };
}
const drafter = officer("drafter");
const publisher = officer("publisher");

function as<T>(actor: Actor, permission: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  serial += 1;
  return runIn(house, { actor, scope: scopeOf(actor, permission)!, requestId: `test-${serial}`, readOnly: false, asApplication: true }, work);
}

async function ezhouVersion(): Promise<string> {
  const { rows } = await as(drafter, "policies.read", (ctx) => listVersions(ctx, { pack: "cn-42-ezhou", status: "published", page: 1, size: 20 }));
  return rows[0]!.id;
}

/** A draft from the version in force, to begin on a date that no other test uses. */
async function newDraft(): Promise<{ id: string; edition: number; effectiveFrom: string }> {
  serial += 1;
  const effectiveFrom = `2027-${String((serial % 12) + 1).padStart(2, "0")}-01`;
  const basedOn = await ezhouVersion();
  const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom, note: "调整" }));
  return { id, edition: 1, effectiveFrom };
}

async function submitted(): Promise<{ id: string; edition: number }> {
  const draft = await newDraft();
  const after = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, draft.id, draft.edition));
  return { id: draft.id, edition: after.edition };
}

async function signAll(id: string, edition: number): Promise<void> {
  for (const department of DEPARTMENTS) await as(drafter, "policies.sign_off", (ctx) => signVersion(ctx, id, { edition, agreed: true, note: "" }, department));
}

beforeAll(async () => {
  house = await openTestHouse();
  for (const name of DEPARTMENTS) organizations.set(name, (await runAsSystem(house, "test", (ctx) => createOrganization(ctx, { name, kind: "bureau", region: EZHOU }))).id);
});
afterAll(() => house.close());

describe("bundled packs", () => {
  it("are published as version 1, in force since their document is", async () => {
    const versions = await runAsSystem(house, "test", (ctx) => versionsInForce(ctx, "2026-11-21"));
    expect(versions.map((version) => version.pack.name)).toEqual(expect.arrayContaining(["cn", "cn-42-ezhou", "cn-52-guizhou"]));
    expect(versions[0]!.pack.name).toBe("cn");
    expect(versions.find((version) => version.pack.name === "cn-42-ezhou")).toMatchObject({ number: 1, effectiveFrom: "2021-12-13", effectiveTo: null });
  });
  it("show the document clause by clause with its rules, and when it ends", async () => {
    const document = await as(drafter, "policies.read", (ctx) => getDocument(ctx, "ezhou-2021"));
    expect(document).toMatchObject({ expires: "2026-12-12", daysLeft: 21, status: "ending" });
    const rule = document.rules.find((candidate) => candidate.id === "construction-subsidy")!;
    expect(document.text.slice(rule.clause.start, rule.clause.start + rule.clause.quote.length)).toBe(rule.clause.quote);
    expect(document.clauses.map((clause) => clause.at)).toContain(rule.clause.at);
    const listed = await as(drafter, "policies.read", (ctx) => listDocuments(ctx, { region: EZHOU, page: 1, size: 20 }));
    expect(listed.rows.map((row) => row.id)).toContain("ezhou-2021");
  });
  it("warn before the document's end, and say that it has ended", async () => {
    const warned = await as(drafter, "policies.read", (ctx) => listNotices(ctx));
    expect(warned.rows.find((row) => row.id === "document-ezhou-2021")).toMatchObject({ level: "error", text: expect.stringContaining("2026年12月12日") as string });
    house.setClock(new Date("2026-12-13T02:00:00Z"));
    const ended = await as(drafter, "policies.read", (ctx) => listNotices(ctx));
    expect(ended.rows.find((row) => row.id === "document-ezhou-2021")!.text).toContain("失效，依据它的待遇均已停止认定");
    house.setClock(NOW);
  });
  it("R-108 lists what holds for a place: its own benefits, and the nation's where it has none", async () => {
    const list = await as(drafter, "policies.read", (ctx) => getServiceList(ctx, EZHOU, "2026-11-21", "senior"));
    const assessment = list.items.filter((item) => item.id === "ability-assessment");
    expect(assessment).toHaveLength(1);
    expect(assessment[0]).toMatchObject({ pack: "cn-42-ezhou", inherited: false });
    expect(list.items.some((item) => item.pack === "cn" && item.inherited)).toBe(true);
    const later = await as(drafter, "policies.read", (ctx) => getServiceList(ctx, EZHOU, "2026-12-13", "senior"));
    expect(later.items.find((item) => item.id === "ability-assessment")!.pack).toBe("cn");
  });
});

describe("drafts", () => {
  it("change an amount through the form and leave the rest of the file as it was", async () => {
    const draft = await newDraft();
    const before = await as(drafter, "policies.read", (ctx) => getVersion(ctx, draft.id));
    expect(before.receivable).toContainEqual({ benefit: "disability-care-allowance", name: "重度残疾人护理补贴" });
    expect(before.payers).toContainEqual({ payer: "city", name: "市级财政" });
    const after = await as(drafter, "policies.draft", (ctx) =>
      editVersion(ctx, draft.id, 1, [{ what: "parameter", name: "construction_new_build", from: draft.effectiveFrom, value: "5000" }]),
    );
    expect(after.faults).toEqual([]);
    expect(after.edition).toBe(2);
    expect(after.parameters.find((parameter) => parameter.name === "construction_new_build")!.values.map((value) => [value.from, value.to, value.value])).toEqual([
      ["2021-12-13", expect.any(String), "4000.00"],
      [draft.effectiveFrom, null, "5000.00"],
    ]);
    expect(after.changes).toHaveLength(1);
    expect(before.benefits.map((benefit) => benefit.id)).toEqual(after.benefits.map((benefit) => benefit.id));
  });
  it("change a condition as rows, and keep faults beside the draft instead of losing it", async () => {
    const draft = await newDraft();
    const changed = await as(drafter, "policies.draft", (ctx) =>
      editVersion(ctx, draft.id, 1, [{ what: "condition", benefit: "ability-assessment", when: { rows: [{ any: [{ all: [{ fact: "age", operator: ">=", values: ["60"] }] }] }] } }]),
    );
    expect(changed.faults).toEqual([]);
    expect(changed.benefits.find((benefit) => benefit.id === "ability-assessment")!.conditions.join()).toContain("60");
    const unknown = { rows: [{ any: [{ all: [{ fact: "agee", operator: ">=" as const, values: ["60"] }] }] }] };
    await expect(as(drafter, "policies.draft", (ctx) => editVersion(ctx, draft.id, 2, [{ what: "condition", benefit: "ability-assessment", when: unknown }]))).rejects.toThrow("condition.fact_unknown");
    const faulty = await as(drafter, "policies.draft", (ctx) => editVersion(ctx, draft.id, 2, [{ what: "condition", benefit: "ability-assessment", when: { expression: "agee >= 60", words: "" } }]));
    expect(faulty.faults[0]).toMatchObject({ line: expect.any(Number) as number, message: expect.stringContaining("agee") as string });
    expect(faulty.allowed).not.toContain("submit");
    await expect(as(drafter, "policies.draft", (ctx) => submitVersion(ctx, draft.id, 3))).rejects.toThrow("version.faulty");
  });
  it("refuse a stale edition, a figure that is no number, and a benefit that is not there", async () => {
    const draft = await newDraft();
    const edit = (edition: number, value: string, name = "construction_new_build") =>
      as(drafter, "policies.draft", (ctx) => editVersion(ctx, draft.id, edition, [{ what: "parameter", name, from: draft.effectiveFrom, value }]));
    await edit(1, "5000");
    await expect(edit(1, "6000")).rejects.toThrow("record.stale");
    await expect(edit(2, "四千")).rejects.toThrow("version.edit_refused");
    await expect(edit(2, "6000", "no_such")).rejects.toThrow("version.edit_refused");
  });
  it("are nobody else's: another city sees published lists only", async () => {
    const draft = await newDraft();
    const stranger = officer("stranger", "421100000000");
    await expect(as(stranger, "policies.read", (ctx) => getVersion(ctx, draft.id))).rejects.toThrow("record.not_found");
    const basedOn = await ezhouVersion();
    await expect(as(stranger, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom: "2027-01-01", note: "" }))).rejects.toThrow("access.out_of_scope");
    expect((await as(stranger, "policies.read", (ctx) => getVersion(ctx, basedOn))).allowed).toEqual([]);
    expect((await as(drafter, "policies.read", (ctx) => getVersion(ctx, basedOn))).allowed).toEqual(["draft_from"]);
    const listed = await as(stranger, "policies.read", (ctx) => listVersions(ctx, { page: 1, size: 100 }));
    expect(new Set(listed.rows.map((row) => row.status))).toEqual(new Set(["published"]));
  });
  it("can be withdrawn, and then no longer edited", async () => {
    const draft = await newDraft();
    const gone = await as(drafter, "policies.draft", (ctx) => withdrawVersion(ctx, draft.id, 1));
    expect(gone.status).toBe("withdrawn");
    await expect(as(drafter, "policies.draft", (ctx) => editVersion(ctx, draft.id, 2, [{ what: "note", note: "x" }]))).rejects.toThrow("version.not_draft");
  });
});

describe("publishing", () => {
  it("R-041, R-254 waits for every department's agreement on the edition that is published", async () => {
    const version = await submitted();
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, version.id, version.edition))).rejects.toThrow("version.unsigned");
    await expect(as(drafter, "policies.sign_off", (ctx) => signVersion(ctx, version.id, { edition: version.edition, agreed: true, note: "" }, "鄂州市公安局"))).rejects.toThrow("version.not_signatory");
    for (const department of DEPARTMENTS.slice(0, 2)) await as(drafter, "policies.sign_off", (ctx) => signVersion(ctx, version.id, { edition: version.edition, agreed: true, note: "" }, department));
    await as(drafter, "policies.sign_off", (ctx) => signVersion(ctx, version.id, { edition: version.edition, agreed: false, note: "请补充测算" }, DEPARTMENTS[2]!));
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, version.id, version.edition))).rejects.toThrow("version.unsigned");
  });
  it("R-041, R-207 puts the new version into force from its date by a second person, and old periods keep the old rules", async () => {
    const basedOn = await ezhouVersion();
    const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom: "2026-12-01", note: "提高标准" }));
    await as(drafter, "policies.draft", (ctx) => editVersion(ctx, id, 1, [{ what: "parameter", name: "construction_new_build", from: "2026-12-01", value: "5000" }]));
    const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 2));
    await signAll(id, edition);
    await expect(as(drafter, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow("version.same_person");
    const published = await as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition));
    expect(published).toMatchObject({ status: "published", publishedBy: "publisher" });
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow("version.not_submitted");
    const on = async (date: string) => (await runAsSystem(house, "test", (ctx) => versionsInForce(ctx, date))).find((version) => version.pack.name === "cn-42-ezhou")!;
    expect((await on("2026-11-30")).number).toBe(1);
    expect((await on("2026-12-01")).id).toBe(id);
    expect((await runAsSystem(house, "test", (ctx) => loadVersion(ctx, basedOn))).pack.parameters.construction_new_build!.values).toHaveLength(1);
  });
  it("refuses a date that has passed or is taken", async () => {
    const basedOn = await ezhouVersion();
    for (const [effectiveFrom, code] of [["2026-11-20", "version.date_past"], ["2026-12-01", "version.date_taken"]] as const) {
      const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom, note: "" }));
      const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 1));
      await signAll(id, edition);
      await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow(code);
    }
  });
  it("R-205, R-206 refuses a list that falls below the one above", async () => {
    const draft = await newDraft();
    const shrunk = await as(drafter, "policies.draft", (ctx) =>
      editVersion(ctx, draft.id, 1, [{ what: "condition", benefit: "ability-assessment", when: { rows: [{ any: [{ all: [{ fact: "age", operator: ">=", values: ["70"] }] }] }] } }]),
    );
    const report = await as(drafter, "policies.read", (ctx) => checkConformity(ctx, draft.id));
    expect(report.shortfalls.map((found) => found.benefit)).toContain("ability-assessment");
    const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, draft.id, shrunk.edition));
    await signAll(draft.id, edition);
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, draft.id, edition))).rejects.toThrow("version.falls_short");
  });
  it("refuses a file that would hold elsewhere, or rest on another document", async () => {
    const fileOf = async (change: (policy: string) => string) => {
      const draft = await newDraft();
      const { policy } = (await as(drafter, "policies.read", (ctx) => findVersionRow(ctx, draft.id)))!;
      const after = await as(drafter, "policies.draft", (ctx) => editVersion(ctx, draft.id, 1, [{ what: "file", policy: change(policy) }]));
      await expect(as(drafter, "policies.draft", (ctx) => submitVersion(ctx, draft.id, 2))).rejects.toThrow("version.faulty");
      await expect(as(drafter, "policies.rehearse", (ctx) => rehearseVersion(ctx, draft.id))).rejects.toThrow("version.faulty");
      return after.faults.map((fault) => fault.code);
    };
    expect(await fileOf((policy) => policy.replace('region: "420700000000"', 'region: "000000000000"'))).toContain("document.region");
    expect(await fileOf((policy) => policy.replace("id: ezhou-2021", "id: national-list-2023"))).toEqual(["document.id"]);
  });
  it("is refused to whoever edited the draft", async () => {
    const basedOn = await ezhouVersion();
    const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom: "2028-02-01", note: "" }));
    await as(publisher, "policies.draft", (ctx) => editVersion(ctx, id, 1, [{ what: "note", note: "改" }]));
    const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 2));
    await signAll(id, edition);
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow("version.same_person");
    expect((await as(publisher, "policies.read", (ctx) => getVersion(ctx, id))).allowed).not.toContain("publish");
  });
  it("takes one after the other where two are published at once", async () => {
    const drafts: { id: string; edition: number }[] = [];
    for (const effectiveFrom of ["2026-12-05", "2026-12-08"]) {
      const basedOn = await ezhouVersion();
      const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom, note: "" }));
      const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 1));
      await signAll(id, edition);
      drafts.push({ id, edition });
    }
    const outcomes = await Promise.allSettled(drafts.map(({ id, edition }) => as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))));
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [(outcome.reason as { code?: string }).code] : []));
    expect(refused.every((code) => code === "version.date_taken")).toBe(true);
    const { rows } = await as(drafter, "policies.read", (ctx) => listVersions(ctx, { pack: "cn-42-ezhou", status: "published", page: 1, size: 20 }));
    const starts = rows.map((row) => [row.effectiveFrom, row.effectiveTo]).sort();
    starts.forEach(([, to], place) => expect(to).toBe(place + 1 < starts.length ? addDays(starts[place + 1]![0]!, -1) : null));
  });
  it("R-041, R-254 shows a changed validity and left-out departments, and still asks those departments, through whatever drafts", async () => {
    const first = await newDraft();
    const { policy } = (await as(drafter, "policies.read", (ctx) => findVersionRow(ctx, first.id)))!;
    const changed = policy.replace(/^sign_offs:.*\n/m, "").replace("expires: 2026-12-12", "expires: 2031-12-12");
    const after = await as(drafter, "policies.draft", (ctx) => editVersion(ctx, first.id, 1, [{ what: "file", policy: changed }]));
    expect(after.changes.map((change) => change.place)).toEqual(["会签部门", "所依据的文件"]);
    const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn: first.id, effectiveFrom: "2028-06-01", note: "" }));
    expect((await as(drafter, "policies.read", (ctx) => getVersion(ctx, id))).changes).toHaveLength(2);
    const { edition, signOffs } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 1));
    expect(signOffs.map((signOff) => signOff.department)).toEqual(["市民政局", "市财政局", "市卫健委"]);
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow("version.unsigned");
    await signAll(id, edition);
    await as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition));
    expect(await as(drafter, "policies.read", (ctx) => getDocument(ctx, "ezhou-2021"))).toMatchObject({ expires: "2031-12-12", status: "in_force" });
  });
  it("R-206, R-269 brings the duty to file with the level above in time, and keeps its receipt", async () => {
    const filings = await as(drafter, "policies.file", (ctx) => listFilings(ctx, { page: 1, size: 20 }));
    const filing = filings.rows.find((row) => row.region === EZHOU)!;
    expect(filing).toMatchObject({ state: "due", dueOn: "2026-12-21", allowed: ["file"] });
    await as(drafter, "policies.file", (ctx) => fileVersion(ctx, filing.versionId, "2026-11-21"));
    await expect(as(drafter, "policies.file", (ctx) => fileVersion(ctx, filing.versionId, "2026-11-21"))).rejects.toThrow("filing.not_due");
    await expect(as(drafter, "policies.file", (ctx) => receiveFiling(ctx, filing.id, "鄂民备〔2026〕1号", "2026-11-21"))).rejects.toThrow("record.not_found");
    const province = officer("province", "420000000000");
    const asked = await as(province, "policies.file", (ctx) => listFilings(ctx, { state: "filed", page: 1, size: 20 }));
    expect(asked.rows.find((row) => row.id === filing.id)!.allowed).toEqual(["receive"]);
    expect((await as(drafter, "policies.read", (ctx) => getVersion(ctx, filing.versionId))).allowed).not.toContain("receive");
    await as(province, "policies.file", (ctx) => receiveFiling(ctx, filing.id, "鄂民备〔2026〕1号", "2026-11-21"));
    const after = await as(drafter, "policies.file", (ctx) => listFilings(ctx, { state: "received", page: 1, size: 20 }));
    expect(after.rows.map((row) => row.receipt)).toContain("鄂民备〔2026〕1号");
    house.setClock(new Date("2027-01-21T02:00:00Z"));
    const late = await as(drafter, "policies.file", (ctx) => listFilings(ctx, { state: "overdue", page: 1, size: 20 }));
    expect(late.rows.every((row) => row.dueOn < "2027-01-21")).toBe(true);
    house.setClock(NOW);
  });
});

describe("a published version whose day has not come", () => {
  it("can be recalled by who may publish: the one before it goes on; one in force cannot", async () => {
    const listed = async () => (await as(drafter, "policies.read", (ctx) => listVersions(ctx, { pack: "cn-42-ezhou", status: "published", page: 1, size: 20 }))).rows;
    const [last, before, ...others] = (await listed()).toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
    expect(before!.effectiveTo).toBe(addDays(last!.effectiveFrom, -1));
    await expect(as(publisher, "policies.publish", (ctx) => recallVersion(ctx, last!.id, last!.edition - 1))).rejects.toThrow("record.stale");
    expect((await as(publisher, "policies.read", (ctx) => getVersion(ctx, last!.id))).allowed).toContain("recall");
    const gone = await as(publisher, "policies.publish", (ctx) => recallVersion(ctx, last!.id, last!.edition));
    expect(gone).toMatchObject({ status: "withdrawn", filing: null });
    expect((await listed()).find((version) => version.id === before!.id)!.effectiveTo).toBeNull();
    const inForce = others.find((version) => version.number === 1)!;
    await expect(as(publisher, "policies.publish", (ctx) => recallVersion(ctx, inForce.id, inForce.edition))).rejects.toThrow("version.in_force");
  });
  it("is not published for a day on which its document has ended", async () => {
    const basedOn = await ezhouVersion();
    const { id } = await as(drafter, "policies.draft", (ctx) => draftVersion(ctx, { basedOn, effectiveFrom: "2026-12-13", note: "" }));
    const { edition } = await as(drafter, "policies.draft", (ctx) => submitVersion(ctx, id, 1));
    await signAll(id, edition);
    await expect(as(publisher, "policies.publish", (ctx) => publishVersion(ctx, id, edition))).rejects.toThrow("version.after_document");
  });
});

describe("when an upper list is raised", () => {
  it("R-205, R-207 the lower list that now falls short is named to its officers", async () => {
    const notice = async () => (await as(drafter, "policies.read", (ctx) => listNotices(ctx))).rows.find((row) => row.id === "short-cn-42-ezhou");
    expect(await notice()).toBeUndefined();
    const [author, second] = [officer("author", "000000000000"), officer("second", "000000000000")];
    const { rows } = await as(author, "policies.read", (ctx) => listVersions(ctx, { pack: "cn", status: "published", page: 1, size: 20 }));
    const { id } = await as(author, "policies.draft", (ctx) => draftVersion(ctx, { basedOn: rows[0]!.id, effectiveFrom: "2026-11-21", note: "放宽年龄" }));
    const when = { rows: [{ any: [{ all: [{ fact: "age", operator: ">=" as const, values: ["60"] }] }] }] };
    const edited = await as(author, "policies.draft", (ctx) => editVersion(ctx, id, 1, [{ what: "condition", benefit: "ability-assessment", when }]));
    const { edition } = await as(author, "policies.draft", (ctx) => submitVersion(ctx, id, edited.edition));
    await as(second, "policies.publish", (ctx) => publishVersion(ctx, id, edition));
    expect(await notice()).toMatchObject({ level: "error", text: expect.stringContaining("不足") as string });
  });
});
