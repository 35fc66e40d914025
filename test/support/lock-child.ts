import { AppError } from "../../src/kernel/errors.ts";
import { lockDirectory } from "../../src/platform/db/directory-lock.ts";

// Takes a data directory, says so, and keeps it until it is killed or its input ends: `lock-child.ts DIR`.
try {
  await lockDirectory(process.argv[2]!);
  process.stdout.write("taken\n");
  process.stdin.resume();
  process.stdin.on("end", () => process.exit(0));
} catch (error) {
  process.stdout.write(`${error instanceof AppError ? error.code : String(error)}\n`);
}
