import { once } from "node:events";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import type { Terminal } from "./command.ts";

// what was compiled at an earlier start need not be again; beside the packages, where nobody else may write
enableCompileCache(fileURLToPath(new URL("../../node_modules/.cache/songhe", import.meta.url)));
// only what is imported from here on is cached
const { runCli } = await import("./cli.ts");

// whoever reads our output may stop early (`songhe … | head`): that is no failure
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const terminal: Terminal = {
  async out(line) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
  input: process.stdin,
  env: process.env,
};

process.exitCode = await runCli(process.argv.slice(2), terminal);
