import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../dist/console");

/** Writes .gz and .br beside each text file, so that the server sends them without compressing anything itself. */
const compress: Plugin = {
  name: "songhe-compress",
  apply: "build",
  closeBundle() {
    for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(content));
    }
  },
};

/** The staff console: everything is served by ourselves, nothing is asked of other hosts. */
const config = defineConfig({
  root: here("./console"),
  base: "/",
  plugins: [react(), compress],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    // read by bundle-size.ts
    manifest: true,
    target: "es2022",
    chunkSizeWarningLimit: 1500,
  },
  server: {
    port: 5173,
    proxy: { "/api": "http://127.0.0.1:8080", "/openapi.json": "http://127.0.0.1:8080" },
  },
});

// Vite reads its configuration from the default export.
export { config as default };
