import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { AppError } from "../../kernel/errors.ts";
import type { House } from "../../platform/house.ts";
import { type Command, type Terminal, wholeNumber } from "../command.ts";
import { accountLines, findDemoAccounts } from "../demo/demo-accounts.ts";
import { CITIES, DEFAULT_PEOPLE, DEFAULT_SEED, findCity, loadCity } from "../demo/load-city.ts";
import { closeHouse, openHouse } from "../open-house.ts";
import { readConfig } from "../../platform/config.ts";
import { startServer } from "../server.ts";

const PORTS_TRIED = 20;
const ACCOUNTS_ELSEWHERE = "示范账号和口令在装入数据的那台机器的数据目录中（demo-accounts.json）。";
/** Where the main job is. */
const FIRST_PAGE = "/worklist";

export const startCommand: Command = {
  summary: "启动服务、后台任务和控制台。没有设 DATABASE_URL 时使用内置数据库。",
  options: {
    port: { value: "N", text: "端口，默认取环境变量 PORT，否则 8080；被占用时顺延" },
    demo: { value: "CITY", text: "空库时先装入示范城市" },
  },
  details: ["按 Ctrl+C 停止：先做完手头的请求和任务。"],
  async run({ find, json, terminal }) {
    const demo = find("demo");
    if (demo !== undefined && !CITIES.includes(demo)) throw new AppError("demo.city_unknown", { city: demo, known: CITIES.join("、") });
    const port = find("port");
    if (port !== undefined) wholeNumber("port", port, 0, 65_535);
    // someone who tries it out wants to read the address, not the log
    const quiet = demo !== undefined && !terminal.env.LOG_LEVEL ? { LOG_LEVEL: "warn" } : {};
    const config = readConfig({ ...terminal.env, ...quiet, ...(port === undefined ? {} : { PORT: port }) });
    const opened = await openHouse(config);
    try {
      if (demo !== undefined) await ensureCity(opened, demo, terminal);
      const house: House = { ...opened, config: { ...config, port: await freePort(config.host, config.port, terminal) } };
      const running = await startServer(house);
      await announce(house, running.address, demo !== undefined, json, terminal);
      await untilStopped();
      terminal.err("正在停止… Stopping…");
      await running.stop();
      return 0;
    } catch (error) {
      await closeHouse(opened);
      throw error;
    }
  },
};

/** Loads the city into an empty database, or what an interrupted load has left out; anything else is left as it is. */
async function ensureCity(house: House, city: string, terminal: Terminal): Promise<void> {
  const { state } = await findCity(house);
  if (state === "finished") return;
  if (state === "other") {
    terminal.err("数据库中已有数据，没有装入示范城市。 The database holds data already; no demonstration city was loaded.");
    return;
  }
  terminal.err(`正在装入示范城市（${DEFAULT_PEOPLE} 名虚构的老年人）… Loading the demonstration city…`);
  const password = terminal.env.SONGHE_DEMO_PASSWORD || undefined;
  await loadCity(house, { city, people: DEFAULT_PEOPLE, seed: DEFAULT_SEED, password }, (text) => terminal.err(`  ${text}…`));
}

/** The port asked for, or the next free one. Throws `command.port_taken`. */
async function freePort(host: string, wanted: number, terminal: Terminal): Promise<number> {
  if (wanted === 0) return 0;
  const last = Math.min(65_535, wanted + PORTS_TRIED);
  for (let port = wanted; port <= last; port += 1) {
    if (!(await isFree(host, port))) continue;
    if (port !== wanted) terminal.err(`端口 ${wanted} 已被其他程序占用，改用 ${port}。 Port ${wanted} is taken; using ${port}.`);
    return port;
  }
  throw new AppError("command.port_taken", { port: wanted, tried: last - wanted });
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

async function announce(house: House, address: string, isDemo: boolean, json: boolean, terminal: Terminal): Promise<void> {
  const accounts = isDemo ? await findDemoAccounts(house.config.dataDir) : undefined;
  if (json) await terminal.out(JSON.stringify({ address, database: house.engine.kind, accounts: accounts ?? null }));
  else {
    await terminal.out(`\n松鹤已启动，请用浏览器打开：${address}`);
    await terminal.out("Songhe is ready: open the address above in a browser. Stop with Ctrl+C.\n");
    for (const line of accounts ? accountLines(accounts, house.config.dataDir) : isDemo ? [ACCOUNTS_ELSEWHERE] : []) await terminal.out(line);
  }
  if (isDemo) openBrowser(`${address}${FIRST_PAGE}`, terminal.env);
}

/** Shows the page where there is a screen to show it on. Never a reason to fail. */
function openBrowser(address: string, env: Terminal["env"]): void {
  if (env.CI || env.BROWSER === "none") return;
  const hasDisplay = process.platform === "darwin" || process.platform === "win32" || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!hasDisplay) return;
  const [program, args] = process.platform === "darwin" ? ["open", [address]] : process.platform === "win32" ? ["cmd", ["/c", "start", "", address]] : ["xdg-open", [address]];
  const opened = spawn(program as string, args as string[], { stdio: "ignore", detached: true });
  // no such program: the address stands on the screen all the same
  opened.on("error", () => {});
  opened.unref();
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const stop = () => {
      if (first === undefined) resolve();
      // asked again, do not wait; but npm passes on what the terminal has sent already
      else if (Date.now() - first > 1000) process.exit(130);
      first ??= Date.now();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
