import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "policies/**/*.test.ts", "web/**/*.test.ts", "web/**/*.test.tsx", "test/*.test.ts"],
    // an embedded database takes 400-800 MB
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: "Asia/Shanghai" },
  },
});
