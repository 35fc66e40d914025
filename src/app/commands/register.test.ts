import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idCardCheck } from "../../kernel/id-card.ts";
import { withConnection } from "../../platform/db/transaction.ts";
import { runCli } from "../cli.ts";
import { withEngine } from "../open-house.ts";

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "songhe-register-"));
  env = { SONGHE_DATA: join(folder, "data"), LOG_LEVEL: "silent" };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function songhe(words: string[], where = env) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), input: Readable.from([]), env: where };
  return { status: await runCli([...words, "--json"], terminal), out: out.map((line) => JSON.parse(line) as Record<string, unknown>), err };
}

describe("commands on the configured database", () => {
  it("songhe demo fills an empty database, and only an empty one", async () => {
    const { status, out } = await songhe(["demo", "ezhou", "--people", "40", "--seed", "3"]);
    expect(status).toBe(0);
    expect(out[0]).toMatchObject({ city: "ezhou", seniors: 40, accounts: { password: expect.stringMatching(/^Songhe-\d{4}-[a-z]{4}$/) as string } });
    const again = await songhe(["demo", "ezhou"]);
    expect(again.status).toBe(1);
    expect(JSON.parse(again.err.at(-1)!)).toMatchObject({ code: "db.not_empty" });
  });

  it("songhe people import gives a receipt for every row, and the second time changes nothing", async () => {
    const number = "42998019450607001";
    const file = join(folder, "seniors.csv");
    await writeFile(file, `姓名,身份证号,常住地\r\n程桂兰,${number}${idCardCheck(number)},420704001000\r\n无名氏,123,420704001000\r\n`);
    const outcomes = async (...more: string[]) => {
      const { status, out } = await songhe(["people", "import", file, ...more]);
      return [status, ...out.map((line) => line.outcome ?? (line.summary as { total: number }).total)];
    };
    const town = await outcomes("--dry-run");
    expect(town).toEqual([1, "created", "refused", 2]);
    expect(await outcomes()).toEqual([1, "created", "refused", 2]);
    expect(await outcomes()).toEqual([1, "unchanged", "refused", 2]);
    expect((await songhe(["people", "import", file, "--feed", "rumour"])).status).toBe(2);
  });

  it("songhe policies rehearse counts over the register", async () => {
    const { status, out } = await songhe(["policies", "rehearse", "--pack", "cn-42-ezhou", "--against", "cn-42-ezhou", "--as-of", "2026-01-01"]);
    expect(status).toBe(0);
    expect(out[0]).toMatchObject({ counts: { wins: 0, loses: 0, more: 0, less: 0 }, changes: [] });
    expect(out[0]!.subjects).toBeGreaterThan(40);
  });

  it("songhe access makes the first administrators and resets a lost password", async () => {
    const made = await songhe(["access", "create-user", "guanli9", "--role", "security_administrator"]);
    expect(made).toMatchObject({ status: 0, out: [{ account: "guanli9", region: "000000000000", password: expect.any(String) as string }] });
    expect((await songhe(["access", "create-user", "guanli9", "--role", "auditor"])).status).toBe(1);
    expect((await songhe(["access", "create-user", "guanli8", "--role", "emperor"])).status).toBe(2);
    const reset = await songhe(["access", "reset-password", "guanli9", "--reason", "口令遗失"]);
    expect(reset.out[0]!.password).not.toBe(made.out[0]!.password);
    expect((await songhe(["access", "reset-password", "nobody9", "--reason", "x"])).status).toBe(1);
  });

  it("songhe db backup and restore carry all of it to another place, with its key", async () => {
    const file = join(folder, "all.gz");
    const made = await songhe(["db", "backup", file]);
    expect(made.status).toBe(0);
    const other = { ...env, SONGHE_DATA: join(folder, "other") };
    const refused = await songhe(["db", "restore", file], other);
    expect(JSON.parse(refused.err[0]!)).toMatchObject({ code: "backup.key_missing" });
    await mkdir(join(folder, "other/keys"), { recursive: true });
    await copyFile(join(folder, "data/keys/master.key"), join(folder, "other/keys/master.key"));
    expect(await songhe(["db", "restore", file], other)).toMatchObject({ status: 0, out: [{ rows: made.out[0]!.rows }] });
    expect(await songhe(["audit", "verify"], other)).toMatchObject({ status: 0, out: [{ intact: true }] });
  });

  it("songhe audit verify names the first broken link", async () => {
    await withEngine(env, (engine) => withConnection(engine, (_db, connection) => connection.exec("update platform.audit_entry set content = replace(content, '42', '43') where (chain, seq) = (select chain, seq from platform.audit_entry where content like '%42%' limit 1)")));
    const { status, out } = await songhe(["audit", "verify"]);
    expect(status).toBe(1);
    expect((out[0]!.faults as { fault: string }[])[0]).toMatchObject({ fault: "altered" });
  });
});
