import { defineConfig } from "vitest/config";

/** Journeys in a real browser against a started server: one after the other, each with time for a cold start. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.e2e.ts"],
    globalSetup: "test/e2e/city.setup.ts",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    env: { TZ: "Asia/Shanghai" },
  },
});
