import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, runCli } from "./cli.ts";
import { helpOf } from "./command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "songhe-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function songhe(words: string[], input = ""): Promise<{ status: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), input: Readable.from([Buffer.from(input)]), env: {} };
  return { status: await runCli(words, terminal), out, err };
}

const decide = (facts: string, ...more: string[]) =>
  songhe(["policies", "decide", "--pack", "cn-42-ezhou", "--subject", "facility", "--facts", "-", "--as-of", "2026-01-01", ...more], facts);
const BUILDING = "id,kind,government_funded,filed,premises,beds";

describe("the command line", () => {
  it.each(Object.keys(COMMANDS))("explains %s", async (name) => {
    const { status, out } = await songhe([...name.split(" "), "--help"]);
    expect(status).toBe(0);
    expect(out).toEqual([helpOf(name, await COMMANDS[name]!.load())]);
    expect(out[0]).toContain(`用法：songhe ${name}`);
  });

  it("lists all commands, or those of a group", async () => {
    expect((await songhe(["--help"])).out[0]).toContain("policies rehearse");
    const group = (await songhe(["db", "--help"])).out[0]!;
    expect(group).toContain("db restore");
    expect(group).not.toContain("policies");
  });

  it.each([
    [[], "usage.command_missing"],
    [["polices", "check"], "usage.command_unknown"],
    [["db"], "usage.command_unknown"],
    [["policies", "check"], "usage.argument_missing"],
    [["policies", "conform", "a", "b", "c"], "usage.argument_extra"],
    [["policies", "decide", "--subject", "senior"], "usage.option_missing"],
    [["policies", "check", "cn", "--colour"], "usage.option_unknown"],
    [["start", "--port"], "usage.option_empty"],
    [["start", "--port", "http"], "usage.option_value"],
    [["demo", "ezhou", "--people", "0"], "usage.option_value"],
    [["policies", "decide", "--trace=yes"], "usage.option_plain"],
  ])("ends %j with 2 and the problem %s", async (words, code) => {
    const { status, out, err } = await songhe([...words, "--json"]);
    expect(status).toBe(2);
    expect(out).toEqual([]);
    expect(err.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual([code]);
  });

  it("names the nearest command and option in words", async () => {
    expect((await songhe(["polices", "check"])).err[0]).toContain("是否应为 policies check？");
    expect((await songhe(["policies", "check", "cn", "--jsn"])).err[0]).toContain("是否应为 --json？");
  });

  it("ends with 1 where the work fails, saying what and where", async () => {
    expect(await songhe(["policies", "check", "cn-99"])).toMatchObject({ status: 1, err: [expect.stringContaining("cn-42-ezhou")] });
    const missing = await songhe(["policies", "decide", "--pack", "cn", "--subject", "senior", "--facts", join(folder, "none.csv"), "--as-of", "2026-01-01"]);
    expect(missing).toMatchObject({ status: 1, err: [expect.stringContaining("没有这个文件")] });
  });
});

describe("songhe policies", () => {
  it("checks packs and reports faults with file, line and mend", async () => {
    expect(await songhe(["policies", "check", "cn", "cn-42-ezhou"])).toMatchObject({ status: 0, err: [] });
    const policy = `title: 试
document: { id: a, title: 试, issuer: 市, region: "429999999999", effective: 2026-01-01, text: document.txt }
benefits: []
`;
    await writeFile(join(folder, "policy.yaml"), policy);
    await writeFile(join(folder, "document.txt"), "试");
    const { status, out } = await songhe(["policies", "check", folder, "--json"]);
    expect(status).toBe(1);
    const { faults } = JSON.parse(out[0]!) as { faults: { line: number; code: string; mend: string }[] };
    expect(faults).toContainEqual(expect.objectContaining({ line: 2, code: "region.unknown" }));
    expect(faults.every((fault) => fault.mend !== "")).toBe(true);
  });

  it("runs cases and ends with the counts", async () => {
    const { status, out } = await songhe(["policies", "test", "cn-23-qitaihe"]);
    expect(status).toBe(0);
    expect(out.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
  });

  it("tells where a lower list falls short of the upper", async () => {
    expect(await songhe(["policies", "conform", "cn-42-ezhou", "cn"])).toMatchObject({ status: 0 });
    const { status, out } = await songhe(["policies", "conform", "cn", "cn-42-ezhou", "--json"]);
    expect(status).toBe(1);
    expect((JSON.parse(out[0]!) as { conforms: boolean; shortfalls: unknown[] }).shortfalls.length).toBeGreaterThan(0);
  });

  it("decides 520 newly built private beds as the contract has it", async () => {
    const { status, out } = await decide(`\uFEFF${BUILDING}\r\n"甲, ""一""",institution,false,true,new_build,520\r\n`, "--benefit", "construction-subsidy", "--json");
    expect(status).toBe(0);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        id: '甲, "一"',
        benefit: "construction-subsidy",
        policy: "ezhou-2021",
        eligible: true,
        amount: "2000000.00",
        bounds: null,
        period: "once",
        shares: [
          { payer: "city", amount: "1200000.00" },
          { payer: "district", amount: "800000.00" },
        ],
        excluded_by: null,
        missing: [],
        clause: "二(三)1",
        trace: null,
      },
    ]);
  });

  it("decides rating 3 with 10 severe and 20 other residents from JSON lines", async () => {
    const line = JSON.stringify({ id: 7, kind: "institution", filed: true, rating: 3, residents_severe: 10, residents_other: 20 });
    const { out } = await decide(`${line}\n\n`, "--benefit", "operating-subsidy", "--json");
    expect(JSON.parse(out[0]!)).toMatchObject({ id: "7", amount: "75000.00", period: "year", shares: [{ amount: "45000.00" }, { amount: "30000.00" }] });
  });

  it("says which fact is missing, and the bounds until an officer decides", async () => {
    const { out } = await decide("kind,coverage,filed,premises,operator\nhome_care_centre,embedded,true,new_build,none\ninstitution,,,,\n", "--json");
    const records = out.map((line) => JSON.parse(line) as { id: string; benefit: string; eligible: boolean | null; bounds: unknown; missing: string[]; amount: unknown });
    expect(records.find((one) => one.id === "2" && one.benefit === "centre-construction-subsidy")).toMatchObject({ eligible: true, amount: null, bounds: { min: "400000.00", max: "800000.00" } });
    expect(records.find((one) => one.id === "3" && one.benefit === "construction-subsidy")).toMatchObject({ eligible: null, missing: expect.arrayContaining(["filed", "premises"]) as string[] });
  });

  it("gives the reasons when asked", async () => {
    const { out } = await decide(`${BUILDING}\nF,institution,false,true,rented,100\n`, "--benefit", "construction-subsidy", "--trace", "--json");
    expect(JSON.parse(out[0]!)).toMatchObject({ amount: "300000.00", trace: { children: expect.any(Array) as unknown } });
  });

  it("reports faulty rows by row and column, and decides the others", async () => {
    const text = `${BUILDING}\na,institution,false,true,new_build,10\n\nb,institution,maybe,true,new_build,1.5\nc,institution\nd,institution,false,true,new_build,20\n`;
    const { status, out, err } = await decide(text, "--benefit", "construction-subsidy", "--json");
    expect(status).toBe(1);
    expect(out.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(["a", "d"]);
    const problem = JSON.parse(err[0]!) as { code: string; faults: { path: string }[] };
    expect(problem.code).toBe("facts.rows_faulty");
    expect(problem.faults.map((fault) => fault.path)).toEqual(["第 4 行 government_funded 列", "第 4 行 beds 列", "第 5 行"]);
    expect((await decide('{"kind":"institution"}\n{"kind":\n{"bed":1}\n')).err.map((line) => line.split("：")[0])).toEqual(["第 2 行", "第 3 行 bed 列", "有的行填写有误"]);
  });

  it.each([
    ["id,kind,bedz\n", "facts.column_unknown", "是否应为 beds？"],
    ["id,kind,kind\n", "facts.column_twice", "kind"],
    ["", "facts.empty", ""],
    ['id,kind\n1,"instit', "facts.csv_malformed", "第 2 行"],
  ])("refuses the file %j", async (text, code, hint) => {
    const { status, err } = await decide(text, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(err[0]!)).toMatchObject({ code, detail: expect.stringContaining(hint) as string });
  });

  it("refuses the derived age as a column, and names what to give instead", async () => {
    const { err } = await songhe(["policies", "decide", "--pack", "cn", "--subject", "senior", "--facts", "-", "--as-of", "2026-01-01"], "id,age\n1,80\n");
    expect(err[0]).toContain("birth_date");
  });

  it("reads what Chinese spreadsheet programs write", async () => {
    const gb18030 = Buffer.concat([Buffer.from("id,kind\n"), Buffer.from([0xd1, 0xf8, 0xc0, 0xcf, 0xd4, 0xba]), Buffer.from(",institution\n")]);
    const out: string[] = [];
    const words = ["policies", "decide", "--pack", "cn-42-ezhou", "--subject", "facility", "--facts", "-", "--as-of", "2026-01-01", "--benefit", "operating-subsidy", "--json"];
    await runCli(words, { out: (line) => void out.push(line), err: () => {}, input: Readable.from([gb18030]), env: {} });
    expect(JSON.parse(out[0]!)).toMatchObject({ id: "养老院" });
  });

  it("refuses dates, kinds and benefits that there are not", async () => {
    const base = ["policies", "decide", "--pack", "cn-42-ezhou", "--facts", "-"];
    expect((await songhe([...base, "--subject", "facility", "--as-of", "2026-02-30"])).status).toBe(2);
    expect((await songhe([...base, "--subject", "home", "--as-of", "2026-02-28"])).status).toBe(2);
    const benefit = await songhe([...base, "--subject", "facility", "--as-of", "2026-02-28", "--benefit", "operating-subsidi"]);
    expect(benefit).toMatchObject({ status: 2, err: [expect.stringContaining("operating-subsidy")] });
  });

  it("rehearses a change over a file of facts", async () => {
    const file = join(folder, "facts.csv");
    await writeFile(file, "id,kind,filed,rating,residents_severe,residents_other\na,institution,true,3,10,20\n");
    const { status, out } = await songhe(["policies", "rehearse", "--pack", "cn-23-qitaihe", "--against", "cn-42-ezhou", "--facts", file, "--subject", "facility", "--as-of", "2026-01-01", "--json"]);
    expect(status).toBe(0);
    const report = JSON.parse(out[0]!) as { subjects: number; changes: unknown[]; payers: unknown[] };
    expect(report.subjects).toBe(1);
    expect(report.changes).toContainEqual(expect.objectContaining({ id: "a", benefit: "operating-subsidy", change: "loses", before: "75000.00", after: null }));
    expect(report.payers).toContainEqual({ payer: "city", period: "year", before: "45000.00", after: "0.00", difference: "-45000.00" });
  });
});
