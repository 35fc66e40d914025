import { once } from "node:events";
import { runCli } from "./cli.ts";
import type { Terminal } from "./command.ts";

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
